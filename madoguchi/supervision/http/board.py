"""The wallboard, and the rows behind its numbers."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from litestar.params import QueryParameter

from madoguchi.kit.http import get, principal
from madoguchi.supervision import board, queries
from madoguchi.supervision.model.board import Board
from madoguchi.supervision.queries import HandledPage, StayPage

Count = Literal[
    "waiting", "offered", "answered", "in_time", "late", "abandoned", "short_abandoned", "diverted", "decided"
]
Queues = Annotated[list[UUID], QueryParameter(description="Of these queues", max_items=500)]


@get("/supervision/board", needs="supervision.watch")
async def show_board() -> Board:
    """How every queue, team and person stands right now, and what came of the day so far."""
    return await board.board(names="customers.read" in principal().permissions)


@get("/supervision/board/stays", needs="supervision.watch")
async def list_stays(queue: Queues, count: Count = "offered", after: str | None = None, limit: int = 25) -> StayPage:
    """The contacts behind a number of today, newest first; who waits now, longest first."""
    return await queries.stays(queue, count, principal(), after, limit)


@get("/supervision/board/handled", needs="supervision.watch")
async def list_handled(queue: Queues, after: str | None = None, limit: int = 25) -> HandledPage:
    """What was handled today to the end of its wrap-up, newest first: behind the average handle time."""
    return await queries.handled(queue, principal(), after, limit)


routes = [show_board, list_stays, list_handled]

"""The wallboard, and the rows behind its numbers."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from litestar.params import QueryParameter

from madoguchi.kit.http import get, principal
from madoguchi.supervision import board, queries
from madoguchi.supervision.model.board import Board
from madoguchi.supervision.queries import StayList

Count = Literal["waiting", "offered", "answered", "in_time", "late", "abandoned", "short_abandoned", "diverted"]


@get("/supervision/board", needs="supervision.watch")
async def show_board() -> Board:
    """How every queue, team and person stands right now, and what came of the day so far."""
    return await board.board(names="customers.read" in principal().permissions)


@get("/supervision/board/stays", needs="supervision.watch")
async def list_stays(
    queue: Annotated[list[UUID], QueryParameter(description="Of these queues", max_items=500)],
    count: Count = "offered",
) -> StayList:
    """The contacts behind a number of today, newest first, at most 200."""
    return await queries.stays(queue, count, principal())


routes = [show_board, list_stays]

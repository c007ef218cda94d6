"""Handing a call on, asking others in, parking, and what the recording leaves out."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from madoguchi import routing
from madoguchi.kit.http import current_user, delete, get, post, principal
from madoguchi.workspace.actions import handing
from madoguchi.workspace.actions.handing import Target
from madoguchi.workspace.context import context_of
from madoguchi.workspace.desk import queue_row
from madoguchi.workspace.errors import MayNotDialOut
from madoguchi.workspace.model.call import ContextShown, ParkedShown
from madoguchi.workspace.model.pop import QueueRow
from madoguchi.workspace.parked import parked_for

Note = Annotated[str, Meta(max_length=20_000)]
Number = Annotated[str, Meta(max_length=64)]


class HandOver(Struct, frozen=True, kw_only=True):
    """To whom (exactly one of `to`, a colleague; `queue`; `number`), and what they should know."""

    to: UUID | None = None
    queue: UUID | None = None
    number: Number = ""
    note: Note = ""


class AskIn(Struct, frozen=True, kw_only=True):
    """Whom (exactly one of `to`, a colleague, and `number`), and what they should know."""

    to: UUID | None = None
    number: Number = ""
    note: Note = ""


class LeaveOut(Struct, frozen=True):
    """Why the recording is paused."""

    reason: Literal["payment", "identity", "personal", "other"]


def _target(data: HandOver | AskIn) -> Target:
    if data.number and "calls.dial" not in principal().permissions:
        raise MayNotDialOut
    return Target(user=data.to, queue=data.queue if isinstance(data, HandOver) else None, number=data.number.strip())


@get("/hand-over/queues", needs="desk.use")
async def list_queues() -> list[QueueRow]:
    """The queues that a call can be handed to, and how they stand."""
    active = [queue.id for queue in await routing.all_queues() if queue.active]
    return [queue_row(load) for load in await routing.queue_loads(active)]


@post("/calls/{interaction:uuid}/transfer", needs="desk.use", status=204)
async def transfer(interaction: UUID, data: HandOver) -> None:
    """Hand the customer to a colleague, a queue or a number at once, with a note on the next screen."""
    await handing.transfer(interaction, current_user(), _target(data), data.note)


@post("/calls/{interaction:uuid}/consult", needs="desk.use", status=204)
async def consult(interaction: UUID, data: AskIn) -> None:
    """Ask a colleague or a number aside; the customer hears music."""
    await handing.ask_in(interaction, current_user(), "consult", _target(data), data.note)


@post("/calls/{interaction:uuid}/consult/swap", needs="desk.use", status=204)
async def swap(interaction: UUID) -> None:
    """Turn from the person aside to the customer, or back."""
    await handing.swap(interaction, current_user())


@post("/calls/{interaction:uuid}/consult/merge", needs="desk.use", status=204)
async def merge(interaction: UUID) -> None:
    """All three together."""
    await handing.merge(interaction, current_user())


@post("/calls/{interaction:uuid}/consult/complete", needs="desk.use", status=204)
async def complete(interaction: UUID) -> None:
    """The customer to the person aside; I wrap up."""
    await handing.complete(interaction, current_user())


@post("/calls/{interaction:uuid}/consult/abort", needs="desk.use", status=204)
async def abort(interaction: UUID) -> None:
    """Back to the customer, without whoever was asked."""
    await handing.abort(interaction, current_user())


@post("/calls/{interaction:uuid}/parties", needs="desk.use", status=204)
async def add(interaction: UUID, data: AskIn) -> None:
    """Ask a colleague or a number into the talk."""
    await handing.ask_in(interaction, current_user(), "add", _target(data), data.note)


@delete("/calls/{interaction:uuid}/parties/{party:str}", needs="desk.use")
async def drop(interaction: UUID, party: str) -> None:
    """Let one other person in the call go."""
    await handing.drop(interaction, current_user(), party)


@post("/calls/{interaction:uuid}/park", needs="desk.use", status=204)
async def park(interaction: UUID) -> None:
    """Let the customer wait where any colleague can take them."""
    await handing.park(interaction, current_user())


@post("/calls/{interaction:uuid}/unpark", needs="desk.use", status=204)
async def unpark(interaction: UUID) -> None:
    """Talk with the customer that I parked."""
    await handing.unpark(interaction, current_user())


@get("/parked", needs="desk.use")
async def list_parked() -> list[ParkedShown]:
    """The customers that I may take: parked by anybody, in the queues that I serve."""
    return await parked_for(current_user(), all_queues="interactions.read_all" in principal().permissions)


@post("/parked/{interaction:uuid}/take", needs="desk.use", status=204)
async def take(interaction: UUID) -> None:
    """Take a parked customer; whoever parked them wraps up."""
    await handing.take(interaction, current_user())


@post("/calls/{interaction:uuid}/recording/pause", needs="desk.use", status=204)
async def pause_recording(interaction: UUID, data: LeaveOut) -> None:
    """Leave out what is said from now on; it goes on by itself after a while."""
    await handing.pause_recording(interaction, current_user(), data.reason)


@post("/calls/{interaction:uuid}/recording/resume", needs="desk.use", status=204)
async def resume_recording(interaction: UUID) -> None:
    """Record again."""
    await handing.resume_recording(interaction, current_user())


@get("/context/{token:str}", needs="context.read")
async def read_context(token: str) -> ContextShown:
    """What a call is about that reached you with this token (`X-Madoguchi-Context`); good for a while only."""
    return await context_of(token)


routes = [
    list_queues, transfer, consult, swap, merge, complete, abort, add, drop, park, unpark, list_parked, take,
    pause_recording, resume_recording, read_context,
]  # fmt: skip

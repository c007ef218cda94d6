"""Calls that are promised: when they can be, the promise, its invitation, and the call itself."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import Response
from msgspec import UNSET, Meta, Struct, UnsetType

from madoguchi import cases
from madoguchi.cases import TaskRow, task_row
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.http import Tagged, current_user, expected_version, get, post, principal
from madoguchi.workspace.actions import callbacks, invitations
from madoguchi.workspace.actions.callbacks import CallbackWish, MoveWish
from madoguchi.workspace.errors import CallbackInvalid
from madoguchi.workspace.http.calls import Contacted
from madoguchi.workspace.slots import slots

FIRST_YEAR, LAST_YEAR = 2000, 2200
"""Times that every calendar can hold in UTC."""


class NewCallback(Struct, frozen=True, kw_only=True):
    """A call to be promised. Without `queue` that of the contact; without `to` the contact's or customer's number.

    `at` is the beginning of a time that GET /callback-slots offers; without it: at once, the place in line kept, when
    whoever is on the line has hung up. `owner` (with `at`): the person who promises to call.
    """

    queue: UUID | None = None
    interaction: UUID | None = None
    customer: UUID | None = None
    to: Annotated[str, Meta(max_length=64)] = ""
    at: Annotated[datetime, Meta(tz=True)] | None = None
    owner: UUID | None = None
    text: Annotated[str, Meta(max_length=20_000)] = ""


class MovedCallback(Struct, frozen=True, kw_only=True):
    """Where an appointment is moved: `at` is the beginning of a time that GET /callback-slots offers for its queue, or
    the time it is at already. What is not named stays."""

    at: Annotated[datetime, Meta(tz=True)]
    owner: UUID | UnsetType | None = UNSET
    text: Annotated[str, Meta(max_length=20_000)] | UnsetType = UNSET


class SlotShown(Struct, frozen=True, kw_only=True):
    """A time that can be promised; `free` calls are still to be had."""

    start: datetime
    end: datetime
    free: int


@get("/callback-slots", needs="cases.read")
async def list_slots(queue: UUID, since: datetime | None = None, days: int = 3) -> list[SlotShown]:
    """Times at which people of this queue can be promised to call back; full ones have `free` 0."""
    start = since.replace(tzinfo=UTC) if since and since.tzinfo is None else since
    if start is not None and not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise CallbackInvalid(faults=[Fault(at="since", code="slot_unknown")])
    found = await slots(queue, start or now(), days)
    return [SlotShown(start=slot.start, end=slot.end, free=max(0, slot.capacity - slot.taken)) for slot in found]


@post("/callbacks", needs="cases.write")
async def book_callback(data: NewCallback) -> Tagged[TaskRow]:
    """Promise a call: at once, the place in line kept, or by appointment with an invitation for both sides."""
    _sensible(data.at)
    wish = CallbackWish(**{name: getattr(data, name) for name in data.__struct_fields__})
    made = await callbacks.book(wish, principal().user)
    row = await task_row(made.task_id)
    return Tagged(row, row.version)


def _sensible(at: datetime | None) -> None:
    if at is not None and not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise CallbackInvalid(faults=[Fault(at="at", code="slot_unknown")])


@post("/callbacks/{task:uuid}/move", needs="cases.write", status=200)
async def move_callback(task: UUID, data: MovedCallback) -> Tagged[TaskRow]:
    """Move an appointment (If-Match: its task's version): its new time is taken, the old free, and both sides told."""
    _sensible(data.at)
    wish = MoveWish(at=data.at, owner=data.owner, text=data.text)
    await callbacks.move(task, wish, principal().user, expected_version())
    row = await task_row(task)
    return Tagged(row, row.version)


@post("/callbacks/{task:uuid}/cancel", needs="cases.write", status=200)
async def cancel_callback(task: UUID) -> Tagged[TaskRow]:
    """Take a promise back; whoever was invited is told."""
    await cases.cancel_callback(task, by=principal().user)
    row = await task_row(task)
    return Tagged(row, row.version)


@get("/callbacks/{task:uuid}/invitation", needs="cases.read", media_type="text/calendar")
async def show_invitation(task: UUID) -> Response[bytes]:
    """The appointment as a file for a calendar."""
    return Response(
        await invitations.document(task, principal().locale),
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="callback.ics"'},
    )


@post("/tasks/{task:uuid}/call", needs="calls.dial")
async def call_for_task(task: UUID) -> Contacted:
    """Call back with one press: my phone first, then the customer's. The attempt is booked, whatever comes of it."""
    return Contacted((await callbacks.call(task, current_user())).id)


routes = [list_slots, book_callback, move_callback, cancel_callback, show_invitation, call_for_task]

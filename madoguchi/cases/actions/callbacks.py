"""Callbacks: promised, kept in line, called, tried again, ended. The house calls by itself where a queue is named; a
promise without one is somebody's own to keep (`owe_callback`).

What waits in line and who takes it is routing's: whoever stands above both brings them together (`CallbackDue`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct, structs

from madoguchi import interactions
from madoguchi.access import audit
from madoguchi.cases.actions import appointments, moves, tasks
from madoguchi.cases.actions.tasks import TaskForm
from madoguchi.cases.errors import CallbackUnknown
from madoguchi.cases.events import CallbackDue
from madoguchi.cases.model import callbacks as model
from madoguchi.cases.model.callbacks import Callback, Span
from madoguchi.cases.model.tasks import Task, TaskChange
from madoguchi.cases.settings import CaseSettings
from madoguchi.cases.store import callbacks as store
from madoguchi.cases.store import tasks as task_store
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.settings import setting

UNREACHABLE = "address_withheld"  # as the gate says it


class CallbackForm(Struct, frozen=True, kw_only=True):
    """A callback that the house is to make. `address`: where to call, in E.164.

    With `interaction` (the contact in which it is asked for) it waits until that one is over. `slot`: by appointment,
    from when until when; without, at once. `since`: the place in line; None: from now. `owner_id`: the person promised.
    """

    queue_id: UUID
    address: str
    customer_id: UUID | None = None
    interaction_id: UUID | None = None
    line_of_business_id: UUID | None = None
    slot: Span | None = None
    most_in_slot: int = 1
    since: datetime | None = None
    owner_id: UUID | None = None
    text: str = ""


async def keep_place(
    interaction: UUID, queue: UUID | None = None, address: str | None = None, *, keep: bool = True
) -> Callback:
    """Promise who waits in line a call: their place is kept, and they may hang up (a flow, on the caller's wish).

    `queue` None: the one they wait in; `address` (E.164) None: the number they call from; without `keep` they go to the
    end of the line. Idempotent for a contact.
    The caller stays in line until somebody takes them out of it (`routing.withdraw(…, "callback")`).
    Raises `CallbackRefused` where no number is known or nobody may call it at any hour.
    """
    contact = await interactions.interaction(interaction)
    known = await store.task_from(interaction)
    if known is not None:
        return await callback(known)
    line = queue or contact.queue_id
    where = address or (contact.address_value if contact.address_kind == "phone" else "")
    if line is None or not where:
        raise appointments.refused("queue_id" if line is None else "address", UNREACHABLE)
    form = CallbackForm(
        queue_id=line, address=where, customer_id=contact.customer_id, interaction_id=interaction,
        line_of_business_id=contact.line_of_business_id,
        since=await interactions.queued_since(interaction) or contact.opened if keep else None,
    )  # fmt: skip
    return await book_callback(form, by=None)


async def book_callback(form: CallbackForm, *, by: UUID | None) -> Callback:
    """Promise a call, at once or by appointment. Raises `CallbackRefused`, `SlotTaken`, `TaskInvalid`."""
    at = now()
    contact = await interactions.interaction(form.interaction_id) if form.interaction_id else None
    first = await appointments.first_call(
        form.customer_id, form.address, form.slot, at, owned=form.owner_id is not None
    )
    if form.slot is not None:
        await appointments.reserve(form.queue_id, form.slot[0], form.most_in_slot)
    task = await tasks.create_task(await _task(form, first), by=by)
    source = form.interaction_id if contact is not None and contact.ended is None else None
    made = model.booked(
        task.id, "appointment" if form.slot else "place", form.queue_id, at, await moves.rules(),
        since=form.since or at, first=first, source=source, slot=form.slot,
    )  # fmt: skip
    await moves.keep(None, made, task.customer_id)
    if contact is not None and contact.direction == "in" and contact.answered is None:
        await interactions.remedied(contact.id, "callback")
    await audit(
        "callback.booked", "task", task.id, {"kind": made.kind}, reason=form.interaction_id, about=task.customer_id
    )
    return made


async def _task(form: CallbackForm, first: datetime) -> TaskForm:
    minutes = (await setting(CaseSettings)).callback_due_minutes
    return TaskForm(
        kind="callback", text=form.text, customer_id=form.customer_id, interaction_id=form.interaction_id,
        queue_id=form.queue_id, line_of_business_id=form.line_of_business_id, owner_id=form.owner_id,
        address_kind="phone", address_value=form.address,
        due=model.promised_until(form.slot, owned=form.owner_id is not None)
        if form.slot
        else first + timedelta(minutes=minutes),
    )  # fmt: skip


async def owe_callback(form: TaskForm, *, by: UUID | None) -> Task:
    """Promise a call that a person is to make (折り返し): `form.owner_id` until `form.due`; without one, any of us."""
    return await tasks.create_task(structs.replace(form, kind="callback"), by=by)


async def callback(task: UUID) -> Callback:
    """The callback of a task. Raises `CallbackUnknown`."""
    found = await store.of_task(task)
    if found is None:
        raise CallbackUnknown
    return found


async def cancel_callback(task: UUID, *, by: UUID | None) -> Task:
    """Nobody is to be called any more: the promise is taken back. Raises `TaskUnknown`, `TaskEnded`."""
    return await tasks.change_task(task, TaskChange(state="cancelled"), by=by)


async def its_turn(task: UUID) -> tuple[Task, Callback] | None:
    """The callback and its task, held by the unit, if it is still to be put in line (it was not moved meanwhile)."""
    found = await _held(task)
    row = await store.of_task(task, lock=True) if found else None
    if found is None or row is None or row.state != "planned":
        return None
    return (found, row) if row.slot_start is None or row.slot_start <= now() else None


async def callback_in_line(interaction: UUID) -> UUID | None:
    """The task of the callback that this contact in line is; None: somebody of theirs is on the line."""
    return await store.task_in(interaction)


async def longest_in_line() -> float:
    """For how many seconds a callback waits in line before it is put there anew."""
    return (await moves.rules()).queued_seconds


async def lined_up(task: UUID, interaction: UUID) -> bool:
    """It waits in line as the contact `interaction`; False when it is not to be called any more."""
    found = await _held(task)
    rules, at = await moves.rules(), now()
    return found is not None and await _move(found, lambda c: model.lined_up(c, interaction, at, rules))


async def postpone(task: UUID, until: datetime) -> None:
    """Not at this hour: at `until`."""
    found = await _held(task)
    if found is not None:
        await _move(found, lambda c: model.postponed(c, now(), until))


async def refuse(task: UUID, reason: str) -> None:
    """They may not be called: the promise is for people to settle."""
    found = await _held(task)
    if found is not None:
        await _move(found, lambda c: model.refused(c, now(), reason))


async def not_taken(interaction: UUID) -> bool:
    """The contact in line found nobody in its time: it ends, and the callback is tried again. False: it is none."""
    task = await store.task_in(interaction)
    found = await _held(task) if task else None
    if found is None:
        return False
    rules, at = await moves.rules(), now()
    if not await _move(found, lambda c: model.not_taken(c, at, rules) if c.interaction_id == interaction else c):
        return False
    await interactions.customer_left(interaction, at, "not_called")
    return True


async def caller_gone(contact: UUID) -> None:
    """Who asked for a call in `contact` has hung up: their turn comes at once, or when they may be called."""
    task = await store.task_from(contact)
    found = await _held(task) if task else None
    if found is not None:
        await _move(found, lambda c: model.caller_gone(c, now()))


async def served(contact: Interaction) -> None:
    """Somebody talks with the customer: calls that they asked for while waiting in vain are not needed any more."""
    waiting = await store.live_of(contact.id, contact.customer_id, contact.address_kind, contact.address_value)
    for task in waiting:
        found = await _held(task)
        if found is None or found.created_by is not None:
            continue
        row = await store.of_task(task)
        if row is None or contact.id == row.interaction_id:
            continue
        if await _move(found, lambda c: model.served(c, now())):
            await tasks.change_task(task, TaskChange(state="done"), by=None)


async def time_is_up(task: UUID) -> None:
    """The present state leaves by itself."""
    found = await _held(task)
    row = await store.of_task(task) if found else None
    if found is None or row is None or row.due is None or row.due > now():
        return
    at, rules = now(), await moves.rules()
    if row.state == "kept":
        await _move(found, lambda c: model.caller_gone(c, at))
    elif row.state == "planned":
        await _move(found, lambda c: model.announced(c, at, rules))
        record(CallbackDue(task=task, queue=row.queue_id))
    elif row.interaction_id is not None:
        await _look_at(found, row, row.interaction_id)


async def _look_at(task: Task, row: Callback, interaction: UUID) -> None:
    """It has waited or been called for too long: the contact itself says what has become of it."""
    at, rules = now(), await moves.rules()
    contact = await interactions.interaction(interaction)
    if any(part.status != "ended" for part in await interactions.segments_of(interaction)):
        await moves.keep(row, structs.replace(row, due=at + timedelta(seconds=rules.calling_seconds)), task.customer_id)
        return
    if contact.ended is None:
        await interactions.customer_left(interaction, at, "not_called")
    if row.state == "queued":
        await _move(task, lambda c: model.not_taken(c, at, rules))
    else:
        await _move(task, lambda c: model.tried(c, "failed", at, rules))


async def _held(task: UUID) -> Task | None:
    return await task_store.by_id(task, lock=True)


async def _move(task: Task, move: moves.Move) -> bool:
    return await moves.apply(task.id, move, task.customer_id) is not None

"""Calls promised for a time (予約枠): the time is taken, called at, and moved to another."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct, structs

from madoguchi import customers
from madoguchi.access import audit
from madoguchi.cases.actions import moves, tasks
from madoguchi.cases.errors import (
    CallbackRefused,
    CallbackRunning,
    CallbackUnknown,
    SlotTaken,
    TaskEnded,
    TaskUnknown,
)
from madoguchi.cases.model import callbacks as model
from madoguchi.cases.model.callbacks import Callback, Span
from madoguchi.cases.model.tasks import Task, TaskChange
from madoguchi.cases.store import callbacks as store
from madoguchi.cases.store import tasks as task_store
from madoguchi.customers import Address
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault, PreconditionFailed

MEDIUM = "voice"


class AppointmentForm(Struct, frozen=True, kw_only=True):
    """What an appointment is to be: from when until when (`most_in_slot` are made for that time), whose, about what."""

    slot: Span
    most_in_slot: int
    owner_id: UUID | None
    text: str


async def appointment(task: UUID, expected_version: int) -> tuple[Task, Callback]:
    """An appointment that is to be moved, held by the unit.

    Raises `TaskUnknown`, `CallbackUnknown` where it is none, `TaskEnded`, `PreconditionFailed` after another's change,
    `CallbackRunning` while they are being called.
    """
    found = await task_store.by_id(task, lock=True)
    if found is None:
        raise TaskUnknown
    row = await store.of_task(task, lock=True)
    if row is None or row.kind != "appointment":
        raise CallbackUnknown
    if expected_version != found.version:
        raise PreconditionFailed(version=found.version)
    if found.state != "open":
        raise TaskEnded
    if row.state == "calling":
        raise CallbackRunning
    return found, row


async def move_appointment(held: tuple[Task, Callback], form: AppointmentForm, *, by: UUID | None) -> Task:
    """Another time, another person, for what `appointment` gave: the new time is taken, the old one free at once,
    and the call comes at the new one alone. To what it is already changes nothing.

    Raises `SlotTaken`, `CallbackRefused`, `TaskInvalid`.
    """
    task, before = held
    change = TaskChange(owner_id=form.owner_id, text=form.text)
    if before.live and form.slot == (before.slot_start, before.slot_end):
        return await tasks.change_task(task.id, change, by=by)
    at, owned = now(), form.owner_id is not None
    if not before.live or form.slot[0] != before.slot_start:
        await reserve(before.queue_id, form.slot[0], form.most_in_slot)
    first = await first_call(task.customer_id, task.address_value, form.slot, at, owned=owned)
    after = model.moved(before, form.slot, first, at)
    await moves.keep(before, after, task.customer_id)
    moves.tell_appointment(before, task.owner_id, form.owner_id, moved=True)
    await audit("callback.moved", "task", task.id, about=task.customer_id)
    due = model.promised_until(form.slot, owned=owned)
    return await tasks.rewrite(task, structs.replace(change, due=due), by=by)


async def first_call(customer: UUID | None, number: str, slot: Span | None, at: datetime, *, owned: bool) -> datetime:
    """When they may be called for the first time: from now, or within their appointment. Raises `CallbackRefused`."""
    wanted, address = model.turn_of(slot, owned=owned) if slot else at, Address(kind="phone", value=number)
    gate = await customers.next_contact(customer, MEDIUM, address, wanted, "callback")
    if gate is None:
        verdict = await customers.may_contact(customer, MEDIUM, address, wanted, "callback")
        raise refused("address", *verdict.reasons)
    if slot and (gate >= slot[1] or slot[0] <= at):
        raise refused("slot", "slot_past" if slot[0] <= at else "outside_calling_hours")
    return gate


async def reserve(queue: UUID, start: datetime, most: int) -> None:
    """Nobody else has the last place at this time until the unit ends. Raises `SlotTaken`."""
    await store.lock_slot(queue, start)
    taken = await store.taken_slots(queue, start, start + timedelta(seconds=1))
    if taken.get(start, 0) >= most:
        raise SlotTaken


def refused(at: str, *reasons: str) -> CallbackRefused:
    """They may not be called, and why."""
    return CallbackRefused(faults=[Fault(at=at, code=reason) for reason in reasons])

"""What is done with a task: made, taken, moved, done, and missed calls merged."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import UNSET, Struct, structs

from madoguchi import interactions
from madoguchi.access import audit
from madoguchi.cases.actions import moves
from madoguchi.cases.booked import TaskDue
from madoguchi.cases.errors import TaskEnded, TaskInvalid, TaskUnknown
from madoguchi.cases.events import TaskChanged, TaskCreated
from madoguchi.cases.model import callbacks
from madoguchi.cases.model.tasks import Task, TaskChange, TaskKind
from madoguchi.cases.model.text import TEXT_LIMIT, clean, sensible
from madoguchi.cases.settings import CaseSettings
from madoguchi.cases.store import callbacks as callback_store
from madoguchi.cases.store import tasks as store
from madoguchi.customers import Address
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault, PreconditionFailed
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting

made = counter("tasks_made", "Tasks made", ("kind",))


class TaskForm(Struct, frozen=True, kw_only=True):
    """A task to be made. `owner_id` None: anybody may take it. `due` in UTC; None: no time is promised."""

    kind: TaskKind
    text: str = ""
    customer_id: UUID | None = None
    case_id: UUID | None = None
    interaction_id: UUID | None = None
    queue_id: UUID | None = None
    line_of_business_id: UUID | None = None
    team_id: UUID | None = None
    owner_id: UUID | None = None
    address_kind: str = ""
    address_value: str = ""
    due: datetime | None = None


async def create_task(form: TaskForm, *, by: UUID | None) -> Task:
    """Make a task; the contact that led to it is linked. Raises `TaskInvalid` for an overlong text."""
    task = await store.insert(_new(form, by))
    await _watch_due(None, task)
    if task.interaction_id is not None:
        await interactions.link(task.interaction_id, "task", task.id, by)
    record(TaskCreated(task=task.id, kind=task.kind, owner=task.owner_id, customer=task.customer_id))
    await audit("task.created", "task", task.id, reason=task.interaction_id, about=task.customer_id)
    made.labels(task.kind).inc()
    return task


async def change_task(task: UUID, change: TaskChange, *, by: UUID | None, expected_version: int | None = None) -> Task:
    """Change what is named. Ending it (`done`, `cancelled`) is for once: afterwards it can only be reopened.

    Raises `TaskUnknown`, `TaskEnded`, `TaskInvalid`, or `PreconditionFailed` after another's change.
    """
    before = await store.by_id(task, lock=True)
    if before is None:
        raise TaskUnknown
    if expected_version is not None and expected_version != before.version:
        raise PreconditionFailed(version=before.version)
    return await rewrite(before, await _within_appointment(before, change), by=by)


async def rewrite(before: Task, change: TaskChange, *, by: UUID | None) -> Task:
    """Write what is changed of a task that the unit holds; where it is called off with it, so is its callback.

    Raises `TaskEnded`, `TaskInvalid`.
    """
    if change.due is not UNSET:
        _promised(change.due)
    if change.text is not UNSET:
        change = structs.replace(change, text=_text(change.text))
    names = [n for n in TaskChange.__struct_fields__ if getattr(change, n) not in (UNSET, getattr(before, n))]
    if not names:
        return before
    after = structs.replace(before, **{name: getattr(change, name) for name in names})
    if before.state != "open" and after.state != "open":
        raise TaskEnded
    ended = (None, None) if after.state == "open" else (now(), by)
    after = structs.replace(after, changed=now(), ended=ended[0], ended_by=ended[1], version=before.version + 1)
    await store.update(after)
    await _watch_due(before, after)
    if after.state != "open":
        await moves.apply(before.id, lambda c: callbacks.cancelled(c, now(), "task_ended"), after.customer_id)
    _tell(before, after, names)
    await audit(
        "task.changed", "task", before.id, {"fields": [*names]}, reason=after.interaction_id, about=after.customer_id
    )
    return after


async def _within_appointment(task: Task, change: TaskChange) -> TaskChange:
    """What a change of a task is where it is an appointment: its time is moved on a road of its own
    (`move_appointment`), and until when it is owed follows whose it is. Raises `TaskInvalid`."""
    row = await callback_store.of_task(task.id, lock=True) if task.kind == "callback" else None
    if row is None or not row.live or row.slot_start is None or row.slot_end is None:
        return change
    if change.due is not UNSET and change.due != task.due:
        raise TaskInvalid(faults=[Fault(at="due", code="due_by_slot")])
    owner = change.owner_id
    if owner is UNSET or owner == task.owner_id:
        return change
    moment, owned = now(), owner is not None
    await moves.keep(row, callbacks.handed(row, moment, owned=owned), task.customer_id)
    moves.tell_appointment(row, task.owner_id, owner, moved=False)
    if row.state != "planned" or row.slot_start <= moment:
        return change
    return structs.replace(change, due=callbacks.promised_until((row.slot_start, row.slot_end), owned=owned))


async def tried(task: Task, again: datetime | None, by: UUID | None) -> None:
    """A call made for a task (held by the unit, with what came of the call) is over.

    Reached: done by whoever called. Otherwise it is owed on, or again when it seemed done, not before `again`.
    """
    moment, state = now(), task.state
    if task.tried_outcome == "reached":
        state = "done" if state == "open" else state
    elif state == "done":
        state = "open"
    due = max(task.due, again) if task.due and again else task.due or again
    ended = (None, None) if state == "open" else (task.ended or moment, task.ended_by or by)
    after = structs.replace(
        task, state=state, due=due if state == "open" else task.due, changed=moment, ended=ended[0], ended_by=ended[1],
        version=task.version + 1,
    )  # fmt: skip
    await store.update(after)
    await _watch_due(task, after)
    _tell(task, after, ["tries"] if state == task.state else ["tries", "state"])


async def settle_missed(contact: Interaction, user: UUID) -> None:
    """Somebody of ours talks with the customer: their missed calls are settled."""
    for task in await store.missed_of(contact.customer_id, contact.address_kind, contact.address_value):
        moment = now()
        done = structs.replace(
            task, state="done", changed=moment, ended=moment, ended_by=user, version=task.version + 1
        )
        await store.update(done)
        await _watch_due(task, done)
        _tell(task, done, ["state"])
        await interactions.link(contact.id, "task", task.id, user)


async def complete_task(task: UUID, *, by: UUID | None) -> Task:
    """Mark a task as done; doing so twice changes nothing. Raises `TaskUnknown`."""
    return await change_task(task, TaskChange(state="done"), by=by)


async def missed_call(contact: Interaction) -> Task | None:
    """Somebody rang in vain: call them back. Merged with their open missed call; None when there is nobody to call."""
    if contact.customer_id is None and not contact.address_value:
        return None
    due = now() + timedelta(minutes=(await setting(CaseSettings)).missed_call_due_minutes)
    form = TaskForm(
        kind="missed_call", customer_id=contact.customer_id, interaction_id=contact.id, queue_id=contact.queue_id,
        line_of_business_id=contact.line_of_business_id, address_kind=contact.address_kind,
        address_value=contact.address_value, due=due,
    )  # fmt: skip
    task = await store.insert_missed_call(_new(form, None))
    await interactions.link(contact.id, "task", task.id)
    if task.attempts > 1:
        _tell(task, task, ["attempts"])
    else:
        await _watch_due(None, task)
        record(TaskCreated(task=task.id, kind=task.kind, owner=None, customer=task.customer_id))
        made.labels(task.kind).inc()
    return task


async def voicemail(contact: Interaction, queue: UUID | None, line_of_business: UUID | None) -> Task:
    """Somebody left a message: whoever serves the queue listens to it and calls back. Done when they are reached."""
    minutes = (await setting(CaseSettings)).voicemail_due_minutes
    form = TaskForm(
        kind="voicemail", customer_id=contact.customer_id, interaction_id=contact.id, queue_id=queue,
        line_of_business_id=line_of_business, address_kind=contact.address_kind,
        address_value=contact.address_value, due=now() + timedelta(minutes=minutes),
    )  # fmt: skip
    return await create_task(form, by=None)


async def recognise_tasks(interaction: UUID, customer: UUID | None) -> None:
    """Who was in a contact is known now: its open tasks are theirs, and two missed calls of one person become one."""
    await _whose(await store.of_interaction(interaction), customer)


async def recognise_number(customer: UUID, addresses: list[Address]) -> None:
    """A customer has these addresses: calls missed from them while nobody knew whose they were are theirs."""
    for address in addresses:
        await _whose(await store.missed_of(None, address.kind, address.value), customer)


async def _whose(found: list[Task], customer: UUID | None) -> None:
    for task in found:
        if task.customer_id == customer:
            continue
        other = await store.open_missed_call(customer) if customer and task.kind == "missed_call" else None
        if other is None:
            after = structs.replace(task, customer_id=customer, changed=now(), version=task.version + 1)
            await store.update(after)
            _tell(task, after, ["customer_id"])
            continue
        ended = structs.replace(task, state="cancelled", changed=now(), ended=now(), version=task.version + 1)
        await store.update(ended)
        await _watch_due(task, ended)
        _tell(task, ended, ["state"])
        both = other.attempts + task.attempts
        merged = structs.replace(other, attempts=both, changed=now(), version=other.version + 1)
        await store.update(merged)
        _tell(other, merged, ["attempts"])


def _new(form: TaskForm, by: UUID | None) -> Task:
    _promised(form.due)
    moment = now()
    return Task(
        id=new_id(), kind=form.kind, state="open", customer_id=form.customer_id, case_id=form.case_id,
        interaction_id=form.interaction_id, queue_id=form.queue_id, line_of_business_id=form.line_of_business_id,
        team_id=form.team_id, owner_id=form.owner_id, address_kind=form.address_kind,
        address_value=form.address_value, due=form.due, attempts=1, tries=0, tried=None, tried_outcome=None,
        text=_text(form.text), created=moment, created_by=by, changed=moment, ended=None, ended_by=None,
        version=1,
    )  # fmt: skip


async def _watch_due(before: Task | None, task: Task) -> None:
    """Tell everybody concerned a while before it is due, and at the minute it becomes overdue."""
    if before is not None and (before.due, before.state) == (task.due, task.state):
        return
    moment, late, soon = now(), f"task:{task.id}", f"task_soon:{task.id}"
    if task.state != "open" or task.due is None or task.due <= moment:
        await cancel(late)
        await cancel(soon)
        return
    body = TaskDue(task=task.id, due=task.due)
    await schedule("cases.task_due", body, due=task.due, key=late)
    lead = timedelta(minutes=(await setting(CaseSettings)).alert_minutes)
    if lead:
        await schedule("cases.task_soon", body, due=max(moment, task.due - lead), key=soon)


def _tell(before: Task, after: Task, fields: list[str]) -> None:
    record(
        TaskChanged(
            task=after.id, kind=after.kind, owner=after.owner_id, previous_owner=before.owner_id,
            customer=after.customer_id, state=after.state, fields=tuple(fields),
        )
    )  # fmt: skip


def _promised(due: datetime | None) -> None:
    if not sensible(due):
        raise TaskInvalid(faults=[Fault(at="due", code="due_refused")])


def _text(text: str) -> str:
    kept = clean(text)
    if len(kept) > TEXT_LIMIT:
        raise TaskInvalid(faults=[Fault(at="text", code="case_text_length", params={"most": TEXT_LIMIT})])
    return kept

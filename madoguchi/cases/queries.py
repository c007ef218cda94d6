"""Reads of cases and tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from msgspec import Struct

from madoguchi import access, customers, interactions
from madoguchi.cases.errors import CaseInvalid, CaseUnknown, TaskInvalid, TaskUnknown
from madoguchi.cases.model.callbacks import AttemptRow, Callback, booking
from madoguchi.cases.model.files import CaseEntry, CaseFile, CaseRow, CaseStatus, Priority
from madoguchi.cases.model.second_line import Handed
from madoguchi.cases.model.tasks import Task, TaskKind, TaskRow, TaskState
from madoguchi.cases.model.text import bigrams, folded, sensible
from madoguchi.cases.settings import CaseSettings
from madoguchi.cases.store import callbacks, files, second_line, tasks
from madoguchi.customers import Sight
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.http import Page
from madoguchi.kit.listing import Listing
from madoguchi.kit.settings import setting
from madoguchi.kit.together import together
from madoguchi.kit.vault import unseal_many

CaseSort = Literal["urgency", "due", "newest"]
TaskSort = Literal["due", "newest"]
ENTRIES_SHOWN = 100
MOST_OF_ONE = 50
LONGEST_SEARCH = 200


class CaseFilter(Struct, frozen=True, kw_only=True):
    """What a list of cases shows; nothing named means all. `unassigned` asks for those without an assignee."""

    open_only: bool = True
    status: CaseStatus | None = None
    priority: Priority | None = None
    assignee: UUID | None = None
    unassigned: bool = False
    customer: UUID | None = None
    due_before: datetime | None = None
    text: str = ""


class TaskFilter(Struct, frozen=True, kw_only=True):
    """What a list of tasks shows; nothing named means all. `unowned` asks for those anybody may take, `team` for those
    of a team and of its people, `to_call` for those that are done by calling.
    """

    state: TaskState | None = "open"
    kind: TaskKind | None = None
    owner: UUID | None = None
    unowned: bool = False
    team: UUID | None = None
    to_call: bool = False
    customer: UUID | None = None
    case: UUID | None = None
    due_before: datetime | None = None


class CaseDetail(Struct, frozen=True, kw_only=True):
    """A case whole: its newest entries first (`older` goes into `before` for more), its tasks."""

    case: CaseRow
    interaction_id: UUID | None
    line_of_business_id: UUID | None
    opened_by: UUID | None
    opened_by_name: str | None
    entries: list[CaseEntry]
    older: UUID | None
    tasks: list[TaskRow]


async def case(id: UUID) -> CaseFile:
    """One case. Raises `CaseUnknown`."""
    found = await files.by_id(id)
    if found is None:
        raise CaseUnknown
    return found


async def case_row(id: UUID) -> CaseRow:
    """One case with the names of its people. Raises `CaseUnknown`."""
    return (await case_rows([await case(id)]))[0]


async def task_row(id: UUID, seen: Sight | None = None) -> TaskRow:
    """One task with the names of its people, as `seen` (None: the one who asks) sees it. Raises `TaskUnknown`."""
    return (await task_rows([await task(id)], seen))[0]


async def task(id: UUID) -> Task:
    """One task, unmasked, for rooms. Raises `TaskUnknown`."""
    found = await tasks.by_id(id)
    if found is None:
        raise TaskUnknown
    return found


async def message_tasks(interaction: UUID, seen: Sight) -> list[TaskRow]:
    """Open tasks for the word that was left in a contact."""
    return [await task_row(one, seen) for one in await tasks.messages_in(interaction)]


async def detail(id: UUID) -> CaseDetail:
    """A case with its newest history and its tasks. Raises `CaseUnknown`."""
    found, lines, todo = await together(case(id), files.entries(id, None, ENTRIES_SHOWN + 1), _tasks_of_case(id))
    shown = lines[:ENTRIES_SHOWN]
    people = [found.assignee_id, found.opened_by, *(line.user_id for line in shown)]
    names, briefs, words, rows = await together(
        _names(people), _customers([found.customer_id]), _words(shown), task_rows(todo)
    )
    return CaseDetail(
        case=_case_row(found, names, briefs),
        interaction_id=found.interaction_id,
        line_of_business_id=found.line_of_business_id,
        opened_by=found.opened_by,
        opened_by_name=names.get(found.opened_by) if found.opened_by else None,
        entries=_opened(shown, names, words),
        older=shown[-1].id if len(lines) > ENTRIES_SHOWN else None,
        tasks=rows,
    )


async def entries(id: UUID, before: UUID | None, limit: int) -> list[CaseEntry]:
    """A case's history, newest first, before the entry `before`. Raises `CaseUnknown`."""
    await case(id)
    lines = await files.entries(id, before, max(1, min(limit, ENTRIES_SHOWN)))
    names, words = await together(_names([line.user_id for line in lines]), _words(lines))
    return _opened(lines, names, words)


async def list_cases(wanted: CaseFilter, sort: CaseSort, after: str | None, limit: int) -> Page[CaseRow]:
    """A page of cases. Raises `CaseInvalid` for a time that no case can be due at."""
    if not sensible(wanted.due_before):
        raise CaseInvalid(faults=[Fault(at="due_before", code="due_refused")])
    page = await _filtered(wanted, sort).page(files.ListedCase, after=after, limit=limit)
    return Page(items=await case_rows(page.items), next=page.next)


async def list_tasks(wanted: TaskFilter, sort: TaskSort, after: str | None, limit: int) -> Page[TaskRow]:
    """A page of tasks. Raises `TaskInvalid` for a time that no task can be due at."""
    if not sensible(wanted.due_before):
        raise TaskInvalid(faults=[Fault(at="due_before", code="due_refused")])
    listing = tasks.DUE_FIRST if sort == "due" else tasks.NEWEST_FIRST
    for condition, value in (
        ("t.state = {}", wanted.state), ("t.kind = {}", wanted.kind), ("t.owner_id = {}", wanted.owner),
        ("t.customer_id = {}", wanted.customer), ("t.case_id = {}", wanted.case), ("t.due < {}", wanted.due_before),
    ):  # fmt: skip
        if value is not None:
            listing = listing.where(condition, value)
    if wanted.unowned:
        listing = listing.where("t.owner_id is null")
    if wanted.team is not None:
        of_team = "(t.team_id = {0} or t.owner_id in (select id from app_user where team_id = {0}))"
        listing = listing.where(of_team, wanted.team)
    if wanted.to_call:
        listing = listing.where("t.kind in ('callback', 'missed_call', 'voicemail')")
    page = await listing.page(tasks.ListedTask, after=after, limit=limit)
    return Page(items=await task_rows(page.items), next=page.next)


async def open_cases(customer: UUID, limit: int = MOST_OF_ONE) -> list[CaseRow]:
    """A customer's open cases, the most urgent first."""
    return await case_rows(await files.of_customer(customer, True, limit))


async def cases_of(customer: UUID, limit: int = MOST_OF_ONE) -> list[CaseRow]:
    """A customer's cases, open ones first."""
    return await case_rows(await files.of_customer(customer, False, limit))


async def tasks_of(
    *, user: UUID | None = None, customer: UUID | None = None, until: datetime | None = None, limit: int = MOST_OF_ONE
) -> list[TaskRow]:
    """Open tasks of a person of ours or of a customer, the earliest due first; `until` leaves out what is due later."""
    return await task_rows(await tasks.open_of(customer, user, until, limit))


async def tasks_of_queues(
    queues: Sequence[UUID], until: datetime, limit: int = MOST_OF_ONE, *, team: UUID | None = None
) -> list[TaskRow]:
    """What whoever serves these queues (or is in the team) may take: missed calls, voicemail, callbacks, questions to
    second line; the earliest due first, without those that the house calls by itself."""
    return await task_rows(await tasks.unowned_of(queues, team, until, limit))


async def called_for(interaction: UUID) -> TaskRow | None:
    """The task for which we call, or are about to call, in this contact."""
    found = await callbacks.task_of_contact(interaction)
    return await task_row(found) if found else None


async def taken_slots(queue: UUID, start: datetime, end: datetime) -> dict[datetime, int]:
    """How many callbacks of a queue are promised for each moment from `start` to before `end`."""
    return await callbacks.taken_slots(queue, start, end)


async def attempts_of(task: UUID) -> list[AttemptRow]:
    """The calls made for a task, the latest first, with who made them."""
    found = await callbacks.attempts_of(task)
    names = await _names([row.user_id for row in found])
    return [
        AttemptRow(
            interaction_id=row.interaction_id, user_id=row.user_id,
            user_name=names.get(row.user_id) if row.user_id else None, at=row.at, outcome=row.outcome,
        )
        for row in found
    ]  # fmt: skip


async def case_rows(found: Sequence[CaseFile]) -> list[CaseRow]:
    """Cases with the names of their people."""
    names, briefs = await together(
        _names([row.assignee_id for row in found]), _customers([row.customer_id for row in found])
    )
    return [_case_row(row, names, briefs) for row in found]


async def task_rows(found: Sequence[Task], seen: Sight | None = None) -> list[TaskRow]:
    """Tasks with the names of their people, and how the house calls back where it does; addresses as `seen` (None: the
    one who asks) sees them."""
    settings = await setting(CaseSettings)
    names, briefs, bookings, handed, said = await together(
        _names([row.owner_id for row in found]),
        _customers([row.customer_id for row in found]),
        _bookings(found),
        _handed(found),
        interactions.messages_of([at for row in found if (at := _message_in(row))]),
    )
    look = _Look(names, briefs, bookings, handed, said, now(), settings, seen or await customers.sight_of())
    return [_task_row(row, look) for row in found]


class _Look(NamedTuple):
    """What rows of tasks are made with."""

    names: dict[UUID, str]
    customers: dict[UUID, str]
    bookings: dict[UUID, Callback]
    handed: dict[UUID, Handed]
    said: dict[UUID, str]
    at: datetime
    settings: CaseSettings
    seen: Sight


async def _bookings(found: Sequence[Task]) -> dict[UUID, Callback]:
    promised = [row.id for row in found if row.kind == "callback"]
    return await callbacks.of_tasks(promised) if promised else {}


def _filtered(wanted: CaseFilter, sort: CaseSort) -> Listing:
    listing = {"urgency": files.URGENT_FIRST, "due": files.DUE_FIRST, "newest": files.NEWEST_FIRST}[sort]
    if wanted.open_only:
        listing = listing.where("c.is_open")
    for condition, value in (
        ("c.status = {}", wanted.status), ("c.priority = {}", wanted.priority), ("c.assignee_id = {}", wanted.assignee),
        ("c.customer_id = {}", wanted.customer), ("c.due < {}", wanted.due_before),
    ):  # fmt: skip
        if value is not None:
            listing = listing.where(condition, value)
    if wanted.unassigned:
        listing = listing.where("c.assignee_id is null")
    text = folded(wanted.text[:LONGEST_SEARCH])
    if text:
        part = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        title = "(c.search_tokens @> {}::text[] and c.search_text like {})"
        listing = listing.where(f"({title} or c.number = {{}})", bigrams(text), part, wanted.text.strip().upper())
    return listing


async def _tasks_of_case(id: UUID) -> list[Task]:
    page = await tasks.NEWEST_FIRST.where("t.case_id = {}", id).page(tasks.ListedTask, limit=MOST_OF_ONE)
    return list(page.items)


async def _words(lines: Sequence[files.StoredEntry]) -> list[str]:
    """What stands in each entry; what was erased is empty."""
    words = iter(await unseal_many([(line.case_id, line.body) for line in lines if line.body is not None]))
    return [(next(words) or b"").decode() if line.body is not None else "" for line in lines]


def _opened(lines: Sequence[files.StoredEntry], names: dict[UUID, str], words: Sequence[str]) -> list[CaseEntry]:
    return [
        CaseEntry(
            id=line.id, kind=line.kind, at=line.at, user_id=line.user_id, interaction_id=line.interaction_id,
            data=line.data, text=text, user_name=names.get(line.user_id) if line.user_id else None,
        )
        for line, text in zip(lines, words, strict=True)
    ]  # fmt: skip


async def _names(ids: Sequence[UUID | None]) -> dict[UUID, str]:
    wanted = {id for id in ids if id is not None}
    return {id: who.name for id, who in (await access.users_by_id(wanted)).items()} if wanted else {}


async def _customers(ids: Sequence[UUID | None]) -> dict[UUID, str]:
    wanted = list({id for id in ids if id is not None})
    return {id: brief.name for id, brief in (await customers.profiles(wanted)).items()} if wanted else {}


def _case_row(row: CaseFile, names: dict[UUID, str], briefs: dict[UUID, str]) -> CaseRow:
    return CaseRow(
        id=row.id, number=row.number, title=row.title, status=row.status, priority=row.priority,
        customer_id=row.customer_id, customer_name=briefs.get(row.customer_id) if row.customer_id else None,
        assignee_id=row.assignee_id, assignee_name=names.get(row.assignee_id) if row.assignee_id else None,
        due=row.due, opened=row.opened, changed=row.changed, resolved=row.resolved, version=row.version,
    )  # fmt: skip


async def _handed(found: Sequence[Task]) -> dict[UUID, Handed]:
    asked = [row.id for row in found if row.kind == "second_line"]
    if not asked:
        return {}
    rows = await second_line.of_tasks(asked)
    names = await _names([row.asked_by for row in rows.values()])
    return {
        id: Handed(
            asked=row.asked, asked_by=row.asked_by, returned=row.returned,
            asked_by_name=names.get(row.asked_by) if row.asked_by else None,
        )
        for id, row in rows.items()
    }  # fmt: skip


def _message_in(row: Task) -> UUID | None:
    """The contact in which word was left, where that is what the task is about."""
    return row.interaction_id if row.kind == "voicemail" else None


def _task_row(row: Task, look: _Look) -> TaskRow:
    called, message = look.bookings.get(row.id), _message_in(row)
    lead = timedelta(minutes=look.settings.alert_minutes)
    return TaskRow(
        id=row.id, kind=row.kind, state=row.state, customer_id=row.customer_id,
        customer_name=look.customers.get(row.customer_id) if row.customer_id else None, case_id=row.case_id,
        interaction_id=row.interaction_id, queue_id=row.queue_id, team_id=row.team_id, owner_id=row.owner_id,
        owner_name=look.names.get(row.owner_id) if row.owner_id else None, address_kind=row.address_kind,
        address_value=look.seen.reached(row.address_kind, row.address_value), due=row.due,
        overdue=row.overdue(look.at), soon=row.soon(look.at, lead),
        attempts=row.attempts, tries=row.tries, tried=row.tried, tried_outcome=row.tried_outcome,
        booking=booking(called, look.settings.callbacks()) if called else None,
        second_line=look.handed.get(row.id), said=look.said.get(message, "") if message else None,
        text=row.text, created=row.created, ended=row.ended, version=row.version,
    )  # fmt: skip

"""What is done with a case: opened, changed, written to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import UNSET, structs

from madoguchi import interactions
from madoguchi.access import audit
from madoguchi.cases.errors import CaseInvalid, CaseUnknown
from madoguchi.cases.events import CaseChanged, CaseOpened
from madoguchi.cases.model.files import (
    OPEN_STATUSES,
    CaseChange,
    CaseFile,
    CaseStatus,
    EntryData,
    EntryKind,
    Priority,
    differences,
)
from madoguchi.cases.model.text import TEXT_LIMIT, TITLE_LIMIT, bigrams, clean, folded, sensible
from madoguchi.cases.settings import CaseSettings
from madoguchi.cases.store import files as store
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault, PreconditionFailed
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting
from madoguchi.kit.vault import Scope, rewrap, seal

opened = counter("cases_opened", "Cases opened", ("priority",))


async def open_case(
    title: str,
    *,
    by: UUID | None,
    customer: UUID | None = None,
    interaction: UUID | None = None,
    line_of_business: UUID | None = None,
    priority: Priority = "normal",
    assignee: UUID | None = None,
    due: datetime | None = None,
    status: CaseStatus = "new",
    text: str = "",
) -> CaseFile:
    """Open a case under the tenant's next number; `text` becomes the first, sealed, line of its history.

    With `interaction` the contact is linked to it. Raises `CaseInvalid` for an empty or overlong title or text.
    """
    title, text = _title(title), _text(text, needed=False)
    _promised(due)
    moment = now()
    wanted = CaseFile(
        id=new_id(), number="", customer_id=customer, interaction_id=interaction, title=title, status=status,
        line_of_business_id=line_of_business, priority=priority, assignee_id=assignee, due=due, opened=moment,
        opened_by=by, changed=moment, resolved=None if status in OPEN_STATUSES else moment, entries=0, version=1,
    )  # fmt: skip
    prefix, body = (await setting(CaseSettings)).number_prefix, await _sealed(wanted, text)
    case = await store.insert(wanted, prefix, folded(title), bigrams(title), new_id(), body)
    if interaction is not None:
        await interactions.link(interaction, "case", case.id, by)
    record(CaseOpened(case=case.id, customer=customer, assignee=assignee, interaction=interaction))
    await audit("case.opened", "case", case.id, reason=interaction, about=customer)
    opened.labels(priority).inc()
    return case


async def change_case(
    case: UUID, change: CaseChange, *, by: UUID | None, expected_version: int | None, interaction: UUID | None = None
) -> CaseFile:
    """Change what is named in `change` and write it into the history; changing nothing leaves the version as it is.

    Raises `CaseUnknown`, `CaseInvalid`, or `PreconditionFailed` when somebody changed it after `expected_version`.
    """
    before = await store.by_id(case, lock=True)
    if before is None:
        raise CaseUnknown
    if expected_version is not None and expected_version != before.version:
        raise PreconditionFailed(version=before.version)
    if change.title is not UNSET:
        change = structs.replace(change, title=_title(change.title))
    if change.due is not UNSET:
        _promised(change.due)
    different = differences(before, change)
    if not different:
        return before
    after = _changed(before, change, tuple(different))
    await store.update(after, folded(after.title), bigrams(after.title))
    if after.customer_id != before.customer_id:
        await rewrap(case, after.customer_id)
    await _write(after, "changed", different, "", by, interaction)
    await _tell(after, tuple(different), by, interaction)
    return structs.replace(after, entries=after.entries + 1)


async def add_entry(case: UUID, text: str, *, by: UUID | None, interaction: UUID | None = None) -> UUID:
    """Write a note into a case's history, sealed; returns its id. Raises `CaseUnknown`, `CaseInvalid`."""
    text = _text(text, needed=True)
    found = await store.by_id(case)
    if found is None:
        raise CaseUnknown
    entry = await _write(found, "note", {}, text, by, interaction)
    await _tell(found, ("entries",), by, interaction)
    return entry


def _changed(before: CaseFile, change: CaseChange, names: tuple[str, ...]) -> CaseFile:
    after = structs.replace(before, **{name: getattr(change, name) for name in names})
    resolved = None if after.status in OPEN_STATUSES else before.resolved or now()
    return structs.replace(after, changed=now(), resolved=resolved, version=before.version + 1)


async def _write(
    case: CaseFile, kind: EntryKind, data: EntryData, text: str, by: UUID | None, interaction: UUID | None
) -> UUID:
    entry = store.NewEntry(
        id=new_id(), case_id=case.id, kind=kind, at=now(), user_id=by, interaction_id=interaction, data=data,
        body=await _sealed(case, text),
    )  # fmt: skip
    await store.add_entry(entry)
    return entry.id


async def _sealed(case: CaseFile, text: str) -> bytes | None:
    return await seal(Scope(case.id, case.customer_id), text.encode()) if text else None


async def _tell(case: CaseFile, fields: tuple[str, ...], by: UUID | None, interaction: UUID | None) -> None:
    if interaction is not None:
        await interactions.link(interaction, "case", case.id, by)
    record(CaseChanged(case=case.id, customer=case.customer_id, assignee=case.assignee_id, fields=fields, by=by))
    await audit("case.changed", "case", case.id, {"fields": list(fields)}, reason=interaction, about=case.customer_id)


def _promised(due: datetime | None) -> None:
    if not sensible(due):
        raise CaseInvalid(faults=[Fault(at="due", code="due_refused")])


def _title(text: str) -> str:
    title = " ".join(clean(text).split())
    if not 1 <= len(title) <= TITLE_LIMIT:
        raise CaseInvalid(faults=[Fault(at="title", code="case_title_length", params={"most": TITLE_LIMIT})])
    return title


def _text(text: str, *, needed: bool) -> str:
    kept = clean(text)
    if len(kept) > TEXT_LIMIT or (needed and not kept):
        raise CaseInvalid(faults=[Fault(at="text", code="case_text_length", params={"most": TEXT_LIMIT})])
    return kept

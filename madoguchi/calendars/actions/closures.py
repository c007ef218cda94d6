"""The company's own days: closed, or corrected."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi.access import audit
from madoguchi.calendars.errors import ClosureInvalid, ClosureUnknown
from madoguchi.calendars.events import ClosuresChanged
from madoguchi.calendars.model.holidays import LONGEST, Closure, ClosureKind
from madoguchi.calendars.model.opening import span_faults
from madoguchi.calendars.model.windows import Span
from madoguchi.calendars.queries import TOPIC
from madoguchi.calendars.store import closures as store
from madoguchi.kit.errors import Fault, PreconditionFailed
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.signals import signal

Name = Annotated[str, Meta(min_length=1, max_length=100)]


class ClosureForm(msgspec.Struct, frozen=True, kw_only=True):
    """Days as an administrator writes them, `first` to `last` with both. `yearly`: from then on every year; `spans`:
    the hours of a company's day at which somebody is there nevertheless, none: closed.
    """

    kind: ClosureKind
    first: date
    last: date
    name_ja: Name
    name_en: Name
    yearly: bool = False
    spans: Annotated[list[Span], Meta(max_length=12)] = []


def faults_of(form: ClosureForm) -> list[Fault]:
    """Everything that is wrong with it."""
    faults = span_faults(form.spans, "spans")
    if form.spans and form.kind != "company":
        faults.append(Fault(at="spans", code="closure_hours_not_ours"))
    if form.last < form.first:
        faults.append(Fault(at="last", code="ends_before_start"))
    elif (form.last - form.first).days >= LONGEST:
        faults.append(Fault(at="last", code="closure_too_long", params={"limit": LONGEST}))
    return faults


def _checked(form: ClosureForm, id: UUID, version: int) -> Closure:
    if faults := faults_of(form):
        raise ClosureInvalid(faults=faults)
    return closure_of(form, id, version)


def closure_of(form: ClosureForm, id: UUID, version: int) -> Closure:
    """What a form without faults means."""
    return Closure(id=id, version=version, **msgspec.structs.asdict(form) | {"spans": tuple(sorted(form.spans))})


async def add_closure(form: ClosureForm) -> Closure:
    """Raises ClosureInvalid."""
    closure = _checked(form, new_id(), 1)
    await _save(closure, "closure.created")
    return closure


async def change_closure(id: UUID, form: ClosureForm, expected: int) -> Closure:
    """Raises ClosureUnknown, PreconditionFailed, ClosureInvalid."""
    before = await _locked(id)
    if before.version != expected:
        raise PreconditionFailed(version=before.version)
    after = _checked(form, id, before.version + 1)
    await _save(after, "closure.changed")
    return after


async def remove_closure(id: UUID) -> None:
    """Raises ClosureUnknown."""
    gone = await _locked(id)
    await store.delete(id)
    await _told(gone, "closure.removed")


async def _locked(id: UUID) -> Closure:
    found = await store.by_id(id, lock=True)
    if found is None:
        raise ClosureUnknown
    return found


async def _save(closure: Closure, action: str) -> None:
    await store.save(closure)
    await _told(closure, action)


async def _told(closure: Closure, action: str) -> None:
    await signal(TOPIC)
    days = {"kind": closure.kind, "first": closure.first.isoformat(), "last": closure.last.isoformat()}
    await audit(action, "closure", closure.id, days)
    record(ClosuresChanged())

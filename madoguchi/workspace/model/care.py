"""Why the agent should care: the one to five things to know before answering, the gravest first. Pure rules."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from madoguchi.workspace.model.wrapup import UNSETTLED

Param = str | int
MOST = 5
REPEATED = 2  # so many earlier contacts about one thing make this the third


class Care(Struct, frozen=True, kw_only=True):
    """One reason to care: a code whose sentence the desk renders from `params`; `since` (UTC) where it has a time."""

    code: str
    params: dict[str, Param] = {}
    since: datetime | None = None


class PastContact(Struct, frozen=True, kw_only=True):
    """An earlier contact, newest first in lists. `about`: (kind, id) of the cases and orders it touched; `user`: who
    spoke with the customer in it, the last of several."""

    id: UUID
    line: UUID | None = None
    user: UUID | None = None
    opened: datetime
    direction: str
    outcome: str
    resolution: str
    callback_owed: bool
    reason: str | None
    reason_ja: str
    reason_en: str
    about: tuple[tuple[str, UUID], ...] = ()
    incident: bool = False


class Warned(Struct, frozen=True, kw_only=True):
    """A caution that holds: its kind (a code), what somebody wrote, since when."""

    kind: str
    note: str
    since: datetime


class OpenCase(Struct, frozen=True, kw_only=True):
    id: UUID
    number: str
    title: str
    priority: str
    due: datetime | None
    opened: datetime


class Ordered(Struct, frozen=True, kw_only=True):
    """An order; `status` "shipped" means it is on its way."""

    id: UUID
    number: str
    status: str


class OpenTask(Struct, frozen=True, kw_only=True):
    kind: str
    due: datetime | None


class Known(Struct, frozen=True, kw_only=True):
    """All that the rules look at. `contacts`: the earlier ones; those within `days` count as repeats. `said`: the kind
    and the name of what the screen names as a repeat call already.
    """

    at: datetime
    days: int = 7
    said: tuple[str, str] | None = None
    caution: str | None = None
    cautions: Sequence[Warned] = ()
    do_not_call: bool = False
    contacts: Sequence[PastContact] = ()
    cases: Sequence[OpenCase] = ()
    tasks: Sequence[OpenTask] = ()
    orders: Sequence[Ordered] = ()


def care(known: Known) -> list[Care]:
    """The reasons to care, gravest first, at most five."""
    found = [*_caution(known), *_cases(known), *_repeated(known), *_tasks(known), *_last(known), *_rest(known)]
    return found[:MOST]


def _caution(known: Known) -> Iterable[Care]:
    for warned in known.cautions[:2]:
        yield Care(code="caution_flagged", params={"kind": warned.kind, "note": warned.note}, since=warned.since)
    bad = next((contact for contact in known.contacts if contact.incident), None)
    if bad is not None and not known.cautions:
        yield Care(code="harassment_before", since=bad.opened)
    if known.caution:
        yield Care(code="caution", params={"flag": known.caution})


def _cases(known: Known) -> Iterable[Care]:
    urgent = [case for case in known.cases if case.priority == "urgent"]
    for case in urgent[:1]:
        yield Care(
            code="case_urgent",
            params={"number": case.number, "title": case.title, "count": len(urgent)},
            since=case.opened,
        )
    late = [case for case in known.cases if case.due and case.due < known.at and case not in urgent[:1]]
    for case in sorted(late, key=lambda case: case.due or known.at)[:1]:
        yield Care(code="case_overdue", params={"number": case.number, "title": case.title}, since=case.due)


def _repeated(known: Known) -> Iterable[Care]:
    """How often they have come back: about one order or case, for one reason, or at all."""
    recent = known.at - timedelta(days=known.days)
    inbound = [contact for contact in known.contacts if contact.direction == "in" and contact.opened >= recent]
    if not inbound:
        return
    names = {("order", order.id): order.number for order in known.orders}
    names |= {("case", case.id): case.number for case in known.cases}
    things = Counter(thing for contact in inbound for thing in dict.fromkeys(contact.about) if thing in names)
    first = inbound[-1].opened
    for thing, times in things.most_common(1):
        if times >= REPEATED:
            params: dict[str, Param] = {"count": times + 1, "number": names[thing], "days": known.days}
            if known.said != (thing[0], names[thing]):
                yield Care(code=f"repeat_contact_same_{thing[0]}", params=params, since=first)
            return
    reasons = Counter(contact.reason for contact in inbound if contact.reason)
    for reason, times in reasons.most_common(1):
        if times >= REPEATED:
            named = next(contact for contact in inbound if contact.reason == reason)
            params = {"count": times + 1, "reason_ja": named.reason_ja, "reason_en": named.reason_en}
            if known.said != ("reason", named.reason_ja):
                yield Care(code="repeat_contact_same_reason", params=params | {"days": known.days}, since=first)
            return
    if known.said is None or len(inbound) > 1:
        yield Care(code="repeat_contact", params={"count": len(inbound) + 1, "days": known.days}, since=first)


def _tasks(known: Known) -> Iterable[Care]:
    late = sorted((task.due, task.kind) for task in known.tasks if task.due and task.due < known.at)
    for due, kind in late[:1]:
        code = "callback_late" if kind in ("callback", "missed_call") else "task_overdue"
        yield Care(code=code, params={"count": len(late)}, since=due)


def _last(known: Known) -> Iterable[Care]:
    for contact in known.contacts[:1]:
        params: dict[str, Param] = {"reason_ja": contact.reason_ja, "reason_en": contact.reason_en}
        if contact.callback_owed:
            yield Care(code="callback_owed", params=params, since=contact.opened)
        elif contact.outcome in ("abandoned", "missed"):
            yield Care(code="abandoned_before", since=contact.opened)
        elif contact.resolution in UNSETTLED:
            yield Care(code="unresolved_last", params=params, since=contact.opened)


def _rest(known: Known) -> Iterable[Care]:
    if known.do_not_call:
        yield Care(code="do_not_call")
    for order in known.orders:
        if order.status == "shipped":
            yield Care(code="order_on_the_way", params={"number": order.number})
            return

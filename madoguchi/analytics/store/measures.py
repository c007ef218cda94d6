"""What each measure counts: the one place where it is said which rows are in it, for counting and for opening them.

A measure of `model.sums.Sums` counts the rows of its source that fit its condition, or adds up a column over them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from madoguchi.analytics.model.catalogue import By, Source
from madoguchi.analytics.model.sums import Sums
from madoguchi.analytics.model.terms import Cut, Terms
from madoguchi.routing import counts_of


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where rows of a source lie. `t` is the table; `keys`: the column by which they are grouped."""

    table: str
    at: str
    id: str = "id"
    keys: dict[By, str]


_KEYS: Final[dict[By, str]] = {
    "queue": "t.queue_id",
    "line": "t.line_of_business_id",
    "team": "t.user_id",
    "person": "t.user_id",
    "total": "null::uuid",
}
ORIGINS: Final[dict[Source, Origin]] = {
    "contact": Origin(table="report_contact", at="opened", id="interaction_id", keys=_KEYS),
    "wait": Origin(table="report_wait", at="entered", keys=_KEYS),
    "part": Origin(table="report_part", at="began", keys=_KEYS),
    "offer": Origin(table="report_offer", at="made", keys=_KEYS),
}
INBOUND = "t.direction = 'in'"
AGAIN = "t.again_at <= t.opened + {days} * interval '1 day'"
HANDLED = "t.connected and t.wrap is not null"

CONDITIONS: Final[dict[Source, dict[str, str]]] = {
    "contact": {
        "received": INBOUND,
        "recognised": f"{INBOUND} and t.customer_id is not null",
        "repeats": f"{INBOUND} and t.before_at >= t.opened - {{days}} * interval '1 day'",
        "known": f"{INBOUND} and t.answered and t.customer_id is not null",
        "resolved": f"{INBOUND} and t.answered and t.customer_id is not null and ({AGAIN}) is not true",
    },
    "wait": counts_of("t", "{target}", "{short}"),
    "part": {"handled": HANDLED, "transferred": f"{HANDLED} and t.ended_by = 'transfer'"},
    "offer": {"asked": "true", "missed": "t.state = 'timed_out'"},
}
# Added up over the rows of a measure.
TOTALS: Final[dict[Source, dict[str, tuple[str, str]]]] = {
    "contact": {},
    "wait": {"answer_wait": ("t.waited", "answered")},
    "part": {"talk": ("t.talk", "handled"), "hold": ("t.hold", "handled"), "wrap": ("t.wrap", "handled")},
    "offer": {},
}
# What people did, as measures of time: of the day's presences, which count.
PRESENCES: Final[dict[str, tuple[str, ...]]] = {
    "ready": ("ready",),
    "busy": ("busy",),
    "wrapping": ("wrap_up", "wrap_up_overdue"),
    "staffed": ("ready", "busy", "wrap_up", "wrap_up_overdue", "not_responding"),
    "engaged": ("busy", "wrap_up", "wrap_up_overdue"),
    "in_service": ("ready", "busy", "wrap_up", "wrap_up_overdue"),
}


def condition(source: Source, measure: str, terms: Terms) -> str:
    """Which rows of `source` are in `measure`."""
    return CONDITIONS[source][measure].format(
        days=int(terms.repeat_days), short=int(terms.service.short_abandon_seconds), target=_target(terms)
    )


def sums_of(source: Source, terms: Terms) -> str:
    """The columns that count every measure of a source, named as in `Sums`."""
    counted = [
        f"count(*) filter (where {condition(source, measure, terms)}) as {measure}"
        for measure in CONDITIONS[source]
        if measure in Sums.__struct_fields__
    ]
    added = [
        f"coalesce(sum({column}) filter (where {condition(source, measure, terms)}), 0) as {name}"
        for name, (column, measure) in TOTALS[source].items()
    ]
    return ", ".join([*counted, *added])


def _target(terms: Terms) -> str:
    """The seconds within which a wait is answered in time, by its queue."""
    own = " ".join(f"when '{queue}'::uuid then {int(each.seconds)}" for queue, each in terms.service.targets.items())
    general = int(terms.service.target.seconds)
    return f"(case t.queue_id {own} else {general} end)" if own else str(general)


def conditions_of(cut: Cut) -> list[tuple[str, list[object]]]:
    """What a reader asked for, each with its values, and a `{}` for every one."""
    asked: tuple[tuple[str, object], ...] = (
        ("t.queue_id = {}", cut.queue),
        ("t.line_of_business_id = {}", cut.line),
        ("t.user_id = any({}::uuid[])", cut.users),
        ("t.direction = {}", cut.direction),
        ("t.medium = {}", cut.medium),
    )
    conditions = [(text, [value]) for text, value in asked if value is not None]
    return conditions if cut.without is None else [*conditions, (f"{_KEYS[cut.without]} is null", [])]


def within(source: Source, start: datetime, end: datetime, cut: Cut) -> tuple[str, list[object]]:
    """The condition of all rows from `start` until before `end` that were asked for, and its values."""
    at = f"t.{ORIGINS[source].at}"
    values: list[object] = [start, end]
    conditions = ["t.tenant_id = current_tenant()", f"{at} >= $1", f"{at} < $2"]
    for text, more in conditions_of(cut):
        conditions.append(text.format(*(f"${len(values) + n}" for n in range(1, len(more) + 1))))
        values += more
    return " and ".join(conditions), values

"""What deserves a look in one person's day: rules over their parts, measured against what is usual at their queues.

A detector finds; it never judges. It says which contacts, by which written rule, and a person looks at them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from statistics import median
from typing import Final, Literal
from uuid import UUID

import msgspec

Detector = Literal["long_wrapup", "dropped_calls", "quick_transfers"]
DETECTORS: Final[tuple[Detector, ...]] = ("long_wrapup", "dropped_calls", "quick_transfers")
Number = int | float


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The thresholds in force. Seconds, counts of a day, percent, and factors of what is usual."""

    wrapup_factor: float = 2.0
    wrapup_seconds: int = 180
    wrapup_count: int = 5
    wrapup_percent: int = 30
    drop_seconds: int = 10
    drop_count: int = 3
    dump_seconds: int = 60
    dump_count: int = 5
    dump_percent: int = 30
    dump_factor: float = 2.0


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One handled part of the day. `wrap`: None while it is not over."""

    id: UUID
    interaction_id: UUID
    user_id: UUID
    queue_id: UUID | None
    direction: str
    began: datetime
    ended_by: str
    talk: int
    hold: int
    wrap: int | None


class Habit(msgspec.Struct, frozen=True, kw_only=True):
    """How one person works at one queue over the last weeks: median wrap-up (seconds), share of quick transfers (%)."""

    user_id: UUID
    queue_id: UUID | None
    wrap: float
    quick: float


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One contact of a finding. `seconds`: what was measured; `usual`: what it is measured against, where there is."""

    segment_id: UUID
    interaction_id: UUID
    at: datetime
    seconds: int
    usual: int | None = None


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What one detector saw in one person's day. `handled`: of how many; `limits`: the thresholds it applied."""

    detector: Detector
    user_id: UUID
    handled: int
    limits: dict[str, Number]
    evidence: list[Evidence]


def usual(habits: Iterable[Habit], user: UUID, queue: UUID | None, what: Literal["wrap", "quick"]) -> float | None:
    """The median of the colleagues' habits at a queue: one colleague alone, however odd, does not move it.

    None where nobody else works there.
    """
    others = [getattr(each, what) for each in habits if each.queue_id == queue and each.user_id != user]
    return median(others) if others else None


def look(parts: Sequence[Part], habits: Sequence[Habit], limits: Limits) -> list[Seen]:
    """Everything that deserves a look in a day's parts."""
    people: dict[UUID, list[Part]] = {}
    for part in sorted(parts, key=lambda each: (each.began, each.id)):
        people.setdefault(part.user_id, []).append(part)
    found = []
    for user, own in sorted(people.items()):
        for rule in (_long_wrapup, _dropped_calls, _quick_transfers):
            seen = rule(user, own, habits, limits)
            if seen is not None:
                found.append(seen)
    return found


def _long_wrapup(user: UUID, parts: Sequence[Part], habits: Sequence[Habit], limits: Limits) -> Seen | None:
    """Wrap-up used as a break: many wrap-ups far longer than those of colleagues at the same queue."""
    done = [part for part in parts if part.wrap is not None]
    wraps = {queue: usual(habits, user, queue, "wrap") for queue in {part.queue_id for part in done}}
    evidence = []
    for part in done:
        normal = wraps[part.queue_id]
        limit = max(limits.wrapup_seconds, limits.wrapup_factor * (normal or 0))
        if part.wrap is not None and part.wrap > limit:
            evidence.append(_evidence(part, part.wrap, normal))
    if len(evidence) < limits.wrapup_count or 100 * len(evidence) < limits.wrapup_percent * len(done):
        return None
    return _seen("long_wrapup", user, len(done), evidence, {
        "factor": limits.wrapup_factor, "seconds": limits.wrapup_seconds, "count": limits.wrapup_count,
        "percent": limits.wrapup_percent,
    })  # fmt: skip


def _dropped_calls(user: UUID, parts: Sequence[Part], _: Sequence[Habit], limits: Limits) -> Seen | None:
    """Calls dropped: inbound calls that the agent, not the customer, ended after a few seconds."""
    inbound = [part for part in parts if part.direction == "in"]
    dropped = [p for p in inbound if p.ended_by == "agent" and p.talk + p.hold < limits.drop_seconds]
    if len(dropped) < limits.drop_count:
        return None
    evidence = [_evidence(part, part.talk + part.hold) for part in dropped]
    told: dict[str, Number] = {"seconds": limits.drop_seconds, "count": limits.drop_count}
    return _seen("dropped_calls", user, len(inbound), evidence, told)


def is_quick(part: Part, seconds: int) -> bool:
    """Whether an inbound contact was handed on after hardly any talk."""
    return part.direction == "in" and part.ended_by == "transfer" and part.talk < seconds


def _quick_transfers(user: UUID, parts: Sequence[Part], habits: Sequence[Habit], limits: Limits) -> Seen | None:
    """Transfer dumping: many contacts handed on after hardly any talk, far more than colleagues do."""
    inbound = [part for part in parts if part.direction == "in"]
    quick = [part for part in inbound if is_quick(part, limits.dump_seconds)]
    if len(quick) < limits.dump_count or 100 * len(quick) < limits.dump_percent * len(inbound):
        return None
    shares = {queue: usual(habits, user, queue, "quick") for queue in {part.queue_id for part in inbound}}
    normal = _expected(inbound, shares)
    if normal is not None and 100 * len(quick) / len(inbound) < limits.dump_factor * normal:
        return None
    evidence = [_evidence(part, part.talk) for part in quick]
    return _seen("quick_transfers", user, len(inbound), evidence, {
        "seconds": limits.dump_seconds, "count": limits.dump_count, "percent": limits.dump_percent,
        "factor": limits.dump_factor, "usual": round(normal or 0, 1),
    })  # fmt: skip


def _expected(parts: Sequence[Part], shares: Mapping[UUID | None, float | None]) -> float | None:
    """What share (%) colleagues would have handed on, of a day like this one; None where there are no colleagues."""
    known = [share for part in parts if (share := shares.get(part.queue_id)) is not None]
    return sum(known) / len(known) if known else None


def _evidence(part: Part, seconds: int, normal: float | None = None) -> Evidence:
    return Evidence(
        segment_id=part.id,
        interaction_id=part.interaction_id,
        at=part.began,
        seconds=seconds,
        usual=None if normal is None else round(normal),
    )


def _seen(
    detector: Detector, user: UUID, handled: int, evidence: list[Evidence], limits: dict[str, Number]
) -> Seen:  # fmt: skip
    return Seen(detector=detector, user_id=user, handled=handled, limits=limits, evidence=evidence)

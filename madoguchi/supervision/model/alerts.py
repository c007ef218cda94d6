"""When an alert is up: rules of the tenant, what is so now, and calm before an alert goes down again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi.supervision.model.board import BoardPerson, BoardQueue

Kind = Literal["waiting", "longest_wait", "service_level", "skill_missing", "wrap_up", "hold", "hand", "not_responding"]
Severity = Literal["warning", "critical"]


class AlertRule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule. `above`: so many calls (waiting) or seconds (longest_wait, wrap_up, hold, hand, not_responding) are
    still no alert; for service_level the points by which it may be below the queue's target. `queues`: the codes of
    those that it is about, none for all.
    """

    code: Annotated[str, Meta(pattern="^[a-z][a-z0-9_-]{0,39}$", description="Name of the rule in the records")]
    kind: Annotated[Kind, Meta(description="What is watched")]
    above: Annotated[int, Meta(ge=0, le=86_400, description="More than this raises the alert")] = 0
    severity: Annotated[Severity, Meta(description="How urgent it is")] = "warning"
    queues: Annotated[list[str], Meta(max_length=200, description="Codes of queues; none: all")] = []


RULES = (
    AlertRule(code="hand", kind="hand", severity="critical"),
    AlertRule(code="longest-wait", kind="longest_wait", above=60, severity="critical"),
    AlertRule(code="waiting", kind="waiting", above=5),
    AlertRule(code="service-level", kind="service_level", above=10),
    AlertRule(code="skill-missing", kind="skill_missing"),
    AlertRule(code="long-hold", kind="hold", above=120),
    AlertRule(code="long-wrap-up", kind="wrap_up", above=300),
    AlertRule(code="not-responding", kind="not_responding", above=60),
)
"""What is watched where nobody decided otherwise."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule found: about which queue or person, in which contact, and how much."""

    rule: AlertRule
    queue: UUID | None
    user: UUID | None
    interaction: UUID | None
    value: int

    @property
    def key(self) -> tuple[str, UUID | None]:
        """What makes it the same alert as before."""
        return self.rule.code, self.user or self.queue


class Raised(msgspec.Struct, frozen=True, kw_only=True):
    """An alert that is up. `calm`: since when its rule finds nothing any more; `worst`: the most that it found."""

    id: UUID
    rule: str
    kind: Kind
    queue: UUID | None
    user: UUID | None
    value: int
    worst: int
    calm: datetime | None

    @property
    def key(self) -> tuple[str, UUID | None]:
        return self.rule, self.user or self.queue


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What is to become of alerts: new ones, those to keep with what they found now, those calm, those to go down."""

    up: list[Standing]
    keep: list[tuple[UUID, int]]
    calm: list[UUID]
    down: list[UUID]


def judge(found: Iterable[Standing], raised: Sequence[Raised], at: datetime, calm_seconds: int) -> Verdict:
    """Compare what is so with what is up. An alert goes down only after `calm_seconds` without its cause, so that one
    around its threshold does not flicker. What is about one moment only (a missing skill) goes down by other means.
    """
    so = {standing.key: standing for standing in found}
    known = {alert.key for alert in raised}
    keep: list[tuple[UUID, int]] = []
    calm: list[UUID] = []
    down: list[UUID] = []
    for alert in raised:
        standing = so.get(alert.key)
        if standing is not None:
            if alert.calm is not None or standing.value != alert.value:
                keep.append((alert.id, standing.value))
        elif alert.kind == "skill_missing":
            continue
        elif alert.calm is None:
            (calm if calm_seconds else down).append(alert.id)
        elif at - alert.calm >= timedelta(seconds=calm_seconds):
            down.append(alert.id)
    return Verdict(up=[each for key, each in so.items() if key not in known], keep=keep, calm=calm, down=down)


def found_by(
    rules: Iterable[AlertRule], queues: Sequence[BoardQueue], people: Sequence[BoardPerson], at: datetime, least: int
) -> list[Standing]:
    """What the rules find now. A service level counts from `least` contacts on: one of one says nothing."""
    found: list[Standing] = []
    codes = {queue.id: queue.code for queue in queues}
    for rule in rules:
        mine = [queue for queue in queues if not rule.queues or queue.code in rule.queues]
        found += [standing for queue in mine if (standing := _of_queue(rule, queue, at, least)) is not None]
        for person in people:
            serves = {codes.get(queue) for queue in person.queues}
            about = not rule.queues or bool(serves & set(rule.queues))
            if about and (standing := _of_person(rule, person, at)) is not None:
                found.append(standing)
    return found


def _of_queue(rule: AlertRule, queue: BoardQueue, at: datetime, least: int) -> Standing | None:
    value: int | None = None
    match rule.kind:
        case "waiting":
            value = queue.waiting
        case "longest_wait" if queue.oldest is not None:
            value = int((at - queue.oldest).total_seconds())
        case "service_level" if queue.day.service_level is not None:
            if queue.day.decided >= least:
                value = round(queue.target.percent - queue.day.service_level)
    if value is None or value <= rule.above:
        return None
    contact = queue.oldest_contact if rule.kind == "longest_wait" else None
    return Standing(rule=rule, queue=queue.id, user=None, interaction=contact, value=value)


def _of_person(rule: AlertRule, person: BoardPerson, at: datetime) -> Standing | None:
    since: datetime | None = None
    match rule.kind:
        case "hand":
            since = person.hand
        case "hold" if person.talk is not None and person.talk.status == "held":
            since = person.talk.since
        case "wrap_up" if person.presence in ("wrap_up", "wrap_up_overdue"):
            since = person.since
        case "not_responding" if person.presence == "not_responding":
            since = person.since
    if since is None:
        return None
    value = max(0, int((at - since).total_seconds()))
    # A hand that is up is one from its first instant on, whatever its rule's zero says.
    if value <= rule.above and not (rule.kind == "hand" and rule.above == 0):
        return None
    talk = person.talk
    return Standing(
        rule=rule,
        queue=talk.queue if talk else None,
        user=person.user,
        interaction=talk.interaction if talk else None,
        value=value,
    )

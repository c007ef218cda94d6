"""A callback that the house makes by itself, as a pure machine: every move takes one and gives the next.

A move that does not apply returns the very same object, so that late, doubled and shuffled facts do no harm. `due` is
when the present state leaves by itself.

    kept → planned → queued → calling → reached
             ↑  ←──────┘  ←──────┘ (nobody there: tried again by rule, at last given up)
    every live state → cancelled
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

CallbackKind = Literal["place", "appointment"]
CallbackState = Literal["kept", "planned", "queued", "calling", "reached", "given_up", "cancelled"]
Outcome = Literal["reached", "absent", "busy", "unreachable", "failed"]
"""What came of one call of ours: talked, nobody answered (不在), engaged or refused, no such line, our own fault."""

LIVE: tuple[CallbackState, ...] = ("kept", "planned", "queued", "calling")
MOST_FAILURES = 10
OWNERS_GRACE = timedelta(minutes=5)

Span = tuple[datetime, datetime]

_OUTCOMES: dict[str, Outcome] = {
    "no_answer": "absent",
    "normal": "absent",
    "busy": "busy",
    "rejected": "busy",
    "unreachable": "unreachable",
}


def unanswered(cause: str) -> Outcome:
    """What a call of ours that nobody answered came to, by the medium's cause."""
    return _OUTCOMES.get(cause, "failed")


class Rules(Struct, frozen=True, kw_only=True):
    """The tenant's law of calling back. Times in seconds."""

    attempts: int = 3
    absent_seconds: float = 1800
    busy_seconds: float = 300
    failed_seconds: float = 30
    kept_seconds: float = 300
    again_seconds: float = 60
    queued_seconds: float = 4 * 3600
    calling_seconds: float = 300

    def wait(self, outcome: Outcome) -> timedelta:
        """How long after such an outcome it is tried again."""
        known = {"busy": self.busy_seconds, "failed": self.failed_seconds}
        return timedelta(seconds=known.get(outcome, self.absent_seconds))


class Callback(Struct, frozen=True, kw_only=True):
    """How the house calls back what the task `task_id` promises. Times are UTC.

    `source_id` is the contact in which it was asked for, `interaction_id` the one that waits in line for us or is being
    called. `since` is the place in line: when the customer began to wait. `attempts` counts calls that reached the
    network, `failures` those that were our own fault. `sequence` counts the changes of an appointment, as calendars
    ask for it.
    """

    task_id: UUID
    kind: CallbackKind
    state: CallbackState
    queue_id: UUID
    source_id: UUID | None = None
    interaction_id: UUID | None = None
    since: datetime
    slot_start: datetime | None = None
    slot_end: datetime | None = None
    due: datetime | None
    attempts: int = 0
    failures: int = 0
    cause: str = ""
    sequence: int = 0
    created: datetime
    changed: datetime
    version: int = 1

    @property
    def live(self) -> bool:
        """Whether the house still means to call."""
        return self.state in LIVE


class Attempt(Struct, frozen=True, kw_only=True):
    """One call of ours for a task. `outcome` None: it is going on; `interaction_id` None: by another telephone."""

    id: UUID
    task_id: UUID
    interaction_id: UUID | None
    user_id: UUID | None
    at: datetime
    outcome: Outcome | None = None
    ended: datetime | None = None


class AttemptRow(Struct, frozen=True, kw_only=True):
    """One call made for a task, as it is shown."""

    interaction_id: UUID | None
    user_id: UUID | None
    user_name: str | None
    at: datetime
    outcome: Outcome | None


class Booking(Struct, frozen=True, kw_only=True):
    """A callback as lists and pops show it. `most`: after so many attempts it is given up."""

    kind: CallbackKind
    state: CallbackState
    queue_id: UUID
    interaction_id: UUID | None
    since: datetime
    slot_start: datetime | None
    slot_end: datetime | None
    next_at: datetime | None
    attempts: int
    most: int
    cause: str


def booked(
    task: UUID, kind: CallbackKind, queue: UUID, at: datetime, rules: Rules, *, since: datetime, first: datetime,
    source: UUID | None, slot: Span | None = None,
) -> Callback:  # fmt: skip
    """A callback just promised: kept until `source` hangs up, else planned for `first`."""
    waits = kind == "place" and source is not None
    return Callback(
        task_id=task,
        kind=kind,
        state="kept" if waits else "planned",
        queue_id=queue,
        source_id=source,
        since=since,
        slot_start=slot[0] if slot else None,
        slot_end=slot[1] if slot else None,
        due=at + timedelta(seconds=rules.kept_seconds) if waits else first,
        created=at,
        changed=at,
    )


def turn_of(slot: Span, *, owned: bool) -> datetime:
    """When the house calls for an appointment. Whom a person promised it, that person calls; if they have not a while
    later, the house does."""
    return slot[0] + min(OWNERS_GRACE, (slot[1] - slot[0]) / 2) if owned else slot[0]


def promised_until(slot: Span, *, owned: bool) -> datetime:
    """Until when an appointment is owed: a person calls as it begins, the house within it."""
    return slot[0] if owned else slot[1]


def moved(callback: Callback, slot: Span, first: datetime, at: datetime) -> Callback:
    """The appointment is at another time: called for the first time at `first`, and no more at the time before.

    It begins anew, whatever had become of it, but for a call that is going on. `interaction_id` stays: what waits in
    line for the time before is still to leave it.
    """
    same = callback.live and slot == (callback.slot_start, callback.slot_end)
    if callback.kind != "appointment" or callback.state == "calling" or same:
        return callback
    begun = replace(callback, slot_start=slot[0], slot_end=slot[1], attempts=0, failures=0)
    return replace(_to(begun, "planned", at, first), sequence=callback.sequence + 1)


def handed(callback: Callback, at: datetime, *, owned: bool) -> Callback:
    """The appointment is another person's, or nobody's: before it began, the house's own turn follows."""
    if callback.kind != "appointment" or callback.slot_start is None or callback.slot_end is None or not callback.live:
        return callback
    counted = replace(callback, sequence=callback.sequence + 1, changed=at, version=callback.version + 1)
    if callback.state != "planned" or callback.slot_start <= at:
        return counted
    return replace(counted, due=turn_of((callback.slot_start, callback.slot_end), owned=owned))


def _to(callback: Callback, state: CallbackState, at: datetime, due: datetime | None, cause: str = "") -> Callback:
    called_off = state == "cancelled" and callback.kind == "appointment"
    return replace(
        callback, state=state, due=due, cause=cause, changed=at, version=callback.version + 1,
        sequence=callback.sequence + called_off,
    )  # fmt: skip


def caller_gone(callback: Callback, at: datetime) -> Callback:
    """Who asked for it has hung up: it is their turn as soon as may be."""
    return _to(callback, "planned", at, at) if callback.state == "kept" else callback


def served(callback: Callback, at: datetime) -> Callback:
    """Somebody talked with the customer after all, before we called."""
    return (
        _to(callback, "cancelled", at, None, "served") if callback.state in ("kept", "planned", "queued") else callback
    )


def announced(callback: Callback, at: datetime, rules: Rules) -> Callback:
    """Its time has come and it was said so; said again unless something happens."""
    if callback.state != "planned":
        return callback
    return _to(callback, "planned", at, at + timedelta(seconds=rules.again_seconds))


def postponed(callback: Callback, at: datetime, until: datetime) -> Callback:
    """Not now (nobody may be called at this hour): at `until`."""
    return _to(callback, "planned", at, until) if callback.state == "planned" else callback


def lined_up(callback: Callback, interaction: UUID, at: datetime, rules: Rules) -> Callback:
    """It waits in line, the place kept, as the contact `interaction`."""
    if callback.state != "planned":
        return callback
    waiting = replace(callback, interaction_id=interaction)
    return _to(waiting, "queued", at, at + timedelta(seconds=rules.queued_seconds))


def taken(callback: Callback, interaction: UUID, at: datetime, rules: Rules) -> Callback:
    """Somebody took it and is being connected with the customer; `interaction` is the contact they call in."""
    if callback.state not in ("kept", "planned", "queued"):
        return callback
    called = replace(callback, interaction_id=interaction)
    return _to(called, "calling", at, at + timedelta(seconds=rules.calling_seconds))


def not_taken(callback: Callback, at: datetime, rules: Rules) -> Callback:
    """Nobody took it in its time in line: again later, at the same place."""
    if callback.state != "queued":
        return callback
    waiting = replace(callback, interaction_id=None)
    return _to(waiting, "planned", at, at + timedelta(seconds=rules.again_seconds), "not_taken")


def tried(callback: Callback, outcome: Outcome, at: datetime, rules: Rules) -> Callback:
    """One call is over: reached, to be tried again, or given up.

    "absent" also takes a call back that seemed to reach somebody (a machine answered). Who was called before their
    appointment is called at it.
    """
    if outcome == "reached":
        if callback.state not in ("queued", "calling"):
            return callback
        return replace(_to(callback, "reached", at, None), attempts=callback.attempts + 1)
    took_back = callback.state == "reached"
    if callback.state not in ("queued", "calling", "reached"):
        return callback
    ours = outcome == "failed"
    counted = replace(
        callback,
        interaction_id=None,
        attempts=callback.attempts + (0 if ours or took_back else 1),
        failures=callback.failures + (1 if ours else 0),
    )
    if counted.attempts >= rules.attempts or counted.failures >= MOST_FAILURES:
        return _to(counted, "given_up", at, None, outcome)
    again = at + rules.wait(outcome)
    return _to(counted, "planned", at, max(again, callback.slot_start or again), outcome)


def absent(callback: Callback, at: datetime, rules: Rules) -> Callback:
    """Somebody called by another telephone, and nobody was there."""
    if callback.state not in ("kept", "planned"):
        return callback
    return tried(replace(callback, state="calling"), "absent", at, rules)


def refused(callback: Callback, at: datetime, reason: str) -> Callback:
    """They may not be called at all: the promise is for people to settle."""
    return _to(callback, "given_up", at, None, reason) if callback.live else callback


def cancelled(callback: Callback, at: datetime, cause: str) -> Callback:
    """Nobody is to be called any more."""
    return _to(callback, "cancelled", at, None, cause) if callback.live else callback


def booking(callback: Callback, rules: Rules) -> Booking:
    """The callback as it is shown."""
    return Booking(
        kind=callback.kind,
        state=callback.state,
        queue_id=callback.queue_id,
        interaction_id=callback.interaction_id,
        since=callback.since,
        slot_start=callback.slot_start,
        slot_end=callback.slot_end,
        next_at=callback.due if callback.state == "planned" else None,
        attempts=callback.attempts,
        most=rules.attempts,
        cause=callback.cause,
    )

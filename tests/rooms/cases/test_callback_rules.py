"""The machine of a callback: whatever happens in whatever order, it is called, given up or called off, and leaves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from madoguchi.cases.model import callbacks as model
from madoguchi.cases.model.callbacks import Callback, Outcome, Rules

START = datetime(2026, 11, 26, 1, tzinfo=UTC)
RULES = Rules(attempts=3)
TASK, QUEUE, SOURCE, LINE = (UUID(int=n) for n in range(1, 5))
NOT_REACHED: tuple[Outcome, ...] = ("absent", "busy", "unreachable", "failed")
MOVES = ("gone", "served", "due", "line", "taken", "untaken", "reached", "cancel", "refuse", *NOT_REACHED)


def _booked(*, waiting: bool = True) -> Callback:
    source = SOURCE if waiting else None
    return model.booked(
        TASK, "place", QUEUE, START, RULES, since=START - timedelta(minutes=4), first=START, source=source
    )


def _move(name: str, callback: Callback, at: datetime) -> Callback:
    match name:
        case "gone":
            return model.caller_gone(callback, at)
        case "served":
            return model.served(callback, at)
        case "due":
            return model.announced(callback, at, RULES)
        case "line":
            return model.lined_up(callback, LINE, at, RULES)
        case "taken":
            return model.taken(callback, LINE, at, RULES)
        case "untaken":
            return model.not_taken(callback, at, RULES)
        case "cancel":
            return model.cancelled(callback, at, "asked")
        case "refuse":
            return model.refused(callback, at, "address_blocked")
        case "reached" | "absent" | "busy" | "unreachable" | "failed":
            return model.tried(callback, name, at, RULES)
        case _:
            raise AssertionError(name)


@given(st.booleans(), st.lists(st.tuples(st.sampled_from(MOVES), st.integers(-60, 3600)), max_size=40))
def test_in_whatever_order_things_happen_every_lasting_state_has_its_time_out(
    waiting: bool, history: list[tuple[str, int]]
) -> None:
    callback, at = _booked(waiting=waiting), START
    for name, seconds in history:
        at += timedelta(seconds=seconds)
        after = _move(name, callback, at)
        assert (after.due is not None) == after.live
        assert after is callback or after.version == callback.version + 1
        assert after.since == callback.since, "the place in line is never lost"
        assert callback.state not in ("given_up", "cancelled") or after is callback, "what is over stays over"
        assert after.attempts <= RULES.attempts
        assert _move(name, after, at) is after or name in ("due", *NOT_REACHED)
        callback = after


def test_who_keeps_their_place_is_called_when_they_have_hung_up() -> None:
    kept = _booked()
    assert (kept.state, kept.due) == ("kept", START + timedelta(seconds=RULES.kept_seconds))
    assert model.lined_up(kept, LINE, START, RULES) is kept
    planned = model.caller_gone(kept, START)
    queued = model.lined_up(planned, LINE, START, RULES)
    reached = model.tried(model.taken(queued, LINE, START, RULES), "reached", START, RULES)
    assert [c.state for c in (planned, queued, reached)] == ["planned", "queued", "reached"]
    assert reached.since == kept.since


def test_nobody_there_is_tried_again_by_rule_and_given_up_at_last() -> None:
    callback = _booked(waiting=False)
    waits: list[float] = []
    for outcome in ("absent", "busy", "unreachable"):
        callback = model.taken(callback, LINE, START, RULES)
        callback = model.tried(callback, outcome, START, RULES)
        waits.append((callback.due - START).total_seconds() if callback.due else 0)
    assert waits == [RULES.absent_seconds, RULES.busy_seconds, 0]
    assert (callback.state, callback.attempts, callback.cause) == ("given_up", 3, "unreachable")


def test_our_own_fault_is_no_attempt_of_theirs_but_does_not_go_on_for_ever() -> None:
    callback = _booked(waiting=False)
    for _ in range(model.MOST_FAILURES):
        callback = model.tried(model.taken(callback, LINE, START, RULES), "failed", START, RULES)
    assert (callback.state, callback.attempts) == ("given_up", 0)


def test_a_machine_that_answered_does_not_count_as_the_customer() -> None:
    reached = model.tried(model.taken(_booked(waiting=False), LINE, START, RULES), "reached", START, RULES)
    again = model.tried(reached, "absent", START, RULES)
    assert (again.state, again.attempts, again.interaction_id) == ("planned", 1, None)


def test_a_customer_who_gets_through_by_themselves_is_not_called_any_more() -> None:
    for state in (_booked(), _booked(waiting=False), model.lined_up(_booked(waiting=False), LINE, START, RULES)):
        assert model.served(state, START).state == "cancelled"
    calling = model.taken(_booked(waiting=False), LINE, START, RULES)
    assert model.served(calling, START) is calling

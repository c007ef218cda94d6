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


SLOT = (START + timedelta(hours=1), START + timedelta(hours=1, minutes=30))
LATER = (START + timedelta(hours=3), START + timedelta(hours=3, minutes=30))


def _appointment(*, owned: bool = False) -> Callback:
    first = model.turn_of(SLOT, owned=owned)
    return model.booked(TASK, "appointment", QUEUE, START, RULES, since=START, first=first, source=SOURCE, slot=SLOT)


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
        case "move":
            return model.moved(callback, LATER, LATER[0], at)
        case "back":
            return model.moved(callback, SLOT, SLOT[0], at)
        case "hand":
            return model.handed(callback, at, owned=True)
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


@given(st.lists(st.tuples(st.sampled_from((*MOVES, "move", "back", "hand")), st.integers(-60, 3600)), max_size=40))
def test_however_an_appointment_is_moved_it_has_one_time_and_its_number_rises_with_every_change(
    history: list[tuple[str, int]],
) -> None:
    callback, at = _appointment(), START
    for name, seconds in history:
        at += timedelta(seconds=seconds)
        after = _move(name, callback, at)
        assert (after.due is not None) == after.live
        if (after.slot_start, after.slot_end) != (callback.slot_start, callback.slot_end):
            assert (after.state, after.due, after.attempts) == ("planned", after.slot_start, 0)
            assert callback.state != "calling", "a call that is going on is not moved"
        told = name in ("move", "back", "hand") or after.state == "cancelled"
        assert after.sequence == callback.sequence + (after is not callback and told)
        assert name not in ("move", "back") or _move(name, after, at) is after
        callback = after


def test_what_keeps_a_place_has_no_time_to_be_moved() -> None:
    kept = _booked()
    assert model.moved(kept, LATER, LATER[0], START) is kept
    assert model.handed(kept, START, owned=True) is kept


def test_whom_a_person_promised_it_that_person_calls_first() -> None:
    assert model.turn_of(SLOT, owned=True) == SLOT[0] + timedelta(minutes=5)
    short = (SLOT[0], SLOT[0] + timedelta(minutes=6))
    assert model.turn_of(short, owned=True) == SLOT[0] + timedelta(minutes=3), "within half of a short time"
    assert [model.promised_until(SLOT, owned=owned) for owned in (True, False)] == [*SLOT]
    given_away = model.handed(_appointment(owned=True), START, owned=False)
    assert given_away.due == SLOT[0]
    begun = model.handed(_appointment(), SLOT[0], owned=True)
    assert begun.due == SLOT[0], "once it has begun the house's turn stands"


def test_who_was_called_before_their_appointment_is_called_at_it() -> None:
    early = model.absent(_appointment(), START, RULES)
    assert (early.state, early.due) == ("planned", SLOT[0])
    late = model.absent(_appointment(), SLOT[0], RULES)
    assert late.due == SLOT[0] + timedelta(seconds=RULES.absent_seconds)


def test_an_appointment_that_was_given_up_begins_anew_where_it_is_moved() -> None:
    given_up = model.refused(_appointment(), START, "address_blocked")
    again = model.moved(given_up, SLOT, SLOT[0], START)
    assert (again.state, again.due, again.cause, again.attempts) == ("planned", SLOT[0], "", 0)

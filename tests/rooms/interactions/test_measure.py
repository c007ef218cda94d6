"""The seconds of an agent's part, whatever order and number its events were reported in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.interactions.model import MARK_ORDER, Mark, measure

START = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def call() -> list[Mark]:
    return [
        Mark("connecting", at(0)),
        Mark("ringing", at(3)),
        Mark("joined", at(8)),
        Mark("held", at(68)),
        Mark("resumed", at(98)),
        Mark("left", at(128), by="customer"),
        Mark("wrapped", at(188)),
    ]


def test_a_call_with_one_hold_reads_as_it_was_lived() -> None:
    times = measure(call())
    assert (times.ring_seconds, times.talk_seconds, times.hold_seconds, times.wrap_seconds) == (8, 90, 30, 60)
    assert (times.status, times.ended_by, times.connected_at) == ("ended", "customer", at(8))


@pytest.mark.parametrize(
    ("upto", "status", "since"),
    [
        (1, "connecting", 0),
        (2, "ringing", 3),
        (3, "talking", 8),
        (4, "held", 68),
        (5, "talking", 98),
        (6, "ended", 128),
    ],
)
def test_the_state_follows_each_mark(upto: int, status: str, since: int) -> None:
    times = measure(call()[:upto])
    assert (times.status, times.since) == (status, at(since))


def test_a_hold_that_was_never_resumed_lasts_to_the_end() -> None:
    times = measure([Mark("joined", at(0)), Mark("held", at(10)), Mark("left", at(40))])
    assert (times.talk_seconds, times.hold_seconds) == (10, 30)


def test_a_leg_that_never_came_up_has_only_rung() -> None:
    times = measure([Mark("connecting", at(0)), Mark("failed", at(6)), Mark("joined", at(7))])
    assert (times.ring_seconds, times.talk_seconds, times.connected_at, times.ended_by) == (6, 0, None, "failed")


def test_a_consulted_part_has_its_time_aside_before_its_talk() -> None:
    told = [Mark("connecting", at(0)), Mark("aside", at(5)), Mark("joined", at(35)), Mark("left", at(95), "agent")]
    times = measure(told)
    assert (times.ring_seconds, times.consult_seconds, times.talk_seconds) == (5, 30, 60)
    assert (times.aside_at, times.connected_at) == (at(5), at(35))
    assert [measure(told[:upto]).status for upto in (1, 2, 3, 4)] == ["connecting", "aside", "talking", "ended"]


def test_who_was_only_consulted_never_talked() -> None:
    times = measure([Mark("connecting", at(0)), Mark("aside", at(5)), Mark("left", at(25), "consult")])
    assert (times.ring_seconds, times.consult_seconds, times.talk_seconds, times.connected_at) == (5, 20, 0, None)


def test_mute_is_forgotten_when_the_part_ends() -> None:
    marks = [Mark("joined", at(0)), Mark("muted", at(1))]
    assert measure(marks).muted
    assert not measure([*marks, Mark("left", at(2))]).muted


marks = st.lists(
    st.builds(
        Mark,
        st.sampled_from(sorted(MARK_ORDER)),
        st.integers(0, 600).map(at),
        st.sampled_from(["", "agent", "customer"]),
    ),
    min_size=1,
    max_size=14,
    unique_by=lambda mark: (mark.kind, mark.at),
)


@settings(deadline=None)
@given(marks, st.data())
def test_shuffled_and_doubled_reports_amount_to_the_same(history: list[Mark], data: st.DataObject) -> None:
    doubled = history + data.draw(st.lists(st.sampled_from(history), max_size=6))
    assert measure(data.draw(st.permutations(doubled))) == measure(history)


@given(marks)
def test_no_history_gives_impossible_seconds(history: list[Mark]) -> None:
    times = measure(history)
    assert min(times.ring_seconds, times.talk_seconds, times.hold_seconds, times.wrap_seconds or 0) >= 0
    last = times.ended_at or max(mark.at for mark in history)
    span = int((last - times.ring_at).total_seconds())
    seconds = times.ring_seconds + times.consult_seconds + times.talk_seconds + times.hold_seconds
    assert seconds <= max(span, 0)
    assert (times.status == "ended") == (times.ended_at is not None)
    if times.connected_at is None:
        assert times.talk_seconds == times.hold_seconds == 0


@given(st.permutations(call()), st.integers(0, 6))
def test_a_lost_report_never_breaks_the_rest(history: list[Mark], lost: int) -> None:
    kept = [mark for place, mark in enumerate(history) if place != lost]
    times = measure(kept)
    assert times.talk_seconds + times.hold_seconds <= 128
    assert times.ring_seconds <= 128

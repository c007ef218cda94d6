"""The figures of the day, held against a day counted by hand, and rules that hold for every day."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from madoguchi.interactions import Handled
from madoguchi.routing import Stays
from madoguchi.supervision.model.figures import NOTHING, Sums, day_of, sums_by_queue

ONE, TWO = UUID(int=1), UUID(int=2)


def test_a_day_counted_by_hand() -> None:
    """Ten came: six were answered, four of them within 20 s after 3, 7, 12 and 20; the others after 34 and 44. Two gave
    up after long, one within 5 s, one left a callback.
    """
    stays = Stays(
        queue=ONE,
        offered=10,
        answered=6,
        in_time=4,
        abandoned=2,
        short_abandoned=1,
        diverted=1,
        decided=9,
        answer_wait=120,
    )
    handled = Handled(queue=ONE, handled=5, talk=1000, hold=50, wrap=200)
    day = day_of(sums_by_queue([stays], [handled])[ONE])
    assert day.service_level == 44.4  # 4 of 6 + 2 + 1
    assert day.abandon_rate == 22.2  # 2 of 6 + 2 + 1
    assert day.asa == 20.0  # 120 s over 6
    assert day.aht == 250.0  # 1250 s over 5


def test_where_nothing_happened_there_is_no_figure() -> None:
    day = day_of(NOTHING)
    assert (day.service_level, day.abandon_rate, day.asa, day.aht) == (None, None, None, None)


def test_queues_together_are_no_average_of_averages() -> None:
    """A small queue that does well does not outweigh a large one that does badly."""
    sums = sums_by_queue([
        Stays(queue=ONE, offered=1, answered=1, in_time=1, decided=1, answer_wait=1),
        Stays(queue=TWO, offered=9, answered=9, in_time=0, decided=9, answer_wait=900),
    ], [])  # fmt: skip
    both = day_of(sums[ONE] + sums[TWO])
    assert (both.service_level, both.asa) == (10.0, 90.1)


counts = st.integers(0, 10_000)
days = st.builds(
    lambda in_time, late, abandoned, short, diverted, waited: Sums(
        offered=in_time + late + abandoned + short + diverted, answered=in_time + late, in_time=in_time,
        abandoned=abandoned, short_abandoned=short, diverted=diverted, decided=in_time + late + abandoned + diverted,
        answer_wait=waited,
    ),
    counts, counts, counts, counts, counts, counts,
)  # fmt: skip


@given(days, days)
def test_shares_stay_shares(first: Sums, second: Sums) -> None:
    for sums in (first, second, first + second):
        day = day_of(sums)
        if day.service_level is None or day.abandon_rate is None:
            assert sums.decided == 0
            continue
        assert 0 <= day.service_level <= 100
        assert day.service_level + day.abandon_rate <= 100.1


@given(days, counts)
def test_who_hangs_up_at_once_moves_no_rate(sums: Sums, more: int) -> None:
    hasty = sums + Sums(offered=more, short_abandoned=more)
    assert day_of(hasty).service_level == day_of(sums).service_level
    assert day_of(hasty).abandon_rate == day_of(sums).abandon_rate

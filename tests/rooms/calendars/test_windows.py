"""Windows of the day as clocks show them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.calendars import Hours, clock_time, within
from madoguchi.calendars.model.windows import moment

NOON_IN_TOKYO = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # a Tuesday


def test_a_window_names_days_and_may_run_past_midnight() -> None:
    late = Hours(start="22:00", end="02:00", days=(2,))
    assert within(late, datetime(2026, 11, 24, 14, 0, tzinfo=UTC), "Asia/Tokyo")  # Tuesday 23:00
    assert within(late, datetime(2026, 11, 24, 16, 0, tzinfo=UTC), "Asia/Tokyo")  # Wednesday 01:00
    assert not within(late, datetime(2026, 11, 25, 14, 0, tzinfo=UTC), "Asia/Tokyo")
    assert not within(Hours(days=(1, 3, 4, 5, 6, 7)), NOON_IN_TOKYO, "Asia/Tokyo")


def test_an_unknown_time_zone_is_taken_as_utc() -> None:
    assert within(Hours(start="02:00", end="04:00"), NOON_IN_TOKYO, "Mars/Olympus")


@pytest.mark.parametrize("text", ["9:00", "25:00", "", "09:00:00", "24:01", "noon"])
def test_a_time_of_day_has_one_form(text: str) -> None:
    with pytest.raises(ValueError):
        clock_time(text)


@given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 23), st.integers(0, 23))
def test_a_moment_is_in_a_window_or_in_the_rest_of_the_day(when: datetime, start: int, end: int) -> None:
    window = Hours(start=f"{start:02}:00", end=f"{end:02}:00")
    rest = Hours(start=f"{end:02}:00", end=f"{start:02}:00")
    if start != end:
        assert within(window, when, "UTC") != within(rest, when, "UTC")


def test_a_time_that_a_change_of_clocks_leaves_out_is_still_a_moment() -> None:
    spring = date(2026, 3, 8)  # in New York the clocks go from 02:00 to 03:00
    assert moment(spring, 150, ZoneInfo("America/New_York")) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert moment(spring, 25 * 60, ZoneInfo("America/New_York")) == datetime(2026, 3, 9, 5, 0, tzinfo=UTC)

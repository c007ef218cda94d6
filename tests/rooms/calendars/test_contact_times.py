"""Permitted contact times: by purpose, by the clock of the one called, not on holidays where that is the rule."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.calendars import ContactPurpose, ContactRule, ContactTimes

BY_DEFAULT = ContactTimes()
TOKYO, CHICAGO = "Asia/Tokyo", "America/Chicago"


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(TOKYO))


@pytest.mark.parametrize(
    ("purpose", "at", "allowed"),
    [
        ("callback", "2026-11-24 08:00", True),
        ("callback", "2026-11-24 20:59", True),
        ("callback", "2026-11-24 21:00", False),
        ("collections", "2026-11-24 07:59", False),
        ("collections", "2026-11-23 12:00", True),  # a holiday is a day like others for it
        ("sales", "2026-11-24 12:00", True),
        ("sales", "2026-11-24 20:30", False),
        ("sales", "2026-11-23 12:00", False),  # 勤労感謝の日
        ("sales", "2026-11-29 12:00", False),  # a Sunday
    ],
)
def test_each_purpose_has_its_times_in_japan(purpose: ContactPurpose, at: str, allowed: bool) -> None:
    assert BY_DEFAULT.allowed(purpose, tokyo(at), TOKYO) is allowed


def test_the_clock_that_counts_is_that_of_the_one_called() -> None:
    noon_in_tokyo = tokyo("2026-11-24 12:00")  # 21:00 of the day before in Chicago
    assert BY_DEFAULT.allowed("service", noon_in_tokyo, TOKYO)
    assert not BY_DEFAULT.allowed("service", noon_in_tokyo, CHICAGO)
    assert BY_DEFAULT.next_allowed("service", noon_in_tokyo, CHICAGO) == datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def test_the_first_rule_that_fits_decides() -> None:
    rules = (
        ContactRule(purposes=("sales",), zones=("America/*",), start="10:00", end="11:00"),
        ContactRule(purposes=("sales",), zones=("Asia/Tokyo",), start="12:00", end="13:00"),
    )
    times = ContactTimes(rules=rules)
    assert times.allowed("sales", tokyo("2026-11-24 12:30"), TOKYO)
    assert times.next_allowed("sales", tokyo("2026-11-24 13:30"), TOKYO) == tokyo("2026-11-25 12:00")
    assert not times.allowed("service", tokyo("2026-11-24 12:30"), TOKYO)  # nobody permits it
    assert times.next_allowed("service", tokyo("2026-11-24 12:30"), TOKYO) is None


def test_after_a_holiday_contact_is_permitted_again() -> None:
    golden_week = tokyo("2026-05-02 20:00")  # a Saturday; Sunday to Wednesday are no days for sales
    assert BY_DEFAULT.next_allowed("sales", golden_week, TOKYO) == tokyo("2026-05-07 09:00")
    always = ContactTimes(rules=(ContactRule(start="00:00", end="24:00", except_holidays_of="JP"),))
    assert always.next_allowed("sales", tokyo("2026-05-03 12:00"), TOKYO) == tokyo("2026-05-07 00:00")


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["callback", "service", "sales", "collections"]),
    st.sampled_from([TOKYO, CHICAGO, "Europe/London", "Australia/Lord_Howe", "Mars/Olympus"]),
)
def test_the_next_permitted_moment_is_permitted_and_none_before_it_is(
    at: datetime, purpose: ContactPurpose, zone: str
) -> None:
    then = BY_DEFAULT.next_allowed(purpose, at, zone)
    assert then is not None
    assert then >= at
    assert BY_DEFAULT.allowed(purpose, then, zone)
    if then > at:
        assert not BY_DEFAULT.allowed(purpose, at, zone)
        assert not BY_DEFAULT.allowed(purpose, at + (then - at) / 2, zone)

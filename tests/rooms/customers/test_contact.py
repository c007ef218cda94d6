"""The gate: nobody is called who must not be, nor when they must not be, and every reason is named."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.customers.model.contact import (
    ContactPolicy,
    Hours,
    Preferences,
    Standing,
    clock_time,
    verdict,
    within,
)

NOON_IN_TOKYO = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # a Tuesday
NIGHT_IN_TOKYO = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


def ask(
    standing: Standing, medium: str = "voice", purpose: str = "service", when: datetime = NOON_IN_TOKYO
) -> list[str]:
    answer = verdict(ContactPolicy(), standing, medium, purpose, when)  # type: ignore[arg-type]  # a parameter's str is one of the literals
    assert answer.allowed == (not answer.reasons)
    return answer.reasons


def test_an_ordinary_customer_may_be_called_at_noon() -> None:
    assert ask(Standing()) == []


def test_calling_hours_are_those_of_the_customers_clock() -> None:
    assert ask(Standing(), when=NIGHT_IN_TOKYO) == ["outside_calling_hours"]
    assert ask(Standing(time_zone="Europe/London"), when=NIGHT_IN_TOKYO) == []
    assert ask(Standing(), medium="email", when=NIGHT_IN_TOKYO) == []


def test_do_not_call_stops_calls_but_neither_mail_nor_the_callback_they_asked_for() -> None:
    standing = Standing(preferences=Preferences(do_not_call=True))
    assert ask(standing) == ["do_not_call"]
    assert ask(standing, medium="email") == []
    assert ask(standing, purpose="callback") == []


def test_an_opt_out_holds_for_its_medium_and_purpose() -> None:
    standing = Standing(preferences=Preferences(opt_outs=["email", "voice:marketing"]))
    assert ask(standing, medium="email") == ["opted_out"]
    assert ask(standing) == []
    assert ask(standing, purpose="marketing") == ["opted_out"]


def test_every_reason_is_told() -> None:
    standing = Standing(
        preferences=Preferences(do_not_call=True, opt_outs=["voice"], hours=Hours(start="09:00", end="12:00")),
        blocked=True, marketing_consent=False, reachable=False,
    )  # fmt: skip
    assert ask(standing, purpose="marketing", when=NIGHT_IN_TOKYO) == [
        "address_withheld", "address_blocked", "do_not_call", "opted_out", "consent_withdrawn",
        "outside_calling_hours", "outside_wished_hours",
    ]  # fmt: skip


def test_wished_hours_name_days_and_may_run_past_midnight() -> None:
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

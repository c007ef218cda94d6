"""The gate: nobody is called who must not be, nor when they must not be, and every reason is named."""

from datetime import UTC, datetime

from madoguchi.calendars import Hours
from madoguchi.customers.model.contact import (
    ContactPolicy,
    Preferences,
    Standing,
    earliest,
    verdict,
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


def test_permitted_times_are_those_of_the_customers_clock() -> None:
    assert ask(Standing(), when=NIGHT_IN_TOKYO) == ["outside_calling_hours"]
    assert ask(Standing(), medium="sms", when=NIGHT_IN_TOKYO) == ["outside_calling_hours"]
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


def test_the_gate_opens_when_both_the_law_and_the_wish_allow() -> None:
    wish = Standing(preferences=Preferences(hours=Hours(start="18:00", end="22:00", days=(6, 7))))
    saturday = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
    assert earliest(ContactPolicy(), wish, "voice", "service", NIGHT_IN_TOKYO) == saturday
    assert earliest(ContactPolicy(), Standing(), "voice", "service", NOON_IN_TOKYO) == NOON_IN_TOKYO
    assert earliest(ContactPolicy(), Standing(blocked=True), "voice", "service", NIGHT_IN_TOKYO) is None
    never = Standing(preferences=Preferences(hours=Hours(start="22:00", end="24:00")))
    assert earliest(ContactPolicy(), never, "voice", "service", NOON_IN_TOKYO) is None

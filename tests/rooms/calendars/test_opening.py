"""Opening hours: open or not, why not, until when, and when again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.calendars import Closure, OpeningHours, Openness, Span, SpecialDay
from madoguchi.calendars.model.holidays import Calendar
from madoguchi.calendars.model.opening import openness, span_faults
from madoguchi.kit.ids import new_id

TOKYO = ZoneInfo("Asia/Tokyo")
MORNING, AFTERNOON = Span(start="09:00", end="12:00"), Span(start="13:00", end="18:00")
YEAR_END = Closure(
    id=new_id(), kind="company", first=date(2026, 12, 29), last=date(2027, 1, 3), yearly=True, name_ja="年末年始休業",
    name_en="Year-end closure", version=1,
)  # fmt: skip
CALENDAR = Calendar(closures=(YEAR_END,))


def hours(**changes: Any) -> OpeningHours:
    usual = OpeningHours(
        id=new_id(), name="代表", time_zone="Asia/Tokyo", week=((MORNING, AFTERNOON),) * 5 + ((MORNING,), ()),
        on_holidays=(), country="JP", observes_closures=True, active=True, version=1,
        special_days=(
            SpecialDay(day=date(2026, 11, 27), spans=(Span(start="09:00", end="15:00"),), name_ja="棚卸し"),
            SpecialDay(day=date(2026, 11, 30), name_ja="創立記念日", name_en="Founding day"),
        ),
    )  # fmt: skip
    return msgspec.structs.replace(usual, **changes)


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def ask(text: str, those: OpeningHours | None = None) -> Openness:
    return openness(those or hours(), CALENDAR, tokyo(text))


@pytest.mark.parametrize(
    ("at", "why", "until"),
    [
        ("2026-11-24 09:00", "open", "2026-11-24 12:00"),  # a Tuesday
        ("2026-11-24 11:59", "open", "2026-11-24 12:00"),
        ("2026-11-24 12:00", "lunch", "2026-11-24 13:00"),
        ("2026-11-24 13:00", "open", "2026-11-24 18:00"),
        ("2026-11-24 18:00", "closed", "2026-11-25 09:00"),
        ("2026-11-24 08:59", "closed", "2026-11-24 09:00"),
        ("2026-11-28 12:30", "closed", "2026-12-01 09:00"),  # Saturday; Monday is the founding day
        ("2026-11-27 15:30", "special", "2026-11-28 09:00"),  # closes early
        ("2026-11-27 18:30", "closed", "2026-11-28 09:00"),  # would be closed anyway
        ("2026-11-30 10:00", "special", "2026-12-01 09:00"),
        ("2026-11-23 10:00", "holiday", "2026-11-24 09:00"),  # 勤労感謝の日, a Monday
        ("2026-12-31 10:00", "holiday", "2027-01-04 09:00"),  # the year's end
        ("2027-01-01 10:00", "holiday", "2027-01-04 09:00"),
    ],
)
def test_a_caller_is_told_why_and_until_when(at: str, why: str, until: str) -> None:
    answer = ask(at)
    assert (answer.why, answer.open, answer.until) == (why, why == "open", tokyo(until).astimezone(UTC))
    assert answer.opens == (None if answer.open else answer.until)


def test_the_day_that_closes_it_is_named() -> None:
    named = {at: ask(at).day for at in ("2026-11-23 10:00", "2026-12-30 10:00", "2026-11-30 10:00")}
    assert [day and (day.kind, day.name_ja) for day in named.values()] == [
        ("public", "勤労感謝の日"), ("company", "年末年始休業"), ("special", "創立記念日"),
    ]  # fmt: skip
    assert ask("2026-11-24 12:30").day is None


def test_a_holiday_may_have_hours_of_its_own_or_be_like_its_weekday() -> None:
    short = hours(on_holidays=(Span(start="10:00", end="16:00"),))
    assert ask("2026-11-23 10:30", short).until == tokyo("2026-11-23 16:00").astimezone(UTC)
    assert ask("2026-11-23 09:30", short).why == "holiday"
    assert ask("2026-11-23 20:00", short).why == "closed"
    assert ask("2026-11-23 09:30", hours(on_holidays=None)).open
    assert ask("2026-12-30 10:00", hours(observes_closures=False)).open


def test_a_night_is_one_opening_over_midnight() -> None:
    night = (Span(start="00:00", end="06:00"), Span(start="22:00", end="24:00"))
    answer = ask("2026-11-24 23:00", hours(week=(night,) * 7))
    assert (answer.why, answer.until) == ("open", tokyo("2026-11-25 06:00").astimezone(UTC))
    assert ask("2026-11-24 12:00", hours(week=(night,) * 7)).why == "closed"  # sixteen hours are no lunch


def test_what_never_changes_says_so() -> None:
    always = hours(
        week=((Span(start="00:00", end="24:00"),),) * 7, on_holidays=None, observes_closures=False, special_days=()
    )
    assert ask("2026-11-24 23:00", always) == Openness(open=True, why="open", until=None, opens=None)
    assert ask("2026-11-24 23:00", hours(week=((),) * 7, special_days=())) == Openness(
        open=False, why="closed", until=None, opens=None
    )


def test_opening_hours_keep_to_their_own_clock_when_it_changes() -> None:
    york = hours(time_zone="America/New_York", country="US", special_days=())
    winter, summer = datetime(2026, 3, 6, 14, 30, tzinfo=UTC), datetime(2026, 3, 9, 13, 30, tzinfo=UTC)
    assert openness(york, CALENDAR, winter).until == datetime(2026, 3, 6, 17, 0, tzinfo=UTC)
    assert openness(york, CALENDAR, summer).until == datetime(2026, 3, 9, 16, 0, tzinfo=UTC)


def test_faulty_spans_are_named() -> None:
    assert [f.code for f in span_faults([Span(start="12:00", end="09:00")], "week.0")] == ["span_backwards"]
    crossed = [Span(start="12:30", end="18:00"), Span(start="09:00", end="13:00")]
    assert [(f.at, f.code) for f in span_faults(crossed, "week.0")] == [("week.0", "spans_overlap")]
    assert span_faults([AFTERNOON, MORNING], "week.0") == []


MINUTES = st.integers(0, 95).map(lambda quarter: quarter * 15)


@st.composite
def days(draw: st.DrawFn) -> tuple[Span, ...]:
    edges = sorted(draw(st.lists(MINUTES, unique=True, max_size=6)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(
        Span(start=f"{a // 60:02}:{a % 60:02}", end=f"{b // 60:02}:{b % 60:02}") for a, b in pairs
    )  # fmt: skip


@given(
    st.tuples(*[days()] * 7), st.one_of(st.none(), days()),
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.floats(0.01, 0.99),
)  # fmt: skip
def test_until_is_the_very_moment_at_which_the_answer_changes(
    week: tuple[tuple[Span, ...], ...], on_holidays: tuple[Span, ...] | None, at: datetime, part: float
) -> None:
    those = hours(week=week, on_holidays=on_holidays)
    answer = openness(those, CALENDAR, at)
    if answer.until is None:
        assert openness(those, CALENDAR, at + timedelta(days=30)).open == answer.open
        return
    assert answer.until > at
    assert openness(those, CALENDAR, answer.until).open is not answer.open
    assert openness(those, CALENDAR, at + (answer.until - at) * part).open is answer.open

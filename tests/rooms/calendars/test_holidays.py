"""Japan's public holidays against a list written by hand, and what a company changes about them."""

from datetime import date

import pytest

from madoguchi.calendars.model.holidays import Calendar, Closure, ClosureKind, by_law, countries
from madoguchi.kit.ids import new_id

# Written by hand from the Cabinet Office's announcements (to 2026) and the law (from 2027).
BY_HAND = {
    2019: "1/1 1/14 2/11 3/21 4/29 4/30 5/1 5/2 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/23 10/14 10/22 11/3 11/4 11/23",
    2020: "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/23 7/24 8/10 9/21 9/22 11/3 11/23",
    2021: "1/1 1/11 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/22 7/23 8/8 8/9 9/20 9/23 11/3 11/23",
    2022: "1/1 1/10 2/11 2/23 3/21 4/29 5/3 5/4 5/5 7/18 8/11 9/19 9/23 10/10 11/3 11/23",
    2023: "1/1 1/2 1/9 2/11 2/23 3/21 4/29 5/3 5/4 5/5 7/17 8/11 9/18 9/23 10/9 11/3 11/23",
    2024: "1/1 1/8 2/11 2/12 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/22 9/23 10/14 11/3 11/4 11/23",
    2025: "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24",
    2026: "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23",
    2027: "1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23",
    2028: "1/1 1/10 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/17 8/11 9/18 9/22 10/9 11/3 11/23",
    2029: "1/1 1/8 2/11 2/12 2/23 3/20 4/29 4/30 5/3 5/4 5/5 7/16 8/11 9/17 9/23 9/24 10/8 11/3 11/23",
    2030: "1/1 1/14 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/23 10/14 11/3 11/4 11/23",
}
JAPAN = Calendar()


def closure(kind: ClosureKind, first: date, last: date, *, yearly: bool = False) -> Closure:
    return Closure(
        id=new_id(),
        kind=kind,
        first=first,
        last=last,
        yearly=yearly,
        version=1,
        name_ja="年末年始",
        name_en="Year's end",
    )


@pytest.mark.parametrize("year", BY_HAND)
def test_a_year_s_holidays_are_those_of_the_list(year: int) -> None:
    found = JAPAN.between(date(year, 1, 1), date(year, 12, 31))
    assert " ".join(f"{h.day.month}/{h.day.day}" for h in found) == BY_HAND[year]
    assert {h.kind for h in found} == {"public"}


@pytest.mark.parametrize(
    ("day", "ja", "en"),
    [
        (date(2026, 9, 22), "国民の休日", "National Holiday"),  # between two holidays
        (date(2025, 5, 6), "振替休日", "Substitute Holiday"),
        (date(2019, 5, 1), "天皇の即位の日", "Emperor's Enthronement Day"),
        (date(2021, 7, 23), "スポーツの日", "Sports Day"),  # moved for the Games
        (date(2026, 11, 3), "文化の日", "Culture Day"),
    ],
)
def test_a_holiday_has_its_name_in_both_languages(day: date, ja: str, en: str) -> None:
    found = by_law("JP", day)
    assert found is not None
    assert (found.name_ja, found.name_en) == (ja, en)


def test_other_countries_have_theirs_and_nobody_has_none() -> None:
    independence = by_law("US", date(2026, 7, 4))
    assert independence is not None
    assert "Independence Day" in independence.name_en
    assert by_law("", date(2026, 1, 1)) is None
    assert by_law("XX", date(2026, 1, 1)) is None
    assert {"JP", "US", "DE"} <= countries()


def test_the_year_s_end_comes_every_year_from_the_first_on() -> None:
    ends = closure("company", date(2026, 12, 29), date(2027, 1, 3), yearly=True)
    assert not ends.covers(date(2025, 12, 30))
    assert not ends.covers(date(2026, 1, 2))
    assert ends.covers(date(2026, 12, 29))
    assert ends.covers(date(2027, 1, 3))
    assert ends.covers(date(2031, 1, 1))
    assert not ends.covers(date(2031, 1, 4))
    assert not ends.covers(date(2031, 12, 28))


def test_a_company_closes_adds_a_holiday_and_works_on_another() -> None:
    ours = Calendar(
        closures=(
            closure("company", date(2026, 6, 1), date(2026, 6, 1)),
            closure("public", date(2026, 6, 2), date(2026, 6, 2)),
            closure("working", date(2026, 11, 3), date(2026, 11, 3)),
        )
    )
    named = {day: ours.of(day) for day in (date(2026, 6, 1), date(2026, 6, 2), date(2026, 11, 3))}
    assert [h and h.kind for h in named.values()] == ["company", "public", None]
    assert ours.public(date(2026, 6, 1)) is None

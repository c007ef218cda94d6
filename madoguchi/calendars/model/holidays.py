"""Public holidays of a country, computed, and what a company adds to them or takes from them. Pure.

The law of Japan's holidays (祝日法: fixed days, Happy Monday, equinoxes, substitute and sandwiched days, the exceptions
of 2019–2021) is the library's work; tests hold it against a hand-written list.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Final, Literal, cast
from uuid import UUID

import holidays
import msgspec

from madoguchi.calendars.model.windows import Spans

HolidayKind = Literal["public", "company", "special"]
ClosureKind = Literal["company", "public", "working"]
LONGEST: Final = 366
_LANGUAGES: Final = ("ja", "en_US")


class Holiday(msgspec.Struct, frozen=True, kw_only=True):
    """A day with a name. public: by law; company: a closure of ours; special: named by opening hours themselves."""

    day: date
    name_ja: str
    name_en: str
    kind: HolidayKind


class Closure(msgspec.Struct, frozen=True, kw_only=True):
    """Days on which a company differs from the calendar, `first` to `last` with both; `yearly`: every year from then.

    company: closed (休業日, 年末年始), or there for `spans` only. public: a public holiday that the calendar does not
    know yet. working: a public holiday on which we work as on any other day.
    """

    id: UUID
    kind: ClosureKind
    first: date
    last: date
    yearly: bool
    name_ja: str
    name_en: str
    version: int
    spans: Spans = ()

    def covers(self, day: date) -> bool:
        """Whether `day` is one of them."""
        if not self.yearly:
            return self.first <= day <= self.last
        start, end, this = ((d.month, d.day) for d in (self.first, self.last, day))
        inside = start <= this <= end if start <= end else this >= start or this <= end
        return day >= self.first and inside


@cache
def countries() -> frozenset[str]:
    """ISO codes of the countries whose public holidays are known."""
    return frozenset(code for code in holidays.list_supported_countries() if len(code) == 2)  # ISO 3166-1


@cache
def _named(country: str, year: int, language: str) -> dict[date, str]:
    """Public holidays of a year by day, in a language or, where it is not spoken of, in the country's own."""
    known = holidays.list_localized_countries().get(country, ())
    found = holidays.country_holidays(country, years=year, language=language if language in known else None)
    return cast(dict[date, str], dict(found))


def by_law(country: str, day: date) -> Holiday | None:
    """The public holiday of a country on a day, before any correction of ours. No country: none."""
    if country not in countries():
        return None
    ja, en = (_named(country, day.year, language).get(day) for language in _LANGUAGES)
    return Holiday(day=day, name_ja=ja, name_en=en, kind="public") if ja and en else None


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """Which days are days off: the law of a country with a company's own closures and corrections over it."""

    country: str = "JP"
    closures: tuple[Closure, ...] = ()

    def _ours(self, kind: ClosureKind, day: date) -> Closure | None:
        """What was said of this very year stands over what holds every year."""
        said = [closure for closure in self.closures if closure.kind == kind and closure.covers(day)]
        return min(said, key=lambda closure: closure.yearly, default=None)

    def own(self, day: date) -> Closure | None:
        """The company's closure, or its shorter hours, on a day: unless it works this year where it never does."""
        found, works = self._ours("company", day), self._ours("working", day)
        return None if found and found.yearly and works and not works.yearly else found

    def public(self, day: date) -> Holiday | None:
        """The public holiday on a day, as corrected."""
        if self._ours("working", day):
            return None
        added = self._ours("public", day)
        return as_holiday(added, day) if added else by_law(self.country, day)

    def closed(self, day: date) -> Holiday | None:
        """The company's own closure on a day; shorter hours are none."""
        ours = self.own(day)
        return as_holiday(ours, day) if ours and not ours.spans else None

    def of(self, day: date) -> Holiday | None:
        """The day's name: a public holiday before a closure."""
        return self.public(day) or self.closed(day)

    def between(self, first: date, last: date) -> list[Holiday]:
        """Every day off from `first` to `last`, with both; a day that is twice one stands there twice."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [found for day in days for found in _some(self.public(day), self.closed(day))]


def _some(*found: Holiday | None) -> Iterable[Holiday]:
    return (holiday for holiday in found if holiday)


def as_holiday(closure: Closure, day: date) -> Holiday:
    """One of its days, with its name."""
    kind: HolidayKind = "company" if closure.kind == "company" else "public"
    return Holiday(day=day, name_ja=closure.name_ja, name_en=closure.name_en, kind=kind)

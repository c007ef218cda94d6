"""What a line of a table of closures says. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from madoguchi.calendars.model.holidays import LONGEST, Closure, ClosureKind
from madoguchi.calendars.model.opening import span_faults
from madoguchi.calendars.model.shifts import plain, read_date, read_time
from madoguchi.calendars.model.windows import MIDNIGHT, Span, Spans
from madoguchi.kit.errors import Fault

Field = Literal["first", "last", "name_ja", "name_en", "hours"]
LONGEST_NAME: Final = 100

_HEADINGS: Final[dict[Field, str]] = {
    "first": "first|first day|date|day|from|start|start date|開始日|初日|日付|年月日|休業日|期間|日|開始",
    "last": "last|last day|to|until|through|end|end date|終了日|最終日|終了",
    "name_ja": "name|name in japanese|name (ja)|名称|名前|休業名|日本語名|内容|名称 (日本語)|名称(日本語)",
    "name_en": "name in english|english name|name (en)|英語名|英語の名称|名称 (英語)|名称(英語)",
    "hours": "opening hours|hours|営業時間|受付時間|時間",
}
_FIELDS: Final = {word: field for field, words in _HEADINGS.items() for word in words.split("|")}
_CLOSED: Final = frozenset({"", "closed", "休業", "休", "終日休業", "休み", "-"})
_AS_USUAL: Final = frozenset(
    {"as usual", "usual", "open", "normal", "通常", "通常営業", "通常どおり", "営業", "平常", "平常営業"}
)
_DASH: Final = re.compile(r"\s*[-~\u301c\u2013\u2014]\s*")


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """Days of a line, `first` to `last` with both, and what is said of them."""

    kind: ClosureKind
    first: date
    last: date
    name_ja: str
    name_en: str
    spans: Spans = ()

    def days(self) -> set[date]:
        return {self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What a line says, or everything that is wrong with it."""

    day: Day | None = None
    faults: tuple[Fault, ...] = ()


def columns(headings: Sequence[str]) -> dict[Field, int]:
    """Which field is in which column, by the headings; the first of two of a kind."""
    found: dict[Field, int] = {}
    for at, heading in enumerate(headings):
        field = _FIELDS.get(plain(heading))
        if field and field not in found:
            found[field] = at
    return found


def missing(found: Mapping[Field, int]) -> list[Field]:
    """Fields without which a table says nothing: one of both names is enough."""
    needed: dict[Field, bool] = {"first": "first" in found, "name_ja": "name_ja" in found or "name_en" in found}
    return [field for field, there in needed.items() if not there]


def read_line(at: Mapping[Field, int], cells: Sequence[str]) -> Line:
    """Understand a line."""
    cell = {field: cells[place].strip() for field, place in at.items() if place < len(cells)}
    faults: list[Fault] = []
    first, last = _days(cell, faults)
    ja, en = cell.get("name_ja", ""), cell.get("name_en", "")
    if not ja and not en:
        faults.append(Fault(at="name_ja", code="closure_name_missing"))
    if max(len(ja), len(en)) > LONGEST_NAME:
        faults.append(Fault(at="name_ja", code="closure_name_long", params={"limit": LONGEST_NAME}))
    kind, spans = _hours(cell.get("hours", ""), faults)
    if faults or first is None or last is None:
        return Line(faults=tuple(faults))
    return Line(day=Day(kind=kind, first=first, last=last, name_ja=ja or en, name_en=en or ja, spans=spans))


def _days(cell: Mapping[Field, str], faults: list[Fault]) -> tuple[date | None, date | None]:
    """Both ends; one cell may hold both (12/29 to 1/3 as 2026/12/29〜2027/1/3)."""
    begins, ends = cell.get("first", ""), cell.get("last", "")
    parts = re.split(r"\s*[~\u301c\u2013\u2014]\s*", unicodedata.normalize("NFKC", begins))
    if len(parts) == 2 and not ends:
        begins, ends = parts
    first = read_date(begins)
    last = read_date(ends) if ends else first
    if first is None:
        faults.append(Fault(at="first", code="shift_date_unreadable"))
    if ends and last is None:
        faults.append(Fault(at="last", code="shift_date_unreadable"))
    if first and last and last < first:
        faults.append(Fault(at="last", code="ends_before_start"))
    elif first and last and (last - first).days >= LONGEST:
        faults.append(Fault(at="last", code="closure_too_long", params={"limit": LONGEST}))
    return first, last


def _hours(text: str, faults: list[Fault]) -> tuple[ClosureKind, Spans]:
    """Closed, as usual although it is a holiday, or open at some hours only (9:00-12:00 13:00-15:00)."""
    said = plain(text)
    if said in _CLOSED:
        return "company", ()
    if said in _AS_USUAL:
        return "working", ()
    spans = [_span(part) for part in re.split(r"[\s,、・/]+", _DASH.sub("-", said))]
    read = tuple(sorted(span for span in spans if span))
    wrong = None in spans and [Fault(at="hours", code="closure_hours_unreadable")]
    faults += wrong or [Fault(at="hours", code=fault.code) for fault in span_faults(read, "hours")]
    return "company", read


def _span(text: str) -> Span | None:
    ends = [read_time(part) for part in text.split("-")]
    times = [f"{minutes // 60:02}:{minutes % 60:02}" for minutes in ends if minutes is not None and minutes <= MIDNIGHT]
    return Span(start=times[0], end=times[1]) if len(ends) == len(times) == 2 else None


def settled(lines: Sequence[Line], standing: Iterable[Closure]) -> tuple[list[Line], list[Closure]]:
    """The lines, those that cannot stand made faulty, and whatever gives way to the others.

    A line may not meet another of its kind. What stands gives way where the file speaks of all its days; of what stands
    partly on other days the file must speak too, or leave it alone. What holds every year stands beside a line that is
    about one.
    """
    judged = _apart(lines)
    once = [closure for closure in standing if not closure.yearly]
    while True:
        spoken = {(line.day.kind, day) for line in judged if line.day for day in line.day.days()}
        met = [closure for closure in once if any((closure.kind, day) in spoken for day in _days_of(closure))]
        partly = [closure for closure in met if not all((closure.kind, day) in spoken for day in _days_of(closure))]
        if not partly:
            return judged, met
        judged = [_against(line, partly) for line in judged]


def _apart(lines: Sequence[Line]) -> list[Line]:
    taken: set[tuple[ClosureKind, date]] = set()
    judged = []
    for line in lines:
        days = {(line.day.kind, day) for day in line.day.days()} if line.day else set()
        judged.append(Line(faults=(Fault(at="first", code="closure_twice"),)) if days & taken else line)
        taken |= days
    return judged


def _against(line: Line, partly: Sequence[Closure]) -> Line:
    if line.day is None:
        return line
    days = line.day.days()
    met = [closure for closure in partly if closure.kind == line.day.kind and days & _days_of(closure)]
    faults = [
        Fault(
            at="first",
            code="closure_stands",
            params={"name": closure.name_ja, "first": closure.first.isoformat(), "last": closure.last.isoformat()},
        )
        for closure in met
    ]
    return Line(faults=tuple(faults)) if faults else line


def _days_of(closure: Closure) -> set[date]:
    return {closure.first + timedelta(days=n) for n in range((closure.last - closure.first).days + 1)}

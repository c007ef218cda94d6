"""Lines of a table of closures as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from madoguchi.calendars.model.closure_lines import Day, Line, columns, missing, read_line, settled
from madoguchi.calendars.model.holidays import Calendar, Closure, ClosureKind
from madoguchi.calendars.model.windows import Span
from madoguchi.kit.ids import new_id

HEADINGS = ["開始日", "終了日", "名称", "英語名", "営業時間"]
AT = columns(HEADINGS)


def read(*cells: str) -> Day:
    line = read_line(AT, cells)
    assert line.day is not None, line.faults
    return line.day


def codes(*cells: str) -> list[tuple[str, str]]:
    return [(fault.at, fault.code) for fault in read_line(AT, cells).faults]


@pytest.mark.parametrize(
    ("cells", "first", "last"),
    [
        (("2026-12-29", "2027-01-03", "年末年始"), date(2026, 12, 29), date(2027, 1, 3)),
        (("2026/12/28", "", "仕事納め"), date(2026, 12, 28), date(2026, 12, 28)),
        (("２０２６年１２月２９日", "2027年1月3日", "年末年始"), date(2026, 12, 29), date(2027, 1, 3)),
        (("2026/12/29〜2027/1/3", "", "年末年始"), date(2026, 12, 29), date(2027, 1, 3)),
        (("2026-12-29 – 2027-01-03", "", "年末年始"), date(2026, 12, 29), date(2027, 1, 3)),
        (("2026/12/29～2027/1/3", "", "年末年始"), date(2026, 12, 29), date(2027, 1, 3)),
    ],
)
def test_days_are_one_or_from_one_to_another(cells: tuple[str, ...], first: date, last: date) -> None:
    day = read(*cells)
    assert (day.first, day.last, day.kind, day.spans) == (first, last, "company", ())


@pytest.mark.parametrize(
    ("said", "kind", "spans"),
    [
        ("休業", "company", []),
        ("CLOSED", "company", []),
        ("通常営業", "working", []),
        ("通常どおり", "working", []),
        ("as usual", "working", []),
        ("9:00-12:00", "company", [("09:00", "12:00")]),
        ("9:00～12:00、13:00～15:30", "company", [("09:00", "12:00"), ("13:00", "15:30")]),
        ("9時〜12時", "company", [("09:00", "12:00")]),
        ("13:00 – 24:00 / 9:00 – 10:00", "company", [("09:00", "10:00"), ("13:00", "24:00")]),
    ],
)
def test_a_day_is_closed_as_usual_or_open_at_some_hours(said: str, kind: str, spans: list[tuple[str, str]]) -> None:
    day = read("2026-12-28", "", "仕事納め", "", said)
    assert (day.kind, [(span.start, span.end) for span in day.spans]) == (kind, spans)


def test_one_name_is_enough() -> None:
    assert (read("2026-12-28", "", "仕事納め").name_en, read("2026-12-28", "", "", "Off").name_ja) == (
        "仕事納め",
        "Off",
    )


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("soon", "", "休み"), [("first", "shift_date_unreadable")]),
        (("2026-02-30", "", "休み"), [("first", "shift_date_unreadable")]),
        (("2026-12-29", "later", "休み"), [("last", "shift_date_unreadable")]),
        (("2026-12-29", "2026-12-28", "休み"), [("last", "ends_before_start")]),
        (("2026-12-29", "2028-12-28", "休み"), [("last", "closure_too_long")]),
        (("2026-12-29", "", "", ""), [("name_ja", "closure_name_missing")]),
        (("2026-12-29", "", "長" * 101), [("name_ja", "closure_name_long")]),
        (("2026-12-29", "", "休み", "", "午前"), [("hours", "closure_hours_unreadable")]),
        (("2026-12-29", "", "休み", "", "9:00-25:00"), [("hours", "closure_hours_unreadable")]),
        (("2026-12-29", "", "休み", "", "12:00-9:00"), [("hours", "span_backwards")]),
        (("2026-12-29", "", "休み", "", "9:00-12:00 11:00-13:00"), [("hours", "spans_overlap")]),
    ],
)
def test_everything_wrong_with_a_line_is_named_where_it_is(
    cells: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert codes(*cells) == expected


def test_a_table_needs_to_say_when_and_what() -> None:
    assert missing(columns(["商品", "価格"])) == ["first", "name_ja"]
    assert missing(columns(["Date", "Name in English"])) == []
    assert columns(["日付", "名称（英語）", "名称", "Opening hours"]) == {
        "first": 0,
        "name_en": 1,
        "name_ja": 2,
        "hours": 3,
    }


def line(first: date, last: date, kind: ClosureKind = "company") -> Line:
    return Line(day=Day(kind=kind, first=first, last=last, name_ja="休", name_en="Off"))


def stands(first: date, last: date, *, yearly: bool = False, kind: ClosureKind = "company") -> Closure:
    return Closure(
        id=new_id(), kind=kind, first=first, last=last, yearly=yearly, name_ja="年末", name_en="Off", version=1
    )


def december(day: int) -> date:
    return date(2026, 12, day)


def test_what_stands_gives_way_where_the_file_speaks_of_all_its_days() -> None:
    before = stands(december(29), december(31))
    beside = stands(december(10), december(10))
    judged, gone = settled([line(december(28), december(30)), line(december(31), december(31))], [before, beside])
    assert not [fault for each in judged for fault in each.faults]
    assert gone == [before]


def test_a_line_that_meets_a_part_of_what_stands_is_refused_and_so_is_what_then_meets_a_part() -> None:
    longer, shorter = stands(december(29), december(31)), stands(december(20), december(22))
    lines = [line(december(22), december(29)), line(december(20), december(21)), line(december(5), december(5))]
    judged, gone = settled(lines, [longer, shorter])
    assert [[fault.code for fault in each.faults] for each in judged] == [["closure_stands"], ["closure_stands"], []]
    assert judged[0].faults[0].params == {"name": "年末", "first": "2026-12-29", "last": "2026-12-31"}
    assert gone == []


def test_lines_about_one_day_are_told_apart_by_their_kind_and_what_holds_every_year_stays() -> None:
    yearly, once = stands(december(29), december(31), yearly=True), line(december(29), december(29))
    judged, gone = settled(
        [once, line(december(29), december(30)), line(december(29), december(29), "working")], [yearly]
    )
    assert [[fault.code for fault in each.faults] for each in judged] == [[], ["closure_twice"], []]
    assert gone == []


def test_what_is_said_of_one_year_stands_over_what_holds_every_year() -> None:

    yearly = stands(december(29), december(31), yearly=True)
    short = Closure(
        id=new_id(), kind="company", first=december(29), last=december(29), yearly=False, name_ja="納会",
        name_en="Party", version=1, spans=(Span(start="09:00", end="12:00"),),
    )  # fmt: skip
    works = stands(december(30), december(30), kind="working")
    calendar = Calendar(closures=(yearly, short, works))
    assert [calendar.closed(december(day)) is not None for day in (28, 29, 30, 31)] == [False, False, False, True]
    assert calendar.own(december(29)) == short

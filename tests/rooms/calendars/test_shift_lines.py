"""What a line of a shift table says, however people write it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from madoguchi.calendars.model.shifts import (
    DayShift,
    Reader,
    Who,
    columns,
    missing,
    overlapping,
    people_by_name,
    read_date,
    read_time,
)
from madoguchi.kit.ids import new_id

SATO, TANAKA, OTHER_TANAKA = (
    Who(id=new_id(), name=name, email=email)
    for name, email in (("佐藤 由美", "sato@minato.example"), ("田中 翔", "t1@x.example"), ("田中　翔", "t2@x.example"))
)
HEADINGS = ["氏名", "日付", "開始", "終了", "休憩開始", "休憩終了", "種別"]
PEOPLE, AMBIGUOUS = people_by_name([SATO, TANAKA, OTHER_TANAKA])
READER = Reader(columns=columns(HEADINGS), people=PEOPLE, ambiguous=AMBIGUOUS, zone=ZoneInfo("Asia/Tokyo"))


def said(*cells: str) -> list[tuple[str, str, str]]:
    """The shifts of a line as kind and both ends in Tokyo."""
    found = READER.read(list(cells))
    assert found.faults == ()
    there = ZoneInfo("Asia/Tokyo")
    return [
        (s.kind, f"{s.start.astimezone(there):%m/%d %H:%M}", f"{s.end.astimezone(there):%m/%d %H:%M}")
        for s in found.shifts
    ]


def faults(*cells: str) -> list[tuple[str, str]]:
    return [(fault.at, fault.code) for fault in READER.read(list(cells)).faults]


def test_a_day_of_work_with_its_lunch_is_two_shifts() -> None:
    assert said("佐藤由美", "2026/12/1", "9:00", "18:00", "12:00", "13:00", "勤務") == [
        ("work", "12/01 09:00", "12/01 18:00"), ("break", "12/01 12:00", "12/01 13:00"),
    ]  # fmt: skip


def test_a_night_ends_on_the_next_day_however_it_is_written() -> None:
    night = [("work", "12/01 22:00", "12/02 07:00"), ("break", "12/02 02:00", "12/02 03:00")]
    assert said("SATO@minato.example", "2026年12月1日", "22時", "7時00分", "2:00", "3:00", "夜勤") == night
    assert said("SATO@minato.example", "2026-12-01", "2200", "31:00", "26:00", "27:00", "") == night


def test_leave_without_times_is_the_whole_day() -> None:
    assert said("佐藤 由美", "2026-12-01", "", "", "", "", "公休") == [("leave", "12/01 00:00", "12/02 00:00")]
    assert said("佐藤 由美", "2026-12-01", "10:00", "12:00", "", "", "研修") == [
        ("training", "12/01 10:00", "12/01 12:00")
    ]


def test_everything_wrong_with_a_line_is_told_at_once() -> None:
    assert faults("山田 太郎", "12月1日", "九時", "18:00", "", "", "残業") == [
        ("person", "shift_person_unknown"), ("day", "shift_date_unreadable"), ("kind", "shift_kind_unknown"),
        ("start", "shift_time_unreadable"),
    ]  # fmt: skip
    assert faults("田中翔", "2026-12-01", "9:00", "18:00") == [("person", "shift_person_ambiguous")]
    assert faults("佐藤 由美", "2026-12-01", "9:00", "12:00", "11:30", "12:30") == [
        ("break_start", "shift_break_outside")
    ]
    assert faults("佐藤 由美", "2026-12-01", "9:00", "48:00") == [("end", "shift_too_long")]
    assert faults("佐藤 由美", "2026-12-01", "9:00", "") == [("end", "shift_time_unreadable")]
    assert faults() == [
        ("person", "shift_person_unknown"), ("day", "shift_date_unreadable"),
        ("start", "shift_time_unreadable"), ("end", "shift_time_unreadable"),
    ]  # fmt: skip


def test_headings_of_both_languages_are_known_and_needed_ones_are_missed() -> None:
    assert columns(["E-mail", "DATE", "From", "To", "Break_start", "break end", "備考"]) == {
        "person": 0, "day": 1, "start": 2, "end": 3, "break_start": 4, "break_end": 5,
    }  # fmt: skip
    assert missing(columns(["開始（予定）", "終了"])) == ["person", "day"]


@pytest.mark.parametrize("text", ["2026-13-01", "2026-02-30", "", "tomorrow", "2026-1", "1/2/2026"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(("text", "minutes"), [("9:00", 540), ("09:00:00", 540), ("９：３０", 570), ("48:00", 2880)])
def test_times_are_read(text: str, minutes: int) -> None:
    assert read_time(text) == minutes


@pytest.mark.parametrize("text", ["9", "25:61", "48:01", "noon", "9:5", "-1:00"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_time(text) is None


def test_a_person_is_not_at_two_works_at_once_but_breaks_lie_within() -> None:
    def shift(kind: str, start: int, end: int) -> DayShift:
        day = date(2026, 12, 1)
        times = (datetime(2026, 12, 1, hour, tzinfo=UTC) for hour in (start, end))
        return DayShift(user=SATO.id, day=day, start=next(times), end=next(times), kind=kind)  # type: ignore[arg-type]  # a kind

    table = [shift("work", 0, 9), shift("break", 3, 4), shift("work", 8, 12), shift("work", 9, 12)]
    assert overlapping(table, []) == {2}
    assert overlapping(table, [shift("work", 11, 13)]) == {2, 3}

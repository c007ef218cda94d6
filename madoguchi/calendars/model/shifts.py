"""Who works when, and what a line of a shift table says. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Final, Literal, get_args
from uuid import UUID

import msgspec

from madoguchi.calendars.model.windows import MIDNIGHT, moment
from madoguchi.kit.errors import Fault

ShiftKind = Literal["work", "break", "training", "leave"]
KINDS: Final[tuple[ShiftKind, ...]] = get_args(ShiftKind)
LONGEST: Final = 24 * 60
LATEST: Final = 48 * 60
Field = Literal["person", "day", "start", "end", "kind", "break_start", "break_end"]

_HEADINGS: Final[dict[Field, str]] = {
    "person": "person|name|agent|employee|email|e-mail|mail|氏名|名前|オペレーター|担当者|社員|メール|メールアドレス",
    "day": "date|day|日付|日|勤務日|年月日",
    "start": "start|from|begin|start time|開始|開始時刻|始業|出勤|出勤時刻",
    "end": "end|to|until|end time|終了|終了時刻|終業|退勤|退勤時刻",
    "kind": "kind|type|shift|種別|区分|勤務区分|内容",
    "break_start": "break start|break from|休憩開始|休憩開始時刻",
    "break_end": "break end|break to|休憩終了|休憩終了時刻",
}
_FIELDS: Final = {word: field for field, words in _HEADINGS.items() for word in words.split("|")}
DESPITE: Final = ("closed-day work", "closed day work", "休日出勤", "休日勤務")
"""Kinds of a table that mean work on a day on which the company is closed."""
_KINDS: Final[dict[str, ShiftKind]] = {
    "": "work", "work": "work", "working": "work", "勤務": "work", "出勤": "work", "日勤": "work", "夜勤": "work",
    "break": "break", "lunch": "break", "休憩": "break", "昼休み": "break",
    "training": "training", "研修": "training", "会議": "training", "meeting": "training",
    "leave": "leave", "off": "leave", "holiday": "leave", "休み": "leave", "休暇": "leave", "休": "leave",
    "公休": "leave", "有休": "leave", "有給": "leave", "欠勤": "leave",
    **dict.fromkeys(DESPITE, "work"),
}  # fmt: skip
_DATE: Final = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?$")
_TIME: Final = re.compile(r"^(\d{1,2})(?:[:時](\d{2})(?:[:分]?\d{0,2}分?)?|時)$|^(\d{2})(\d{2})$")


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is to work, rest, learn or be away from `start` to `end` (UTC). A break lies within what it breaks."""

    user: UUID
    start: datetime
    end: datetime
    kind: ShiftKind


class DayShift(msgspec.Struct, frozen=True, kw_only=True):
    """A shift with the day it belongs to: the one on which it starts by the tenant's clock. `despite_closure`: somebody
    is to work although the company is closed that day (休日出勤).
    """

    user: UUID
    day: date
    start: datetime
    end: datetime
    kind: ShiftKind
    despite_closure: bool = False

    def shift(self) -> Shift:
        """Without its day."""
        return Shift(user=self.user, start=self.start, end=self.end, kind=self.kind)


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom a line may name, by address or by name."""

    id: UUID
    name: str
    email: str


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a line says: its shifts (the work and its break), or everything that is wrong with it."""

    shifts: tuple[DayShift, ...] = ()
    faults: tuple[Fault, ...] = ()


def plain(text: str) -> str:
    """Words as they are compared: width, case and runs of spaces do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").split())


def columns(headings: Sequence[str]) -> dict[Field, int]:
    """Which field is in which column, by the headings; the first of two of a kind."""
    found: dict[Field, int] = {}
    for at, heading in enumerate(headings):
        field = _FIELDS.get(plain(re.sub(r"[（(].*?[)）]", "", heading)))
        if field and field not in found:
            found[field] = at
    return found


def missing(found: Mapping[Field, int]) -> list[Field]:
    """Fields without which a table says nothing."""
    needed: tuple[Field, ...] = ("person", "day")
    return [field for field in needed if field not in found]


def read_date(text: str) -> date | None:
    """2026-11-24, 2026/11/24 or 2026年11月24日 as a date; None for anything else."""
    match = _DATE.match(plain(text))
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def read_time(text: str) -> int | None:
    """9:00, 09:00:00, 9時30分 or 0930 as minutes after midnight, up to 48:00 for a night's end; None for else."""
    match = _TIME.match(plain(text).replace(" ", ""))
    if not match:
        return None
    hours, minutes = int(match[1] or match[3]), int(match[2] or match[4] or 0)
    total = hours * 60 + minutes
    return total if minutes < 60 and total <= LATEST else None


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """How the lines of one table are read. `people` by folded address and name; a name that several have is in
    `ambiguous`; `closed` says of a day whether the company is closed.
    """

    columns: dict[Field, int]
    people: dict[str, UUID]
    ambiguous: frozenset[str]
    zone: tzinfo
    closed: Callable[[date], object] = lambda _day: None

    def read(self, cells: Sequence[str]) -> Said:
        """Understand a line."""
        cell = {field: cells[at].strip() for field, at in self.columns.items() if at < len(cells)}
        user, faults = self._person(cell.get("person", ""))
        day = read_date(cell.get("day", ""))
        if day is None:
            faults.append(Fault(at="day", code="shift_date_unreadable"))
        named = plain(cell.get("kind", ""))
        kind, despite = _KINDS.get(named), named in DESPITE
        if kind is None:
            faults.append(Fault(at="kind", code="shift_kind_unknown"))
        elif day and kind != "leave" and not despite and self.closed(day):
            faults.append(Fault(at="kind", code="shift_on_closed_day"))
        span = _span(cell.get("start", ""), cell.get("end", ""), whole_day=kind == "leave", faults=faults)
        rest = self._rest(cell, span, faults)
        if faults or user is None or day is None or kind is None or span is None:
            return Said(faults=tuple(faults))
        parts: list[tuple[ShiftKind, tuple[int, int]]] = [(kind, span), *((("break", rest),) if rest else ())]
        return Said(
            shifts=tuple(
                DayShift(
                    user=user,
                    day=day,
                    start=moment(day, begins, self.zone),
                    end=moment(day, ends, self.zone),
                    kind=what,
                    despite_closure=despite,
                )
                for what, (begins, ends) in parts
            )
        )

    def _person(self, text: str) -> tuple[UUID | None, list[Fault]]:
        folded = fold_name(text)
        if folded in self.ambiguous:
            return None, [Fault(at="person", code="shift_person_ambiguous")]
        user = self.people.get(folded)
        return user, [] if user else [Fault(at="person", code="shift_person_unknown")]

    def _rest(
        self, cell: Mapping[Field, str], span: tuple[int, int] | None, faults: list[Fault]
    ) -> tuple[int, int] | None:
        start, end = cell.get("break_start", ""), cell.get("break_end", "")
        if not start and not end:
            return None
        rest = _span(start, end, whole_day=False, faults=faults, prefix="break_")
        if rest and span and rest[0] < span[0] and rest[1] + MIDNIGHT <= span[1]:
            rest = (rest[0] + MIDNIGHT, rest[1] + MIDNIGHT)  # the break of a night, after midnight
        if rest and span and not (span[0] <= rest[0] and rest[1] <= span[1]):
            faults.append(Fault(at="break_start", code="shift_break_outside"))
        return rest


def _span(
    start: str, end: str, *, whole_day: bool, faults: list[Fault], prefix: Literal["", "break_"] = ""
) -> tuple[int, int] | None:
    """Minutes after midnight of both ends; an end before the start is on the next day."""
    if whole_day and not start and not end:
        return 0, MIDNIGHT
    begins, ends = read_time(start), read_time(end)
    for at, minutes in ((f"{prefix}start", begins), (f"{prefix}end", ends)):
        if minutes is None:
            faults.append(Fault(at=at, code="shift_time_unreadable"))
    if begins is None or ends is None:
        return None
    if begins >= MIDNIGHT and not prefix:
        faults.append(Fault(at=f"{prefix}start", code="shift_time_unreadable"))
        return None
    ends += MIDNIGHT if ends <= begins else 0
    if ends - begins > LONGEST:
        faults.append(Fault(at=f"{prefix}end", code="shift_too_long"))
        return None
    return begins, ends


def counting(shifts: Iterable[DayShift], closed: Callable[[date], object]) -> list[DayShift]:
    """Those that count. On a day on which the company is closed only leave does, unless a shift of that person's day
    says that they work nevertheless: then their whole day counts.
    """
    shifts = list(shifts)
    despite = {(shift.user, shift.day) for shift in shifts if shift.despite_closure}
    off = {day for day in {shift.day for shift in shifts} if closed(day)}
    return [s for s in shifts if s.kind == "leave" or s.day not in off or (s.user, s.day) in despite]


def fold_name(text: str) -> str:
    """A name or address as it is compared: width, case and spaces do not matter."""
    return plain(text).replace(" ", "")


def people_by_name(people: Iterable[Who]) -> tuple[dict[str, UUID], frozenset[str]]:
    """Whom a line may name, by address and name; and the names that several have."""
    known: dict[str, set[UUID]] = defaultdict(set)
    for person in people:
        known[fold_name(person.name)].add(person.id)
        known[fold_name(person.email)].add(person.id)
    single = {name: next(iter(ids)) for name, ids in known.items() if len(ids) == 1}
    return single, frozenset(name for name, ids in known.items() if len(ids) > 1)


def overlapping(shifts: Sequence[DayShift], others: Iterable[DayShift]) -> set[int]:
    """Places in `shifts` whose time meets another of the same person and kind, in `shifts` before it or in `others`."""
    by_person: dict[tuple[UUID, str], list[tuple[datetime, datetime]]] = defaultdict(list)
    for other in others:
        by_person[other.user, other.kind].append((other.start, other.end))
    met: set[int] = set()
    for at, shift in enumerate(shifts):
        taken = by_person[shift.user, shift.kind]
        if any(shift.start < end and start < shift.end for start, end in taken):
            met.add(at)
        else:
            taken.append((shift.start, shift.end))
    return met

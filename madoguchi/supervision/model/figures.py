"""Figures made of counts. One formula each; an average is always made of sums, never of averages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.interactions import Handled
from madoguchi.routing import Stays


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """What came of the day so far. Rates in per cent, times in seconds; None where there is nothing to divide by.

    The names and meanings are those of the catalogue of metrics. `service_level`: answered in time, of the decided;
    `abandon_rate`: gave up, of the same; `asa`: average wait of the answered; `aht`: average of talk, hold and wrap-up
    of what was handled to its end.
    """

    offered: int = 0
    answered: int = 0
    in_time: int = 0
    abandoned: int = 0
    short_abandoned: int = 0
    diverted: int = 0
    decided: int = 0
    handled: int = 0
    service_level: float | None = None
    abandon_rate: float | None = None
    asa: float | None = None
    aht: float | None = None


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """All that figures are made of. Names as in `routing.Stays` and `interactions.Handled`."""

    offered: int = 0
    answered: int = 0
    in_time: int = 0
    abandoned: int = 0
    short_abandoned: int = 0
    diverted: int = 0
    decided: int = 0
    answer_wait: int = 0
    handled: int = 0
    talk: int = 0
    hold: int = 0
    wrap: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(**{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__})


NOTHING = Sums()


def sums_by_queue(stays: Iterable[Stays], handled: Iterable[Handled]) -> dict[UUID, Sums]:
    """What came of each queue."""
    found: dict[UUID, Sums] = {}
    for stay in stays:
        counted = {name: value for name, value in msgspec.structs.asdict(stay).items() if name != "queue"}
        found[stay.queue] = found.get(stay.queue, NOTHING) + Sums(**counted)
    for part in handled:
        if part.queue is not None:
            more = Sums(handled=part.handled, talk=part.talk, hold=part.hold, wrap=part.wrap)
            found[part.queue] = found.get(part.queue, NOTHING) + more
    return found


def day_of(sums: Sums) -> Day:
    """The figures of these sums."""
    return Day(
        offered=sums.offered,
        answered=sums.answered,
        in_time=sums.in_time,
        abandoned=sums.abandoned,
        short_abandoned=sums.short_abandoned,
        diverted=sums.diverted,
        decided=sums.decided,
        handled=sums.handled,
        service_level=_share(sums.in_time, sums.decided),
        abandon_rate=_share(sums.abandoned, sums.decided),
        asa=_average(sums.answer_wait, sums.answered),
        aht=_average(sums.talk + sums.hold + sums.wrap, sums.handled),
    )


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _average(total: int, count: int) -> float | None:
    return round(total / count, 1) if count else None


def longest(waits: Iterable[datetime | None]) -> datetime | None:
    """Since when the longest of these waits, if anybody does."""
    return min((since for since in waits if since is not None), default=None)

"""What is counted and added up. Figures are made of sums only: an average of averages is no average."""

from __future__ import annotations

import msgspec


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """Counts and seconds of one line of a report. The names are those of `store.measures`, where each is defined."""

    received: int = 0
    recognised: int = 0
    repeats: int = 0
    known: int = 0
    resolved: int = 0
    offered: int = 0
    answered: int = 0
    in_time: int = 0
    abandoned: int = 0
    short_abandoned: int = 0
    diverted: int = 0
    decided: int = 0
    answer_wait: int = 0
    asked: int = 0
    missed: int = 0
    handled: int = 0
    transferred: int = 0
    talk: int = 0
    hold: int = 0
    wrap: int = 0
    ready: int = 0
    busy: int = 0
    wrapping: int = 0
    staffed: int = 0
    planned: int = 0
    kept: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(**{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__})

"""Orders among those who may take a contact. One that has learned fits behind the same interface.

A strategy only scores; who may be asked at all is not its business (`matching.eligible`).
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from typing import Protocol

from madoguchi.routing.model.capacity import busy_share
from madoguchi.routing.model.work import Person, Work


class Strategy(Protocol):
    """An order among those who may take a contact."""

    code: str

    def score(self, work: Work, person: Person, at: datetime) -> float:
        """How well `person` would take `work`; the highest is asked first. Of equals, who has been idle longer."""

    def alike(self, work: Work) -> Hashable:
        """Contacts of one queue and one need with the same key get the same scores; one's own id where none are."""


class LongestIdle:
    """The one who has been ready the longest."""

    code = "longest_idle"

    def score(self, work: Work, person: Person, at: datetime) -> float:
        return (at - person.ready_since).total_seconds()

    def alike(self, work: Work) -> Hashable:
        return None


class LeastOccupied:
    """The one with the least in hand; of those, who was least busy over the last hour."""

    code = "least_occupied"

    def score(self, work: Work, person: Person, at: datetime) -> float:
        in_hand = busy_share(person.load, person.capacity)
        return 2.0 - in_hand - min(1.0, person.occupancy) if not in_hand else 1.0 - in_hand

    def alike(self, work: Work) -> Hashable:
        return None


class BestSkill:
    """The one who is best at what is asked for: the mean of their levels, 0 where nothing is asked."""

    code = "best_skill"

    def score(self, work: Work, person: Person, at: datetime) -> float:
        wanted = work.wanted or work.need.skills
        return sum(person.skills.get(code, 0) for code in wanted) / len(wanted) if wanted else 0.0

    def alike(self, work: Work) -> Hashable:
        return tuple(sorted(work.wanted))


STRATEGIES: dict[str, Strategy] = {one.code: one for one in (LongestIdle(), LeastOccupied(), BestSkill())}
DEFAULT = STRATEGIES[LongestIdle.code]

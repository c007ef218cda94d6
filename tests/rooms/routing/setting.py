"""Who there is in a small world, what they can do, and what its queues ask for; all drawn from one random."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from uuid import UUID

from madoguchi.routing.model.capacity import Capacity, fits
from madoguchi.routing.model.presence import Agent
from madoguchi.routing.model.relaxing import Line
from madoguchi.routing.model.skills import Profile, Step, ordered
from madoguchi.routing.model.strategies import STRATEGIES, Strategy
from madoguchi.routing.model.waiting import WaitPlan

START = datetime(2026, 4, 1, tzinfo=UTC)
SKILLS = ("billing", "repair", "chinese_wall")  # the last is one that people seldom have


class Setting:
    """People with skills, languages and room for so much at once; queues that ask, and give way."""

    def __init__(self, random: Random, people: int, queues: int) -> None:
        self.random = random
        self.made = 0
        ids = [self.id() for _ in range(queues)]
        self.lines = {queue: self.some_line(queue, ids) for queue in ids}
        self.strategies: dict[UUID, Strategy] = {queue: random.choice(list(STRATEGIES.values())) for queue in ids}
        self.profiles = {profile.user: profile for profile in (self.some_profile() for _ in range(people))}
        self.members = {user: frozenset(random.sample(ids, random.randint(1, queues))) for user in self.profiles}

    def id(self) -> UUID:
        self.made += 1
        return UUID(int=self.made)

    def some_levels(self, most: int) -> dict[str, int]:
        return {code: self.random.randint(1, 5) for code in self.random.sample(SKILLS, self.random.randint(0, most))}

    def some_line(self, queue: UUID, others: list[UUID]) -> Line:
        steps = [
            Step(
                after=self.random.choice([10, 30, 60, 600]),
                lower=self.random.choice([0, 0, 1, 4]),
                drop=self.random.sample(SKILLS, self.random.choice([0, 0, 1])),
                any_language=self.random.random() < 0.2,
                overflow=self.random.choice([None, None, *(other for other in others if other != queue)]),
            )
            for _ in range(self.random.choice([0, 0, 1, 2, 3]))
        ]
        return Line(queue=queue, required=self.some_levels(self.random.choice([0, 0, 1])), steps=ordered(steps))

    def some_profile(self) -> Profile:
        return Profile(
            user=self.id(),
            skills=self.some_levels(2),
            languages=self.random.choice([["ja"], ["ja", "en"], ["en"]]),
            capacity=Capacity(
                most={"voice": 1, "chat": self.random.choice([0, 1, 2, 4])},
                beside_call=self.random.choice([0, 0, 1, 2]),
            ),
        )

    def some_plan(self) -> WaitPlan:
        return WaitPlan(
            queue=self.random.choice(list(self.lines)),
            priority=self.random.choice([0, 0, 0, 3]),
            urgency=self.random.choice([0, 0, 1]),
            skills=self.some_levels(self.random.choice([0, 0, 0, 1, 2])),
            language=self.random.choice([None, None, None, "en", "fr"]),
        )

    def staff(self, queue: UUID | None) -> list[Profile]:
        """Everybody who serves a queue."""
        return [profile for user, profile in self.profiles.items() if queue in self.members[user]]

    def takes(self, agent: Agent, medium: str) -> bool:
        """Whether one more contact on this medium fits beside what they have."""
        return fits(agent.load, self.profiles[agent.user].capacity, medium)

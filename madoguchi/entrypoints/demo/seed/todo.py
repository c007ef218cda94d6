"""What our people have to do today, and what they have done."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from madoguchi.entrypoints.demo.seed import words
from madoguchi.entrypoints.demo.seed.bulk import insert
from madoguchi.entrypoints.demo.seed.calendar import at_work
from madoguchi.entrypoints.demo.seed.company import PEOPLE, Company
from madoguchi.entrypoints.demo.seed.crowd import Someone
from madoguchi.kit.ids import new_id

TASK = """
    id, kind, state, customer_id, owner_id, due, text, created, created_by, changed, ended, ended_by,
    tries, tried, tried_outcome
"""
KINDS = ("callback", "follow_up", "todo")
OPEN, DONE = 5, 30  # tasks of each agent
DUE_HOURS = (-3, -1, 2, 6, 26, 50)


async def plan(random: Random, company: Company, today: datetime, people: list[Someone]) -> None:
    """Write tasks for every agent, in the language they work in."""
    rows: list[list[Any]] = []
    for agent in (each for each in PEOPLE if each.role == "agent"):
        own = [someone for someone in people if someone.language == agent.locale] or people
        for at in range(OPEN + DONE):
            someone, kind = random.choice(own), random.choice(KINDS)
            done = at >= OPEN
            created = today - timedelta(days=random.randint(3, 200) if done else 1, minutes=random.randint(0, 500))
            due = created + timedelta(days=1) if done else today + timedelta(hours=random.choice(DUE_HOURS))
            due = at_work(due, today)
            ended = due - timedelta(minutes=random.randint(5, 300)) if done else None
            user = company.users[agent.key]
            rows.append([
                new_id(), kind, "done" if done else "open", someone.id, user, due, words.task(random, someone, kind),
                created, user, ended or created, ended, user if done else None, *_tried(today, kind, done, at),
            ])  # fmt: skip
    await insert("task", TASK, rows)


def _tried(today: datetime, kind: str, done: bool, at: int) -> tuple[int, datetime | None, str | None]:
    """Every other open callback was tried before, and nobody was there."""
    if kind != "callback" or done or at % 2:
        return 0, None, None
    return 1, at_work(today - timedelta(minutes=95), today), "absent"

"""What the customers wish, allow and have signed."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from madoguchi.entrypoints.demo.seed import words
from madoguchi.entrypoints.demo.seed.bulk import insert
from madoguchi.entrypoints.demo.seed.company import Company
from madoguchi.entrypoints.demo.seed.crowd import Someone
from madoguchi.kit.ids import new_id

CONTRACT = "id, customer_id, number, title, status, starts, ends, product_id"
LARGE = ("MR-F502K", "MR-F405", "MW-D100", "MA-X28", "MA-X40")
# Wish, value, share of the customers who have it.
WISHES: tuple[tuple[str, Any, float], ...] = (
    ("channel", "phone", 0.12),
    ("channel", "email", 0.10),
    ("hours", {"start": "10:00", "end": "12:00", "days": [1, 2, 3, 4, 5]}, 0.05),
    ("hours", {"start": "18:00", "end": "20:00", "days": [1, 2, 3, 4, 5, 6, 7]}, 0.05),
    ("opt_outs", ["voice:marketing", "email:marketing"], 0.08),
    ("do_not_call", True, 0.01),
)
CONSENTS = (("recording", 0.97, 0.03), ("marketing", 0.62, 0.2), ("third_party", 0.15, 0.5))


async def say(random: Random, company: Company, today: datetime, people: list[Someone]) -> None:
    """Write preferences, consents and contracts of `people`."""
    preferences: list[list[Any]] = []
    consents: list[list[Any]] = []
    contracts: list[list[Any]] = []
    for someone in people:
        said: set[str] = set()
        moment = someone.since + (today - someone.since) * random.random()
        for key, value, share in WISHES:
            if key not in said and random.random() < share:
                said.add(key)
                preferences.append([new_id(), someone.id, key, value, moment])
        for purpose, share, taken_back in CONSENTS:
            if random.random() < share:
                consents.append([new_id(), someone.id, purpose, "given", "web", someone.since])
                if random.random() < taken_back * 0.2:
                    consents.append([new_id(), someone.id, purpose, "withdrawn", "agent", moment])
        if random.random() < 0.14:
            contracts.append(_warranty(random, company, someone, today, len(contracts)))
    await insert("preference", "id, customer_id, key, value, changed", preferences)
    await insert("consent", "id, customer_id, purpose, state, source, at", consents)
    await insert("contract", CONTRACT, contracts)


def _warranty(random: Random, company: Company, someone: Someone, today: datetime, number: int) -> list[Any]:
    code, years = random.choice(LARGE), random.choice((3, 5, 10))
    starts = someone.since.date()
    ends = starts + timedelta(days=365 * years)
    status = "active" if ends >= today.date() else "ended"
    title = words.warranty(someone, code, years)
    return [
        new_id(), someone.id, f"EW-{number + 300001}", title, status, starts, ends, company.products[code][0],
    ]  # fmt: skip

"""From prompts to the sounds that a switch plays, in the languages that this caller is spoken to."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from madoguchi import customers, interactions, telephony
from madoguchi.kit.settings import setting
from madoguchi.workflows.known import HOUSE

SPOKEN = ("ja", "en")
MOST_POSITION = 10
MINUTES = (1, 2, 3, 5, 7, 10, 15, 20, 30)


async def languages(interaction: UUID, wished: str | None) -> list[str]:
    """What the flow has set, else the customer's own language when it is English, else the tenant's."""
    if wished is not None and wished[:2] in SPOKEN:
        return [wished[:2]]
    known = (await interactions.interaction(interaction)).customer_id
    customer = await customers.customer(known) if known else None
    if customer is not None and customer.language[:2] == "en":
        return ["en"]
    return list((await setting(telephony.TelephonySettings)).announcement_languages)


async def sounds(prompts: Iterable[str], spoken: list[str]) -> list[str]:
    """The sounds of prompts, each in every language of `spoken`; in whatever it has where it has none of these."""
    return [f"{prompt}-{language}" for prompt in prompts if prompt in HOUSE for language in spoken]


def position(place: int, spoken: list[str]) -> list[str]:
    """The sentence that tells somebody's place in line."""
    code = str(place) if place <= MOST_POSITION else "more"
    return [f"position-{code}-{language}" for language in spoken]


def wait(seconds: int, spoken: list[str]) -> list[str]:
    """The sentence that tells how long it may take, in minutes that are not too few."""
    code = next((str(minutes) for minutes in MINUTES if seconds <= minutes * 60), "more")
    return [f"wait-{code}-{language}" for language in spoken]

"""From prompts to the sounds that a switch plays, in the languages that this caller is spoken to."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import msgspec

from madoguchi import customers, interactions, telephony
from madoguchi.kit.log import log
from madoguchi.kit.settings import setting
from madoguchi.workflows.model.prompt import HOUSE, LANGUAGES, Prompt
from madoguchi.workflows.store import prompts as store

MOST_POSITION = 10
MINUTES = (1, 2, 3, 5, 7, 10, 15, 20, 30)
HOUSE_SECONDS = 15.0
"""No prompt of the house is longer, in one language."""


class Sounds(msgspec.Struct, frozen=True, kw_only=True):
    """Names of sounds, one after the other, and how long they take at most."""

    names: list[str] = []
    seconds: float = 0.0

    def __add__(self, other: Sounds) -> Sounds:
        return Sounds(names=[*self.names, *other.names], seconds=self.seconds + other.seconds)


async def languages(interaction: UUID, wished: str | None) -> list[str]:
    """What the flow has set, else the customer's own language when it is English, else the tenant's."""
    if wished is not None and wished[:2] in LANGUAGES:
        return [wished[:2]]
    known = (await interactions.interaction(interaction)).customer_id
    customer = await customers.customer(known) if known else None
    if customer is not None and customer.language[:2] == "en":
        return ["en"]
    return list((await setting(telephony.TelephonySettings)).announcement_languages)


async def sounds(prompts: Iterable[str], spoken: list[str]) -> Sounds:
    """The sounds of prompts, each in every language of `spoken`; in whatever it has where it has none of these."""
    wanted = list(prompts)
    ids = [UUID(prompt) for prompt in wanted if prompt not in HOUSE]
    library = await store.known(ids) if ids else {}
    found = Sounds()
    for prompt in wanted:
        if prompt in HOUSE:
            found += _house(prompt, spoken)
        elif (kept := library.get(UUID(prompt))) is not None:
            found += _kept(kept, spoken)
        else:
            log.warning("flow_prompt_gone", prompt=prompt)
    return found


def position(place: int, spoken: list[str]) -> Sounds:
    """The sentence that tells somebody's place in line."""
    return _house(f"position-{place if place <= MOST_POSITION else 'more'}", spoken)


def wait(seconds: int, spoken: list[str]) -> Sounds:
    """The sentence that tells how long it may take, in minutes that are not too few."""
    code = next((str(minutes) for minutes in MINUTES if seconds <= minutes * 60), "more")
    return _house(f"wait-{code}", spoken)


def _house(code: str, spoken: list[str]) -> Sounds:
    return Sounds(names=[f"{code}-{language}" for language in spoken], seconds=HOUSE_SECONDS * len(spoken))


def _kept(prompt: Prompt, spoken: list[str]) -> Sounds:
    heard = [voice for voice in prompt.voices if voice.file is not None]
    wanted = [voice for language in spoken for voice in heard if voice.language == language] or heard
    return Sounds(
        names=[telephony.name_of(voice.file) for voice in wanted if voice.file is not None],
        seconds=sum(voice.seconds for voice in wanted),
    )

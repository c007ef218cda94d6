"""Names of people who do not exist, spread about as Japanese surnames are: a few very common, a long tail."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import msgspec

from madoguchi.customers import romaji_of


class PersonName(msgspec.Struct, frozen=True):
    """Family and given name with readings; foreigners have no kanji and no kana family reading but their own."""

    name: str
    kana: str
    romaji: str


class _Names(msgspec.Struct, frozen=True):
    """`surnames`: name, reading, share per 10,000 people; `given`: name, reading; `foreign`: given, family."""

    surnames: list[tuple[str, str, int]]
    given: list[tuple[str, str]]
    foreign: list[tuple[str, str]]


@cache
def _names() -> _Names:
    return msgspec.json.decode(Path(__file__).with_name("names.json").read_bytes(), type=_Names)


def person_names(random: Random, count: int, foreign_share: float = 0.03) -> list[PersonName]:
    """`count` names; the same `random` gives the same people."""
    names = _names()
    families = random.choices(names.surnames, weights=[share for _, _, share in names.surnames], k=count)
    people: list[PersonName] = []
    for family, family_kana, _ in families:
        if random.random() < foreign_share:
            given, last = random.choice(names.foreign)
            people.append(PersonName(f"{given} {last}", "", f"{given} {last}"))
            continue
        given, given_kana = random.choice(names.given)
        kana = f"{family_kana} {given_kana}"
        people.append(PersonName(f"{family} {given}", kana, romaji_of(kana)))
    return people

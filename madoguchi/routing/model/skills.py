"""What people can do, what a contact asks for, and how that gives way with time.

A `Need` is written as one short line (`need_text`), by which those who wait fall into groups that ask for the same:
"en|billing:3,repair:2" is English, billing from level 3 and repair from level 2; "|" asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, field

from madoguchi.routing.model.capacity import Capacity

HOME_LANGUAGE = "ja"
HIGHEST = 5

Code = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9_-]{0,62}$")]
Level = Annotated[int, Meta(ge=1, le=HIGHEST)]
Language = Annotated[str, Meta(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]


class Skill(msgspec.Struct, frozen=True, kw_only=True):
    """Something one can be good at. `code` is kept in the records; a retired one is asked for no more."""

    code: str
    name_ja: str
    name_en: str
    active: bool = True
    version: int = 1


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What one person can do. `skills`: code → level 1..5."""

    user: UUID
    skills: dict[str, int] = {}
    languages: list[str] = field(default_factory=lambda: [HOME_LANGUAGE])
    capacity: Capacity = field(default_factory=Capacity)
    version: int = 0


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """What a contact asks of whoever takes it: skill code → minimum level, and a language."""

    skills: dict[str, int] = {}
    language: str | None = None


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """How a queue gives way once a contact has waited in it for `after` seconds; steps add up.

    `lower`: every minimum level by so much (a minimum below 1 asks for nothing); `drop`: these skills are not asked for
    any more; `any_language`; `overflow`: it moves to that queue and keeps its place in line.
    """

    after: Annotated[int, Meta(ge=1, le=86400)]
    lower: Annotated[int, Meta(ge=0, le=HIGHEST)] = 0
    drop: Annotated[list[Code], Meta(max_length=50)] = []
    any_language: bool = False
    overflow: UUID | None = None


def need_text(need: Need) -> str:
    """`need` as one line, the same for the same need."""
    skills = ",".join(f"{code}:{level}" for code, level in sorted(need.skills.items()))
    return f"{need.language or ''}|{skills}"


@lru_cache(maxsize=10_000)
def read_need(text: str) -> Need:
    """The need behind a line."""
    language, _, skills = text.partition("|")
    pairs = (pair.rpartition(":") for pair in skills.split(",") if pair)
    return Need(skills={code: int(level) for code, _, level in pairs}, language=language or None)


def joined(queue: Mapping[str, int], own: Mapping[str, int], language: str | None) -> Need:
    """What a queue asks of all and what one contact asks besides: the higher level counts."""
    skills = dict(queue)
    for code, level in own.items():
        skills[code] = max(level, skills.get(code, 0))
    return Need(skills=skills, language=language)


def ordered(steps: Iterable[Step]) -> list[Step]:
    """Steps in the order of their time."""
    return sorted(steps, key=lambda step: step.after)


def passed(steps: Sequence[Step], waited: float) -> int:
    """How many of the ordered `steps` have come after so many seconds."""
    return sum(1 for step in steps if step.after <= waited)


def relaxed(need: Need, steps: Iterable[Step]) -> Need:
    """What is left of `need` after `steps`."""
    for step in steps:
        skills = {
            code: level - step.lower
            for code, level in need.skills.items()
            if code not in step.drop and level - step.lower >= 1
        }
        need = Need(skills=skills, language=None if step.any_language else need.language)
    return need


def speaks(languages: Sequence[str], wanted: str) -> bool:
    """Whether a language (BCP 47) is among `languages`: who speaks it at large speaks it of every region ("en" for
    "en-US"), and who speaks it of some region is understood where no region is asked for.
    """
    if wanted in languages:  # nearly always, and a round asks this a million times
        return True
    return any(wanted.startswith(f"{one}-") or one.startswith(f"{wanted}-") for one in languages)


def meets(profile: Profile, need: Need) -> bool:
    """Whether a person can do what is asked for."""
    if need.language is not None and not speaks(profile.languages, need.language):
        return False
    return all(profile.skills.get(code, 0) >= level for code, level in need.skills.items())


def missing(need: Need, staff: Sequence[Profile]) -> list[str]:
    """The codes of what nobody among `staff` has; "language:en" for a language.

    When each alone is had by somebody and no one has all together, all are named.
    """
    lacks = [code for code, level in sorted(need.skills.items()) if all(p.skills.get(code, 0) < level for p in staff)]
    if need.language is not None and not any(speaks(p.languages, need.language) for p in staff):
        lacks.append(f"language:{need.language}")
    if lacks or any(meets(p, need) for p in staff):
        return lacks
    return [*sorted(need.skills), *([f"language:{need.language}"] if need.language else [])]


def nearest(need: Need, staff: Sequence[Profile]) -> Need:
    """What is left of `need` so that at least one of `staff` meets it: as the one has it who comes nearest to it."""
    reduced = [_as_far_as(need, profile) for profile in staff]
    return max(reduced, key=lambda left: _weight(left, need), default=need)


def _as_far_as(need: Need, profile: Profile) -> Need:
    skills = {code: min(level, profile.skills.get(code, 0)) for code, level in need.skills.items()}
    return Need(
        skills={code: level for code, level in skills.items() if level >= 1},
        language=need.language if need.language and speaks(profile.languages, need.language) else None,
    )


def _weight(left: Need, need: Need) -> float:
    skills = sum(level / need.skills[code] for code, level in left.skills.items())
    return skills + (1.0 if left.language is not None else 0.0)

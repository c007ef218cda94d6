"""Why somebody was asked, in sentences for people, made from what was kept with the offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from madoguchi import access
from madoguchi.kit.i18n import Locale, catalogue, say
from madoguchi.routing.model.skills import Skill
from madoguchi.routing.model.waiting import Offer
from madoguchi.routing.model.work import Candidate, Decision
from madoguchi.routing.store import people

Names = Mapping[UUID, str]


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The same in both languages."""

    ja: str
    en: str


async def why(offers: Sequence[Offer]) -> list[Words]:
    """For each offer, why this person."""
    users = {candidate.user for offer in offers for candidate in offer.reason.candidates} | {o.user for o in offers}
    names = {user: known.name for user, known in (await access.users_by_id(list(users))).items()} if users else {}
    skills = {skill.code: skill for skill in await people.skills()} if offers else {}
    return [Words(ja=told(offer, names, skills, "ja"), en=told(offer, names, skills, "en")) for offer in offers]


def told(offer: Offer, names: Names, skills: Mapping[str, Skill], locale: Locale) -> str:
    """Why `offer` was made to its person: the rule, what was asked for, and who would have been next."""
    reason = offer.reason
    chosen = next((one for one in reason.candidates if one.user == offer.user), None)
    sentences = [_rule(offer, chosen, names, skills, locale)]
    asked = _asked(reason, skills, locale)
    if asked:
        sentences.append(say("why.asked", locale, {"asked": asked}))
    if reason.step:
        waited = _time(reason.waited_seconds, locale)
        sentences.append(say("why.step", locale, {"step": reason.step, "waited": waited}))
    points = [
        say("why.points_of", locale, {"why": say(f"why.point.{code}", locale), "points": f"{some:+d}"})
        for code, some in sorted(reason.points.items())
    ]
    if points:
        sentences.append(say("why.points", locale, {"points": say("why.comma", locale).join(points)}))
    others = [names.get(one.user, "?") for one in reason.candidates if one.user != offer.user]
    if others:
        sentences.append(say("why.next", locale, {"others": say("why.comma", locale).join(others)}))
    return ("" if locale == "ja" else " ").join(sentences)


def _rule(offer: Offer, chosen: Candidate | None, names: Names, skills: Mapping[str, Skill], locale: Locale) -> str:
    reason = offer.reason
    code = f"why.{reason.rule}"
    if code not in catalogue(locale):
        code = "why.by_rule"
    known: dict[str, object] = {
        "name": names.get(offer.user, "?"),
        "considered": reason.considered,
        "rule": say(f"strategy.{reason.rule}", locale),
    }
    if chosen is not None:
        levels = [
            say("why.level", locale, {"skill": _skill(code, skills, locale), "level": level})
            for code, level in sorted(chosen.levels.items())
        ]
        known |= {
            "idle": _time(chosen.idle_seconds, locale),
            "occupancy": round(100 * chosen.occupancy),
            "in_hand": chosen.in_hand,
            "levels": say("why.comma", locale).join(levels) or say("why.nothing", locale),
            "score": chosen.score,
        }
    else:
        code = "why.taken_meanwhile"
    return say(code, locale, known)


def _asked(reason: Decision, skills: Mapping[str, Skill], locale: Locale) -> str:
    asked = [
        say("why.minimum", locale, {"skill": _skill(code, skills, locale), "level": level})
        for code, level in sorted(reason.need.skills.items())
    ]
    if reason.need.language:
        asked.append(say(f"language.{reason.need.language}", locale))
    return say("why.comma", locale).join(asked)


def _skill(code: str, skills: Mapping[str, Skill], locale: Locale) -> str:
    skill = skills.get(code)
    if skill is None:
        return code
    return skill.name_ja if locale == "ja" else skill.name_en


def _time(seconds: int, locale: Locale) -> str:
    minutes, rest = divmod(seconds, 60)
    if minutes >= 60:
        return say("why.hours", locale, {"hours": minutes // 60, "minutes": minutes % 60})
    return say("why.minutes" if minutes else "why.seconds", locale, {"minutes": minutes, "seconds": rest})

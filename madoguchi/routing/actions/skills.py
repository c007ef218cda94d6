"""Skills, and what people can do, as administrators and supervisors set it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Meta
from msgspec.structs import replace

from madoguchi import access
from madoguchi.kit.errors import PreconditionFailed
from madoguchi.kit.facts import record
from madoguchi.routing import events
from madoguchi.routing.actions import matching
from madoguchi.routing.errors import NoSuchSkill, PersonUnknown, QueueUnknown, SkillInUse, SkillTaken, SkillUnknown
from madoguchi.routing.model.capacity import Capacity
from madoguchi.routing.model.sets import version_of
from madoguchi.routing.model.skills import HOME_LANGUAGE, Code, Language, Level, Profile, Skill
from madoguchi.routing.store import people, queues

Name = Annotated[str, Meta(min_length=1, max_length=100)]


class SkillForm(msgspec.Struct, frozen=True, kw_only=True):
    """A skill as the administrator writes it."""

    code: Code
    name_ja: Name
    name_en: Name
    active: bool = True


class ProfileForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a person can do, as a whole. `skills`: code → level 1..5."""

    skills: Annotated[dict[Code, Level], Meta(max_length=200)] = {}
    languages: Annotated[list[Language], Meta(max_length=20)] = msgspec.field(default_factory=lambda: [HOME_LANGUAGE])
    capacity: Capacity = msgspec.field(default_factory=Capacity)


async def known_skills(codes: Iterable[str]) -> None:
    """Raises `SkillUnknown` unless each is a skill in use."""
    wanted = set(codes)
    if wanted:
        unknown = wanted - {skill.code for skill in await people.skills() if skill.active}
        if unknown:
            raise SkillUnknown(skill=min(unknown))


async def add_skill(form: SkillForm) -> Skill:
    """Raises `SkillTaken`."""
    skill = Skill(**msgspec.structs.asdict(form))
    if not await people.add_skill(skill):
        raise SkillTaken(taken=form.code)
    await _said("skill.created", skill.code)
    return skill


async def change_skill(code: str, form: SkillForm, expected: int) -> Skill:
    """Rename or retire it; the code stays. Raises `NoSuchSkill`, `PreconditionFailed`, `SkillInUse` (to retire)."""
    before = await people.skill(code, lock=True)
    if before is None:
        raise NoSuchSkill
    if before.version != expected:
        raise PreconditionFailed(version=before.version)
    if before.active and not form.active and await people.skill_used(code):
        raise SkillInUse
    skill = Skill(**(msgspec.structs.asdict(form) | {"code": code}), version=before.version + 1)
    await people.save_skill(skill)
    await _said("skill.changed", code)
    return skill


async def delete_skill(code: str) -> None:
    """Raises `NoSuchSkill`, `SkillInUse`."""
    if await people.skill(code, lock=True) is None:
        raise NoSuchSkill
    if await people.skill_used(code):
        raise SkillInUse
    await people.delete_skill(code)
    await _said("skill.deleted", code)


async def _said(action: str, code: str) -> None:
    await access.audit(action, "skill", None, {"code": code})
    record(events.SkillChanged(skill=code))


async def change_profile(user: UUID, form: ProfileForm, expected: int) -> Profile:
    """What `user` can do from now on; when they are free, they are offered what they can take now.

    Raises `PersonUnknown`, `PreconditionFailed`, `SkillUnknown`.
    """
    before = await people.profile(user, lock=True)
    if before.version != expected:
        raise PreconditionFailed(version=before.version)
    await known_skills(set(form.skills) - set(before.skills))
    profile = replace(
        before,
        skills=form.skills,
        languages=list(dict.fromkeys(form.languages)),
        capacity=form.capacity,
        version=before.version + 1,
    )
    try:
        saved = await people.save_profile(profile)
    except asyncpg.ForeignKeyViolationError as error:
        raise PersonUnknown from error
    if not saved:
        raise PreconditionFailed
    changed = [name for name in form.__struct_fields__ if getattr(before, name) != getattr(form, name)]
    await access.audit("profile.changed", "user", user, {"fields": list(changed), "skills": dict(form.skills)})
    record(events.ProfileChanged(user=user))
    await matching.serve_person(user)
    return profile


async def set_queues_of(user: UUID, queue_ids: list[UUID], by: UUID, expected: int | None = None) -> list[UUID]:
    """Let `user` serve exactly these queues, as the supervisor `by` decides; what waits there is offered to them.

    What they are being offered or have in hand goes on. Raises `QueueUnknown`, `PersonUnknown`, `PreconditionFailed`
    when they serve others than at the version `expected`.
    """
    wanted = sorted(set(queue_ids))
    if not set(wanted) <= {queue.id for queue in await queues.queues()}:
        raise QueueUnknown
    await queues.hold_members()
    before = set(await queues.queues_of(user))
    if expected is not None and expected != version_of(before):
        raise PreconditionFailed(version=version_of(before))
    try:
        await people.set_queues(user, wanted)
    except asyncpg.ForeignKeyViolationError as error:
        raise PersonUnknown from error
    added, removed = sorted(set(wanted) - before), sorted(before - set(wanted))
    if not added and not removed:
        return wanted
    await access.audit(
        "person.queues_changed",
        "user",
        user,
        {"added": [str(q) for q in added], "removed": [str(q) for q in removed], "by": str(by)},
    )
    for queue in [*added, *removed]:
        record(events.QueueChanged(queue=queue))
    record(events.ProfileChanged(user=user))
    await matching.serve_person(user)
    return wanted

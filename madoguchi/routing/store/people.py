"""skill and agent_profile: what there is to be good at, and who is how good at it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from madoguchi.kit.db import current_tenant, db, many, one
from madoguchi.routing.model.capacity import Capacity
from madoguchi.routing.model.skills import HOME_LANGUAGE, Profile, Skill

SKILL = "code, name_ja, name_en, active, version"
PROFILE = "user_id, skills, languages, most, beside_call, version"


async def skills() -> list[Skill]:
    """Every skill by code, the retired ones too."""
    return many(
        Skill, await db().fetch(f"select {SKILL} from skill where tenant_id = $1 order by code", current_tenant())
    )


async def skill(code: str, *, lock: bool = False) -> Skill | None:
    """One skill."""
    sql = f"select {SKILL} from skill where tenant_id = $1 and code = $2" + (" for update" if lock else "")
    return one(Skill, await db().fetchrow(sql, current_tenant(), code))


async def add_skill(value: Skill) -> bool:
    """False when there is one of this code."""
    row = await db().fetchval(
        """insert into skill (code, name_ja, name_en, active) values ($1, $2, $3, $4)
           on conflict do nothing returning 1""",
        value.code, value.name_ja, value.name_en, value.active,
    )  # fmt: skip
    return row is not None


async def save_skill(value: Skill) -> None:
    """Write a changed skill."""
    await db().execute(
        "update skill set name_ja = $2, name_en = $3, active = $4, version = $5 where code = $1",
        value.code, value.name_ja, value.name_en, value.active, value.version,
    )  # fmt: skip


async def delete_skill(code: str) -> None:
    """Forget a skill."""
    await db().execute("delete from skill where code = $1", code)


async def skill_used(code: str) -> bool:
    """Whether somebody has it, or a queue asks for it or lets it drop."""
    return bool(
        await db().fetchval(
            """select exists (select from agent_profile where skills ? $1)
                   or exists (select from queue where required ? $1)
                   or exists (select from queue q, jsonb_array_elements(q.steps) s where s->'drop' ? $1)""",
            code,
        )
    )


def profile_of_row(row: Any) -> Profile:
    """The profile in a row; who has none of their own gets what everybody has at first."""
    if row["version"] is None:
        return Profile(user=row["user_id"])
    most = {medium: int(count) for medium, count in row["most"].items()}
    return Profile(
        user=row["user_id"],
        skills=row["skills"],
        languages=row["languages"],
        capacity=Capacity(most=most, beside_call=row["beside_call"]),
        version=row["version"],
    )


async def profile(user: UUID, *, lock: bool = False) -> Profile:
    """What a person can do; who was never described speaks the home language and has no skill."""
    sql = f"select {PROFILE} from agent_profile where user_id = $1" + (" for update" if lock else "")
    row = await db().fetchrow(sql, user)
    return profile_of_row(row) if row else Profile(user=user, languages=[HOME_LANGUAGE])


async def profiles(users: Sequence[UUID]) -> list[Profile]:
    """What these people can do, in the order of their ids."""
    sql = f"select {PROFILE} from agent_profile where user_id = any($1)"
    known = {row["user_id"]: profile_of_row(row) for row in await db().fetch(sql, users)}
    return [known.get(user) or Profile(user=user) for user in sorted(set(users))]


STAFF = """
    select m.user_id, p.skills, p.languages, p.most, p.beside_call, p.version
    from queue_member m left join agent_profile p using (tenant_id, user_id)
    where m.queue_id = $1 order by m.user_id
"""


async def staff(queue: UUID) -> list[Profile]:
    """What everybody who serves a queue can do, whether they are here or not."""
    return [profile_of_row(row) for row in await db().fetch(STAFF, queue)]


async def save_profile(value: Profile) -> bool:
    """Write what a person can do; False when somebody else wrote it first."""
    row = await db().fetchval(
        """insert into agent_profile (user_id, skills, languages, most, beside_call, version)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (tenant_id, user_id) do update set skills = $2, languages = $3, most = $4, beside_call = $5,
               version = $6
           where agent_profile.version = $6 - 1
           returning 1""",
        value.user, value.skills, value.languages, value.capacity.most, value.capacity.beside_call, value.version,
    )  # fmt: skip
    return row is not None


async def set_queues(user: UUID, queues: Sequence[UUID]) -> None:
    """Let a person serve exactly these queues."""
    await db().execute("delete from queue_member where user_id = $1 and queue_id <> all($2::uuid[])", user, queues)
    await db().execute(
        "insert into queue_member (queue_id, user_id) select unnest($2::uuid[]), $1 on conflict do nothing",
        user, queues,
    )  # fmt: skip


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A person with what they can do and the queues they serve."""

    profile: Profile
    queues: list[UUID]


MEMBERS = """
    select u.user_id, p.skills, p.languages, p.most, p.beside_call, p.version, coalesce(m.queues, '{}') as queues
    from (select user_id from agent_profile union select user_id from queue_member union select user_id from agent) u
    left join agent_profile p using (user_id)
    left join (select user_id, array_agg(queue_id order by queue_id) as queues from queue_member group by user_id) m
        using (user_id)
    order by u.user_id
"""


async def everybody() -> list[Member]:
    """Everybody who was ever described, serves a queue or took a contact."""
    rows = await db().fetch(MEMBERS)
    return [Member(profile=profile_of_row(row), queues=row["queues"]) for row in rows]

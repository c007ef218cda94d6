"""My session, and whom I may hand a call to."""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from madoguchi import access, cases, routing
from madoguchi.cases import TaskRow
from madoguchi.kit.clock import now
from madoguchi.kit.http import current_user, get
from madoguchi.workspace.desk import desk_of
from madoguchi.workspace.model.pop import Desk

AHEAD = timedelta(days=1)


class Ability(Struct, frozen=True, kw_only=True):
    """A skill of somebody's, level 1 to 5."""

    name_ja: str
    name_en: str
    level: int


class Colleague(Struct, frozen=True, kw_only=True):
    """Somebody a contact can be handed to; `presence` "ready" takes it at once. `since` (UTC): so long they do it."""

    id: UUID
    name: str
    kana: str
    presence: str
    since: datetime
    skills: list[Ability]


@get("/desk", needs="desk.use")
async def show_desk() -> Desk:
    """Everything on my desk in one read: presence, what rings, calls, forms owed, tasks of the day, queues."""
    return await desk_of(current_user())


@get("/desk/tasks", needs="cases.read")
async def list_desk_tasks() -> list[TaskRow]:
    """What I may take because nobody has yet: of my queues and of my team, due within a day, the earliest first."""
    user = current_user()
    queues = await routing.queues_of(user)
    team = (await access.user(user)).team_id
    return await cases.tasks_of_queues([queue.id for queue in queues], now() + AHEAD, team=team)


@get("/colleagues", needs="desk.use")
async def list_colleagues() -> list[Colleague]:
    """The people at work now, those who are ready first."""
    table = await routing.queue_table()
    there = {row.user: row for row in table.agents if row.presence != "offline"}
    there.pop(current_user(), None)
    names = await access.users_by_id(there)
    able = await _abilities(list(there))
    found = [
        Colleague(
            id=id,
            name=who.name,
            kana=who.kana,
            presence=there[id].presence,
            since=there[id].since,
            skills=able.get(id, []),
        )
        for id, who in names.items()
    ]
    return sorted(found, key=lambda one: (one.presence != "ready", one.kana or one.name))


async def _abilities(users: list[UUID]) -> dict[UUID, list[Ability]]:
    """What each can do, the best first."""
    if not users:
        return {}
    known = {skill.code: skill for skill in await routing.skills() if skill.active}
    profiles = await routing.profiles_of(users)
    return {
        user: [
            Ability(name_ja=known[code].name_ja, name_en=known[code].name_en, level=level)
            for code, level in sorted(profile.skills.items(), key=lambda skill: (-skill[1], skill[0]))
            if code in known
        ]
        for user, profile in profiles.items()
    }


routes = [show_desk, list_desk_tasks, list_colleagues]

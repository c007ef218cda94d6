"""My session, and whom I may hand a call to."""

from uuid import UUID

from msgspec import Struct

from madoguchi import access, routing
from madoguchi.kit.http import current_user, get
from madoguchi.workspace.desk import desk_of
from madoguchi.workspace.model.pop import Desk


class Colleague(Struct, frozen=True, kw_only=True):
    """Somebody a contact can be handed to; `presence` "ready" takes it at once."""

    id: UUID
    name: str
    kana: str
    presence: str


@get("/desk", needs="desk.use")
async def show_desk() -> Desk:
    """Everything on my desk in one read: presence, what rings, calls, forms owed, tasks of the day, queues."""
    return await desk_of(current_user())


@get("/colleagues", needs="desk.use")
async def list_colleagues() -> list[Colleague]:
    """The people at work now, those who are ready first."""
    table = await routing.queue_table()
    there = {row.user: row.presence for row in table.agents if row.presence != "offline"}
    there.pop(current_user(), None)
    names = await access.users_by_id(there)
    found = [Colleague(id=id, name=who.name, kana=who.kana, presence=there[id]) for id, who in names.items()]
    return sorted(found, key=lambda one: (one.presence != "ready", one.kana or one.name))


routes = [show_desk, list_colleagues]

"""What people can do, how much at once, and the queues they serve."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi.kit.http import Tagged, current_user, expected_version, get, put
from madoguchi.routing import queries
from madoguchi.routing.actions import skills as actions
from madoguchi.routing.actions.skills import ProfileForm
from madoguchi.routing.model.sets import version_of
from madoguchi.routing.model.skills import Profile
from madoguchi.routing.queries import PersonRow


class QueuesOf(msgspec.Struct, frozen=True, kw_only=True):
    """The queues that a person is to serve."""

    queues: Annotated[list[UUID], Meta(max_length=500)]


class QueuesServed(msgspec.Struct, frozen=True, kw_only=True):
    """The queues that a person serves, and the version that an edit of them names in If-Match."""

    queues: list[UUID]
    version: int


@get("/routing/people", needs="routing.supervise")
async def list_people() -> list[PersonRow]:
    """Everybody who may be offered contacts: skills, languages, capacity and queues, by name."""
    return await queries.people_table()


@get("/routing/people/{user:uuid}", needs="routing.supervise")
async def show_person(user: UUID) -> Tagged[Profile]:
    """What a person can do."""
    profile = await queries.person(user)
    return Tagged(profile, profile.version)


@put("/routing/people/{user:uuid}", needs="routing.admin")
async def change_person(user: UUID, data: ProfileForm) -> Tagged[Profile]:
    """Say what a person can do, as a whole, from the version named in If-Match (0: never said before)."""
    profile = await actions.change_profile(user, data, expected_version())
    return Tagged(profile, profile.version)


@get("/routing/people/{user:uuid}/queues", needs="routing.supervise")
async def show_queues(user: UUID) -> Tagged[QueuesServed]:
    """The queues that a person serves."""
    return _served(await queries.queues_of_person(user))


@put("/routing/people/{user:uuid}/queues", needs="routing.supervise")
async def set_queues(user: UUID, data: QueuesOf) -> Tagged[QueuesServed]:
    """Let a person serve exactly these queues, from now on, from the version named in If-Match (0: none)."""
    return _served(await actions.set_queues_of(user, data.queues, current_user(), expected_version()))


def _served(queues: list[UUID]) -> Tagged[QueuesServed]:
    version = version_of(queues)
    return Tagged(QueuesServed(queues=queues, version=version), version)


routes = [list_people, show_person, change_person, show_queues, set_queues]

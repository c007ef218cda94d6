"""Reads of routing: how queues and people stand, and why somebody was asked."""

from __future__ import annotations

import asyncio
import math
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from madoguchi import access, interactions
from madoguchi.kit.clock import now
from madoguchi.kit.settings import setting
from madoguchi.routing.errors import DecisionUnknown, NoSuchSkill, PersonUnknown, QueueUnknown, StrategyUnknown
from madoguchi.routing.model import history
from madoguchi.routing.model.history import Logged, Replay
from madoguchi.routing.model.presence import Agent
from madoguchi.routing.model.sets import version_of
from madoguchi.routing.model.skills import Profile, Skill
from madoguchi.routing.model.strategies import STRATEGIES
from madoguchi.routing.model.waiting import Item, Offer
from madoguchi.routing.settings import BreakReason, ForceReason, RoutingSettings
from madoguchi.routing.store import agents, decisions, items, people, queues
from madoguchi.routing.store.queues import AgentRow, Queue, QueueLoad


class QueueTable(msgspec.Struct, frozen=True, kw_only=True):
    """The live table: every active queue, everybody who serves one, and names for the ids in it."""

    at: datetime
    queues: list[QueueLoad]
    agents: list[AgentRow]
    names: dict[str, str]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a contact stands in line. `position` counts from 1; `waiting` counts it too.

    `estimated_wait_seconds`: None when nothing is known: nobody is staffed, or no contact was handled of late.
    `staffed`: people of the queue who are here and not on a break; `ready`: those of them who are free.
    """

    queue: UUID
    position: int
    waiting: int
    estimated_wait_seconds: int | None
    staffed: int
    ready: int
    entered: datetime


RECENT = timedelta(hours=4)
"""So far back contacts are looked at to say how long one takes."""


async def standing(interaction: UUID) -> Standing | None:
    """Where `interaction` stands in line, or None when it does not wait in a queue.

    The estimate: everybody ahead and this one, each for the queue's mean handling time, shared among those staffed.
    """
    row = await items.standing(interaction)
    if row is None:
        return None
    each = await interactions.handling_seconds(row["queue"], now() - RECENT)
    position, staffed = int(row["ahead"]) + 1, int(row["staffed"])
    estimate = None
    if staffed and position <= row["ready"]:
        estimate = 0
    elif staffed and each is not None:
        estimate = math.ceil(position * each / staffed)
    return Standing(
        queue=row["queue"],
        position=position,
        waiting=row["waiting"],
        estimated_wait_seconds=estimate,
        staffed=staffed,
        ready=row["ready"],
        entered=row["entered"],
    )


async def skills() -> list[Skill]:
    """Every skill by code, the retired ones too."""
    return await people.skills()


async def skill(code: str) -> Skill:
    """One skill. Raises `NoSuchSkill`."""
    found = await people.skill(code)
    if found is None:
        raise NoSuchSkill
    return found


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may be offered contacts: what they can do, and the queues they serve with the version of these."""

    user: UUID
    name: str
    profile: Profile
    queues: list[UUID]
    queues_version: int


async def people_table() -> list[PersonRow]:
    """Everybody who serves a queue, was ever described or took a contact, by name."""
    members = {member.profile.user: member for member in await people.everybody()}
    names = await access.users_by_id(list(members))
    rows = [
        PersonRow(
            user=user,
            name=names[user].name,
            profile=member.profile,
            queues=member.queues,
            queues_version=version_of(member.queues),
        )
        for user, member in members.items()
        if user in names
    ]
    return sorted(rows, key=lambda row: (row.name, row.user))


async def decision(decision_id: UUID) -> Logged:
    """One look of the matcher, whole. Raises `DecisionUnknown`."""
    found = await decisions.one_of(decision_id)
    if found is None:
        raise DecisionUnknown
    return found


async def replay(strategy: str, start: datetime, end: datetime, queue: UUID | None = None) -> Replay:
    """What `strategy` would have made of the decisions between two times (UTC). Raises `StrategyUnknown`."""
    if strategy not in STRATEGIES:
        raise StrategyUnknown(strategy=strategy)
    again = history.Replaying(STRATEGIES[strategy])
    async for part in decisions.between(start, end, queue):
        await asyncio.to_thread(again.take, part)  # calls go on meanwhile
    return again.result()


async def profile_of(user: UUID) -> Profile:
    """What a person can do; who was never described speaks Japanese, takes one call or four chats, and has no skill."""
    return await people.profile(user)


async def person(user: UUID) -> Profile:
    """What one of ours can do. Raises `PersonUnknown`."""
    if not await access.users_by_id([user]):
        raise PersonUnknown
    return await people.profile(user)


async def queues_of_person(user: UUID) -> list[UUID]:
    """The queues that one of ours serves. Raises `PersonUnknown`."""
    await person(user)
    return sorted(await queues.queues_of(user))


async def profiles_of(users: list[UUID]) -> dict[UUID, Profile]:
    """What several people can do."""
    return {profile.user: profile for profile in await people.profiles(users)}


async def force_reasons() -> list[ForceReason]:
    """Why a supervisor may change what somebody is doing, as the tenant set it."""
    return (await setting(RoutingSettings)).force_reasons


async def presence_of(user: UUID) -> Agent:
    """What `user` is doing; offline when they never were here."""
    return await agents.find(user) or Agent(user=user, since=now())


async def presences(users: list[UUID]) -> dict[UUID, Agent]:
    """What several people are doing; who never was here is absent."""
    return {agent.user: agent for agent in await agents.find_many(users)}


async def break_reasons() -> list[BreakReason]:
    """Why one may be on a break, as the tenant set it."""
    return (await setting(RoutingSettings)).break_reasons


async def queue_table() -> QueueTable:
    """How everything stands right now."""
    people = await agents_table()
    names = await access.users_by_id([row.user for row in people])
    return QueueTable(
        at=now(),
        queues=await queues.loads(),
        agents=people,
        names={str(user): name.name for user, name in names.items()},
    )


async def agents_table() -> list[AgentRow]:
    """What everybody who serves a queue, or is here, is doing."""
    return await queues.agents()


async def agent_row(user: UUID) -> AgentRow | None:
    """What `user` is doing, as the live table shows it; None for who neither serves a queue nor is here."""
    return next(iter(await queues.agents(user)), None)


async def queue_loads(queue_ids: list[UUID] | None = None) -> list[QueueLoad]:
    """How these queues stand, or all: those in use, and closed ones in which somebody waits nevertheless."""
    return await queues.loads(queue_ids)


async def queues_of(user: UUID) -> list[QueueLoad]:
    """How the queues that `user` serves stand."""
    mine = await queues.queues_of(user)
    return await queues.loads(mine) if mine else []


async def queue(queue_id: UUID) -> Queue:
    """One queue. Raises `QueueUnknown`."""
    found = await queues.queue(queue_id)
    if found is None:
        raise QueueUnknown
    return found


async def all_queues() -> list[Queue]:
    """Every queue by code."""
    return await queues.queues()


async def members(queue_id: UUID) -> list[UUID]:
    """Who serves a queue. Raises `QueueUnknown`."""
    await queue(queue_id)
    return await queues.members(queue_id)


async def waiting_in(queue_id: UUID) -> list[Item]:
    """Whoever waits in a queue and is not being offered, held until the unit ends."""
    return await items.waiting_in(queue_id)


async def offer(offer_id: UUID) -> Offer | None:
    """An offer, live or over, with the reason why this person was asked."""
    return await items.offer(offer_id)


async def live_offer_to(user: UUID) -> Offer | None:
    """What `user` is being offered, or took and is being connected with."""
    agent = await agents.find(user)
    return await items.offer(agent.offer) if agent and agent.offer else None


async def offers_of(interaction: UUID) -> list[Offer]:
    """Everybody who was asked to take `interaction`, in order, each with the reason."""
    return await items.offers_of(interaction)

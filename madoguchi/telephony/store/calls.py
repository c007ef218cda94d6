"""Calls and legs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from madoguchi.kit.db import db, many, one
from madoguchi.telephony.model import Call, Leg, LegState, Parked, Place, Role

CALL = """interaction_id, direction, switch, number_id, trunk_id, customer_leg, playback, interruptible, sending,
    sending_leg, noticed, asking, asking_for, asking_rule, recording, recorded_from, recorded_to, parked_at, parked_by,
    ending, started, ended"""
LEG = """id, interaction_id, role, user_id, login, state, joined, ending, cause, made, ended, mode, target_id, place,
    number, told"""
CHANGEABLE = {
    "call": {
        "customer_leg",
        "playback",
        "interruptible",
        "sending",
        "sending_leg",
        "noticed",
        "asking",
        "asking_for",
        "asking_rule",
        "recording",
        "recorded_from",
        "recorded_to",
        "parked_at",
        "parked_by",
        "ending",
    },
    "leg": {"role", "joined", "ending", "mode", "target_id", "place", "told"},
}
BEFORE = {"ringing": ["new"], "up": ["new", "ringing"], "down": ["new", "ringing", "up"]}


class Owner(Struct, frozen=True):
    """Whose a leg is, of which interaction (or which test call), and on which switch."""

    tenant_id: UUID
    interaction_id: UUID
    switch: str


async def insert_call(
    interaction: UUID,
    direction: str,
    customer_leg: str | None,
    at: datetime,
    *,
    switch: str,
    number: UUID | None,
    trunk: UUID | None,
) -> bool:
    """False when the interaction has its call already."""
    return bool(
        await db().fetchval(
            """insert into call (interaction_id, direction, switch, number_id, trunk_id, customer_leg, started)
               values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning true""",
            interaction, direction, switch, number, trunk, customer_leg, at,
        )
    )  # fmt: skip


async def call(interaction: UUID) -> Call | None:
    """The call of an interaction."""
    return one(Call, await db().fetchrow(f"select {CALL} from call where interaction_id = $1", interaction))


async def lock(interaction: UUID) -> None:
    """One at a time changes who is where in a call: reports, wishes, commands done. Taken before any other lock."""
    await db().execute("select 1 from call where interaction_id = $1 for no key update", interaction)


async def switch_of(interaction: UUID) -> str | None:
    """The switch on which the call of an interaction is."""
    found: str | None = await db().fetchval("select switch from call where interaction_id = $1", interaction)
    return found


async def call_of_playback(playback: str) -> Call | None:
    return one(Call, await db().fetchrow(f"select {CALL} from call where playback = $1", playback))


async def call_asking(id: UUID) -> Call | None:
    """The call whose other side is told of the recording under this id."""
    return one(Call, await db().fetchrow(f"select {CALL} from call where asking = $1", id))


async def change_call(interaction: UUID, **values: Any) -> None:
    await _change("call", "interaction_id", interaction, values)


async def insert_leg(
    leg: str,
    interaction: UUID,
    role: Role,
    at: datetime,
    *,
    user: UUID | None = None,
    login: str | None = None,
    place: Place = "apart",
    number: str = "",
) -> None:
    """Idempotent."""
    await db().execute(
        """insert into leg (id, interaction_id, role, user_id, login, made, place, number)
           values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing""",
        leg, interaction, role, user, login, at, place, number,
    )  # fmt: skip


async def leg(leg_id: str) -> Leg | None:
    return one(Leg, await db().fetchrow(f"select {LEG} from leg where id = $1", leg_id))


async def legs(interaction: UUID) -> list[Leg]:
    """All legs of a call, oldest first."""
    return many(
        Leg, await db().fetch(f"select {LEG} from leg where interaction_id = $1 order by made, id", interaction)
    )


async def live_legs_of(user: UUID) -> list[Leg]:
    query = f"select {LEG} from leg where user_id = $1 and state <> 'down' order by made, id"
    return many(Leg, await db().fetch(query, user))


async def step_leg(leg_id: str, state: LegState, at: datetime, cause: str = "") -> bool:
    """Move a leg on. Of several who report the same step at once, one is told True."""
    before = BEFORE[state]
    query = """update leg set state = $2, cause = $3, ended = case when $2 = 'down' then $4::timestamptz end
               where id = $1 and state = any($5) returning true"""
    return bool(await db().fetchval(query, leg_id, state, cause, at, before))


async def join_leg(leg_id: str, at: datetime) -> bool:
    """The leg hears the other side; True for the first who says so."""
    query = "update leg set joined = $2 where id = $1 and joined is null returning true"
    return bool(await db().fetchval(query, leg_id, at))


async def end_call(interaction: UUID, at: datetime) -> bool:
    """The call is over; True for the first who says so."""
    query = "update call set ended = $2 where interaction_id = $1 and ended is null returning true"
    return bool(await db().fetchval(query, interaction, at))


async def parked() -> list[Parked]:
    """The customers who wait for any colleague, the longest first."""
    query = """select interaction_id as interaction, parked_at as since, parked_by as by from call
               where parked_at is not null and ended is null order by parked_at"""
    return many(Parked, await db().fetch(query))


async def change_leg(leg_id: str, **values: Any) -> None:
    await _change("leg", "id", leg_id, values)


async def owner_of(leg_id: str) -> Owner | None:
    """Whose a leg is, before there is a tenant."""
    return one(Owner, await db().fetchrow("select tenant_id, interaction_id, switch from telephony_leg($1)", leg_id))


async def all_live() -> list[Owner]:
    """Every tenant's live calls, before there is a tenant."""
    return many(Owner, await db().fetch("select tenant_id, interaction_id, switch from telephony_live()"))


async def _change(table: str, key: str, id: object, values: dict[str, Any]) -> None:
    assert values.keys() <= CHANGEABLE[table]
    parts = ", ".join(f"{name} = ${place}" for place, name in enumerate(values, 2))
    await db().execute(f"update {table} set {parts} where {key} = $1", id, *values.values())

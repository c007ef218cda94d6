"""monitoring"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.kit.db import db, many, one
from madoguchi.supervision.model.monitoring import HEARD, Mode, Monitoring, MonitoringStep

MONITORING = ", ".join(Monitoring.__struct_fields__)
LIVE = f"select {MONITORING} from monitoring where ended is null"


async def insert(value: Monitoring) -> bool:
    """Begin; False when this supervisor is beside a talk already, or another one has the voice."""
    row = await db().fetchval(
        """insert into monitoring (id, interaction_id, agent_id, user_id, mode, began, was_ready)
           values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning true""",
        value.id, value.interaction_id, value.agent_id, value.user_id, value.mode, value.began, value.was_ready,
    )  # fmt: skip
    return row is not None


async def find(monitoring: UUID, *, lock: bool = False) -> Monitoring | None:
    sql = f"select {MONITORING} from monitoring where id = $1" + (" for update" if lock else "")
    return one(Monitoring, await db().fetchrow(sql, monitoring))


async def live_of(user: UUID, *, lock: bool = False) -> Monitoring | None:
    """Beside whose talk this supervisor is."""
    sql = f"{LIVE} and user_id = $1" + (" for update" if lock else "")
    return one(Monitoring, await db().fetchrow(sql, user))


async def live() -> list[Monitoring]:
    """Everybody who is beside somebody's talk."""
    return many(Monitoring, await db().fetch(f"{LIVE} order by began, id"))


async def beside(agent: UUID) -> list[Monitoring]:
    """Who is beside the talk of this agent."""
    return many(Monitoring, await db().fetch(f"{LIVE} and agent_id = $1 order by began, id", agent))


async def of_contact(interaction: UUID) -> list[Monitoring]:
    """Everybody who ever was beside a talk of this contact, the first one first."""
    sql = f"select {MONITORING} from monitoring where interaction_id = $1 order by began, id"
    return many(Monitoring, await db().fetch(sql, interaction))


async def voice_of(interaction: UUID) -> Monitoring | None:
    """The supervisor who has a voice in this contact, or is about to."""
    sql = f"{LIVE} and interaction_id = $1 and mode = any($2)"
    return one(Monitoring, await db().fetchrow(sql, interaction, HEARD))


async def wish(monitoring: UUID, mode: Mode) -> bool:
    """Another way of being there; False when another supervisor has the voice."""
    row = await db().fetchval(
        """update monitoring m set mode = $2 where id = $1 and ($2 = 'listen' or not exists (
               select from monitoring o where o.tenant_id = m.tenant_id and o.interaction_id = m.interaction_id
                   and o.id <> m.id and o.ended is null and o.mode <> 'listen')) returning true""",
        monitoring, mode,
    )  # fmt: skip
    return row is not None


async def confirm(monitoring: UUID, steps: list[MonitoringStep]) -> None:
    """What the medium says came to be."""
    await db().execute(
        "update monitoring set state = 'on', steps = $2 where id = $1", monitoring, msgspec.to_builtins(steps)
    )


async def end(monitoring: UUID, at: datetime, cause: str) -> None:
    await db().execute(
        "update monitoring set state = 'ended', ended = greatest(began, $2), cause = $3 where id = $1",
        monitoring, at, cause,
    )  # fmt: skip

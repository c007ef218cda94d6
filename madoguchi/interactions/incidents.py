"""What happened in a contact that must be kept as evidence: customer harassment (カスハラ)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi.interactions.model import Interaction
from madoguchi.interactions.sealed import readable, scope_of
from madoguchi.kit.db import db
from madoguchi.kit.vault import seal, unseal_many

Reason = str


class Incident(Struct, frozen=True, kw_only=True):
    """`reason` is one of the tenant's codes; `note` what the agent wrote, "" once the person was erased."""

    id: UUID
    interaction_id: UUID
    kind: str
    reason: Reason
    at: datetime
    recorded_by: UUID | None
    note: str = ""


async def insert(contact: Interaction, incident: Incident) -> None:
    """Keep it, its words sealed."""
    note = await seal(scope_of(contact), incident.note.encode()) if incident.note else None
    await db().execute(
        """insert into incident (id, interaction_id, kind, reason, note, at, recorded_by)
           values ($1, $2, $3, $4, $5, $6, $7)""",
        incident.id, contact.id, incident.kind, incident.reason, note, incident.at, incident.recorded_by,
    )  # fmt: skip


async def is_evidence(interaction: UUID) -> bool:
    """Whether the contact must be kept."""
    return bool(await db().fetchval("select exists (select from incident where interaction_id = $1)", interaction))


async def incidents_of(interaction: UUID) -> list[Incident]:
    """What was recorded of a contact, oldest first."""
    rows = await db().fetch(
        "select id, kind, reason, note, at, recorded_by from incident where interaction_id = $1 order by at, id",
        interaction,
    )
    words = iter(await unseal_many([(interaction, row["note"]) for row in rows if row["note"] is not None]))
    return [
        Incident(
            id=row["id"], interaction_id=interaction, kind=row["kind"], reason=row["reason"], at=row["at"],
            recorded_by=row["recorded_by"], note=readable(next(words)) if row["note"] is not None else "",
        )
        for row in rows
    ]  # fmt: skip

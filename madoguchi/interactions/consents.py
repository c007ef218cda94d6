"""What the other side of a contact was told of its recording, and what they said to it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from madoguchi.kit.db import db, many
from madoguchi.kit.ids import new_id

ConsentState = Literal["noticed", "agreed", "refused", "unheard"]
ConsentHow = Literal["notice", "key", "other_key", "silence", "failed"]


class RecordingConsent(Struct, frozen=True, kw_only=True):
    """`customer_id`: who they were taken for then. `how`: they heard the notice, pressed the key for yes, another key,
    or none; it could not be played to its end ("failed", `state` "unheard"). `rule` ("notice", "consent") asked it, for
    `region` ("DE", "US-CA"; "" where nobody knows). `at` is UTC.
    """

    id: UUID
    interaction_id: UUID
    customer_id: UUID | None
    state: ConsentState
    how: ConsentHow
    rule: str
    region: str
    at: datetime


COLUMNS = ", ".join(RecordingConsent.__struct_fields__)
INSERT = """
    insert into recording_consent (id, interaction_id, customer_id, state, how, rule, region, at)
    select $1, id, customer_id, $3, $4, $5, $6, $7 from interaction where id = $2
"""


async def insert(interaction: UUID, state: ConsentState, how: ConsentHow, rule: str, region: str, at: datetime) -> None:
    """Keep it, with whoever is recognised at the moment."""
    await db().execute(INSERT, new_id(), interaction, state, how, rule, region, at)


async def consents_of(interaction: UUID) -> list[RecordingConsent]:
    """Everything that was said to the recording of a contact, oldest first."""
    sql = f"select {COLUMNS} from recording_consent where interaction_id = $1 order by at, id"
    return many(RecordingConsent, await db().fetch(sql, interaction))


async def consent_of(interaction: UUID) -> RecordingConsent | None:
    """What counts: what was said last."""
    found = await consents_of(interaction)
    return found[-1] if found else None

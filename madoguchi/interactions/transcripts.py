"""What is said in recordings, in words: sealed like every word about a contact, and never overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from madoguchi.interactions.model import Interaction, Transcript
from madoguchi.interactions.sealed import readable, scope_of
from madoguchi.kit.db import db
from madoguchi.kit.vault import seal, unseal_many

BEGINNING = 300
"""So many characters of a message stand in lists."""

NEWEST = """
    select distinct on (recording_id) recording_id, version, language, author, at, body from transcript
    where interaction_id = $1 order by recording_id, version desc
"""
MESSAGES = """
    select distinct on (t.interaction_id) t.interaction_id, t.body
    from transcript t join recording r on r.tenant_id = t.tenant_id and r.id = t.recording_id
    where t.interaction_id = any($1) order by t.interaction_id, r.started, r.id, t.version desc
"""


async def lock(recording: UUID) -> UUID | None:
    """The contact of a recording, which nobody else writes down until the unit ends; None when there is none."""
    found: UUID | None = await db().fetchval("select interaction_id from recording where id = $1 for update", recording)
    return found


async def keep(contact: Interaction, written: Transcript) -> None:
    body = await seal(scope_of(contact), written.text.encode())
    sql = """insert into transcript (recording_id, version, interaction_id, language, author, at, body)
             values ($1, $2, $3, $4, $5, $6, $7)"""
    await db().execute(
        sql, written.recording_id, written.version, contact.id, written.language, written.author, written.at, body
    )


async def forget(file: UUID) -> None:
    """Remove the words of the recording that was kept in a file."""
    sql = "delete from transcript where recording_id in (select id from recording where file_id = $1)"
    await db().execute(sql, file)


async def transcripts_of(interaction: UUID) -> list[Transcript]:
    """The latest version of each recording's transcript. One whose subject was erased reads as empty."""
    rows = await db().fetch(NEWEST, interaction)
    texts = await unseal_many([(interaction, row["body"]) for row in rows])
    return [
        Transcript(
            recording_id=row["recording_id"],
            version=row["version"],
            language=row["language"],
            author=row["author"],
            at=row["at"],
            text=readable(text),
        )
        for row, text in zip(rows, texts, strict=True)
    ]


async def messages_of(interactions: Sequence[UUID]) -> dict[UUID, str]:
    """How the first recording of each of these contacts begins, in words, where somebody has written it down."""
    if not interactions:
        return {}
    rows = await db().fetch(MESSAGES, interactions)
    texts = await unseal_many([(row["interaction_id"], row["body"]) for row in rows])
    return {row["interaction_id"]: beginning(readable(text)) for row, text in zip(rows, texts, strict=True)}


def beginning(text: str) -> str:
    """The first characters of a text; "…" says that there are more."""
    return text if len(text) <= BEGINNING else text[: BEGINNING - 1].rstrip() + "…"

"""What people wrote about a contact, sealed under the customer's key: notes and the words of a wrap-up."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from madoguchi.interactions.model import Interaction, Note, Outcome
from madoguchi.kit.db import db
from madoguchi.kit.vault import Scope, seal, unseal_many


class Texts(Struct, frozen=True):
    """The words of a wrap-up: what the customer asked, what was done, what came of it."""

    asked: str = ""
    done: str = ""
    result: str = ""


def scope_of(contact: Interaction) -> Scope:
    """Under whose key the words about this contact are sealed."""
    return Scope(contact.id, contact.customer_id)


async def keep_note(contact: Interaction, note: Note) -> None:
    body = await seal(scope_of(contact), note.text.encode())
    sql = "insert into note (id, interaction_id, author, at, body) values ($1, $2, $3, $4, $5)"
    await db().execute(sql, note.id, contact.id, note.author, note.at, body)


async def notes_of(interaction: UUID) -> list[Note]:
    """Newest first. A note whose subject was erased reads as empty."""
    sql = "select id, author, at, body from note where interaction_id = $1 order by at desc, id desc"
    rows = await db().fetch(sql, interaction)
    texts = await unseal_many([(interaction, row["body"]) for row in rows])
    return [
        Note(id=row["id"], interaction_id=interaction, author=row["author"], at=row["at"], text=readable(text))
        for row, text in zip(rows, texts, strict=True)
    ]


KEEP_OUTCOME = """
    insert into outcome (segment_id, interaction_id, state, reason_id, reason_codes, reason_ja, reason_en, resolution,
        callback_owed, texts, recorded, recorded_by)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    on conflict (tenant_id, segment_id) do update set
        state = excluded.state, reason_id = excluded.reason_id, reason_codes = excluded.reason_codes,
        reason_ja = excluded.reason_ja, reason_en = excluded.reason_en, resolution = excluded.resolution,
        callback_owed = excluded.callback_owed, texts = excluded.texts, recorded = excluded.recorded,
        recorded_by = excluded.recorded_by
"""


async def keep_outcome(
    contact: Interaction, segment: UUID, state: str, outcome: Outcome, by: UUID | None, at: datetime
) -> None:
    """Keep (or replace) what a part came to."""
    texts = Texts(outcome.asked, outcome.done, outcome.result)
    sealed = await seal(scope_of(contact), msgspec.json.encode(texts)) if texts != Texts() else None
    await db().execute(
        KEEP_OUTCOME,
        segment,
        contact.id,
        state,
        outcome.reason_id,
        list(outcome.reason_codes),
        outcome.reason_ja,
        outcome.reason_en,
        outcome.resolution,
        outcome.callback_owed,
        sealed,
        at,
        by,
    )


async def open_texts(sealed: Sequence[tuple[UUID, bytes | None]]) -> list[Texts]:
    """The words behind (interaction, sealed texts), in order; empty where there are none or they were erased."""
    present = [(interaction, body) for interaction, body in sealed if body is not None]
    opened = iter(await unseal_many(present))
    plain = [next(opened) if body is not None else None for _, body in sealed]
    return [msgspec.json.decode(text, type=Texts) if text is not None else Texts() for text in plain]


def readable(text: bytes | None) -> str:
    return text.decode() if text is not None else ""

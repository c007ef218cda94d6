"""What is half-written survives a reload, a crash and a change of device: sealed, versioned, one per kind."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from madoguchi import interactions
from madoguchi.kit.clock import now
from madoguchi.kit.errors import PreconditionFailed
from madoguchi.kit.facts import record
from madoguchi.kit.vault import Scope, seal, unseal_many
from madoguchi.workspace.errors import DraftTooLong, DraftUnknown
from madoguchi.workspace.events import DraftSaved
from madoguchi.workspace.store import drafts as store
from madoguchi.workspace.store.drafts import DraftRow

DraftKind = Literal["note", "wrapup", "case", "task"]
MOST_BYTES = 100_000


class Draft(Struct, frozen=True, kw_only=True):
    """Something half-written: `body` is the client's own JSON. Saved again under the `version` that was read."""

    interaction: UUID
    kind: str
    body: object
    version: int
    saved: datetime


async def save(user: UUID, interaction: UUID, kind: DraftKind, body: object, expected: int | None) -> Draft:
    """Keep it. Raises `DraftTooLong`, `PreconditionFailed`.

    `expected`: the version that was edited, 0 for none; None overwrites whatever is there.
    """
    text = msgspec.json.encode(body)
    if len(text) > MOST_BYTES:
        raise DraftTooLong(most=MOST_BYTES)
    contact = await interactions.interaction(interaction)
    sealed = await seal(Scope(contact.id, contact.customer_id), text)
    row = await store.save(user, interaction, kind, sealed, now(), expected)
    if row is None:
        raise PreconditionFailed
    record(DraftSaved(interaction=interaction, user=user, kind=kind, version=row.version))
    return _draft(row, text)


async def read(user: UUID, interaction: UUID, kind: DraftKind) -> Draft:
    """Raises `DraftUnknown` where there is none, or its key was erased."""
    found = await maybe(user, interaction, kind)
    if found is None:
        raise DraftUnknown
    return found


async def maybe(user: UUID, interaction: UUID, kind: DraftKind) -> Draft | None:
    """What is half-written, if anything is."""
    row = await store.find(user, interaction, kind)
    opened = await _opened([row] if row else [])
    return opened[0] if opened else None


async def of_user(user: UUID) -> list[Draft]:
    """Everything somebody has half-written, newest first, at most 100."""
    return await _opened(await store.of_user(user))


async def drop(user: UUID, interaction: UUID, kind: DraftKind) -> None:
    """It was sent, or given up."""
    await store.drop(user, interaction, kind)


async def _opened(rows: list[DraftRow]) -> list[Draft]:
    texts = await unseal_many([(row.interaction_id, row.body) for row in rows])
    return [_draft(row, text) for row, text in zip(rows, texts, strict=True) if text is not None]


def _draft(row: DraftRow, text: bytes) -> Draft:
    body: object = msgspec.json.decode(text)
    return Draft(interaction=row.interaction_id, kind=row.kind, body=body, version=row.version, saved=row.saved)

"""The audit ledger's chain, as pure functions.

Entries are sealed in batches: a seal hashes the hashes of its entries in order, with the seal before it, and is signed
with a key derived from the installation's secret, so that somebody who can write the database but does not hold that
secret can neither change an entry nor grow a chain of their own. Details enter as ciphertext: erasing a person's
key leaves the chain valid.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import msgspec

DIGEST: Final = 32


class LedgerEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An audit row as it is hashed; `details` is ciphertext, sealed under the key of the customer `about`, if any."""

    id: UUID
    at: datetime
    actor: str
    actor_id: UUID | None
    session_id: UUID | None
    address: str | None
    action: str
    kind: str
    subject_id: UUID | None
    reason_id: UUID | None
    about: UUID | None
    details: bytes | None


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """One link of the chain: `entries` rows hashed to `entries_hash`, on top of the seal whose hash is `previous`."""

    number: int
    entries: int
    entries_hash: bytes
    previous: bytes
    hash: bytes
    signature: bytes
    at: datetime


def genesis(tenant: UUID) -> bytes:
    """What the first seal of a tenant stands on."""
    return hashlib.sha256(b"madoguchi audit ledger 1" + tenant.bytes).digest()


def entry_hash(entry: LedgerEntry) -> bytes:
    """The hash of one row. Every field is framed by MessagePack, so that no two rows share an encoding."""
    fields = [
        entry.id.bytes,
        _stamp(entry.at),
        entry.actor,
        _raw(entry.actor_id),
        _raw(entry.session_id),
        entry.address,
        entry.action,
        entry.kind,
        _raw(entry.subject_id),
        _raw(entry.reason_id),
        _raw(entry.about),
        None if entry.details is None else hashlib.sha256(entry.details).digest(),
    ]
    return hashlib.sha256(msgspec.msgpack.encode(fields)).digest()


def entries_hash(entries: Iterable[LedgerEntry]) -> bytes:
    """The hash of a batch, in its order."""
    whole = hashlib.sha256()
    for entry in entries:
        whole.update(entry_hash(entry))
    return whole.digest()


def seal_hash(number: int, entries: int, batch: bytes, previous: bytes, at: datetime) -> bytes:
    """The hash of one link."""
    return hashlib.sha256(msgspec.msgpack.encode([number, entries, batch, previous, _stamp(at)])).digest()


def sign(key: bytes, hash_: bytes) -> bytes:
    """The installation's signature of a link (HMAC-SHA256)."""
    return hmac.digest(key, hash_, "sha256")


def make_seal(number: int, batch: list[LedgerEntry], previous: bytes, at: datetime, key: bytes) -> Seal:
    """Seal `batch`, which is not empty, as link `number` of the chain."""
    digest = entries_hash(batch)
    hash_ = seal_hash(number, len(batch), digest, previous, at)
    return Seal(
        number=number,
        entries=len(batch),
        entries_hash=digest,
        previous=previous,
        hash=hash_,
        signature=sign(key, hash_),
        at=at,
    )


def fault_of(seal: Seal, batch: list[LedgerEntry], expected_number: int, previous: bytes, key: bytes) -> str | None:
    """The code of what is wrong with a link and its rows, or None when it holds."""
    if seal.number != expected_number:
        return "seal_missing"
    if seal.previous != previous:
        return "chain_broken"
    if seal.hash != seal_hash(seal.number, seal.entries, seal.entries_hash, seal.previous, seal.at):
        return "seal_changed"
    if not hmac.compare_digest(seal.signature, sign(key, seal.hash)):
        return "signature_wrong"
    if len(batch) != seal.entries:
        return "entry_missing" if len(batch) < seal.entries else "entry_added"
    if entries_hash(batch) != seal.entries_hash:
        return "entry_changed"
    return None


def _stamp(moment: datetime) -> int:
    """Microseconds since 1970: what PostgreSQL keeps of a time, without a float in between."""
    delta = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def _raw(id_: UUID | None) -> bytes | None:
    return None if id_ is None else id_.bytes

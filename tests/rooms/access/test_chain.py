"""The chain as pure functions: whatever is changed, is found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from madoguchi.access.chain import LedgerEntry, Seal, fault_of, genesis, make_seal

TENANT = UUID(int=7)
KEY = b"k" * 32
START = datetime(2026, 11, 22, 9, 0, 0, 123456, tzinfo=UTC)


def entry(number: int) -> LedgerEntry:
    return LedgerEntry(
        id=UUID(int=number),
        at=START + timedelta(seconds=number),
        actor="user",
        actor_id=UUID(int=1),
        session_id=UUID(int=2),
        address="192.0.2.1",
        action="customer.revealed",
        kind="customer",
        subject_id=UUID(int=3),
        reason_id=None,
        about=UUID(int=3),
        details=b"ciphertext",
    )


BATCH = [entry(1), entry(2), entry(3)]
SEAL = make_seal(1, BATCH, genesis(TENANT), START, KEY)


def found(seal: Seal = SEAL, batch: list[LedgerEntry] = BATCH, key: bytes = KEY) -> str | None:
    return fault_of(seal, batch, 1, genesis(TENANT), key)


def test_an_untouched_link_holds() -> None:
    assert found() is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", START),
        ("actor", "system"),
        ("actor_id", None),
        ("session_id", UUID(int=9)),
        ("address", "192.0.2.2"),
        ("action", "customer.read"),
        ("kind", "case"),
        ("subject_id", None),
        ("reason_id", UUID(int=3)),
        ("about", None),
        ("details", None),
    ],
)
def test_a_change_of_any_field_is_found(field: str, value: Any) -> None:
    changed = msgspec.structs.replace(BATCH[1], **{field: value})
    assert found(batch=[BATCH[0], changed, BATCH[2]]) == "entry_changed"


def test_entries_taken_out_added_or_swapped_are_found() -> None:
    assert found(batch=BATCH[:2]) == "entry_missing"
    assert found(batch=[*BATCH, entry(4)]) == "entry_added"
    assert found(batch=[BATCH[1], BATCH[0], BATCH[2]]) == "entry_changed"


def test_a_seal_moved_cut_out_or_rewritten_is_found() -> None:
    assert fault_of(SEAL, BATCH, 2, genesis(TENANT), KEY) == "seal_missing"
    assert fault_of(SEAL, BATCH, 1, genesis(UUID(int=8)), KEY) == "chain_broken"
    assert found(seal=msgspec.structs.replace(SEAL, at=START + timedelta(seconds=1))) == "seal_changed"


def test_a_chain_rebuilt_without_the_installation_s_secret_is_found() -> None:
    forged = make_seal(1, BATCH[:2], genesis(TENANT), START, b"guessed key")
    assert found(seal=forged, batch=BATCH[:2]) == "signature_wrong"

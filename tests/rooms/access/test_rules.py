"""Masks, permissions, passwords and tokens."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.access.masking import FieldKind, masked
from madoguchi.access.model import normal_email
from madoguchi.access.passwords import hash_password, verify_password, weaknesses
from madoguchi.access.permissions import PERMISSIONS, ROLES, permissions_of
from madoguchi.access.tokens import csrf_of, new_api_key, new_token, token_hash


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "+819012345678", "＊＊＊＊5678"),
        ("phone", "110", "＊＊＊＊"),
        ("email", "taro@example.co.jp", "t＊＊＊@example.co.jp"),
        ("email", "a@example.com", "＊＊＊@example.com"),
        ("handle", "𠮷野家", "𠮷＊＊＊"),
        ("address", "東京都千代田区一番町1-2", "東京都＊＊＊＊"),
        ("address", "神奈川県横浜市", "神奈川県＊＊＊＊"),
        ("address", "10 Downing Street", "＊＊＊＊"),
        ("birth_date", "1985-04-02", "1985-＊＊-＊＊"),
        ("birth_date", "S60.4.2", "＊＊＊＊"),
        ("number", "KY-2024-00318", "＊＊＊＊0318"),
        ("number", "318", "＊＊＊＊"),
        ("phone", "", ""),
    ],
)
def test_a_masked_field_is_recognisable_only_to_who_knows_it(kind: FieldKind, value: str, shown: str) -> None:
    assert masked(kind, value) == shown


@given(st.sampled_from(["phone", "email", "handle", "address", "birth_date", "number"]), st.text(min_size=1))
def test_no_mask_shows_a_value_whole(kind: FieldKind, value: str) -> None:
    assert masked(kind, value) != value or set(value) <= set("＊-@")


def test_an_auditor_reads_the_ledger_and_reveals_nothing() -> None:
    allowed = ROLES["auditor"]
    assert "audit.read" in allowed
    assert not {p for p in allowed if p.endswith((".write", ".admin", ".reveal", ".unmasked", ".use", ".dial"))}


def test_roles_grow_from_agent_to_administrator() -> None:
    assert ROLES["agent"] < ROLES["supervisor"] < ROLES["administrator"] == frozenset(PERMISSIONS)
    assert permissions_of(["agent", "auditor"]) == ROLES["agent"] | ROLES["auditor"]
    assert permissions_of(["no such role"]) == frozenset()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password_short"),
        ("x" * 300, "password_long"),
        ("aaaaaaaaaaaa", "password_guessable"),
        ("hanako-12345", "password_guessable"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, code: str) -> None:
    assert [fault.code for fault in weaknesses(password, email="hanako@example.jp")] == [code]


def test_a_stolen_hash_is_dear_to_guess(product_hasher: PasswordHasher) -> None:
    """OWASP's least for argon2id: 19 MiB and two passes."""
    cost = extract_parameters(product_hasher.hash("madoguchi-123"))
    assert (cost.type, cost.memory_cost >= 19 * 1024, cost.time_cost >= 2) == (Type.ID, True, True)


async def test_a_password_is_the_same_from_any_keyboard() -> None:
    stored = await hash_password("ｍａｄｏｇｕｃｈｉ－１２３")
    assert await verify_password(stored, "madoguchi-123") is True
    assert await verify_password(stored, "madoguchi-124") is False
    assert await verify_password(None, "nobody has this password") is False


def test_addresses_are_kept_in_one_form() -> None:
    assert normal_email(" Ｈanako@Example.JP ") == "hanako@example.jp"


def test_tokens_differ_and_tell_nothing_about_each_other() -> None:
    token = new_token()
    assert new_api_key().startswith("mdg_")
    assert csrf_of(token) not in (token, token_hash(token).hex())
    assert len({new_token() for _ in range(100)}) == 100

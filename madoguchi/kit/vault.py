"""Per-subject encryption: erasing a person is deleting one key.

Each item (an interaction, a case) has a data key, wrapped by its subject's key, wrapped by the tenant's, wrapped by the
installation's (AES-256-GCM throughout). Without a subject the data key is wrapped by the tenant's key until the person
is recognised (`rewrap`). A sealed value is `nonce (12 bytes) + ciphertext + tag (16)`, bound to its tenant and item.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from madoguchi.kit.db import after_commit, current_tenant, db
from madoguchi.kit.errors import Gone
from madoguchi.kit.keys import derive
from madoguchi.kit.signals import on_signal, signal

NONCE = 12
MOST_CACHED = 4096


class Scope(msgspec.Struct, frozen=True):
    """What a sealed value belongs to: an item and, once known, the person it is about."""

    item: UUID
    subject: UUID | None = None


class Erased(Gone):
    """The key is gone, and with it the text."""

    code = "erased"


_secret: bytes | None = None
_root: AESGCM | None = None
_changes = 0
"""How often somebody was erased: a key read before must not be remembered after."""
_tenant_keys: dict[UUID, AESGCM] = {}
_item_keys: OrderedDict[tuple[UUID, UUID], AESGCM] = OrderedDict()


def open_vault(secret: bytes) -> None:
    """Give the process the installation's key."""
    global _root, _secret
    _secret = secret
    _root = AESGCM(derive(secret, "vault"))
    _item_keys.clear()
    _tenant_keys.clear()


@on_signal("vault")
def _forget(_word: str) -> None:
    global _changes
    _changes += 1
    _item_keys.clear()
    _tenant_keys.clear()


def _seal(key: AESGCM, plain: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + key.encrypt(nonce, plain, bound)


def _open(key: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    try:
        return key.decrypt(sealed[:NONCE], sealed[NONCE:], bound)
    except InvalidTag as error:
        raise Erased from error


def derived(purpose: str) -> bytes:
    """A key of the installation for `purpose` (32 bytes), for signatures and keyed hashes."""
    if _secret is None:
        raise RuntimeError("the vault is closed")
    return derive(_secret, purpose)


def opens(secret: bytes, tenant: UUID, wrapped: bytes) -> bool:
    """Whether `secret` is the installation's key under which a tenant's key was wrapped."""
    try:
        _open(AESGCM(derive(secret, "vault")), wrapped, tenant.bytes)
    except Erased:
        return False
    return True


async def seal(scope: Scope, plain: bytes) -> bytes:
    """Encrypt `plain` under the item's key, which is made when there is none."""
    key = await _item_key(scope, make=True)
    return _seal(key, plain, current_tenant().bytes + scope.item.bytes)


MAKE_SUBJECTS = """
    insert into vault_subject_key (subject, wrapped) select * from unnest($1::uuid[], $2::bytea[])
    on conflict do nothing
"""
MAKE_ITEMS = """
    insert into vault_item_key (item, subject, wrapped) select * from unnest($1::uuid[], $2::uuid[], $3::bytea[])
    on conflict do nothing
"""
FIND_SUBJECTS = "select subject, wrapped from vault_subject_key where tenant_id = $1 and subject = any($2)"


async def _subject_keys(tenant_key: AESGCM, subjects: Sequence[UUID]) -> dict[UUID, AESGCM]:
    rows = await db().fetch(FIND_SUBJECTS, current_tenant(), subjects)
    missing = list(set(subjects) - {row["subject"] for row in rows})
    if missing:
        made = [_seal(tenant_key, AESGCM.generate_key(256), subject.bytes) for subject in missing]
        await db().execute(MAKE_SUBJECTS, missing, made)
        rows = await db().fetch(FIND_SUBJECTS, current_tenant(), subjects)
    return {row["subject"]: AESGCM(_open(tenant_key, row["wrapped"], row["subject"].bytes)) for row in rows}


async def seal_many(values: Sequence[tuple[Scope, bytes]]) -> list[bytes]:
    """Encrypt many values, making missing keys with a handful of statements: for bulk loads of the past."""
    tenant, tenant_key = current_tenant(), await _tenant_key()
    scopes = list({scope.item: scope for scope, _ in values}.values())
    subjects = await _subject_keys(tenant_key, list({scope.subject for scope in scopes if scope.subject}))
    wrapped = [
        _seal(subjects[s.subject] if s.subject else tenant_key, AESGCM.generate_key(256), s.item.bytes) for s in scopes
    ]
    items = [scope.item for scope in scopes]
    await db().execute(MAKE_ITEMS, items, [scope.subject for scope in scopes], wrapped)
    keys = {row["item"]: _opened(tenant_key, row) for row in await db().fetch(MANY_KEYS, tenant, items)}
    sealed: list[bytes] = []
    for scope, plain in values:
        key = keys.get(scope.item)
        if key is None:
            raise Erased
        sealed.append(_seal(key, plain, tenant.bytes + scope.item.bytes))
    return sealed


async def unseal(scope: Scope, sealed: bytes) -> bytes:
    """Decrypt. Raises `Erased` when a key on the way is gone or the value was moved to another item."""
    key = await _item_key(scope, make=False)
    return _open(key, sealed, current_tenant().bytes + scope.item.bytes)


MANY_KEYS = """
    select i.item, i.subject, i.wrapped, s.wrapped as of_subject
    from vault_item_key i left join vault_subject_key s on s.tenant_id = i.tenant_id and s.subject = i.subject
    where i.tenant_id = $1 and i.item = any($2)
"""


async def unseal_many(sealed: Sequence[tuple[UUID, bytes]]) -> list[bytes | None]:
    """Decrypt many (item, value) with one look at the keys; None stands where a key is gone."""
    if not sealed:
        return []
    tenant = current_tenant()
    items = {item for item, _ in sealed}
    keys = {item: _item_keys[tenant, item] for item in items if (tenant, item) in _item_keys}
    if len(keys) < len(items):
        tenant_key = await _tenant_key()
        for row in await db().fetch(MANY_KEYS, tenant, list(items - keys.keys())):
            key = _opened(tenant_key, row)
            if key is not None:
                keys[row["item"]] = key
    return [_plain(keys.get(item), value, tenant.bytes + item.bytes) for item, value in sealed]


def _opened(tenant_key: AESGCM, row: asyncpg.Record) -> AESGCM | None:
    wrapping = tenant_key
    if row["subject"] is not None:
        if row["of_subject"] is None:
            return None
        wrapping = AESGCM(_open(tenant_key, row["of_subject"], row["subject"].bytes))
    return AESGCM(_open(wrapping, row["wrapped"], row["item"].bytes))


def _plain(key: AESGCM | None, value: bytes, bound: bytes) -> bytes | None:
    try:
        return None if key is None else _open(key, value, bound)
    except Erased:
        return None


async def rewrap(item: UUID, subject: UUID | None) -> None:
    """Put the item's key under `subject`'s: the person was recognised, corrected or merged."""
    tenant = current_tenant()
    row = await db().fetchrow(
        "select subject, wrapped from vault_item_key where tenant_id = $1 and item = $2 for update", tenant, item
    )
    if row is None or row["subject"] == subject:
        return
    raw = _open(await _wrapping_key(row["subject"]), row["wrapped"], item.bytes)
    wrapped = _seal(await _wrapping_key(subject), raw, item.bytes)
    await db().execute(
        "update vault_item_key set subject = $3, wrapped = $4 where tenant_id = $1 and item = $2",
        tenant, item, subject, wrapped,
    )  # fmt: skip


async def forget_subject(subject: UUID) -> None:
    """Erase: delete the person's key; nothing sealed for them can be read again, backups of ciphertext included."""
    await db().execute("delete from vault_subject_key where tenant_id = $1 and subject = $2", current_tenant(), subject)
    await signal("vault")


FIND_ITEM = """
    select i.item, coalesce(i.subject, case when i.item is null then $3::uuid end) as subject, i.wrapped,
        s.wrapped as of_subject
    from (select 1) as one
    left join vault_item_key i on i.tenant_id = $1 and i.item = $2
    left join vault_subject_key s on s.tenant_id = $1
        and s.subject = case when i.item is null then $3::uuid else i.subject end
"""
MAKE_ITEM = "insert into vault_item_key (item, subject, wrapped) values ($1, $2, $3) on conflict do nothing returning 1"


async def _item_key(scope: Scope, *, make: bool) -> AESGCM:
    tenant = current_tenant()
    cached = _item_keys.get((tenant, scope.item))
    if cached is not None:
        _item_keys.move_to_end((tenant, scope.item))
        return cached
    before = _changes
    tenant_key = await _tenant_key()
    row = await db().fetchrow(FIND_ITEM, tenant, scope.item, scope.subject)
    assert row is not None
    if row["item"] is None:
        if not make:
            raise Erased
        made = await _make_item_key(scope, tenant_key, row["of_subject"])
        if made is not None:
            return made  # not remembered: this unit may still be rolled back
        row = await db().fetchrow(FIND_ITEM, tenant, scope.item, scope.subject)
        assert row is not None
    found = _opened(tenant_key, row)
    if found is None:
        raise Erased
    key: AESGCM = found

    async def remember() -> None:  # only what is durable may be cached: the row may be this unit's own
        if _changes != before:
            return
        _item_keys[tenant, scope.item] = key
        while len(_item_keys) > MOST_CACHED:
            _item_keys.popitem(last=False)

    after_commit(remember)
    return key


async def _make_item_key(scope: Scope, tenant_key: AESGCM, of_subject: bytes | None) -> AESGCM | None:
    """A key for an item that has none, or None when another unit was quicker; `of_subject`: the person's key."""
    if scope.subject is not None and of_subject is not None:
        wrapping = AESGCM(_open(tenant_key, of_subject, scope.subject.bytes))
    else:
        wrapping = await _wrapping_key(scope.subject)
    raw = AESGCM.generate_key(256)
    wrapped = _seal(wrapping, raw, scope.item.bytes)
    return AESGCM(raw) if await db().fetchval(MAKE_ITEM, scope.item, scope.subject, wrapped) else None


async def _wrapping_key(subject: UUID | None, *, make: bool = True) -> AESGCM:
    tenant_key = await _tenant_key()
    if subject is None:
        return tenant_key
    find = "select wrapped from vault_subject_key where tenant_id = $1 and subject = $2"
    wrapped = await db().fetchval(find, current_tenant(), subject)
    if wrapped is None:
        if not make:
            raise Erased
        await db().execute(
            "insert into vault_subject_key (subject, wrapped) values ($1, $2) on conflict do nothing",
            subject, _seal(tenant_key, AESGCM.generate_key(256), subject.bytes),
        )  # fmt: skip
        wrapped = await db().fetchval(find, current_tenant(), subject)
    return AESGCM(_open(tenant_key, wrapped, subject.bytes))


async def _tenant_key() -> AESGCM:
    if _root is None:
        raise RuntimeError("the vault is closed")
    tenant = current_tenant()
    cached = _tenant_keys.get(tenant)
    if cached is not None:
        return cached
    find = "select wrapped from vault_tenant_key where tenant_id = $1"
    wrapped = await db().fetchval(find, tenant)
    if wrapped is None:
        await db().execute(
            "insert into vault_tenant_key (wrapped) values ($1) on conflict do nothing",
            _seal(_root, AESGCM.generate_key(256), tenant.bytes),
        )
        wrapped = await db().fetchval(find, tenant)
    key = AESGCM(_open(_root, wrapped, tenant.bytes))

    async def remember() -> None:  # one made by this very unit may still be rolled back
        _tenant_keys[tenant] = key

    after_commit(remember)
    return key

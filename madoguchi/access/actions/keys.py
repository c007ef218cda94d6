"""API keys for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from madoguchi.access import tokens
from madoguchi.access.errors import ApiKeyNotFound
from madoguchi.access.ledger import audit
from madoguchi.access.model import ApiKey, NewApiKey
from madoguchi.access.permissions import PERMISSIONS
from madoguchi.access.store import keys as store
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault, Invalid
from madoguchi.kit.http import maybe_principal
from madoguchi.kit.ids import new_id
from madoguchi.kit.signals import signal


def _faults(scopes: Sequence[str], expires: datetime | None) -> list[Fault]:
    who = maybe_principal()
    own = frozenset(PERMISSIONS) if who is None else who.permissions
    faults = [Fault(at="scopes", code="scope_unknown", params={"scope": s}) for s in scopes if s not in PERMISSIONS]
    # Nobody hands out more than they have: a key must not be a way around one's own role.
    faults += [
        Fault(at="scopes", code="scope_beyond", params={"scope": s})
        for s in scopes
        if s in PERMISSIONS and s not in own
    ]
    if expires is not None and expires <= now():
        faults.append(Fault(at="expires", code="expiry_past"))
    return faults


async def make_key(name: str, scopes: Sequence[str], expires: datetime | None) -> NewApiKey:
    """Make a key; its secret is in the answer and nowhere else. Raises `Invalid` naming the scopes refused."""
    faults = _faults(scopes, expires)
    if faults:
        raise Invalid("api_key_invalid", faults=faults)
    who = maybe_principal()
    secret = tokens.new_api_key()
    key = ApiKey(
        id=new_id(),
        name=name,
        shown=tokens.shown_part(secret),
        scopes=sorted(set(scopes)),
        created=now(),
        created_by=who.user if who else None,
        expires=expires,
        used=None,
        revoked=None,
    )
    await store.insert(key, tokens.token_hash(secret))
    await audit("api_key.made", "api_key", key.id, {"scopes": [*key.scopes]})
    return NewApiKey(key=key, secret=secret)


async def revoke_key(key_id: UUID) -> ApiKey:
    """Shut a key out at once on every node. Raises `ApiKeyNotFound`."""
    key = await store.revoke(key_id, now())
    if key is None:
        raise ApiKeyNotFound
    await audit("api_key.revoked", "api_key", key_id)
    await signal("access", str(key_id))
    return key

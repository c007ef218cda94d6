"""Coming in, staying, leaving."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final
from uuid import UUID

import msgspec

from madoguchi.access import passwords, tokens
from madoguchi.access.errors import SessionNotFound, SignInRefused, TenantNeeded, TooManyAttempts
from madoguchi.access.events import SessionEnded, UserSignedIn, UserSignedOut
from madoguchi.access.ledger import By, audit, audit_by
from madoguchi.access.model import (
    PER_ACCOUNT,
    PER_ACCOUNT_AND_ADDRESS,
    PER_ADDRESS,
    Credentials,
    Locale,
    Theme,
    normal_email,
)
from madoguchi.access.settings import AccessSettings
from madoguchi.access.store import people
from madoguchi.access.store import sessions as store
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from madoguchi.kit.errors import Fault, Invalid
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting
from madoguchi.kit.signals import signal

AGENT_LENGTH: Final = 300
KEPT: Final = timedelta(days=30)
LIMITS: Final = (PER_ACCOUNT_AND_ADDRESS, PER_ACCOUNT, PER_ADDRESS)

sign_ins = counter("sign_ins", "Sessions begun")
refusals = counter("sign_in_refusals", "Sign-ins and unlocks refused", ("cause",))


class Place(msgspec.Struct, frozen=True):
    """Where a browser is: its network address and its own name for itself."""

    address: str
    agent: str


def _key(*parts: str) -> bytes:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).digest()


def _keys(account: str, address: str) -> list[bytes]:
    return [_key("pair", account, address), _key("account", account), _key("address", address)]


async def _heard(account: str, address: str) -> list[bytes]:
    """Count an attempt. Raises `TooManyAttempts` when this one is not heard at all, even with the right password."""
    keys = _keys(account, address)
    wait = await store.attempt(keys, LIMITS, now())
    if wait:
        refusals.labels("rate").inc()
        log.warning("sign_in_rate", wait=wait)
        raise TooManyAttempts(retry_after=wait)
    return keys


async def sign_in(email: str, password: str, tenant_code: str | None, place: Place) -> Credentials:
    """Begin a session. Outside a unit.

    Raises `SignInRefused` (one answer for every cause), `TooManyAttempts`, or `TenantNeeded` when the address and
    password open several tenants and none was named.
    """
    email = normal_email(email)
    keys = await _heard(email, place.address)
    found = await store.candidates(email, tenant_code)
    right = [one for one in found if await passwords.verify_password(one.password_hash, password)]
    if not found:
        await passwords.verify_password(None, password)
    if not right:
        await _note_refusal(found, place)
        raise SignInRefused
    await store.succeeded(keys[:2], keys[2])
    if len(right) > 1:
        raise TenantNeeded(
            faults=[Fault(at="tenant", code="tenant_choice", params={"code": t.code, "name": t.name}) for t in right]
        )
    chosen = right[0]
    stored = chosen.password_hash or ""
    rehashed = await passwords.hash_password(password) if passwords.outdated(stored) else None
    async with unit(chosen.tenant_id):
        await people.signed_in(chosen.user_id, now(), rehashed)
        return await begin(chosen.tenant_id, chosen.user_id, place)


async def _note_refusal(found: list[store.Candidate], place: Place) -> None:
    refusals.labels("password" if found else "unknown").inc()
    for candidate in found:
        async with unit(candidate.tenant_id):
            await audit_by(By(address=place.address), "session.refused", "user", candidate.user_id)


async def begin(tenant: UUID, user: UUID, place: Place) -> Credentials:
    """Start a session for somebody who has proved who they are, in the unit at work."""
    moment = now()
    hours = (await setting(AccessSettings)).session_hours
    token, session = tokens.new_token(), new_id()
    expires = moment + timedelta(hours=hours)
    await store.insert(
        session, tokens.token_hash(token), user, moment, expires, place.address, place.agent[:AGENT_LENGTH]
    )
    await audit_by(By(user=user, session=session, address=place.address), "session.started", "session", session)
    record(UserSignedIn(user=user, session=session))
    sign_ins.inc()
    return Credentials(
        session=session, tenant=tenant, user=user, token=token, csrf=tokens.csrf_of(token), expires=expires
    )


async def end_sessions(user: UUID, reason: str, *, only: UUID | None = None, spare: UUID | None = None) -> list[UUID]:
    """End the live sessions of a person at once on every node: `only` one, or all but `spare`."""
    ended = await store.end(user, reason, now(), only, spare)
    for session in ended:
        record(SessionEnded(user=user, session=session, reason=reason))
        await signal("session_ended", str(session))
        await audit("session.ended", "session", session, {"reason": reason, "user": str(user)})
    if ended:
        await signal("access", str(user))
    return ended


async def sign_out(user: UUID, session: UUID) -> None:
    """End one's own session."""
    if await end_sessions(user, "sign_out", only=session):
        record(UserSignedOut(user=user, session=session))


async def revoke_session(session: UUID, owner: UUID | None) -> None:
    """End a session: of `owner` only, where one is given. Raises `SessionNotFound`."""
    found = await store.session(session)
    if found is None or (owner is not None and found.user_id != owner):
        raise SessionNotFound
    await end_sessions(found.user_id, "revoked", only=session)


async def lock(user: UUID, session: UUID) -> None:
    """Lock a session until its owner unlocks it; calls and other sessions go on."""
    await store.set_locked(session, now(), now())
    await audit("session.locked", "session", session)
    await signal("access", str(user))


async def unlock(tenant: UUID, user: UUID, session: UUID, password: str, place: Place) -> None:
    """Open a locked session again. Outside a unit. Raises `SignInRefused` or `TooManyAttempts`."""
    keys = await _heard(str(user), place.address)
    await _prove(tenant, user, password, place)
    await store.succeeded(keys[:2], keys[2])
    async with unit(tenant):
        await store.set_locked(session, None, now())
        await audit_by(By(user=user, session=session, address=place.address), "session.unlocked", "session", session)
        await signal("access", str(user))


async def _prove(tenant: UUID, user: UUID, password: str, place: Place) -> None:
    async with unit(tenant, readonly=True):
        stored = await people.password_hash(user)
    if await passwords.verify_password(stored, password):
        return
    refusals.labels("unlock").inc()
    async with unit(tenant):
        await audit_by(By(address=place.address), "session.refused", "user", user)
    raise SignInRefused


async def change_password(tenant: UUID, user: UUID, session: UUID, current: str, new: str, place: Place) -> None:
    """Choose a new password; every other session of the person ends. Outside a unit.

    Raises `SignInRefused` for a wrong current password, `Invalid` for a weak new one, `TooManyAttempts`.
    """
    keys = await _heard(str(user), place.address)
    await _prove(tenant, user, current, place)
    await store.succeeded(keys[:2], keys[2])
    async with unit(tenant, readonly=True):
        found = await people.user(user)
    faults = passwords.weaknesses(new, email=found.email if found else "")
    if faults:
        raise Invalid("password_refused", faults=faults)
    hashed = await passwords.hash_password(new)
    async with unit(tenant):
        await people.set_password(user, hashed)
        await end_sessions(user, "password_changed", spare=session)
        await audit_by(By(user=user, session=session, address=place.address), "user.password_changed", "user", user)


async def set_preferences(user: UUID, locale: Locale, theme: Theme) -> None:
    """Keep the language and the look that a person likes."""
    await people.set_preferences(user, locale, theme)
    await signal("access", str(user))


async def sweep_sessions() -> None:
    """End sessions whose time is up, and drop what ended long ago."""
    moment = now()
    for session in await store.expired(moment):
        record(SessionEnded(user=session.user_id, session=session.id, reason="expired"))
        await signal("session_ended", str(session.id))
    await store.forget(moment - KEPT)

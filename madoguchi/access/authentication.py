"""Who is asking: the session cookie or the API key of a request, turned into kit's principal.

One round trip to a `security definer` function, remembered for at most five seconds in this process and dropped at once
on every node when something about the person or the key changes.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Final, cast
from uuid import UUID

import msgspec
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from madoguchi.access.errors import CsrfRefused, SessionLocked
from madoguchi.access.permissions import permissions_of
from madoguchi.access.settings import AccessSettings
from madoguchi.access.store import keys, sessions
from madoguchi.access.tokens import API_KEY_PREFIX, csrf_of, same, token_hash
from madoguchi.kit.clock import now
from madoguchi.kit.http import Principal, set_principal
from madoguchi.kit.i18n import Locale
from madoguchi.kit.metrics import counter
from madoguchi.kit.signals import on_signal

COOKIE: Final = "madoguchi_session"
CSRF_HEADER: Final = "x-csrf-token"
REMEMBERED: Final = timedelta(seconds=5)
MOST_REMEMBERED: Final = 20_000
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

refused = counter("requests_unauthenticated", "Credentials that stand for nobody", ("kind",))


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a credential stands for. `csrf` is "" for API keys, which no browser sends by itself."""

    principal: Principal
    expires: datetime | None
    locked: bool
    csrf: str
    loaded: datetime

    def fresh(self, moment: datetime) -> bool:
        """Whether it may be trusted without asking again."""
        return moment - self.loaded < REMEMBERED and (self.expires is None or moment < self.expires)


_standings: dict[bytes, Standing] = {}
_changes = 0
_standing: ContextVar[Standing | None] = ContextVar("standing", default=None)
_waiting: dict[UUID, set[asyncio.Event]] = defaultdict(set)
_ended: deque[UUID] = deque(maxlen=1000)
"""Sessions that ended lately, for a connection that was let in just before and begins to wait just after."""


def current_standing() -> Standing | None:
    """The session or key of this request, a locked session too."""
    return _standing.get()


@on_signal("access")
def _forget(word: str) -> None:
    """Forget the person or key `word`, or everybody when none is named."""
    global _changes
    _changes += 1
    if not word:
        _standings.clear()
    for credential in [c for c, s in _standings.items() if str(s.principal.actor) == word]:
        del _standings[credential]


@on_signal("session_ended")
def _ring(word: str) -> None:
    """Tell whoever holds a connection open for that session; without a word (a lost line) everybody asks again."""
    if word:
        _ended.append(UUID(word))
    for session in [UUID(word)] if word else list(_waiting):
        for event in _waiting.get(session, ()):
            event.set()


def session_has_ended(session: UUID) -> bool:
    """Whether `session` is known to have ended lately."""
    return session in _ended


@contextmanager
def until_session_ends(session: UUID) -> Iterator[asyncio.Event]:
    """An event that is set when `session` may be over (ask again): for connections that outlive a request."""
    event = asyncio.Event()
    _waiting[session].add(event)
    if session in _ended:
        event.set()
    try:
        yield event
    finally:
        _waiting[session].discard(event)
        if not _waiting[session]:
            del _waiting[session]


async def _load_session(token: str, moment: datetime) -> Standing | None:
    live = await sessions.live(token_hash(token), moment, AccessSettings().idle_lock_seconds)
    if live is None:
        return None
    who = Principal(
        tenant=live.tenant_id,
        actor=live.user_id,
        user=live.user_id,
        session=live.session_id,
        permissions=permissions_of(live.roles),
        locale=cast(Locale, live.locale),
    )
    return Standing(principal=who, expires=live.expires, locked=live.locked, csrf=csrf_of(token), loaded=moment)


async def _load_key(key: str, moment: datetime) -> Standing | None:
    live = await keys.live(token_hash(key), moment)
    if live is None:
        return None
    who = Principal(tenant=live.tenant_id, actor=live.key_id, permissions=frozenset(live.scopes))
    return Standing(principal=who, expires=live.expires, locked=False, csrf="", loaded=moment)


async def standing_of(credential: str) -> Standing | None:
    """What a cookie or API key stands for now, or None."""
    moment, hashed = now(), token_hash(credential)
    known = _standings.get(hashed)
    if known is not None and known.fresh(moment):
        return known
    before = _changes
    is_key = credential.startswith(API_KEY_PREFIX)
    found = await (_load_key if is_key else _load_session)(credential, moment)
    if found is None:
        _standings.pop(hashed, None)
        refused.labels("api_key" if is_key else "session").inc()
        return None
    if before == _changes:  # otherwise it may have been revoked while we asked
        if len(_standings) >= MOST_REMEMBERED:
            _standings.clear()
        _standings[hashed] = found
    return found


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def cookie_of(header: str) -> str:
    """The session token in a Cookie header, or ""."""
    # Not by http.cookies, which gives up at the first cookie of another program that it cannot read.
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE:
            return value
    return ""


def _bearer(header: str) -> str:
    scheme, _, key = header.partition(" ")
    return key.strip() if scheme.lower() == "bearer" and key.strip().startswith(API_KEY_PREFIX) else ""


class Authentication(ASGIMiddleware):
    """Sets the principal of every API request and socket, and refuses forged writes and locked sessions."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        set_principal(None)
        _standing.set(None)
        if scope["path"].startswith("/api/"):
            await _identify(scope)
        await next_app(scope, receive, send)


async def _identify(scope: Scope) -> None:
    headers = _headers(scope)
    key = _bearer(headers.get("authorization", ""))
    # A request that names a key is that key's, whatever cookie travels with it.
    credential = key or ("" if "authorization" in headers else cookie_of(headers.get("cookie", "")))
    standing = await standing_of(credential) if credential else None
    if standing is None:
        return
    _standing.set(standing)
    is_public = bool(scope["route_handler"].opt.get("public"))
    if scope["type"] == ScopeType.HTTP:
        if scope["method"] not in SAFE and not is_public:
            refuse_forgery(headers.get(CSRF_HEADER, ""), standing)
        if standing.locked and not is_public:
            raise SessionLocked
    if not standing.locked:
        client = scope.get("client")
        set_principal(msgspec.structs.replace(standing.principal, ip=client[0] if client else None))


def refuse_forgery(sent: str, standing: Standing) -> None:
    """Raise `CsrfRefused` when a cookie comes without the token that only our own pages can read."""
    if standing.csrf and not same(sent, standing.csrf):
        raise CsrfRefused

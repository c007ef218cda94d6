"""/session: coming in, being here, leaving. /sessions: where else one is signed in."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.datastructures import Cookie
from msgspec import Meta

from madoguchi.access import queries
from madoguchi.access.actions import sessions
from madoguchi.access.authentication import COOKIE, CSRF_HEADER, Standing, current_standing, refuse_forgery
from madoguchi.access.errors import CsrfRefused, SessionLocked
from madoguchi.access.model import Locale, Session, Tenant, Theme, User
from madoguchi.access.passwords import MAX_LENGTH
from madoguchi.access.permissions import permissions_of
from madoguchi.access.settings import AccessSettings
from madoguchi.kit.config import config
from madoguchi.kit.db import unit
from madoguchi.kit.errors import Forbidden, Unauthenticated
from madoguchi.kit.http import current_user, delete, get, patch, post, principal, request
from madoguchi.kit.settings import setting

Password = Annotated[str, Meta(min_length=1, max_length=MAX_LENGTH)]


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """Who wants to come in. `tenant` (its code) is needed only by people of several tenants with one password."""

    email: Annotated[str, Meta(min_length=1, max_length=254)]
    password: Password
    tenant: Annotated[str, Meta(max_length=63)] | None = None


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """The password of whoever is here."""

    password: Password


class NewPassword(msgspec.Struct, frozen=True, kw_only=True):
    """A password and the one to take its place."""

    current: Password
    new: Annotated[str, Meta(min_length=1, max_length=4 * MAX_LENGTH)]


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """How a person likes the desk."""

    locale: Locale
    theme: Theme


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """Who is here and what they may do. `csrf` goes into X-CSRF-Token with every write.

    A locked session may do nothing (`permissions` is empty) until it is unlocked with the password.
    """

    user: User
    tenant: Tenant
    permissions: list[str]
    csrf: str
    locked: bool
    idle_lock_seconds: int


def _place(asked: Request[Any, Any, Any]) -> sessions.Place:
    client = asked.client
    return sessions.Place(client.host if client else "", asked.headers.get("user-agent", ""))


def _cookie(value: str, max_age: int) -> Cookie:
    secure = request().url.scheme == "https" or config().public_url.startswith("https:")
    return Cookie(key=COOKIE, value=value, path="/", httponly=True, samesite="lax", secure=secure, max_age=max_age)


def _here() -> Standing:
    """The session of this request, locked or not. Raises `Unauthenticated`, or `Forbidden` for API keys."""
    standing = current_standing()
    if standing is None:
        raise Unauthenticated
    if standing.principal.session is None:
        raise Forbidden("person_needed")
    return standing


def _own() -> tuple[UUID, UUID, UUID]:
    who = _here().principal
    assert who.user is not None
    assert who.session is not None
    return who.tenant, who.user, who.session


async def _view(user: UUID, csrf: str, permissions: list[str], locked: bool) -> SessionView:
    return SessionView(
        user=await queries.user(user),
        tenant=await queries.tenant(),
        permissions=permissions,
        csrf=csrf,
        locked=locked,
        idle_lock_seconds=(await setting(AccessSettings)).idle_lock_seconds,
    )


@post("/session", public=True)
async def sign_in(data: SignIn) -> Response[SessionView]:
    """Sign in: sets the session cookie."""
    asked = request()
    # A page of another site could make a browser sign in as somebody else, whose history then fills with our work.
    if asked.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise CsrfRefused
    credentials = await sessions.sign_in(data.email, data.password, data.tenant, _place(asked))
    async with unit(credentials.tenant, readonly=True):
        found = await queries.user(credentials.user)
        permissions = sorted(permissions_of(found.roles))
        view = await _view(credentials.user, credentials.csrf, permissions, locked=False)
        seconds = (await setting(AccessSettings)).session_hours * 3600
    return Response(view, cookies=[_cookie(credentials.token, seconds)])


@get("/session", public=True)
async def show_session() -> SessionView:
    """Who is here, and whether the session is locked."""
    standing = _here()
    tenant, user, _ = _own()
    permissions = [] if standing.locked else sorted(standing.principal.permissions)
    async with unit(tenant, readonly=True):
        return await _view(user, standing.csrf, permissions, standing.locked)


@delete("/session", public=True, response_cookies=[Cookie(key=COOKIE, value="", path="/", httponly=True, max_age=0)])
async def sign_out() -> None:
    """Sign out: ends the session at once, a locked one too, and takes the cookie back."""
    standing = _here()
    refuse_forgery(request().headers.get(CSRF_HEADER, ""), standing)
    tenant, user, session = _own()
    async with unit(tenant):
        await sessions.sign_out(user, session)


@post("/session/lock", status=204)
async def lock_session() -> None:
    """Lock this session: nothing is shown or changed until it is unlocked. Calls go on."""
    _, user, session = _own()
    await sessions.lock(user, session)


@post("/session/unlock", public=True, status=204)
async def unlock_session(data: Proof) -> None:
    """Unlock this session with the password."""
    await sessions.unlock(*_own(), data.password, _place(request()))


@post("/session/password", public=True, status=204)
async def change_password(data: NewPassword) -> None:
    """Choose a new password; sessions elsewhere end."""
    standing = _here()
    refuse_forgery(request().headers.get(CSRF_HEADER, ""), standing)
    if standing.locked:
        raise SessionLocked
    await sessions.change_password(*_own(), data.current, data.new, _place(request()))


@patch("/session/preferences")
async def set_preferences(data: Preferences) -> User:
    """Choose language and look."""
    user = current_user()
    await sessions.set_preferences(user, data.locale, data.theme)
    return await queries.user(user)


@get("/sessions")
async def list_sessions() -> list[Session]:
    """Where I am signed in, the last seen first."""
    return await queries.sessions_of(current_user())


@delete("/sessions/{session_id:uuid}")
async def revoke_session(session_id: UUID) -> None:
    """End one of my sessions, or anybody's with `users.admin`."""
    who = principal()
    await sessions.revoke_session(session_id, None if "users.admin" in who.permissions else current_user())


routes = [
    sign_in, show_session, sign_out, lock_session, unlock_session, change_password, set_preferences, list_sessions,
    revoke_session,
]  # fmt: skip

"""/users: the people of the tenant, for administrators."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from madoguchi.access import queries
from madoguchi.access.actions import links, people, sessions
from madoguchi.access.model import Email, Link, LinkPurpose, Locale, Name, Session, User, UserName, UserState
from madoguchi.access.permissions import PERMISSIONS, ROLES, Role
from madoguchi.kit.http import Page, Tagged, delete, expected_version, get, patch, post, request

Kana = Annotated[str, Meta(max_length=100)]
Roles = Annotated[list[Role], Meta(min_length=1, max_length=4)]


class NewUser(msgspec.Struct, frozen=True, kw_only=True):
    """A person to invite."""

    email: Email
    name: Name
    kana: Kana = ""
    locale: Locale = "ja"
    roles: Roles
    team_id: UUID | None = None


class UserChange(msgspec.Struct, frozen=True, kw_only=True):
    """What to change of a person; what is left out stays."""

    email: Email | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    kana: Kana | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    roles: Roles | UnsetType = UNSET
    team_id: UUID | UnsetType | None = UNSET


class LinkWish(msgspec.Struct, frozen=True, kw_only=True):
    """Which link to make."""

    purpose: LinkPurpose


class LinkView(msgspec.Struct, frozen=True, kw_only=True):
    """A one-time link: shown now and never again. `mailed`: it is also on its way to its owner."""

    url: str
    purpose: LinkPurpose
    expires: datetime
    mailed: bool


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """A person just invited, and the link with which they choose their password."""

    user: User
    link: LinkView


class RoleView(msgspec.Struct, frozen=True, kw_only=True):
    """A role and what it allows."""

    role: Role
    permissions: list[str]


class RoleCatalogue(msgspec.Struct, frozen=True, kw_only=True):
    """Every role, and every permission, which are the scopes of API keys too."""

    roles: list[RoleView]
    permissions: list[str]


def _base() -> str:
    return str(request().base_url)


def _shown(link: Link) -> LinkView:
    return LinkView(
        url=links.link_url(link.token, _base()), purpose=link.purpose, expires=link.expires, mailed=link.mailed
    )


@get("/users", needs="users.admin")
async def list_users(
    q: str = "",
    user_state: UserState | None = None,
    role: Role | None = None,
    after: str | None = None,
    limit: int = 25,
) -> Page[User]:
    """People by name; `q` is part of a name, reading or address."""
    return await queries.users(q, user_state, role, after, limit)


# An answer that holds a secret is not kept for Idempotency-Key, which would write the secret down.
@post("/users", needs="users.admin", replay=False)
async def invite_user(data: NewUser) -> Invited:
    """Invite a person: answers with the link to hand over, which is mailed too where mail is set up."""
    profile = people.Profile(
        email=data.email,
        name=data.name,
        kana=data.kana,
        locale=data.locale,
        roles=data.roles,
        team_id=data.team_id,
    )
    user = await people.add_user(profile)
    link = await links.make_link(user.id, "invitation", _base())
    return Invited(user=user, link=_shown(link))


@get("/users/{user_id:uuid}", needs="users.admin")
async def show_user(user_id: UUID) -> Tagged[User]:
    """One person."""
    found = await queries.user(user_id)
    return Tagged(found, found.version)


@patch("/users/{user_id:uuid}", needs="users.admin")
async def change_user(user_id: UUID, data: UserChange) -> Tagged[User]:
    """Change a person. Needs If-Match; new roles count from the next request on."""
    before = await queries.user(user_id)
    fields = {name: getattr(before, name) for name in people.Profile.__struct_fields__}
    sent = {name: value for name, value in msgspec.structs.asdict(data).items() if value is not UNSET}
    found = await people.change_user(user_id, people.Profile(**(fields | sent)), expected_version())
    return Tagged(found, found.version)


@post("/users/{user_id:uuid}/deactivation", needs="users.admin", status=200)
async def deactivate_user(user_id: UUID) -> User:
    """Shut a person out at once, everywhere. What they did stays theirs."""
    return await people.deactivate_user(user_id)


@post("/users/{user_id:uuid}/reactivation", needs="users.admin", status=200)
async def reactivate_user(user_id: UUID) -> User:
    """Let a deactivated person in again."""
    return await people.reactivate_user(user_id)


@post("/users/{user_id:uuid}/links", needs="users.admin", replay=False)
async def make_link(user_id: UUID, data: LinkWish) -> LinkView:
    """Make a one-time link for an invitation or a new password; the one before stops opening."""
    return _shown(await links.make_link(user_id, data.purpose, _base()))


@get("/users/{user_id:uuid}/sessions", needs="users.admin")
async def list_user_sessions(user_id: UUID) -> list[Session]:
    """Where a person is signed in."""
    await queries.user(user_id)
    return await queries.sessions_of(user_id)


@delete("/users/{user_id:uuid}/sessions", needs="users.admin")
async def revoke_user_sessions(user_id: UUID) -> None:
    """Sign a person out everywhere, at once."""
    await queries.user(user_id)
    await sessions.end_sessions(user_id, "revoked")


@get("/people")
async def list_people() -> list[UserName]:
    """Everybody whom work can be given to, by reading or name."""
    return await queries.colleagues()


@get("/roles")
async def list_roles() -> RoleCatalogue:
    """Roles with what they allow."""
    views = [RoleView(role=role, permissions=sorted(allowed)) for role, allowed in ROLES.items()]
    return RoleCatalogue(roles=views, permissions=list(PERMISSIONS))


routes = [
    list_users, invite_user, show_user, change_user, deactivate_user, reactivate_user, make_link, list_user_sessions,
    revoke_user_sessions, list_people, list_roles,
]  # fmt: skip

"""Tenants, lines of business, teams."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi.access import passwords
from madoguchi.access.actions.links import make_link
from madoguchi.access.actions.people import Profile, add_user
from madoguchi.access.errors import CodeTaken, LineOfBusinessNotFound, TeamNotFound, UserNotFound
from madoguchi.access.events import UserChanged
from madoguchi.access.ledger import audit
from madoguchi.access.model import Code, LineOfBusiness, Link, Locale, Name, Phrase, Team, Tenant, User
from madoguchi.access.store import organisation as store
from madoguchi.access.store import people
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from madoguchi.kit.errors import Invalid, PreconditionFailed
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id


class Administrator(msgspec.Struct, frozen=True, kw_only=True):
    """The first person of a tenant; without a password they are invited by a link."""

    email: str
    name: str
    kana: str = ""
    locale: Locale = "ja"
    password: str | None = None


class Founded(msgspec.Struct, frozen=True, kw_only=True):
    """A tenant just made. `link` is there when the administrator has yet to choose a password."""

    tenant: Tenant
    administrator: User
    link: Link | None


def _code_of(name: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:50] or "tenant"


async def create_tenant(
    name: str, administrator: Administrator, code: str | None = None, tenant_id: UUID | None = None, base: str = ""
) -> Founded:
    """Make a tenant and its first administrator, in a unit of its own.

    `code` is what people of several tenants name at sign-in; without one it is made from the name. `base` is the
    address of the desk, for the invitation. Raises `CodeTaken`, or `Invalid` for a weak password.
    """
    hashed = None
    if administrator.password is not None:
        faults = passwords.weaknesses(administrator.password, email=administrator.email)
        if faults:
            raise Invalid("password_refused", faults=faults)
        hashed = await passwords.hash_password(administrator.password)
    tenant = tenant_id or new_id()
    async with unit(tenant):
        chosen = code or f"{_code_of(name)}-{tenant.hex[-6:]}"
        if not await store.insert_tenant(chosen, name, now()):
            raise CodeTaken
        await audit("tenant.created", "tenant", tenant)
        profile = Profile(
            email=administrator.email,
            name=administrator.name,
            kana=administrator.kana,
            locale=administrator.locale,
            roles=["administrator"],
            team_id=None,
        )
        user = await add_user(profile, hashed)
        link = await make_link(user.id, "invitation", base) if hashed is None else None
    return Founded(tenant=Tenant(id=tenant, code=chosen, name=name), administrator=user, link=link)


class LineForm(msgspec.Struct, frozen=True, kw_only=True):
    """All of a line of business that an administrator writes."""

    code: Code
    name_ja: Name
    name_en: Name
    opening_phrase_ja: Phrase = ""
    opening_phrase_en: Phrase = ""
    active: bool = True


class TeamForm(msgspec.Struct, frozen=True, kw_only=True):
    """All of a team that an administrator writes. `leaders`: who watches over it."""

    code: Code
    name_ja: Name
    name_en: Name
    active: bool = True
    leaders: Annotated[list[UUID], Meta(max_length=50)] = []


async def add_line(form: LineForm) -> LineOfBusiness:
    """Write a new line of business. Raises `CodeTaken`."""
    return await _save_line(LineOfBusiness(id=new_id(), version=1, **msgspec.structs.asdict(form)), "created")


async def change_line(line_id: UUID, form: LineForm, expected: int) -> LineOfBusiness:
    """Change a line of business. Raises `LineOfBusinessNotFound`, `PreconditionFailed`, `CodeTaken`."""
    before = await store.line(line_id, lock=True)
    if before is None:
        raise LineOfBusinessNotFound
    if before.version != expected:
        raise PreconditionFailed(version=before.version)
    after = LineOfBusiness(id=line_id, version=expected + 1, **msgspec.structs.asdict(form))
    return await _save_line(after, "changed")


async def _save_line(value: LineOfBusiness, verb: str) -> LineOfBusiness:
    if not await store.save_line(value):
        raise CodeTaken
    await audit(f"line_of_business.{verb}", "line_of_business", value.id)
    return value


async def add_team(form: TeamForm) -> Team:
    """Write a new team. Raises `CodeTaken`."""
    return await _save_team(Team(id=new_id(), version=1, **msgspec.structs.asdict(form)), "created")


async def change_team(team_id: UUID, form: TeamForm, expected: int) -> Team:
    """Change a team. Raises `TeamNotFound`, `PreconditionFailed`, `CodeTaken`."""
    before = await store.team(team_id, lock=True)
    if before is None:
        raise TeamNotFound
    if before.version != expected:
        raise PreconditionFailed(version=before.version)
    return await _save_team(Team(id=team_id, version=expected + 1, **msgspec.structs.asdict(form)), "changed")


async def _save_team(value: Team, verb: str) -> Team:
    value = msgspec.structs.replace(value, leaders=sorted(set(value.leaders)))
    await _known(value.leaders)
    if not await store.save_team(value):
        raise CodeTaken
    await audit(f"team.{verb}", "team", value.id, {"leaders": [str(user) for user in value.leaders]})
    return value


async def set_team_members(team_id: UUID, users: Sequence[UUID]) -> list[UUID]:
    """Let exactly `users` be in the team; whoever was in another leaves it. Raises `TeamNotFound`, `UserNotFound`."""
    if await store.team(team_id, lock=True) is None:
        raise TeamNotFound
    await _known(users)
    moved = await store.set_team_members(team_id, list(users))
    await audit("team.members_changed", "team", team_id, {"moved": [str(user) for user in sorted(moved)]})
    for user in moved:
        record(UserChanged(user=user, fields=["team_id"]))
    return sorted(set(users))


async def _known(users: Sequence[UUID]) -> None:
    if len(await people.names(users)) != len(set(users)):
        raise UserNotFound

"""Reads that other rooms may make."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from madoguchi.access.errors import LineOfBusinessNotFound, TeamNotFound, UserNotFound
from madoguchi.access.model import ApiKey, LineOfBusiness, Member, Session, Team, Tenant, User, UserName
from madoguchi.access.permissions import Role
from madoguchi.access.store import keys, organisation, people, sessions
from madoguchi.kit.clock import now
from madoguchi.kit.db import current_tenant
from madoguchi.kit.http import Page
from madoguchi.kit.listing import Key, Listing
from madoguchi.kit.remembered import Remembered

_names: Final = Remembered[UUID, UserName]("access")  # as `change_user` signals
USERS: Final = Listing(f"select {people.COLUMNS} from app_user u", keys=(Key("u.name", "text"), Key("u.id", "uuid")))


async def user(user_id: UUID) -> User:
    """One person. Raises `UserNotFound`."""
    found = await people.user(user_id)
    if found is None:
        raise UserNotFound
    return found


async def users_by_id(ids: Iterable[UUID]) -> dict[UUID, UserName]:
    """Names of people of ours, deactivated ones too; unknown ids are absent."""
    return await _names.of(ids, _read_names)


async def _read_names(ids: list[UUID]) -> dict[UUID, UserName]:
    return {found.id: found for found in await people.names(ids)}


async def colleagues() -> list[UserName]:
    """Everybody who is not shut out, by reading or name."""
    return await people.active_names()


async def users(
    q: str = "", state: str | None = None, role: Role | None = None, after: str | None = None, limit: int = 25
) -> Page[User]:
    """A page of people by name; `q` is part of a name, reading or address."""
    listing = USERS.where("u.tenant_id = {}", current_tenant())
    if q:
        part = "%" + q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        listing = listing.where("(u.name ilike {} or u.kana ilike {} or u.email ilike {})", part, part, part)
    if state is not None:
        listing = listing.where("u.state = {}", state)
    if role is not None:
        listing = listing.where(
            "exists (select 1 from user_role r where r.tenant_id = u.tenant_id and r.user_id = u.id and r.role = {})",
            role,
        )
    return await listing.page(User, after=after, limit=limit)


async def tenant() -> Tenant:
    """The tenant of the unit at work. Raises `RuntimeError` where it was never made."""
    found = await organisation.tenant()
    if found is None:
        raise RuntimeError("the tenant of this unit does not exist")
    return found


async def line_of_business(line_id: UUID) -> LineOfBusiness:
    """One line of business. Raises `LineOfBusinessNotFound`."""
    found = await organisation.line(line_id)
    if found is None:
        raise LineOfBusinessNotFound
    return found


async def lines_of_business() -> list[LineOfBusiness]:
    """Every line of business by code, inactive ones too."""
    return await organisation.lines()


async def team(team_id: UUID) -> Team:
    """One team. Raises `TeamNotFound`."""
    found = await organisation.team(team_id)
    if found is None:
        raise TeamNotFound
    return found


async def teams() -> list[Team]:
    """Every team by code, inactive ones too."""
    return await organisation.teams()


async def teams_of_people() -> dict[UUID, UUID]:
    """The team of everybody who is in one, deactivated people too."""
    return await people.teams()


async def members() -> list[Member]:
    """Everybody who is not shut out, by reading or name, with the team that they are in."""
    return await organisation.members()


async def api_keys() -> list[ApiKey]:
    """Every key, revoked ones too, the newest first."""
    return await keys.all_keys()


async def sessions_of(user_id: UUID) -> list[Session]:
    """Where a person is signed in, the last seen first."""
    return await sessions.of_user(user_id, now())

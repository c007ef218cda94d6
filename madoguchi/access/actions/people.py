"""Users: inviting, changing, deactivating."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from madoguchi.access.actions.sessions import end_sessions
from madoguchi.access.errors import EmailTaken, LastAdministrator, NotYourself, TeamNotFound, UserNotFound, WrongState
from madoguchi.access.events import UserChanged
from madoguchi.access.ledger import audit
from madoguchi.access.model import Email, Locale, Name, User, normal_email
from madoguchi.access.permissions import Role
from madoguchi.access.store import links, organisation
from madoguchi.access.store import people as store
from madoguchi.kit.clock import now
from madoguchi.kit.errors import PreconditionFailed
from madoguchi.kit.facts import record
from madoguchi.kit.http import maybe_principal
from madoguchi.kit.ids import new_id
from madoguchi.kit.signals import signal


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """All of a person that an administrator writes."""

    email: Email
    name: Name
    kana: str
    locale: Locale
    roles: list[Role]
    team_id: UUID | None


async def _team(team: UUID | None) -> None:
    if team is not None and await organisation.team(team) is None:
        raise TeamNotFound


async def add_user(profile: Profile, password_hash: str | None = None) -> User:
    """Write a new person: invited, or active at once where `password_hash` is given. Raises `EmailTaken`."""
    await _team(profile.team_id)
    user_id = new_id()
    written = await store.insert(
        user_id,
        email=normal_email(profile.email),
        name=profile.name,
        kana=profile.kana,
        locale=profile.locale,
        team=profile.team_id,
        state="invited" if password_hash is None else "active",
        password_hash=password_hash,
        moment=now(),
    )
    if not written:
        raise EmailTaken
    await store.set_roles(user_id, profile.roles)
    await audit("user.created", "user", user_id, {"roles": [*profile.roles]})
    record(UserChanged(user=user_id, fields=["state"]))
    return await _user(user_id)


async def _user(user_id: UUID, *, lock: bool = False) -> User:
    user = await store.user(user_id, lock=lock)
    if user is None:
        raise UserNotFound
    return user


async def change_user(user_id: UUID, profile: Profile, expected: int) -> User:
    """Write a person's profile. Raises `PreconditionFailed`, `EmailTaken`, `LastAdministrator`, `NotYourself`."""
    before = await _user(user_id, lock=True)
    if before.version != expected:
        raise PreconditionFailed(version=before.version)
    await _team(profile.team_id)
    email = normal_email(profile.email)
    other = await store.by_email(email)
    if other not in (None, user_id):
        raise EmailTaken
    await _keep_an_administrator(before, profile.roles)
    after = msgspec.structs.replace(profile, email=email, roles=sorted(set(profile.roles)))
    changed = [name for name, value in msgspec.structs.asdict(after).items() if value != getattr(before, name)]
    await store.update(
        user_id, email=email, name=profile.name, kana=profile.kana, locale=profile.locale, team=profile.team_id
    )
    if "roles" in changed:
        await store.set_roles(user_id, profile.roles)
    await audit("user.changed", "user", user_id, {"fields": [*changed], "roles": [*profile.roles]})
    record(UserChanged(user=user_id, fields=changed))
    await signal("access", str(user_id))
    return await _user(user_id)


async def _keep_an_administrator(before: User, roles: Sequence[Role]) -> None:
    if "administrator" not in before.roles or "administrator" in roles or before.state != "active":
        return
    who = maybe_principal()
    if who is not None and who.user == before.id:
        raise NotYourself
    if not await store.other_administrators(before.id):
        raise LastAdministrator


async def deactivate_user(user_id: UUID) -> User:
    """Shut a person out at once; what they did stays. Raises `NotYourself`, `LastAdministrator`, `WrongState`."""
    before = await _user(user_id, lock=True)
    if before.state == "deactivated":
        raise WrongState
    who = maybe_principal()
    if who is not None and who.user == user_id:
        raise NotYourself
    await _keep_an_administrator(before, [])
    await store.set_state(user_id, "deactivated")
    await links.withdraw(user_id, now())
    await end_sessions(user_id, "deactivated")
    await audit("user.deactivated", "user", user_id)
    record(UserChanged(user=user_id, fields=["state"]))
    return await _user(user_id)


async def reactivate_user(user_id: UUID) -> User:
    """Let a person in again, with the password they had, or invited anew. Raises `WrongState`."""
    before = await _user(user_id, lock=True)
    if before.state != "deactivated":
        raise WrongState
    await store.reactivate(user_id)
    await audit("user.reactivated", "user", user_id)
    record(UserChanged(user=user_id, fields=["state"]))
    return await _user(user_id)

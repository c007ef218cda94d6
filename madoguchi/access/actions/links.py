"""One-time links: an invitation, a new password. Shown to the administrator, and mailed where mail is set up."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from madoguchi.access import passwords, tokens
from madoguchi.access.actions.sessions import Place, end_sessions
from madoguchi.access.errors import LinkGone, UserNotFound, WrongState
from madoguchi.access.events import UserChanged
from madoguchi.access.ledger import By, audit, audit_by
from madoguchi.access.model import Link, LinkMail, LinkPurpose, OpenLink, User
from madoguchi.access.ports import Mailer
from madoguchi.access.settings import AccessSettings
from madoguchi.access.store import links as store
from madoguchi.access.store import organisation, people
from madoguchi.kit.clock import now
from madoguchi.kit.config import config
from madoguchi.kit.db import unit
from madoguchi.kit.errors import Invalid
from madoguchi.kit.facts import record
from madoguchi.kit.http import maybe_principal
from madoguchi.kit.ids import new_id
from madoguchi.kit.settings import setting

_mailer: Mailer | None = None


def use_mailer(mailer: Mailer | None) -> None:
    """Wire who sends mail; None: links are only shown."""
    global _mailer
    _mailer = mailer


def link_url(token: str, base: str) -> str:
    """Where a link leads: under the installation's public address, else under `base`, the address asked through."""
    return f"{(config().public_url or base).rstrip('/')}/links/{token}"


async def make_link(user_id: UUID, purpose: LinkPurpose, base: str) -> Link:
    """Make a link for a person and withdraw the one before. `base` is the address that people use for the desk.

    Raises `UserNotFound`, or `WrongState`: invitations are for the invited, resets for those who have a password.
    """
    user = await people.user(user_id, lock=True)
    if user is None:
        raise UserNotFound
    if user.state != ("invited" if purpose == "invitation" else "active"):
        raise WrongState
    moment = now()
    settings = await setting(AccessSettings)
    life = (
        timedelta(hours=settings.invitation_hours)
        if purpose == "invitation"
        else timedelta(minutes=settings.password_reset_minutes)
    )
    token, link_id = tokens.new_token(), new_id()
    who = maybe_principal()
    await store.withdraw(user_id, moment)
    await store.insert(
        link_id, tokens.token_hash(token), user_id, purpose, moment, who.user if who else None, moment + life
    )
    link = Link(
        id=link_id,
        user_id=user_id,
        purpose=purpose,
        token=token,
        expires=moment + life,
        mailed=_mailer is not None and _mailer.ready(),
    )
    await audit("link.made", "user", user_id, {"purpose": purpose, "mailed": link.mailed})
    await _mail(user, link, base)
    return link


async def _mail(user: User, link: Link, base: str) -> None:
    if not link.mailed or _mailer is None:
        return
    tenant = await organisation.tenant()
    mail = LinkMail(
        purpose=link.purpose,
        email=user.email,
        name=user.name,
        tenant_name=tenant.name if tenant else "",
        locale=user.locale,
        url=link_url(link.token, base),
        expires=link.expires,
    )
    await _mailer.send_link(user.id, mail)


async def open_link(token: str) -> OpenLink:
    """What a link is for. Outside a unit. Raises `LinkGone` for one that is used, withdrawn, too old or unknown."""
    place = await store.place(tokens.token_hash(token), now())
    if place is None:
        raise LinkGone
    async with unit(place.tenant_id, readonly=True):
        shown = await store.shown(place.link_id)
    if shown is None:
        raise LinkGone
    return shown


async def use_link(token: str, password: str, where: Place) -> None:
    """Choose the password, once. Outside a unit. Every session the person has ends.

    Raises `LinkGone`, or `Invalid` for a weak password, after which the link still opens.
    """
    shown = await open_link(token)
    faults = passwords.weaknesses(password, email=shown.email)
    if faults:
        raise Invalid("password_refused", faults=faults)
    hashed = await passwords.hash_password(password)
    place = await store.place(tokens.token_hash(token), now())
    if place is None:
        raise LinkGone
    async with unit(place.tenant_id):
        held = await store.take(place.link_id, now())
        if held is None:
            raise LinkGone
        await people.set_password(held.user_id, hashed)
        await end_sessions(held.user_id, "password_changed")
        by = By(user=held.user_id, address=where.address)
        await audit_by(by, "link.used", "user", held.user_id, {"purpose": held.purpose})
        record(UserChanged(user=held.user_id, fields=["state"]))

"""Agents' phones: short-lived logins, and a talk that moves to a new phone after a page was reloaded."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from msgspec import Struct

from madoguchi import interactions
from madoguchi.kit.clock import now
from madoguchi.kit.config import config
from madoguchi.kit.db import after_commit
from madoguchi.kit.ids import new_id
from madoguchi.kit.jobs import schedule
from madoguchi.kit.log import log
from madoguchi.kit.settings import setting
from madoguchi.telephony.actions import dialling, parties
from madoguchi.telephony.booked import REJOIN, REJOIN_EVERY, TALK_LOST, Rejoin, TalkLost
from madoguchi.telephony.errors import LoginUnknown, NoLine
from madoguchi.telephony.ice import IceServer, ice_servers
from madoguchi.telephony.lines import MAIN, Switch, line, switches
from madoguchi.telephony.model import Leg, Login
from madoguchi.telephony.ports import Kind, SwitchAway
from madoguchi.telephony.settings import TelephonySettings
from madoguchi.telephony.store import calls, logins

MOST_PHONES = 4
"""Logins of one person that count at a time: windows and devices."""

DOMAIN = "madoguchi.invalid"
REJOIN_TRIES = 40
SETTLE = timedelta(seconds=3)


class PhoneLogin(Struct, frozen=True, kw_only=True):
    """What a browser's phone needs to sign in. `kind`: "simulated" needs no phone at all; `sockets`: the WebSocket of
    each switch, on all of which it signs in, as an address or as a path of our own; `expires`: UTC; `ice`: servers that
    help its sound out of other networks, with credentials that outlast the login a little.
    """

    kind: Kind
    uri: str
    sockets: list[str]
    user: str
    password: str
    expires: datetime
    ice: list[IceServer] = []


SOCKETS = "/api/v1/phone/sockets"
"""Below it, by its name, each switch's WebSocket as it is reached through us."""


async def issue(user: UUID, session: UUID | None, *, near: bool = True) -> PhoneLogin:
    """A login of its own for this browser, which is `near` when it runs on this machine. A talk of theirs whose phone
    is gone will ring here. Raises NoLine.
    """
    known = switches()
    if not known:
        raise NoLine
    lasts = timedelta(hours=(await setting(TelephonySettings)).login_hours)
    login = Login(login=f"p{new_id().hex}", user_id=user, session_id=session, issued=now(), expires=now() + lasts)
    password = secrets.token_urlsafe(24)
    await logins.insert(login)
    await _revoke(await logins.beyond(user, MOST_PHONES))
    after_commit(partial(_tell, login.login, password))
    if await _talks(user):
        await schedule(REJOIN, Rejoin(user=user, login=login.login), due=now() + REJOIN_EVERY, key=f"{REJOIN}:{user}")
    return PhoneLogin(
        kind=known[0].control.kind,
        uri=f"sip:{login.login}@{DOMAIN}",
        sockets=[_socket(switch, near) for switch in known if switch.socket_url],
        user=login.login,
        password=password,
        expires=login.expires,
        ice=ice_servers(config(), login.login, login.expires),
    )


def _socket(switch: Switch, near: bool) -> str:
    direct = switch.socket_url if near and switch.near else switch.phone_url
    return direct or f"{SOCKETS}/{switch.id}"


async def revoke_session(session: UUID) -> None:
    """The session is over, and with it its phones. A talk under way goes on."""
    await _revoke(await logins.take(session=session))


async def revoke_expired() -> None:
    await _revoke(await logins.take(expired=now()))


async def withdraw(user: UUID, login: str) -> None:
    """Give one login back. Raises LoginUnknown."""
    if not await logins.remove(user, login):
        raise LoginUnknown
    await _revoke([login])


async def rejoin(body: Rejoin) -> None:
    """Ring the new phone for the talk, once it has signed in and the old one is gone. Runs in a job."""
    talks = await _talks(body.user)
    if not talks:
        return
    signed_in = True
    for leg in talks:
        switch = line(await calls.switch_of(leg.interaction_id) or MAIN)
        if leg.state == "up" and leg.login and await switch.reachable(leg.login):
            return  # the page that carries the talk is alive: this is another window
        signed_in = signed_in and await switch.reachable(body.login)
    if not signed_in:
        if body.tries < REJOIN_TRIES:
            later = Rejoin(user=body.user, login=body.login, tries=body.tries + 1)
            await schedule(REJOIN, later, due=now() + REJOIN_EVERY, key=f"{REJOIN}:{body.user}")
        return
    for interaction in {leg.interaction_id for leg in talks}:
        contact = await interactions.interaction(interaction)
        await dialling.agent(interaction, body.user, body.login, contact.address_value)


async def talk_lost(body: TalkLost) -> None:
    """The phone did not come back: the agent's part is over, and somebody must take the customer. Runs in a job."""
    await calls.lock(body.interaction)
    call = await calls.call(body.interaction)
    everybody = await calls.legs(body.interaction)
    legs = [leg for leg in everybody if leg.user_id == body.user]
    broken = next((leg for leg in legs if leg.id == body.leg), None)
    if call is None or call.ended is not None or broken is None or any(leg.live and leg.joined for leg in legs):
        return
    if any(leg.live for leg in legs):
        # Their phone rings this very moment.
        await schedule(TALK_LOST, body, due=now() + SETTLE, key=f"{TALK_LOST}:{body.interaction}:{body.user}")
        return
    await interactions.left(body.interaction, body.user, broken.ended or now(), "system")
    await parties.without(call, everybody, body.user)


async def _talks(user: UUID) -> list[Leg]:
    """The newest joined leg of each talk that this person is in."""
    found: list[Leg] = []
    for segment in await interactions.live_segments(user):
        legs = await calls.legs(segment.interaction_id)
        heard = segment.aside_at is not None
        joined = [leg for leg in legs if leg.user_id == user and (leg.joined or heard) and not leg.ending]
        found += joined[-1:]
    return found


async def _tell(login: str, password: str) -> None:
    """Every switch learns of it: a call rings its agent on the switch where it is."""
    for switch in switches():
        try:
            await switch.control.issue_login(login, password)
        except SwitchAway:
            # The phone's sign-in there fails, and it asks for another login.
            log.warning("login_not_issued", switch=switch.id)


async def _revoke(names: Iterable[str]) -> None:
    for login in names:
        after_commit(partial(_forget, login))


async def _forget(login: str) -> None:
    for switch in switches():
        try:
            await switch.control.revoke_login(login)
        except SwitchAway:
            # The switch forgets logins when it restarts; until then this one could still sign in.
            log.warning("login_not_revoked", switch=switch.id)

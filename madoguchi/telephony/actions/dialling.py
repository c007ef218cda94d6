"""Legs that we make: agents' phones, customers' phones."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from madoguchi import interactions
from madoguchi.interactions import SupervisionMode
from madoguchi.kit.clock import now
from madoguchi.kit.http import maybe_principal
from madoguchi.kit.ids import new_id
from madoguchi.kit.jobs import schedule
from madoguchi.kit.settings import setting
from madoguchi.telephony.actions import context
from madoguchi.telephony.booked import LEG_DUE, LegDue
from madoguchi.telephony.commands import Originate, Ring
from madoguchi.telephony.errors import NoLine, NoPhone, NoTrunk, PhoneNotReady
from madoguchi.telephony.lines import line
from madoguchi.telephony.model import Call, Leg, Number, Place, Role
from madoguchi.telephony.ordering import order
from madoguchi.telephony.ports import Origination, SwitchAway, ToAgent, ToNumber
from madoguchi.telephony.settings import TelephonySettings
from madoguchi.telephony.store import calls, logins, setup

SLACK = timedelta(seconds=4)
"""How long after its ringing time a leg is still waited for."""


async def login_of(user: UUID, switch: str) -> str:
    """The phone to ring, which has signed in at the switch of the call: of the session that asks, else the newest.

    Where the switch does not say who has, the first is rung. Raises NoPhone, or PhoneNotReady while none has signed in.
    """
    who = maybe_principal()
    found = await logins.of_user(user, now(), who.session if who else None)
    if not found:
        raise NoPhone
    try:
        for each in found:
            if await line(switch).reachable(each.login):
                return each.login
    except (SwitchAway, NoLine):
        return found[0].login
    raise PhoneNotReady


async def agent(interaction: UUID, user: UUID, login: str, caller: str, place: Place = "main") -> str:
    """Ring an agent's phone, which answers by itself. `caller` is what it shows; returns the leg."""
    seconds = (await setting(TelephonySettings)).agent_ring_seconds
    return await _make(interaction, "agent", ToAgent(login), caller, seconds, user=user, login=login, place=place)


async def guest(call: Call, number: str, place: Place, *, seconds: int | None = None) -> str:
    """Ring an outside number, telling it by a token where it may learn what the call is about. Raises NoTrunk.

    `seconds`: how long it may ring; None: as the tenant's settings say.
    """
    contact = await interactions.interaction(call.interaction_id)
    shown, trunk = await route(contact.line_of_business_id)
    seconds = seconds or (await setting(TelephonySettings)).customer_ring_seconds
    leg = new_id().hex
    headers = {context.HEADER: await context.issue(call.interaction_id, leg)}
    to = ToNumber(number, str(trunk))
    return await _make(
        call.interaction_id, "guest", to, shown.e164 if shown else "", seconds, leg=leg, place=place, headers=headers
    )


async def supervisor(interaction: UUID, user: UUID, login: str, agent: UUID, mode: SupervisionMode) -> None:
    """Ring a supervisor's phone, which answers by itself, to put them beside the talk of `agent`."""
    seconds = (await setting(TelephonySettings)).agent_ring_seconds
    leg = await _make(interaction, "supervisor", ToAgent(login), "", seconds, user=user, login=login)
    await calls.change_leg(leg, mode=mode, target_id=agent)


async def route(line_of_business: UUID | None) -> tuple[Number | None, UUID]:
    """The number to show and the trunk to take. Raises NoTrunk."""
    number = await setup.outbound_number(line_of_business)
    if number is not None and number.trunk_id is not None:
        return number, number.trunk_id
    trunk = next((found for found in await setup.trunks() if found.active), None)
    if trunk is None:
        raise NoTrunk
    return number, trunk.id


async def customer(call: Call, agent_leg: Leg) -> bool:
    """The agent's phone is up: ring the customer's, and let the agent hear it. False when there is no way to them."""
    contact = await interactions.interaction(call.interaction_id)
    if call.trunk_id is None or not contact.address_value:
        return False
    number = await setup.number(call.number_id) if call.number_id else None
    seconds = (await setting(TelephonySettings)).customer_ring_seconds
    to = ToNumber(contact.address_value, str(call.trunk_id))
    leg = await _make(call.interaction_id, "customer", to, number.e164 if number else "", seconds)
    await calls.change_call(call.interaction_id, customer_leg=leg)
    await order(Ring(interaction=call.interaction_id, leg=agent_leg.id, on=True))
    return True


async def _make(
    interaction: UUID,
    role: Role,
    to: ToAgent | ToNumber,
    caller: str,
    seconds: int,
    *,
    user: UUID | None = None,
    login: str | None = None,
    leg: str | None = None,
    place: Place = "main",
    headers: dict[str, str] | None = None,
) -> str:
    leg = leg or new_id().hex
    number = to.number if isinstance(to, ToNumber) else ""
    await calls.insert_leg(leg, interaction, role, now(), user=user, login=login, place=place, number=number)
    origination = Origination(
        leg=leg, call=str(interaction), to=to, caller=caller, ring_seconds=seconds, headers=headers or {}
    )
    await order(Originate(interaction=interaction, leg=leg, order=origination))
    due = now() + timedelta(seconds=seconds) + SLACK
    await schedule(LEG_DUE, LegDue(leg=leg), due=due, key=f"{LEG_DUE}:{leg}")
    return leg

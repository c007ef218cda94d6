"""What becomes of a leg: it rings, is answered, hears the other side, ends. Every function runs in a unit.

Reports may be doubled, late or missing: each step asks what is already so, and only then acts.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from madoguchi import interactions
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.settings import setting
from madoguchi.telephony.actions import dialling, digits, flow, messages, recording, supervising
from madoguchi.telephony.booked import LEG_DUE, REJOIN, REJOIN_EVERY, TALK_LOST, Rejoin, TalkLost
from madoguchi.telephony.commands import (
    Bridge,
    CloseBridge,
    Command,
    HangUp,
    Originate,
    Park,
    Play,
    Ring,
    on_given_up,
    order,
)
from madoguchi.telephony.events import CallAnswered
from madoguchi.telephony.model import Call, Leg, agents_in
from madoguchi.telephony.settings import TelephonySettings
from madoguchi.telephony.store import calls


async def ringing(leg: Leg, at: datetime) -> None:
    """The called side rings."""
    if not await calls.step_leg(leg.id, "ringing", at):
        return
    if leg.role == "customer":
        for agent in agents_in(await calls.legs(leg.interaction_id)):
            if agent.user_id is not None:
                await interactions.ringing(leg.interaction_id, agent.user_id, at)


async def up(leg: Leg, at: datetime) -> None:
    """Answered."""
    if not await calls.step_leg(leg.id, "up", at):
        return
    await cancel(f"{LEG_DUE}:{leg.id}")
    call = await _call(leg)
    if call.ended is not None or leg.ending or not await _wanted(leg):
        await order(HangUp(interaction=call.interaction_id, leg=leg.id))
        return
    legs = await calls.legs(call.interaction_id)
    if leg.role == "customer":
        await _customer_up(call, leg, agents_in(legs))
        return
    if leg.role == "supervisor":
        await supervising.engage(call, legs, leg)
        return
    customer = next((other for other in legs if other.id == call.customer_leg), None)
    if customer is None:
        if not await dialling.customer(call, leg):
            await finish(call, "failed", at)
    elif customer.state == "up":
        heard = call.playback or ""
        await order(Bridge(interaction=call.interaction_id, leg=customer.id, others=[leg.id], playback=heard))


async def _wanted(leg: Leg) -> bool:
    """Whether the agent of this leg is still to talk: their part may have ended while their phone rang."""
    if leg.user_id is None or leg.role == "supervisor":
        return True
    parts = await interactions.live_segments(leg.user_id)
    return any(part.interaction_id == leg.interaction_id for part in parts)


async def _customer_up(call: Call, leg: Leg, agents: list[Leg]) -> None:
    if call.direction == "in":
        record(CallAnswered(interaction=call.interaction_id))
        return
    for agent in agents:
        await order(Ring(interaction=call.interaction_id, leg=agent.id, on=False))
    await order(Bridge(interaction=call.interaction_id, leg=leg.id, others=[agent.id for agent in agents]))


async def joined(interaction: UUID, together: set[str], at: datetime) -> None:
    """These legs hear each other: the agents among them talk with the customer."""
    call = await calls.call(interaction)
    if call is None or call.ended is not None or call.customer_leg not in together:
        return
    legs = await calls.legs(interaction)
    for leg in legs:
        if leg.role == "customer" or leg.id not in together or leg.user_id is None:
            continue
        if await calls.join_leg(leg.id, at) and leg.role == "agent":
            again = [old for old in legs if _carried(old, leg.user_id)]
            if again:
                await _replaced(interaction, leg.user_id, again, at)
                await supervising.follow(call, leg.user_id)
            else:
                await interactions.joined(interaction, leg.user_id, at)
    await recording.begin(call)


def _carried(leg: Leg, user: UUID) -> bool:
    """Whether this agent's part goes over this leg, or did until it broke off: not one that was ended on purpose."""
    return leg.role == "agent" and leg.user_id == user and leg.joined is not None and leg.ending in ("", "replaced")


async def _replaced(interaction: UUID, user: UUID, old: list[Leg], at: datetime) -> None:
    """The same agent talks on through another phone of theirs."""
    await cancel(f"{TALK_LOST}:{interaction}:{user}")
    await interactions.resumed(interaction, user, at)
    for leg in old:
        if leg.live:
            await calls.change_leg(leg.id, ending="replaced")
            await order(HangUp(interaction=interaction, leg=leg.id))


async def down(leg: Leg, cause: str, at: datetime) -> None:
    """The leg is gone."""
    at = max(at, leg.made)
    if not await calls.step_leg(leg.id, "down", at, cause):
        return
    await cancel(f"{LEG_DUE}:{leg.id}")
    if leg.role == "supervisor":
        await supervising.gone(leg, cause, at)
        return
    call = await _call(leg)
    if call.ended is not None:
        return
    if leg.role == "customer":
        await finish(call, cause, at)
    elif not leg.ending and leg.user_id is not None:
        await _agent_down(call, leg, leg.user_id, cause, at)


async def finish(call: Call, cause: str, at: datetime) -> None:
    """The customer is gone: everybody else goes too."""
    if not await calls.end_call(call.interaction_id, at):
        return
    await interactions.customer_left(call.interaction_id, at, "closed" if call.ending == "system" else cause)
    for leg in await calls.legs(call.interaction_id):
        if leg.live:
            await calls.change_leg(leg.id, ending=leg.ending or "over")
            await order(HangUp(interaction=call.interaction_id, leg=leg.id))
    await order(CloseBridge(interaction=call.interaction_id, leg=""))
    await recording.keep(call)
    await messages.over(call)
    await digits.forget(call.interaction_id)


async def lost(call: Call, at: datetime) -> None:
    """The call went down with its switch: nobody is left there who could be told anything."""
    if not await calls.end_call(call.interaction_id, at):
        return
    for leg in await calls.legs(call.interaction_id):
        if leg.live and await calls.step_leg(leg.id, "down", max(at, leg.made), "lost"):
            await cancel(f"{LEG_DUE}:{leg.id}")
            if leg.role == "supervisor" and leg.user_id is not None:
                await interactions.unsupervised(leg.interaction_id, leg.user_id, "lost", at)
    await interactions.customer_left(call.interaction_id, at, "lost")
    await recording.keep(call)


async def _agent_down(call: Call, leg: Leg, user: UUID, cause: str, at: datetime) -> None:
    """An agent's leg ended, and it was none of our doing."""
    legs = await calls.legs(call.interaction_id)
    mine = [other for other in legs if other.user_id == user and other.id != leg.id]
    if leg.joined is None:
        if any(other.live or other.joined for other in mine):
            return  # a second phone that did not take over the talk; the first one's fate decides
        await interactions.connect_failed(call.interaction_id, user, cause, at)
        if call.direction == "out":
            await finish(call, "failed", at)
        return
    if any(other.live for other in mine):
        return
    alone = not agents_in(legs)
    if cause == "normal" or not alone:
        await interactions.left(call.interaction_id, user, at, "agent" if cause == "normal" else "system")
        if alone and await supervising.inherit(legs):
            return
        if alone and call.customer_leg:
            await calls.change_call(call.interaction_id, ending="agent")
            await order(HangUp(interaction=call.interaction_id, leg=call.customer_leg))
        return
    if call.customer_leg and supervising.heir_of(legs) is None:
        await order(Park(interaction=call.interaction_id, leg=call.customer_leg))
    wait = timedelta(seconds=(await setting(TelephonySettings)).rejoin_seconds)
    body = TalkLost(interaction=call.interaction_id, user=user, leg=leg.id)
    await schedule(TALK_LOST, body, due=now() + wait, key=f"{TALK_LOST}:{call.interaction_id}:{user}")
    if leg.login:
        # Perhaps only the way to it was broken: then the same phone is there again.
        again = Rejoin(user=user, login=leg.login)
        await schedule(REJOIN, again, due=now() + REJOIN_EVERY, key=f"{REJOIN}:{user}")


@on_given_up
async def gave_up(command: Command, cause: str) -> None:
    """A leg that will not come, a prompt that will not play."""
    if isinstance(command, Originate):
        leg = await calls.leg(command.leg)
        if leg is not None:
            await down(leg, cause, now())
    elif isinstance(command, Play):
        await flow.playback_ended(command.playback, now())


async def _call(leg: Leg) -> Call:
    call = await calls.call(leg.interaction_id)
    assert call is not None  # a leg's foreign key says so
    return call

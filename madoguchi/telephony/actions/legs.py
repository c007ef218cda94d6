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
from madoguchi.telephony.actions import (
    consenting,
    dialling,
    digits,
    flow,
    inviting,
    messages,
    parking,
    parties,
    recording,
    sending,
    supervising,
    telling,
)
from madoguchi.telephony.actions.places import bring, company, customer_in, let_go
from madoguchi.telephony.booked import LEG_DUE, REJOIN, REJOIN_EVERY, TALK_LOST, Rejoin, TalkLost
from madoguchi.telephony.commands import (
    Bridge,
    CloseBridge,
    Command,
    HangUp,
    Originate,
    Play,
    Ring,
    on_given_up,
)
from madoguchi.telephony.events import CallAnswered, CallLost, PartiesChanged
from madoguchi.telephony.model import Call, Invitation, Leg, agents_in, place_of
from madoguchi.telephony.ordering import order
from madoguchi.telephony.settings import TelephonySettings
from madoguchi.telephony.store import calls, invitations


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
    invitation = None if leg.role == "customer" else await invitations.find(call.interaction_id)
    sent = sending.sent(call, leg)
    if call.ended is not None or leg.ending or not (sent or await _wanted(leg, invitation)):
        await order(HangUp(interaction=call.interaction_id, leg=leg.id))
        return
    legs = await calls.legs(call.interaction_id)
    if leg.role == "customer":
        await _customer_up(call, leg, legs)
    elif leg.role == "supervisor":
        await supervising.up(call, legs, leg.id)
    elif sent:
        await sending.arrived(call, leg)
    elif invitation is not None and invitation.leg == leg.id:
        await inviting.arrived(call, legs, leg, invitation)
    else:
        await _agent_up(call, leg, legs, at)


async def _agent_up(call: Call, leg: Leg, legs: list[Leg], at: datetime) -> None:
    """To the customer; or to wherever this agent was before their phone broke off."""
    customer = next((other for other in legs if other.id == call.customer_leg), None)
    before = next((old for old in reversed(legs) if old.id != leg.id and _broken(old, leg.user_id)), None)
    if customer is None:
        if not await dialling.customer(call, leg):
            await finish(call, "failed", at)
    elif before is not None and before.place != "main":
        await _where_they_were(leg, before)
    elif call.parked_by is not None and call.parked_by == leg.user_id:
        await bring(leg, "main")
    elif customer.state == "up" and call.direction == "out" and call.asking is not None:
        await order(Ring(interaction=call.interaction_id, leg=leg.id, on=True))
    elif customer.state == "up":
        await _bring_together(call, customer, [leg])


async def _bring_together(call: Call, customer: Leg, agents: list[Leg]) -> None:
    await consenting.dropped(call)
    await calls.change_leg(customer.id, place="main")
    others = [agent.id for agent in agents]
    await order(Bridge(interaction=call.interaction_id, leg=customer.id, others=others, playback=call.playback or ""))


async def _where_they_were(leg: Leg, before: Leg) -> None:
    invitation = await invitations.find(leg.interaction_id)
    if invitation is not None and invitation.leg == before.id:
        await invitations.set_leg(leg.interaction_id, leg.id)
    asks = invitation is not None and invitation.by_id == leg.user_id and invitation.state == "asked"
    await bring(leg, before.place, tone="ringing" if asks else "music")


async def _wanted(leg: Leg, invitation: Invitation | None) -> bool:
    """Whether this leg is still to talk: an agent's part may have ended while their phone rang, or they, or a guest,
    may not be asked any more.
    """
    if leg.role in ("customer", "supervisor") or (invitation is not None and invitation.leg == leg.id):
        return True
    if leg.role == "guest" or leg.user_id is None or leg.place == "side":
        return False
    parts = await interactions.live_segments(leg.user_id)
    return any(part.interaction_id == leg.interaction_id for part in parts)


async def _customer_up(call: Call, leg: Leg, legs: list[Leg]) -> None:
    if call.direction == "in":
        record(CallAnswered(interaction=call.interaction_id))
        waiting = [agent for agent in agents_in(legs) if agent.place == "main" and agent.joined is None]
        if waiting:  # a slow switch told of their phone first
            await _bring_together(call, leg, waiting)
        return
    ruling = await telling.owed(call)
    if ruling is None:
        await consenting.meet(call)
    else:
        await telling.ask_dialled(call, leg.id, ruling)


async def not_connected(interaction: UUID, user: UUID) -> None:
    """The time to connect is over: a phone of theirs that was answered and heard nobody is let go."""
    await calls.lock(interaction)
    call = await calls.call(interaction)
    mine = [leg for leg in await calls.legs(interaction) if leg.user_id == user and leg.role == "agent"]
    if call is None or call.ended is not None or any(leg.joined is not None and leg.live for leg in mine):
        return
    await let_go(call, mine, "not_connected")
    await interactions.connect_failed(interaction, user, "no_answer")


async def joined(interaction: UUID, bridge: str, together: set[str], at: datetime) -> None:
    """These legs hear each other: in the talk, the agents among them talk with the customer."""
    call = await calls.call(interaction)
    if call is None or call.ended is not None:
        return
    legs = await calls.legs(interaction)
    if place_of(interaction, bridge) == "side":
        await inviting.met(call, legs, together, at)
    elif call.customer_leg in together:
        await _talk(call, legs, together, at)


async def _talk(call: Call, legs: list[Leg], together: set[str], at: datetime) -> None:
    """Whoever is new among these hears the customer now."""
    interaction = call.interaction_id
    for leg in legs:
        if leg.role == "customer" or leg.id not in together or not await calls.join_leg(leg.id, at):
            continue
        if leg.user_id is None:
            await interactions.happened(interaction, "guest_joined", at)
            continue
        if leg.role == "supervisor":
            continue
        again = [old for old in legs if _carried(old, leg.user_id)]
        if again:
            await _replaced(interaction, leg.user_id, again, at)
            await supervising.follow(call, leg.user_id)
            continue
        await interactions.joined(interaction, leg.user_id, at)
        if call.parked_by not in (None, leg.user_id):
            await parking.taken(call, legs)
    if agents_in(legs):
        await recording.begin(call)
    if len(legs) > 2:
        record(PartiesChanged(interaction=interaction))


def _carried(leg: Leg, user: UUID) -> bool:
    """Whether this agent's part goes over this leg, or did until it broke off."""
    return _broken(leg, user) and leg.joined is not None


def _broken(leg: Leg, user: UUID | None) -> bool:
    """Whether this leg of an agent's lives or broke off: not one that was ended on purpose."""
    return leg.role == "agent" and leg.user_id == user and leg.ending in ("", "replaced")


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
    elif sending.sent(call, leg) and await sending.failed(call):
        return
    elif leg.role == "guest" and leg.ending != "consult":
        await parties.guest_down(call, leg, cause, at)
    elif not leg.ending and leg.user_id is not None:
        await _agent_down(call, leg, leg.user_id, cause, at)


async def finish(call: Call, cause: str, at: datetime) -> None:
    """The customer is gone: everybody else goes too."""
    if not await calls.end_call(call.interaction_id, at):
        return
    await interactions.customer_left(call.interaction_id, at, "closed" if call.ending == "system" else cause)
    await _nothing_pending(call)
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
    await _nothing_pending(call)
    await recording.keep(call)


async def _nothing_pending(call: Call) -> None:
    """Nobody is being asked in any more, and nobody is parked."""
    invitation = await invitations.find(call.interaction_id)
    if invitation is not None:
        await inviting.over(invitation, "over")
    await parking.over(call, "over")


async def _agent_down(call: Call, leg: Leg, user: UUID, cause: str, at: datetime) -> None:
    """An agent's leg ended, and it was none of our doing."""
    legs = await calls.legs(call.interaction_id)
    mine = [other for other in legs if other.user_id == user and other.id != leg.id]
    invitation = await invitations.find(call.interaction_id)
    if invitation is not None and invitation.leg == leg.id:
        await inviting.fail(call, invitation, "left" if cause == "normal" and invitation.state != "asked" else cause)
        return
    if leg.joined is None:
        if any(other.live or other.joined for other in mine):
            return  # a second phone that did not take over the talk; the first one's fate decides
        await interactions.connect_failed(call.interaction_id, user, cause, at)
        alone = customer_in(call, legs)
        if leg.target_id is not None and alone is not None and not agents_in(legs):
            # Broke off between the one who was let go and the customer.
            await bring(alone, "apart")
            record(CallLost(interaction=call.interaction_id, user=user))
            return
        if call.direction == "out" and (customer_in(call, legs) is None or call.asking is not None):
            await finish(call, "failed", at)
        return
    if any(other.live for other in mine):
        return
    asks = invitation is not None and invitation.by_id == user
    colleagues = [other for other in agents_in(legs) if other.place == "main"]
    if cause == "normal" or (colleagues and not asks):
        await interactions.left(call.interaction_id, user, at, "agent" if cause == "normal" else "system")
        if asks or call.parked_at is not None or company(call, legs, leg):
            await parties.without(call, legs, user)
        elif not await supervising.inherit(legs) and call.customer_leg:
            await calls.change_call(call.interaction_id, ending="agent")
            await order(HangUp(interaction=call.interaction_id, leg=call.customer_leg))
        return
    customer = customer_in(call, legs)
    if customer is not None and not company(call, legs, leg) and supervising.heir_of(legs) is None:
        await bring(customer, "apart")
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
        await flow.playback_ended(command.playback, now(), heard=False)


async def _call(leg: Leg) -> Call:
    call = await calls.call(leg.interaction_id)
    assert call is not None  # a leg's foreign key says so
    return call

"""A supervisor beside an agent's talk: unheard, in the agent's ear, in the talk, or in the agent's place.

Their leg is one of the call's, with whom it is beside and how. It goes with the talk that it is beside. Every function
runs in a unit.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi import interactions
from madoguchi.interactions import SupervisionMode
from madoguchi.kit.clock import now
from madoguchi.telephony.actions import dialling, inviting, parking
from madoguchi.telephony.commands import Barge, HangUp, Monitor, StopMonitoring, TakeOver
from madoguchi.telephony.errors import NotTalking
from madoguchi.telephony.model import Call, Leg, agents_in, supervisors_in, talking
from madoguchi.telephony.ordering import order
from madoguchi.telephony.store import calls, invitations


async def supervise(call: Call, legs: list[Leg], agent: UUID, by: UUID, mode: SupervisionMode) -> None:
    """Put `by` beside the talk of `agent`, or change how they are there. Raises NotTalking, NoPhone, PhoneNotReady."""
    if talking(legs, agent) is None:
        raise NotTalking
    mine = next((leg for leg in supervisors_in(legs) if leg.user_id == by), None)
    if mine is None:
        login = await dialling.login_of(by, call.switch)
        await dialling.supervisor(call.interaction_id, by, login, agent, mode)
        return
    await calls.change_leg(mine.id, mode=mode, target_id=agent)
    await up(call, legs, mine.id)


async def up(call: Call, legs: list[Leg], leg_id: str) -> None:
    """Put the supervisor where they wish to be, if their phone is up.

    Reads the leg anew: whoever comes here has just changed its row, and so after whoever else did (the wish while it
    rang, the answer while somebody wished).
    """
    leg = await calls.leg(leg_id)
    if leg is not None and leg.state == "up":
        await engage(call, legs, leg)


async def unsupervise(interaction: UUID, legs: list[Leg], by: UUID) -> None:
    """Let the supervisor go."""
    await _let_go(interaction, [leg for leg in supervisors_in(legs) if leg.user_id == by], "left")


async def engage(call: Call, legs: list[Leg], leg: Leg) -> None:
    """The supervisor's phone is up: put it where its mode says; or let it go when the talk ended while it rang."""
    theirs = talking(legs, leg.target_id)
    if theirs is None or theirs.user_id is None or leg.user_id is None:
        await _let_go(call.interaction_id, [leg], "over")
        return
    interaction, agent, at = call.interaction_id, theirs.user_id, now()
    match leg.mode:
        case "barge":
            await calls.change_leg(leg.id, place="main")
            await order(
                Barge(interaction=interaction, leg=leg.id, monitor=leg.monitor, agent=agent, user=leg.user_id, at=at)
            )
        case "take_over":
            await _take_over(call, legs, leg, agent)
        case mode:
            await order(
                Monitor(
                    interaction=interaction,
                    leg=leg.id,
                    monitor=leg.monitor,
                    target=theirs.id,
                    agent=agent,
                    user=leg.user_id,
                    mode=mode or "listen",
                    at=at,
                )
            )


async def follow(call: Call, user: UUID) -> None:
    """The agent talks on through another phone of theirs: who was beside them is so again."""
    legs = await calls.legs(call.interaction_id)
    for leg in supervisors_in(legs, user):
        if leg.state == "up" and leg.mode in ("listen", "whisper"):
            await engage(call, legs, leg)


def heir_of(legs: list[Leg]) -> Leg | None:
    """The supervisor who hears and is heard by the customer, if there is one."""
    return next((leg for leg in supervisors_in(legs) if leg.mode == "barge" and leg.joined is not None), None)


async def inherit(legs: list[Leg]) -> bool:
    """The last agent goes while a supervisor is in the talk: it is the supervisor's now. False when nobody is."""
    heir = heir_of(legs)
    if heir is None or heir.user_id is None:
        return False
    await calls.change_leg(heir.id, role="agent", mode=None, target_id=None)
    at = now()
    await interactions.unsupervised(heir.interaction_id, heir.user_id, "took_over", at)
    await interactions.joined(heir.interaction_id, heir.user_id, at)
    return True


async def agent_left(interaction: UUID, agent: UUID) -> None:
    """The talk that they were beside is over."""
    await _let_go(interaction, supervisors_in(await calls.legs(interaction), agent), "over")


async def gone(leg: Leg, cause: str, at: datetime) -> None:
    """A supervisor's leg ended."""
    await order(StopMonitoring(interaction=leg.interaction_id, leg=leg.id, monitor=leg.monitor))
    if leg.user_id is not None:
        await interactions.unsupervised(leg.interaction_id, leg.user_id, leg.ending or cause, at)


async def _take_over(call: Call, legs: list[Leg], leg: Leg, agent: UUID) -> None:
    if call.customer_leg is None or leg.user_id is None:
        raise NotTalking
    interaction = call.interaction_id
    asked = await invitations.find(interaction)
    if asked is not None and asked.by_id == agent:
        await inviting.fail(call, asked, "cancelled")
    await parking.over(call, "taken")
    await calls.change_leg(call.customer_leg, place="main")
    await calls.change_leg(leg.id, role="agent", mode=None, joined=None, place="main")
    await interactions.taken_over(interaction, agent, leg.user_id, now())
    await order(TakeOver(interaction=interaction, leg=call.customer_leg, supervisor=leg.id, monitor=leg.monitor))
    await _let_go(interaction, [other for other in agents_in(legs) if other.user_id == agent], "takeover")
    await _let_go(interaction, [other for other in supervisors_in(legs, agent) if other.id != leg.id], "over")


async def _let_go(interaction: UUID, legs: list[Leg], ending: str) -> None:
    for leg in legs:
        await calls.change_leg(leg.id, ending=ending)
        await order(HangUp(interaction=interaction, leg=leg.id))

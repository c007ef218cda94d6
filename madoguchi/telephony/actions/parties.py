"""What becomes of a call when one of several leaves it. Every function runs in a unit, under the call's lock."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi import interactions
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.telephony.actions import consulting, inviting, outside, recording, supervising
from madoguchi.telephony.actions.places import bring, company, customer_in, let_go
from madoguchi.telephony.commands import HangUp
from madoguchi.telephony.errors import PartyUnknown
from madoguchi.telephony.events import CallLost, PartiesChanged
from madoguchi.telephony.model import Call, Leg, agents_in
from madoguchi.telephony.ordering import order
from madoguchi.telephony.store import calls, invitations


async def without(call: Call, legs: list[Leg], user: UUID) -> None:
    """An agent is out of the call for good. The customer stays with whoever else is there, or waits for somebody."""
    invitation = await invitations.find(call.interaction_id)
    if invitation is not None and invitation.by_id == user:
        if invitation.state != "asked":
            await consulting.hand_over(call, legs, invitation)
            return
        await inviting.fail(call, invitation, "cancelled")
    if call.parked_at is not None:
        return
    customer = customer_in(call, legs)
    others = [leg for leg in legs if leg.user_id != user and leg.place == "main" and leg.role in ("agent", "guest")]
    if any(leg.live and not leg.ending for leg in others):
        await stays_with(call, legs, user)
        return
    if await supervising.inherit(legs):
        return
    if customer is not None:
        await bring(customer, "apart")
    record(CallLost(interaction=call.interaction_id, user=user))


async def stays_with(call: Call, legs: list[Leg], user: UUID) -> None:
    """The agent goes, others stay: when none of ours is among them, the talk is the outside's own."""
    record(PartiesChanged(interaction=call.interaction_id))
    if not any(leg.user_id != user and leg.place == "main" for leg in agents_in(legs)):
        await outside.begin(call)


async def guest_down(call: Call, leg: Leg, cause: str, at: datetime) -> None:
    """An outside number has hung up, or was never reached."""
    invitation = await invitations.find(call.interaction_id)
    if invitation is not None and invitation.leg == leg.id:
        said = "left" if invitation.state != "asked" else "no_answer" if cause == "normal" else cause
        await inviting.fail(call, invitation, said)
        return
    await interactions.happened(call.interaction_id, "guest_left", at)
    await recording.guest_left(call)
    record(PartiesChanged(interaction=call.interaction_id))
    customer = customer_in(call, legs := await calls.legs(call.interaction_id))
    if customer is None or company(call, legs, customer) or agents_in(legs):
        return
    if any(part.status != "ended" for part in await interactions.segments_of(call.interaction_id)):
        await bring(customer, "apart")  # an agent whose phone broke off is expected back
        return
    await calls.change_call(call.interaction_id, ending="guest")
    await order(HangUp(interaction=call.interaction_id, leg=customer.id))


async def drop(call: Call, legs: list[Leg], user: UUID, party: str) -> None:
    """Let one other person go who is in the talk. Raises PartyUnknown."""
    leg = next((leg for leg in legs if leg.id == party and leg.live and not leg.ending), None)
    if leg is None or leg.role not in ("agent", "guest") or leg.user_id == user:
        raise PartyUnknown
    invitation = await invitations.find(call.interaction_id)
    if invitation is not None and invitation.leg == leg.id:
        await inviting.fail(call, invitation, "cancelled")
        return
    await let_go(call, [leg], "dropped")
    if leg.user_id is not None:
        await interactions.left(call.interaction_id, leg.user_id, now(), "system")
    record(PartiesChanged(interaction=call.interaction_id))

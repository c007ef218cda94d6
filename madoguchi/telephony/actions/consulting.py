"""What becomes of a consultation: turn to the customer and back, all together, hand over, or go back alone.

Runs in a unit, under the call's lock.
"""

from __future__ import annotations

from uuid import UUID

from madoguchi import interactions
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.telephony.actions import inviting, outside
from madoguchi.telephony.actions.places import bring, customer_in, leg_of, step_aside, step_back
from madoguchi.telephony.errors import NobodyAside
from madoguchi.telephony.events import PartiesChanged
from madoguchi.telephony.model import Call, Invitation, Leg
from madoguchi.telephony.store import invitations


async def swap(call: Call, legs: list[Leg], user: UUID) -> None:
    """From the person aside to the customer, or back; the other one hears music. Raises NobodyAside."""
    invitation, mine, theirs = await _aside(call, legs, user)
    if invitation.state == "aside":
        await bring(theirs, "apart")
        await step_back(call, legs, mine)
        await invitations.to_state(call.interaction_id, "turned")
    else:
        await step_aside(call, legs, mine, "side")
        await bring(theirs, "side")
        await invitations.to_state(call.interaction_id, "aside")
    turned = "customer" if invitation.state == "aside" else "aside"
    await interactions.happened(call.interaction_id, "consult_swapped", now(), {"by": str(user), "to": turned})
    record(PartiesChanged(interaction=call.interaction_id))


async def merge(call: Call, legs: list[Leg], user: UUID) -> None:
    """All together. Raises NobodyAside."""
    invitation, mine, theirs = await _aside(call, legs, user)
    await inviting.into_talk(call, theirs, invitation)
    if invitation.state == "aside":
        await step_back(call, legs, mine)
    await inviting.over(invitation, "joined")
    await interactions.happened(call.interaction_id, "merged", now(), {"by": str(user)})


async def complete(call: Call, legs: list[Leg], user: UUID) -> None:
    """The two others together, and this agent goes. An outside number that still rings gets the customer when it
    answers. Raises NobodyAside.
    """
    invitation = await invitations.find(call.interaction_id)
    if invitation is not None and invitation.number and invitation.state == "asked" and invitation.by_id == user:
        await invitations.set_purpose(call.interaction_id, "transfer")
        record(PartiesChanged(interaction=call.interaction_id))
        return
    invitation, mine, _ = await _aside(call, legs, user)
    await hand_over(call, legs, invitation)
    await inviting.leave(call, mine)


async def hand_over(call: Call, legs: list[Leg], invitation: Invitation) -> None:
    """The customer to the person aside, whatever becomes of the one who asked."""
    theirs = next((leg for leg in legs if leg.id == invitation.leg), None)
    customer = customer_in(call, legs)
    for leg in (theirs, customer):
        if leg is not None:
            await bring(leg, "main")
    await inviting.over(invitation, "joined")
    whom = "person" if invitation.to_id else "number"
    await interactions.happened(call.interaction_id, "handed_over", now(), {"by": str(invitation.by_id), "whom": whom})
    if invitation.to_id is None:
        await outside.begin(call)


async def abort(call: Call, user: UUID) -> None:
    """Back to the customer without them: the one who asked wishes so, or the one asked leaves. Raises NobodyAside."""
    invitation = await invitations.find(call.interaction_id)
    if invitation is None or user not in (invitation.by_id, invitation.to_id):
        raise NobodyAside
    await inviting.fail(call, invitation, "cancelled" if user == invitation.by_id else "left")


async def _aside(call: Call, legs: list[Leg], user: UUID) -> tuple[Invitation, Leg, Leg]:
    """Who is aside, this agent's leg and theirs."""
    invitation = await invitations.find(call.interaction_id)
    mine = leg_of(legs, user)
    theirs = next((leg for leg in legs if invitation and leg.id == invitation.leg and leg.state == "up"), None)
    if invitation is None or mine is None or theirs is None or invitation.by_id != user or invitation.state == "asked":
        raise NobodyAside
    return invitation, mine, theirs

"""Somebody is asked into a call: a colleague, who is offered it by routing, or an outside number, which is dialled.

Who does not come leaves everybody as they were: the one who asked is with the customer again. Runs in a unit, under the
call's lock.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from madoguchi import interactions
from madoguchi.interactions import Purpose
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting
from madoguchi.telephony.actions import dialling, guests, outside
from madoguchi.telephony.actions.places import bring, customer_in, leg_of, let_go, step_aside, step_back
from madoguchi.telephony.booked import CONSULT_DUE, INVITE_DUE, TALK_LOST, CallDue
from madoguchi.telephony.errors import InvitationOpen, NotTalking, TooManyParties
from madoguchi.telephony.events import InvitationEnded, PartiesChanged
from madoguchi.telephony.model import MOST_PARTIES, Call, Invitation, Leg
from madoguchi.telephony.settings import TelephonySettings
from madoguchi.telephony.store import calls, invitations

UNANSWERED = timedelta(minutes=5)
"""No offer of routing lasts as long: then nobody will tell us any more what became of it."""

ended_total = counter("invitations_ended", "People asked into calls, by purpose and end", ("purpose", "cause"))


async def invite(call: Call, legs: list[Leg], mine: Leg, purpose: Purpose, to: UUID | None, number: str) -> None:
    """Ask somebody in. Raises InvitationOpen, TooManyParties, NotTalking, NoTrunk."""
    if mine.user_id is None or mine.place != "main" or call.parked_at is not None:
        raise NotTalking
    if len([leg for leg in legs if leg.live and not leg.ending and leg.role != "supervisor"]) >= MOST_PARTIES:
        raise TooManyParties
    if await invitations.find(call.interaction_id) is not None:
        raise InvitationOpen
    leg = await dialling.guest(call, number, "main" if purpose != "consult" else "side") if number else None
    await invitations.insert(call.interaction_id, purpose, mine.user_id, to, number, leg, now())
    if purpose != "add":
        await step_aside(call, legs, mine, "apart")
    due = CallDue(interaction=call.interaction_id)
    await schedule(INVITE_DUE, due, due=now() + UNANSWERED, key=f"{INVITE_DUE}:{call.interaction_id}")
    record(PartiesChanged(interaction=call.interaction_id))


async def arrived(call: Call, legs: list[Leg], leg: Leg, invitation: Invitation) -> None:
    """Who was asked has answered: to where the one who asked wanted them."""
    asker = leg_of(legs, invitation.by_id)
    if invitation.purpose == "consult":
        if asker is not None and asker.place == "apart":
            await bring(asker, "side")
        await bring(leg, "side")
        return
    if invitation.purpose == "add":
        await into_talk(call, leg, invitation)
    else:
        await bring(leg, "main")
    await over(invitation, "joined")
    if invitation.purpose == "transfer":
        customer = customer_in(call, legs)
        if customer is not None:
            await bring(customer, "main")
        if asker is not None:
            await leave(call, asker)
        await outside.begin(call)


async def into_talk(call: Call, leg: Leg, invitation: Invitation) -> None:
    """Who was asked in comes to the customer; a guest hears first of the recording, if there is one."""
    if leg.role == "guest":
        await guests.enter(call, leg, invitation.by_id)
    else:
        await bring(leg, "main")


async def met(call: Call, legs: list[Leg], together: set[str], at: datetime) -> None:
    """These legs hear each other aside."""
    invitation = await invitations.find(call.interaction_id)
    if invitation is None or invitation.leg not in together or len(together) < 2:
        return
    for leg in legs:
        if leg.id in together and leg.user_id is not None:
            await _replaces(call, leg, [other for other in legs if other.user_id == leg.user_id])
    if invitation.state != "asked":
        return
    await invitations.to_state(call.interaction_id, "aside")
    if invitation.to_id is not None:
        await interactions.aside(call.interaction_id, invitation.to_id, at)
    await cancel(f"{INVITE_DUE}:{call.interaction_id}")
    longest = timedelta(seconds=(await setting(TelephonySettings)).consult_seconds)
    due = CallDue(interaction=call.interaction_id)
    await schedule(CONSULT_DUE, due, due=now() + longest, key=f"{CONSULT_DUE}:{call.interaction_id}")
    await interactions.happened(call.interaction_id, "consult_began", at)
    record(PartiesChanged(interaction=call.interaction_id))


async def _replaces(call: Call, leg: Leg, theirs: list[Leg]) -> None:
    """Somebody is aside through another phone of theirs than before."""
    older = [other for other in theirs if other.made < leg.made]
    if not older:
        return
    await cancel(f"{TALK_LOST}:{call.interaction_id}:{leg.user_id}")
    heard = next((other.joined for other in older if other.joined is not None), None)
    if heard is not None:
        await calls.join_leg(leg.id, heard)
    await let_go(call, older, "replaced")


async def fail(call: Call, invitation: Invitation, cause: str) -> None:
    """They do not come, or go from aside: the one who asked has the customer again."""
    if not await over(invitation, cause):
        return
    legs = await calls.legs(call.interaction_id)
    theirs = [leg for leg in legs if leg.id == invitation.leg]
    await let_go(call, theirs, "consult")
    if invitation.to_id is not None and theirs:
        if invitation.state == "asked":
            await interactions.connect_failed(call.interaction_id, invitation.to_id, cause, now())
        else:
            await interactions.left(call.interaction_id, invitation.to_id, now(), "consult")
    asker = leg_of(legs, invitation.by_id)
    if invitation.purpose != "add" and asker is not None and asker.place != "main":
        await step_back(call, legs, asker)


async def over(invitation: Invitation, cause: str) -> bool:
    """The invitation is at its end; True for the first who says so."""
    if not await invitations.remove(invitation.interaction_id):
        return False
    for job in (INVITE_DUE, CONSULT_DUE):
        await cancel(f"{job}:{invitation.interaction_id}")
    if invitation.state != "asked":
        await interactions.happened(invitation.interaction_id, "consult_ended", now(), {"cause": cause})
    ended_total.labels(invitation.purpose, cause).inc()
    record(
        InvitationEnded(
            interaction=invitation.interaction_id,
            by=invitation.by_id,
            to=invitation.to_id,
            purpose=invitation.purpose,
            cause=cause,
        )
    )
    record(PartiesChanged(interaction=invitation.interaction_id))
    return True


async def leave(call: Call, mine: Leg) -> None:
    """The agent goes and leaves the customer to whoever was asked in."""
    await let_go(call, [mine], "transfer")
    if mine.user_id is not None:
        await interactions.left(call.interaction_id, mine.user_id, now(), "transfer")


async def time_is_up(interaction: UUID, *, aside: bool) -> None:
    """An invitation that nobody answered, or a consultation that lasts too long. Runs in a job."""
    await calls.lock(interaction)
    call, invitation = await calls.call(interaction), await invitations.find(interaction)
    if call is None or call.ended is not None or invitation is None or (invitation.state != "asked") != aside:
        return
    await fail(call, invitation, "too_long" if aside else "timed_out")

"""Voice as a medium: what agents wish, as commands to the switch."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from madoguchi import interactions
from madoguchi.interactions import Purpose, SupervisionMode
from madoguchi.interactions.ports import CallMedium
from madoguchi.kit.clock import now
from madoguchi.kit.db import after_commit
from madoguchi.kit.log import log
from madoguchi.telephony.actions import consulting, dialling, inviting, parking, parties, recording, supervising
from madoguchi.telephony.actions.places import bring, company, customer_in, leg_of, let_go
from madoguchi.telephony.commands import HangUp, Mute
from madoguchi.telephony.errors import NothingToDial, NotTalking, OthersInTalk, ParkedTaken
from madoguchi.telephony.lines import for_a_new_call, line
from madoguchi.telephony.model import Call, Leg, Place, agents_in
from madoguchi.telephony.ordering import order
from madoguchi.telephony.ports import LegGone, SwitchAway
from madoguchi.telephony.store import calls, invitations


class VoiceMedium(CallMedium):
    """The telephone. Every verb runs in the caller's unit; what the switch then does comes back as reports."""

    async def connect(self, interaction: UUID, user: UUID) -> None:
        call, legs = await _seen(interaction)
        if any(leg.user_id == user and leg.live and not leg.ending for leg in legs):
            return
        if call.parked_by not in (None, user) and parking.being_taken(call, legs):
            raise ParkedTaken
        login = await dialling.login_of(user, call.switch)
        contact = await interactions.interaction(call.interaction_id)
        asked = await invitations.find(interaction)
        if asked is None or asked.to_id != user:
            await dialling.agent(interaction, user, login, contact.address_value)
            return
        place: Place = "side" if asked.purpose == "consult" else "main"
        leg = await dialling.agent(interaction, user, login, contact.address_value, place)
        await invitations.set_leg(interaction, leg)

    async def start(self, interaction: UUID, user: UUID) -> None:
        contact = await interactions.interaction(interaction)
        if contact.address_kind != "phone" or not contact.address_value:
            raise NothingToDial
        switch = for_a_new_call()
        login = await dialling.login_of(user, switch)
        number, trunk = await dialling.route(contact.line_of_business_id)
        at = now()
        shown = number.id if number else None
        if await calls.insert_call(interaction, "out", None, at, switch=switch, number=shown, trunk=trunk):
            await dialling.agent(interaction, user, login, contact.address_value)

    async def hang_up(self, interaction: UUID, user: UUID) -> None:
        call, legs = await _live(interaction)
        if await _ends_asking(call, legs, user):
            return
        mine = [leg for leg in legs if leg.user_id == user and leg.live and not leg.ending]
        talked = any(leg.joined for leg in mine) or call.direction == "out"
        await let_go(call, mine, "agent" if talked else "cancelled")
        if not talked:
            await interactions.connect_failed(interaction, user, "cancelled", now())
            return
        await interactions.left(interaction, user, now(), "agent")
        if call.parked_by == user:
            return  # the customer waits on for a colleague, or for the end of the tenant's time
        if any(company(call, legs, leg) for leg in mine):
            await parties.stays_with(call, legs, user)
            return
        if await supervising.inherit(legs):
            return
        await calls.change_call(interaction, ending="agent")
        if call.customer_leg:
            await order(HangUp(interaction=interaction, leg=call.customer_leg))
        else:
            # Outbound, and the customer was not even rung.
            await calls.end_call(interaction, now())
            await interactions.customer_left(interaction, now(), "cancelled")

    async def hold(self, interaction: UUID, user: UUID) -> None:
        talk = await _talk(interaction, user)
        await bring(talk.customer, "apart", held=_users(talk.legs))

    async def resume(self, interaction: UUID, user: UUID) -> None:
        talk = await _talk(interaction, user)
        if talk.call.parked_by is not None:
            await parking.unpark(talk.call, talk.legs, user)
            return
        await bring(talk.customer, "main", resumed=_users(talk.legs))

    async def mute(self, interaction: UUID, user: UUID, muted: bool) -> None:
        _, legs = await _live(interaction)
        mine = leg_of(legs, user)
        if mine is None:
            raise NotTalking
        await order(Mute(interaction=interaction, leg=mine.id, user=user, muted=muted, at=now()))

    async def dtmf(self, interaction: UUID, user: UUID, digits: str) -> None:
        call, hears = await self._who_hears(interaction, user)

        async def send() -> None:
            # Never booked: they may be a card number, and a digit too many does harm.
            try:
                await line(call.switch).send_digits(hears.id, digits)
            except (LegGone, SwitchAway) as error:
                log.warning("digits_lost", interaction=str(interaction), error=type(error).__name__)

        after_commit(send)

    async def transfer(self, interaction: UUID, user: UUID) -> None:
        talk = await _talk(interaction, user)
        if company(talk.call, talk.legs, talk.mine) or await invitations.find(interaction) is not None:
            raise OthersInTalk
        await parking.over(talk.call, "left")
        await bring(talk.customer, "apart")
        await inviting.leave(talk.call, talk.mine)

    async def invite(
        self, interaction: UUID, user: UUID, purpose: Purpose, *, to: UUID | None = None, number: str = ""
    ) -> None:
        talk = await _talk(interaction, user)
        await inviting.invite(talk.call, talk.legs, talk.mine, purpose, to, number)

    async def uninvite(self, interaction: UUID, cause: str) -> None:
        call, _ = await _live(interaction)
        asked = await invitations.find(interaction)
        if asked is not None and asked.state == "asked" and asked.to_id is not None:
            await inviting.fail(call, asked, cause)

    async def swap(self, interaction: UUID, user: UUID) -> None:
        await consulting.swap(*await _live(interaction), user)

    async def merge(self, interaction: UUID, user: UUID) -> None:
        await consulting.merge(*await _live(interaction), user)

    async def complete(self, interaction: UUID, user: UUID) -> None:
        await consulting.complete(*await _live(interaction), user)

    async def abort(self, interaction: UUID, user: UUID) -> None:
        call, _ = await _live(interaction)
        await consulting.abort(call, user)

    async def drop(self, interaction: UUID, user: UUID, party: str) -> None:
        talk = await _talk(interaction, user)
        await parties.drop(talk.call, talk.legs, user, party)

    async def park(self, interaction: UUID, user: UUID) -> None:
        talk = await _talk(interaction, user)
        await parking.park(talk.call, talk.legs, talk.mine)

    async def unpark(self, interaction: UUID, user: UUID) -> None:
        await parking.unpark(*await _live(interaction), user)

    async def pause_recording(self, interaction: UUID, user: UUID, reason: str) -> None:
        talk = await _talk(interaction, user)
        await recording.pause(talk.call, user, reason)

    async def resume_recording(self, interaction: UUID, user: UUID) -> None:
        talk = await _talk(interaction, user)
        await recording.resume(talk.call)

    async def _who_hears(self, interaction: UUID, user: UUID) -> tuple[Call, Leg]:
        """Whom this agent's keys are for: the outside number they speak with aside, else the customer."""
        call, legs = await _live(interaction)
        asked = await invitations.find(interaction)
        if asked is not None and asked.by_id == user and asked.state == "aside" and asked.number:
            return call, next(leg for leg in legs if leg.id == asked.leg)
        return call, (await _talk(interaction, user)).customer

    async def supervise(self, interaction: UUID, agent: UUID, by: UUID, mode: SupervisionMode) -> None:
        call, legs = await _live(interaction)
        await supervising.supervise(call, legs, agent, by, mode)

    async def unsupervise(self, interaction: UUID, by: UUID) -> None:
        await supervising.unsupervise(interaction, await calls.legs(interaction), by)


class Talk(NamedTuple):
    """A talk of an agent with a customer."""

    call: Call
    legs: list[Leg]
    customer: Leg
    mine: Leg


async def _seen(interaction: UUID) -> tuple[Call, list[Leg]]:
    """The call and its legs. Raises NotTalking when it is over."""
    call = await calls.call(interaction)
    if call is None or call.ended is not None:
        raise NotTalking
    return call, await calls.legs(interaction)


async def _live(interaction: UUID) -> tuple[Call, list[Leg]]:
    """The same under the call's lock, for what changes who is where."""
    await calls.lock(interaction)
    return await _seen(interaction)


async def _talk(interaction: UUID, user: UUID) -> Talk:
    """The customer's leg and the agent's, who is in the talk and not aside. Raises NotTalking."""
    call, legs = await _live(interaction)
    customer, mine = customer_in(call, legs), leg_of(agents_in(legs), user)
    if customer is None or mine is None or mine.joined is None or mine.place != "main":
        raise NotTalking
    return Talk(call, legs, customer, mine)


async def _ends_asking(call: Call, legs: list[Leg], user: UUID) -> bool:
    """Who hangs up with somebody aside hands the customer to them; while nobody has answered, goes back to the
    customer; and who was asked goes. False when there is nothing of the kind.
    """
    asked = await invitations.find(call.interaction_id)
    if asked is None or user not in (asked.by_id, asked.to_id):
        return False
    if user == asked.by_id and asked.state != "asked":
        await consulting.complete(call, legs, user)
        return True
    await consulting.abort(call, user)
    return not (user == asked.by_id and asked.purpose == "add")


def _users(legs: list[Leg]) -> list[UUID]:
    """The agents in the talk: a hold is one for all of them."""
    return [leg.user_id for leg in agents_in(legs) if leg.user_id is not None and leg.place == "main"]

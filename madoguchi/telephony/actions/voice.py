"""Voice as a medium: what agents wish, as commands to the switch."""

from __future__ import annotations

from uuid import UUID

from madoguchi import interactions
from madoguchi.interactions import SupervisionMode
from madoguchi.interactions.ports import Medium
from madoguchi.kit.clock import now
from madoguchi.kit.db import after_commit
from madoguchi.kit.log import log
from madoguchi.telephony.actions import dialling, supervising
from madoguchi.telephony.commands import HangUp, Hold, Mute, Park, Resume, order
from madoguchi.telephony.errors import NothingToDial, NotTalking
from madoguchi.telephony.lines import for_a_new_call, line
from madoguchi.telephony.model import Call, Leg, agents_in, talking
from madoguchi.telephony.ports import LegGone, SwitchAway
from madoguchi.telephony.store import calls


class VoiceMedium(Medium):
    """The telephone. Every verb runs in the caller's unit; what the switch then does comes back as reports."""

    async def connect(self, interaction: UUID, user: UUID) -> None:
        call, legs = await _live(interaction)
        if any(leg.user_id == user and leg.live and not leg.ending for leg in legs):
            return
        login = await dialling.login_of(user)
        contact = await interactions.interaction(call.interaction_id)
        await dialling.agent(interaction, user, login, contact.address_value)

    async def start(self, interaction: UUID, user: UUID) -> None:
        contact = await interactions.interaction(interaction)
        if contact.address_kind != "phone" or not contact.address_value:
            raise NothingToDial
        login = await dialling.login_of(user)
        number, trunk = await dialling.route(contact.line_of_business_id)
        at = now()
        shown = number.id if number else None
        if await calls.insert_call(interaction, "out", None, at, switch=for_a_new_call(), number=shown, trunk=trunk):
            await dialling.agent(interaction, user, login, contact.address_value)

    async def hang_up(self, interaction: UUID, user: UUID) -> None:
        call, legs = await _live(interaction)
        mine = [leg for leg in legs if leg.user_id == user and leg.live and not leg.ending]
        talked = any(leg.joined for leg in mine) or call.direction == "out"
        await _release(call, mine, "agent" if talked else "cancelled")
        if not talked:
            await interactions.connect_failed(interaction, user, "cancelled", now())
            return
        await interactions.left(interaction, user, now(), "agent")
        others = [leg for leg in agents_in(legs) if leg.user_id != user]
        if others or await supervising.inherit(legs):
            return
        await calls.change_call(interaction, ending="agent")
        if call.customer_leg:
            await order(HangUp(interaction=interaction, leg=call.customer_leg))
        else:
            # Outbound, and the customer was not even rung.
            await calls.end_call(interaction, now())
            await interactions.customer_left(interaction, now(), "cancelled")

    async def hold(self, interaction: UUID, user: UUID) -> None:
        customer, _ = await _talk(interaction, user)
        await order(Hold(interaction=interaction, leg=customer, user=user, at=now()))

    async def resume(self, interaction: UUID, user: UUID) -> None:
        customer, _ = await _talk(interaction, user)
        await order(Resume(interaction=interaction, leg=customer, user=user, at=now()))

    async def mute(self, interaction: UUID, user: UUID, muted: bool) -> None:
        _, mine = await _talk(interaction, user)
        await order(Mute(interaction=interaction, leg=mine.id, user=user, muted=muted, at=now()))

    async def dtmf(self, interaction: UUID, user: UUID, digits: str) -> None:
        call, _ = await _live(interaction)
        customer, _ = await _talk(interaction, user)

        async def send() -> None:
            # Never booked: they may be a card number, and a digit too many does harm.
            try:
                await line(call.switch).send_digits(customer, digits)
            except (LegGone, SwitchAway) as error:
                log.warning("digits_lost", interaction=str(interaction), error=type(error).__name__)

        after_commit(send)

    async def transfer(self, interaction: UUID, user: UUID) -> None:
        call, _ = await _live(interaction)
        customer, mine = await _talk(interaction, user)
        await order(Park(interaction=interaction, leg=customer))
        await _release(call, [mine], "transfer")
        await interactions.left(interaction, user, now(), "transfer")

    async def supervise(self, interaction: UUID, agent: UUID, by: UUID, mode: SupervisionMode) -> None:
        call, legs = await _live(interaction)
        await supervising.supervise(call, legs, agent, by, mode)

    async def unsupervise(self, interaction: UUID, by: UUID) -> None:
        await supervising.unsupervise(interaction, await calls.legs(interaction), by)


async def _live(interaction: UUID) -> tuple[Call, list[Leg]]:
    """The call and its legs. Raises NotTalking when it is over."""
    call = await calls.call(interaction)
    if call is None or call.ended is not None:
        raise NotTalking
    return call, await calls.legs(interaction)


async def _talk(interaction: UUID, user: UUID) -> tuple[str, Leg]:
    """The customer's leg and the agent's. Raises NotTalking."""
    call, legs = await _live(interaction)
    mine = talking(legs, user)
    if call.customer_leg is None or mine is None:
        raise NotTalking
    return call.customer_leg, mine


async def _release(call: Call, legs: list[Leg], ending: str) -> None:
    for leg in legs:
        await calls.change_leg(leg.id, ending=ending)
        await order(HangUp(interaction=call.interaction_id, leg=leg.id))

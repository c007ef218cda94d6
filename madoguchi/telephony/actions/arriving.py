"""A call comes in; or came in while we were away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi import customers, interactions
from madoguchi.kit.db import unit
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter
from madoguchi.telephony.lines import line
from madoguchi.telephony.model import spoken
from madoguchi.telephony.ports import Arrived, LegGone, MissedCall, SwitchAway
from madoguchi.telephony.store import calls, setup
from madoguchi.telephony.store.calls import Owner
from madoguchi.telephony.store.setup import Dialled

arrivals = counter("telephony_arrivals", "Calls from outside", ("result",))


async def arrived(report: Arrived, switch: str) -> None:
    """Open the interaction of a call on `switch`; a number that is nobody's is refused. Outside a unit; idempotent."""
    number = await _number(report.dialled)
    if number is None:
        arrivals.labels("unknown_number").inc()
        log.warning("call_to_unknown_number", leg=report.leg)
        try:
            await line(switch).hang_up(report.leg, "unallocated")
        except (LegGone, SwitchAway):
            log.info("unknown_number_gone", leg=report.leg)
        return
    async with unit(number.tenant_id):
        await _open(report, switch, report.at, number)
    arrivals.labels("opened").inc()


async def missed(report: MissedCall, switch: str) -> None:
    """Log a caller whom only the message of `switch` answered; one who waited with us before has their end now."""
    owner = await owner_of(report.leg)
    number = None if owner else await _number(report.dialled)
    tenant = owner.tenant_id if owner else number.tenant_id if number else None
    if tenant is None:
        arrivals.labels("unknown_number").inc()
        return
    async with unit(tenant):
        if number is not None:
            await _open(report, switch, report.arrived, number)
        leg = await calls.leg(report.leg)
        if leg is None:
            return
        await calls.lock(leg.interaction_id)
        if leg.live:
            await calls.step_leg(leg.id, "down", report.ended, "fallback")
        await calls.end_call(leg.interaction_id, report.ended)
        await interactions.customer_left(leg.interaction_id, report.ended, "fallback")
    arrivals.labels("missed").inc()


async def _open(report: Arrived | MissedCall, switch: str, at: datetime, number: Dialled) -> UUID:
    leg, address = report.leg, customers.caller(spoken(report.caller, report.name, report.withheld))
    interaction = await interactions.open_interaction(
        "voice",
        leg,
        "in",
        address,
        dialled=_spellings(report.dialled)[0],
        entry_point=number.entry_point,
        line_of_business=number.line_of_business_id,
        at=at,
    )
    if await calls.insert_call(interaction.id, "in", leg, at, switch=switch, number=number.id, trunk=None):
        await calls.insert_leg(leg, interaction.id, "customer", at)
    return interaction.id


async def _number(dialled: str) -> Dialled | None:
    async with unit(None, readonly=True):
        return await setup.dialled(_spellings(dialled))


async def owner_of(leg: str) -> Owner | None:
    """Whose a leg is. Outside a unit."""
    async with unit(None, readonly=True):
        return await calls.owner_of(leg)


def _spellings(dialled: str) -> list[str]:
    """E.164 first, then as it was dialled: short numbers have no other form."""
    raw = "".join(character for character in dialled if character.isalnum() or character in "+*#")[:32]
    try:
        return [customers.normalise("phone", raw).value or raw, raw]
    except customers.AddressInvalid:
        return [raw]

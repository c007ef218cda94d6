"""Reads of telephony."""

from __future__ import annotations

import asyncio
from uuid import UUID

from msgspec import Struct

from madoguchi.telephony.errors import NumberUnknown, TrunkUnknown
from madoguchi.telephony.lines import switches
from madoguchi.telephony.model import Number, Trunk
from madoguchi.telephony.store import calls, setup

numbers = setup.numbers
trunks = setup.trunks


async def recording_now(interaction: UUID) -> bool:
    """Whether the switch records this contact at this moment, as it said itself."""
    call = await calls.call(interaction)
    return call is not None and call.recorded_from is not None and call.ended is None


class SwitchHealth(Struct, frozen=True, kw_only=True):
    """One switch. `healthy`: it answers now; `sip_address`: where phones and carriers reach it ("" when it is not
    ours).
    """

    id: str
    kind: str
    healthy: bool
    sip_address: str


class Health(Struct, frozen=True, kw_only=True):
    """`line`: which kind of switches ("asterisk", "simulated", "none"); `healthy`: one of them answers now;
    `sip_address`: where phones and carriers reach the first ("" when it is not ours); `switches`: each of them.
    """

    line: str
    healthy: bool
    sip_address: str
    switches: list[SwitchHealth]


async def number(id: UUID) -> Number:
    """Raises NumberUnknown."""
    found = await setup.number(id)
    if found is None:
        raise NumberUnknown
    return found


async def trunk(id: UUID) -> Trunk:
    """Raises TrunkUnknown."""
    found = await setup.trunk(id)
    if found is None:
        raise TrunkUnknown
    return found


async def health() -> Health:
    """How the telephone is, as this node finds it."""
    known = switches()
    answers = await asyncio.gather(*(switch.control.healthy() for switch in known))
    found = [
        SwitchHealth(id=switch.id, kind=switch.control.kind, healthy=healthy, sip_address=switch.sip_address)
        for switch, healthy in zip(known, answers, strict=True)
    ]
    return Health(
        line=found[0].kind if found else "none",
        healthy=any(answers),
        sip_address=found[0].sip_address if found else "",
        switches=found,
    )

"""Reads of telephony."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from madoguchi.telephony.errors import NumberUnknown, TrunkUnknown
from madoguchi.telephony.lines import sip_address, wired_line
from madoguchi.telephony.model import Number, Trunk
from madoguchi.telephony.store import calls, setup

numbers = setup.numbers
trunks = setup.trunks


async def recording_now(interaction: UUID) -> bool:
    """Whether the switch records this contact at this moment, as it said itself."""
    call = await calls.call(interaction)
    return call is not None and call.recorded_from is not None and call.ended is None


class Health(Struct, frozen=True, kw_only=True):
    """`line`: which kind of switch ("asterisk", "simulated", "none"); `healthy`: it answers now; `sip_address`: where
    phones and carriers reach it ("" when it is not ours).
    """

    line: str
    healthy: bool
    sip_address: str


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
    switch = wired_line()
    if switch is None:
        return Health(line="none", healthy=False, sip_address="")
    return Health(line=switch.kind, healthy=await switch.healthy(), sip_address=sip_address())

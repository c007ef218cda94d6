"""Reads of telephony."""

from __future__ import annotations

import asyncio
from uuid import UUID

from msgspec import Struct

from madoguchi import interactions
from madoguchi.kit.together import together
from madoguchi.telephony.errors import NumberUnknown, TrunkUnknown
from madoguchi.telephony.lines import switches
from madoguchi.telephony.model import (
    Call,
    Leg,
    Number,
    Parked,
    Party,
    PartyState,
    Place,
    RecordingGap,
    RecordingState,
    Situation,
    Trunk,
)
from madoguchi.telephony.store import calls, gaps, invitations, setup

NOBODY = Situation(parties=[], invitation=None, parked_at=None, parked_by=None, recording="off", paused_since=None)

numbers = setup.numbers
trunks = setup.trunks


async def recording_now(interaction: UUID) -> bool:
    """Whether the switch records this contact at this moment, as it said itself."""
    call = await calls.call(interaction)
    return call is not None and _recording(call, await gaps.current(interaction)) == "on"


async def situation(interaction: UUID) -> Situation:
    """Who is in a call, aside and asked in, whether it is parked, and what its recording does."""
    call, legs, gap, (invitation, said) = await together(
        calls.call(interaction),
        calls.legs(interaction),
        gaps.current(interaction),
        together(invitations.find(interaction), interactions.consent_of(interaction)),
    )
    if call is None or call.ended is not None:
        return NOBODY
    recording = _recording(call, gap)
    return Situation(
        parties=[_party(leg) for leg in legs if leg.live and not leg.ending],
        invitation=invitation,
        parked_at=call.parked_at,
        parked_by=call.parked_by,
        recording=recording,
        paused_since=gap.began if gap is not None and recording == "paused" else None,
        consent="asking" if call.asking is not None else said.state if said else None,
    )


def _party(leg: Leg) -> Party:
    places: dict[Place, PartyState] = {"main": "talking", "side": "aside", "apart": "apart"}
    state = "asked" if leg.state != "up" else "apart" if leg.told == "telling" else places[leg.place]
    return Party(
        id=leg.id, role=leg.role, user=leg.user_id, number=leg.number, state=state, since=leg.joined or leg.made
    )


def _recording(call: Call, gap: RecordingGap | None) -> RecordingState:
    if call.recorded_from is None or call.recorded_to is not None or call.ended is not None:
        return "off"
    return "paused" if gap is not None and gap.began is not None else "on"


async def parked() -> list[Parked]:
    """The customers who wait for any colleague, the longest first."""
    return await calls.parked()


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

"""What the switch reports, to whom it belongs. One report, one unit of its tenant; those of one call one at a time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from uuid import UUID
from weakref import WeakValueDictionary

from madoguchi.kit.db import unit
from madoguchi.kit.metrics import counter
from madoguchi.kit.trace import trace_of, tracing
from madoguchi.telephony.actions import arriving, digits, flow, legs, messages, resync, testing
from madoguchi.telephony.lines import MAIN
from madoguchi.telephony.model import Leg
from madoguchi.telephony.ports import (
    Arrived,
    DigitPressed,
    LegDown,
    LegRinging,
    LegsJoined,
    LegUp,
    MissedCall,
    PlaybackEnded,
    RecordingEnded,
    Report,
    Snapshot,
)
from madoguchi.telephony.store import calls
from madoguchi.telephony.store.calls import Owner

LegReport = LegRinging | LegUp | LegsJoined | LegDown | PlaybackEnded | DigitPressed | RecordingEnded
MOST_REMEMBERED = 20_000

taken = counter("telephony_reports", "Reports of the switch", ("kind",))
_owners: OrderedDict[str, Owner] = OrderedDict()
_turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()


async def take(report: Report, switch: str = MAIN) -> None:
    """The listener of `switch`. Outside a unit. Raises when the report could not be taken: a snapshot must follow."""
    kind = type(report).__name__
    taken.labels(kind).inc()
    trace = "" if isinstance(report, Snapshot | RecordingEnded) else trace_of(report.leg)
    with tracing(trace, f"switch {kind}", first=isinstance(report, Arrived)):
        match report:
            case Arrived():
                await arriving.arrived(report, switch)
            case MissedCall():
                await arriving.missed(report, switch)
            case Snapshot():
                await resync.resync(report, switch)
            case RecordingEnded(leg=""):
                return  # the recording of a talk is fetched when its call ends
            case _:
                await _about_a_leg(report)


async def _about_a_leg(report: LegReport) -> None:
    owner = await _owner(report.leg)
    if owner is None:
        return
    turn = _turns.setdefault(owner.interaction_id, asyncio.Lock())
    async with turn, unit(owner.tenant_id):
        await calls.lock(owner.interaction_id)
        leg = await calls.leg(report.leg)
        if leg is None:
            await _about_a_test(report)
            return
        match report:
            case LegRinging():
                await legs.ringing(leg, report.at)
            case LegUp():
                await legs.up(leg, report.at)
            case LegsJoined():
                await legs.joined(leg.interaction_id, report.bridge, set(report.legs), report.at)
            case LegDown():
                await legs.down(leg, report.cause, report.at)
            case PlaybackEnded():
                await flow.playback_ended(report.playback, report.at, heard=report.heard)
            case DigitPressed():
                await _pressed(leg, report.digit)
            case RecordingEnded():
                await messages.spoken(report.recording)


async def _pressed(leg: Leg, digit: str) -> None:
    call = await calls.call(leg.interaction_id) if leg.role == "customer" else None
    if call is not None and call.ended is None:
        await digits.pressed(call, digit)


async def _about_a_test(report: LegReport) -> None:
    match report:
        case LegRinging():
            await testing.move(report.leg, "ringing", "", report.at)
        case LegUp():
            await testing.move(report.leg, "answered", "", report.at)
        case PlaybackEnded():
            await testing.spoken(report.leg)
        case LegDown():
            await testing.move(report.leg, "failed", report.cause, report.at)


async def _owner(leg: str) -> Owner | None:
    found = _owners.get(leg)
    if found is None:
        found = await arriving.owner_of(leg)
        if found is not None:
            _owners[leg] = found
            if len(_owners) > MOST_REMEMBERED:
                _owners.popitem(last=False)
    return found

"""After a gap: what we believe, held against what the switch has. Runs before any further report is taken."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from madoguchi.kit.db import unit
from madoguchi.kit.log import log
from madoguchi.telephony.actions import arriving, flow, guests, legs
from madoguchi.telephony.actions.places import bring, customer_in
from madoguchi.telephony.commands import OCCUPIED
from madoguchi.telephony.lines import line, same_switch
from madoguchi.telephony.model import Call, Leg, agents_in, bridge_of, place_of, up
from madoguchi.telephony.ports import LegGone, LegSeen, Snapshot
from madoguchi.telephony.store import calls

FRESH = timedelta(seconds=10)
"""A leg this young may be on its way to the switch."""

CHILDLESS = timedelta(seconds=60)
"""A call without any live leg is over after this long."""


async def resync(snapshot: Snapshot, switch: str) -> None:
    """Bring every live call of every tenant on `switch` in line with it, and take in what we never heard of."""
    async with unit(None, readonly=True):
        live = [owner for owner in await calls.all_live() if same_switch(owner.switch, switch)]
    seen = {leg.leg: leg for leg in snapshot.legs}
    for owner in live:
        async with unit(owner.tenant_id):
            await _call(owner.interaction_id, seen, snapshot)
    for leg in snapshot.legs:
        await _unknown(leg, switch)
    log.info("switch_reconciled", switch=switch, calls=len(live), legs=len(snapshot.legs))


async def switch_lost(switch: str, at: datetime) -> None:
    """The switch is gone since `at`, and with it every call on it. Outside a unit; again does nothing."""
    async with unit(None, readonly=True):
        live = [owner for owner in await calls.all_live() if same_switch(owner.switch, switch)]
    for owner in live:
        async with unit(owner.tenant_id):
            call = await calls.call(owner.interaction_id)
            if call is not None:
                await legs.lost(call, max(at, call.started))
    if live:
        log.error("switch_lost_with_calls", switch=switch, calls=len(live))


async def _call(interaction: UUID, seen: dict[str, LegSeen], snapshot: Snapshot) -> None:
    await calls.lock(interaction)
    call = await calls.call(interaction)
    if call is None or call.ended is not None:
        return
    known = await calls.legs(interaction)
    if snapshot.since is not None and all(leg.made < snapshot.since and leg.id not in seen for leg in known):
        await legs.lost(call, min(snapshot.since, snapshot.at))  # it went down with the switch
        return
    if await _unheard(call, known, seen, snapshot):
        known = await calls.legs(interaction)
    for leg in sorted(known, key=lambda leg: leg.role != "customer"):
        await _leg(call, leg, seen.get(leg.id), snapshot)
    for place in OCCUPIED:
        bridge = str(bridge_of(interaction, place))
        together = {leg.id for leg in known if leg.id in seen and seen[leg.id].bridge == bridge}
        if len(together) > 1:
            await legs.joined(interaction, bridge, together, snapshot.at)
    await _misplaced(interaction, seen, snapshot)
    if call.playback is not None and not await line(call.switch).playing(call.playback):
        await flow.playback_ended(call.playback, snapshot.at, heard=False)
    for leg in up(await calls.legs(interaction)):
        if leg.told == "telling" and not await line(call.switch).playing(guests.playback_of(leg.id)):
            await guests.told(leg.id, snapshot.at, heard=False)
    await _abandoned_by_all(call, snapshot)


async def _unheard(call: Call, known: list[Leg], seen: dict[str, LegSeen], snapshot: Snapshot) -> bool:
    """Whoever was brought together with the customer just before we went has talked with them, although nobody heard
    of it, and although either may be gone by now: the place where they met outlives them on the switch.
    """
    main = str(bridge_of(call.interaction_id, "main"))
    since, customer = snapshot.bridges.get(main), customer_in(call, known)
    if since is None or customer is None or customer.place != "main":
        return False
    apart = {leg.leg for leg in snapshot.legs if leg.bridge != main} if customer.id in seen else set()
    new = [leg for leg in agents_in(known) if leg.place == "main" and leg.joined is None and leg.id not in apart]
    if not new or customer.id in apart:
        return False
    began = since if customer.joined is None else max(leg.made for leg in new)
    await legs.joined(call.interaction_id, main, {customer.id, *(leg.id for leg in new)}, began)
    return True


async def _misplaced(interaction: UUID, seen: dict[str, LegSeen], snapshot: Snapshot) -> None:
    """Whoever is elsewhere than we sent them is sent there again."""
    for leg in up(await calls.legs(interaction)):
        found = seen.get(leg.id)
        known = leg.joined is not None or leg.place == "side" or (leg.role, leg.place) == ("customer", "main")
        if found is None or not known or snapshot.at - leg.made < FRESH:
            continue
        if place_of(interaction, found.bridge) != leg.place:
            log.info("leg_misplaced", leg=leg.id, place=leg.place)
            await bring(leg, leg.place)


async def _leg(call: Call, leg: Leg, found: LegSeen | None, snapshot: Snapshot) -> None:
    if not leg.live:
        return
    if found is None:
        ours = leg.role != "customer" or call.direction == "out"
        if ours and leg.state == "new" and snapshot.at - leg.made < FRESH:
            return
        gone = "fallback" if leg.id in snapshot.moved else "normal" if leg.role == "customer" else "lost"
        await legs.down(leg, gone, snapshot.ended.get(leg.id, snapshot.at))
    elif found.up:
        await legs.up(leg, snapshot.at)


async def _abandoned_by_all(call: Call, snapshot: Snapshot) -> None:
    if snapshot.at - call.started < CHILDLESS:
        return
    now_known = await calls.legs(call.interaction_id)
    latest = await calls.call(call.interaction_id)
    if latest is not None and latest.ended is None and not any(leg.live for leg in now_known):
        await legs.finish(latest, "failed", snapshot.at)


async def _unknown(seen: LegSeen, switch: str) -> None:
    owner = await arriving.owner_of(seen.leg)
    if owner is None and seen.arrival is not None:
        await arriving.arrived(seen.arrival, switch)
        return
    over = owner is None and bool(seen.call)
    if owner is not None:
        async with unit(owner.tenant_id):
            leg = await calls.leg(seen.leg)
            over = leg is not None and not leg.live
    if over:
        # A leg of ours that nobody waits for any more.
        try:
            await line(switch).hang_up(seen.leg)
        except LegGone:
            log.info("stray_leg_gone", leg=seen.leg)

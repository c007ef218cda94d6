"""Who is where in a call: the talk with the customer, aside, or alone with music. Every function runs in a unit."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from madoguchi.kit.clock import now
from madoguchi.telephony.commands import HangUp, Move, Tone
from madoguchi.telephony.model import Call, Leg, Place, up
from madoguchi.telephony.ordering import order
from madoguchi.telephony.store import calls


async def bring(
    leg: Leg, place: Place, *, tone: Tone = "music", held: Iterable[UUID] = (), resumed: Iterable[UUID] = ()
) -> None:
    """Send a leg to a place. `held`, `resumed`: the agents for whom this begins or ends a hold."""
    await calls.change_leg(leg.id, place=place)
    move = Move(
        interaction=leg.interaction_id,
        leg=leg.id,
        place=place,
        tone=tone,
        held=list(held),
        resumed=list(resumed),
        at=now(),
    )
    await order(move)


async def step_aside(call: Call, legs: list[Leg], mine: Leg, place: Place) -> None:
    """An agent leaves the talk for a while: the customer hears music, unless others talk on with them."""
    customer = customer_in(call, legs)
    if customer is not None and customer.place == "main" and not company(call, legs, mine):
        await bring(customer, "apart")
    await bring(mine, place, tone="ringing", held=[mine.user_id] if mine.user_id else [])


async def step_back(call: Call, legs: list[Leg], mine: Leg) -> None:
    """The agent is in the talk again, and the customer with them."""
    await bring(mine, "main", resumed=[mine.user_id] if mine.user_id else [])
    customer = customer_in(call, legs)
    if customer is not None and customer.place != "main":
        await bring(customer, "main")


async def let_go(call: Call, legs: Iterable[Leg], ending: str) -> None:
    """End legs on our part; `ending` says why."""
    for leg in legs:
        if leg.live and not leg.ending:
            await calls.change_leg(leg.id, ending=ending)
            await order(HangUp(interaction=call.interaction_id, leg=leg.id))


def customer_in(call: Call, legs: Iterable[Leg]) -> Leg | None:
    """The customer's leg, if it is up."""
    return next((leg for leg in legs if leg.id == call.customer_leg and leg.state == "up" and not leg.ending), None)


def in_talk(legs: list[Leg]) -> list[Leg]:
    """Everybody who belongs in the talk with the customer now, the customer among them unless on hold."""
    return [leg for leg in up(legs) if leg.place == "main"]


def company(call: Call, legs: list[Leg], mine: Leg) -> list[Leg]:
    """Whoever else talks with the customer."""
    return [leg for leg in in_talk(legs) if leg.id not in (mine.id, call.customer_leg) and leg.role != "supervisor"]


def leg_of(legs: list[Leg], user: UUID | None) -> Leg | None:
    """The newest living leg of a person."""
    return next((leg for leg in reversed(up(legs)) if leg.user_id == user and user is not None), None)

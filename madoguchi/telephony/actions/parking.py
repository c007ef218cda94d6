"""A customer who waits where any colleague may take them; after a time they come back to whoever parked them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from madoguchi import interactions
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.settings import setting
from madoguchi.telephony.actions.places import bring, company, customer_in, leg_of, let_go
from madoguchi.telephony.booked import PARK_DUE, CallDue
from madoguchi.telephony.errors import CannotPark, NotParked
from madoguchi.telephony.events import CallLost, CallParked, CallUnparked
from madoguchi.telephony.model import Call, Leg
from madoguchi.telephony.settings import TelephonySettings
from madoguchi.telephony.store import calls, invitations


async def park(call: Call, legs: list[Leg], mine: Leg) -> None:
    """Let the customer wait for anybody. Raises CannotPark."""
    customer = customer_in(call, legs)
    asked = await invitations.find(call.interaction_id)
    if customer is None or mine.user_id is None or asked is not None or company(call, legs, mine):
        raise CannotPark
    if call.parked_at is not None:
        return
    await calls.change_call(call.interaction_id, parked_at=now(), parked_by=mine.user_id)
    await bring(customer, "apart", held=[mine.user_id])
    longest = timedelta(seconds=(await setting(TelephonySettings)).park_seconds)
    due = CallDue(interaction=call.interaction_id)
    await schedule(PARK_DUE, due, due=now() + longest, key=f"{PARK_DUE}:{call.interaction_id}")
    await interactions.happened(call.interaction_id, "parked", now(), {"by": str(mine.user_id)})
    record(CallParked(interaction=call.interaction_id, by=mine.user_id))


async def unpark(call: Call, legs: list[Leg], user: UUID) -> None:
    """The parker takes them back. Raises NotParked."""
    mine, customer = leg_of(legs, user), customer_in(call, legs)
    if call.parked_by != user or mine is None or customer is None:
        raise NotParked
    await over(call, "back")
    await bring(customer, "main", resumed=[user])


def being_taken(call: Call, legs: list[Leg]) -> bool:
    """Whether a colleague's phone is on its way to a parked customer."""
    others = [leg for leg in legs if leg.role == "agent" and leg.user_id != call.parked_by]
    return any(leg.live and not leg.ending for leg in others)


async def taken(call: Call, legs: list[Leg]) -> None:
    """A colleague has them: the parker's part is over."""
    parker = call.parked_by
    await over(call, "taken")
    mine = leg_of(legs, parker)
    if mine is not None:
        await let_go(call, [mine], "transfer")
    if parker is not None:
        await interactions.left(call.interaction_id, parker, now(), "transfer")


async def over(call: Call, cause: str) -> None:
    """Parked no more."""
    if call.parked_by is None:
        return
    await calls.change_call(call.interaction_id, parked_at=None, parked_by=None)
    await cancel(f"{PARK_DUE}:{call.interaction_id}")
    await interactions.happened(call.interaction_id, "unparked", now(), {"cause": cause})
    record(CallUnparked(interaction=call.interaction_id, by=call.parked_by, cause=cause))


async def time_is_up(interaction: UUID) -> None:
    """Nobody took them: back to the parker, or, when they are not there any more, to the head of the line. In a job."""
    await calls.lock(interaction)
    call = await calls.call(interaction)
    if call is None or call.ended is not None or call.parked_by is None:
        return
    legs = await calls.legs(interaction)
    mine, customer = leg_of(legs, call.parked_by), customer_in(call, legs)
    await over(call, "time")
    if mine is not None and customer is not None:
        await bring(customer, "main", resumed=[call.parked_by])
    else:
        record(CallLost(interaction=interaction, user=call.parked_by))

"""The one way by which a call of ours begins: click-to-dial, a callback, a dialler. The gate is in front of it.

What forbids a call is the law's (permitted hours by the clock of whoever is called, blocks, a consent that was taken
back) or somebody's wish (hours they would rather be called, no calls, how often a day). An agent may go past a wish,
saying why, where nothing is being sold; past the law nobody may.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from madoguchi.access import audit
from madoguchi.customers import Address, Purpose, clock_of, may_contact
from madoguchi.interactions import store
from madoguchi.interactions.actions.contact import open_interaction
from madoguchi.interactions.errors import CallNeedsReason, MayNotCall
from madoguchi.interactions.model import Interaction
from madoguchi.interactions.settings import OutboundSettings
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting

TOO_OFTEN: Final = "called_too_often"
WISHES: Final = frozenset({TOO_OFTEN, "outside_wished_hours", "do_not_call", "opted_out"})
"""What an agent may go past, saying why."""

OverrideReason = Literal["customer_asked", "urgent", "line_broke", "other"]

originated = counter("calls_originated", "Calls that we wished to begin", ("purpose", "result"))


class Outbound(Struct, frozen=True, kw_only=True):
    """Whom to call and for what. `medium_ref`: an id of the caller's, under which it begins once; "" makes one.
    `conversation`: what it goes on with; None: it begins one.

    `override`: why an agent goes past somebody's wish; a program has none.
    """

    address: Address
    purpose: Purpose = "service"
    customer: UUID | None = None
    line_of_business: UUID | None = None
    override: OverrideReason | None = None
    medium: str = "voice"
    medium_ref: str = ""
    conversation: UUID | None = None


async def refusals(order: Outbound, at: datetime) -> list[str]:
    """Every reason, as a code, why this call may not be begun at `at` (UTC); none: it may."""
    verdict = await may_contact(order.customer, order.medium, order.address, at, order.purpose)
    reasons = list(verdict.reasons)
    if order.purpose != "callback" and await _attempts(order, at) >= (await setting(OutboundSettings)).attempts_per_day:
        reasons.append(TOO_OFTEN)
    return reasons


async def originate(order: Outbound) -> Interaction:
    """Ask the gate and open the contact; `start` then reaches both sides. Raises `MayNotCall` with every reason, or
    `CallNeedsReason` when an agent may go past all of them.
    """
    reasons = await refusals(order, now())
    passable = set(reasons) <= WISHES and order.purpose in ("service", "callback")
    if reasons and not (passable and order.override):
        originated.labels(order.purpose, "needs_reason" if passable else "refused").inc()
        faults = [Fault(at="to", code=reason) for reason in reasons]
        raise CallNeedsReason(faults=faults) if passable else MayNotCall(faults=faults)
    contact = await open_interaction(
        order.medium,
        order.medium_ref or str(new_id()),
        "out",
        order.address,
        line_of_business=order.line_of_business,
        customer=order.customer,
        conversation=order.conversation,
    )
    if reasons and order.override:
        details = {"why": order.override, "past": ",".join(sorted(reasons))}
        await audit("call.overridden", "interaction", contact.id, dict(details), about=order.customer)
    originated.labels(order.purpose, "overridden" if reasons else "allowed").inc()
    return contact


async def _attempts(order: Outbound, at: datetime) -> int:
    """How often this address was tried today, by the clock of whoever has it."""
    zone = ZoneInfo(await clock_of(order.customer, order.address))
    midnight = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return await store.begun_since(order.medium, order.address.value, midnight)

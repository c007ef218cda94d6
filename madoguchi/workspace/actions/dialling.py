"""Calling out: the gate is asked, the agent kept free, the contact opened, both reached."""

from uuid import UUID

from madoguchi import interactions, routing
from madoguchi.access import audit, line_of_business, masked
from madoguchi.customers import Address, Purpose, addresses_of, normalise, recognise
from madoguchi.interactions import Interaction, Outbound, OverrideReason


async def dial(
    user: UUID,
    to: str,
    customer: UUID | None = None,
    line: UUID | None = None,
    purpose: Purpose = "service",
    override: OverrideReason | None = None,
) -> Interaction:
    """Click-to-dial: ask the gate, open the contact, keep the agent free for it, reach agent and customer.

    `to` is a number as people write it; without `customer`, whoever has it is found; `override`: why somebody's wish is
    passed by. Raises `AddressInvalid`, `MayNotCall` or `CallNeedsReason` with every reason, `AgentBusy`,
    `MediumRefused`.
    """
    address = normalise("phone", to)
    if line is not None:
        await line_of_business(line)
    order = Outbound(
        address=address,
        purpose=purpose,
        customer=customer or (await recognise(address)).customer,
        line_of_business=line or await _line_of(user),
        override=override,
    )
    contact = await interactions.originate(order)
    await routing.reserve(user, contact.id)
    await interactions.start(contact.id, user)
    await audit("call.dialled", "interaction", contact.id, {"to": masked("phone", address.value)}, about=order.customer)
    return contact


async def dial_again(user: UUID, interaction: UUID, override: OverrideReason | None = None) -> Interaction:
    """Call where a contact came from or went to, for the same line of business, without being told the number.

    Raises as `dial` does.
    """
    contact = await interactions.interaction(interaction)
    to = contact.address_value if contact.address_kind == "phone" else ""
    return await dial(user, to, contact.customer_id, contact.line_of_business_id, override=override)


async def dial_customer(user: UUID, customer: UUID, override: OverrideReason | None = None) -> Interaction:
    """Call a customer at the number they prefer, without being told it. Raises as `dial` does."""
    known = await phone_of(customer)
    return await dial(user, known.value if known else "", customer, override=override)


async def _line_of(user: UUID) -> UUID | None:
    """The line of business for which somebody calls who did not say: that of the first queue they serve."""
    for load in await routing.queues_of(user):
        line = (await routing.queue(load.id)).line_of_business
        if line is not None:
            return line
    return None


async def phone_of(customer: UUID) -> Address | None:
    """Where a customer is called: the number they prefer, if any is known."""
    return next((address for address in await addresses_of(customer) if address.kind == "phone"), None)

"""Calling out: the gate is asked, the agent kept free, the contact opened, both reached."""

from uuid import UUID

from madoguchi import interactions, routing
from madoguchi.access import audit, line_of_business
from madoguchi.customers import Address, Purpose, addresses_of, may_contact, normalise, recognise
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter
from madoguchi.workspace.errors import MayNotCall

MEDIUM = "voice"

dialled_total = counter("calls_dialled", "Calls that agents dialled", ("allowed",))


async def dial(
    user: UUID, to: str, customer: UUID | None = None, line: UUID | None = None, purpose: Purpose = "service"
) -> Interaction:
    """Click-to-dial: ask the gate, keep the agent free for it, open the contact, reach agent and customer.

    `to` is a number as people write it; without `customer`, whoever has it is found. Raises `AddressInvalid`,
    `MayNotCall` with every reason, `AgentBusy`, `MediumRefused`.
    """
    address = normalise("phone", to)
    if line is not None:
        await line_of_business(line)
    whom = customer or (await recognise(address)).customer
    verdict = await may_contact(whom, MEDIUM, address, now(), purpose)
    dialled_total.labels("yes" if verdict.allowed else "no").inc()
    if not verdict.allowed:
        raise MayNotCall(faults=[Fault(at="to", code=reason) for reason in verdict.reasons])
    contact = await interactions.open_interaction(
        MEDIUM,
        str(new_id()),
        "out",
        address,
        line_of_business=line or await _line_of(user),
        customer=whom,
    )
    await routing.reserve(user, contact.id)
    await interactions.start(contact.id, user)
    await audit("call.dialled", "interaction", contact.id, {"to": address.value}, about=whom)
    return contact


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

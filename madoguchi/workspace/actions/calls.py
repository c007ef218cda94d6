"""What an agent wishes of a call: take it, refuse it, dial, steer it, hand it on."""

from typing import Literal
from uuid import UUID

from madoguchi import interactions, routing
from madoguchi.access import audit, line_of_business
from madoguchi.customers import Purpose, may_contact, normalise, recognise
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter
from madoguchi.workspace.errors import MayNotCall

Verb = Literal["hang_up", "hold", "resume", "mute", "unmute"]
MEDIUM = "voice"

dialled_total = counter("calls_dialled", "Calls that agents dialled", ("allowed",))


async def accept(offer_id: UUID, user: UUID) -> UUID:
    """Take the offered contact; the agent's leg is made now. Returns the interaction.

    Raises `OfferUnknown`, `OfferGone`, `CustomerGone`, `MediumRefused`.
    """
    offer = await routing.accept(offer_id, user)
    await interactions.connect(offer.interaction, user, queue=offer.queue, since=offer.made)
    await audit("offer.accepted", "offer", offer_id, reason=offer.interaction)
    return offer.interaction


async def decline(offer_id: UUID, user: UUID) -> None:
    """Rather not; the next person is asked. Raises as `accept` does for the offer."""
    await routing.decline(offer_id, user)
    await audit("offer.declined", "offer", offer_id)


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


async def steer(interaction: UUID, user: UUID, verb: Verb) -> None:
    """Hang up, hold, resume, mute or unmute. Raises `NotInContact`, `MediumRefused`."""
    match verb:
        case "hang_up":
            await interactions.hang_up(interaction, user)
        case "hold":
            await interactions.hold(interaction, user)
        case "resume":
            await interactions.resume(interaction, user)
        case "mute" | "unmute":
            await interactions.mute(interaction, user, verb == "mute")


async def transfer(interaction: UUID, user: UUID, to: UUID, note: str = "") -> None:
    """Hand the customer to a colleague at once (即時転送): they see the pop with the note, the customer hears music.

    When the colleague does not take it, the customer is first in line of the queue they came from.
    Raises `AgentNotAvailable`, `NotInContact`, `CustomerGone`, `NoteInvalid`.
    """
    if note.strip():
        await interactions.write_note(interaction, note, user)
    contact = await interactions.interaction(interaction)
    await routing.offer_to(to, interaction, user, queue=contact.queue_id, medium=contact.medium)
    await interactions.transfer(interaction, user)
    await audit("call.transferred", "interaction", interaction, {"to": str(to)}, reason=interaction)


async def send_digits(interaction: UUID, user: UUID, digits: str) -> None:
    """Send keypad digits. Raises `DigitsInvalid`, `NotInContact`, `MediumRefused`."""
    await interactions.dtmf(interaction, user, digits)

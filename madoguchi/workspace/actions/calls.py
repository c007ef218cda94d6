"""What an agent wishes of a call: take it, refuse it, dial, steer it, hand it on."""

from typing import Literal
from uuid import UUID

from madoguchi import cases, interactions, routing
from madoguchi.access import audit
from madoguchi.workspace.actions import callbacks, handing

Verb = Literal["hang_up", "hold", "resume", "mute", "unmute"]


async def accept(offer_id: UUID, user: UUID) -> UUID:
    """Take the offered contact; the agent's leg is made now. A callback is called then. Returns the interaction.

    Raises `OfferUnknown`, `OfferGone`, `CustomerGone`, `MediumRefused`; for a callback also `TaskEnded`.
    """
    offer = await routing.accept(offer_id, user)
    promised = await cases.callback_in_line(offer.interaction)
    if promised is not None:
        await callbacks.take(offer, promised, user)
    else:
        await interactions.connect(offer.interaction, user, queue=offer.queue, since=offer.made)
    await audit("offer.accepted", "offer", offer_id, reason=offer.interaction)
    return offer.interaction


async def decline(offer_id: UUID, user: UUID) -> None:
    """Rather not; the next person is asked. Raises as `accept` does for the offer."""
    await routing.decline(offer_id, user)
    await audit("offer.declined", "offer", offer_id)


async def steer(interaction: UUID, user: UUID, verb: Verb) -> None:
    """Hang up, hold, resume, mute or unmute. Raises `NotInContact`, `MediumRefused`."""
    match verb:
        case "hang_up":
            await handing.hang_up(interaction, user)
        case "hold":
            await interactions.hold(interaction, user)
        case "resume":
            await interactions.resume(interaction, user)
        case "mute" | "unmute":
            await interactions.mute(interaction, user, verb == "mute")


async def send_digits(interaction: UUID, user: UUID, digits: str) -> None:
    """Send keypad digits. Raises `DigitsInvalid`, `NotInContact`, `MediumRefused`."""
    await interactions.dtmf(interaction, user, digits)

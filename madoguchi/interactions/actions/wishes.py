"""What somebody wants of a contact: checked here, carried out by its medium, confirmed by the medium's reports."""

import re
from datetime import datetime
from uuid import UUID

from madoguchi.interactions import store
from madoguchi.interactions.actions import parts
from madoguchi.interactions.errors import CustomerGone, DigitsInvalid, NotInContact
from madoguchi.interactions.media import medium_named
from madoguchi.interactions.model import Interaction, Mark, Segment, SupervisionMode
from madoguchi.interactions.ports import Medium
from madoguchi.kit.clock import now

DIGITS = re.compile(r"[0-9*#A-D]{1,32}")


async def connect(interaction: UUID, user: UUID, queue: UUID | None = None, since: datetime | None = None) -> Segment:
    """Bring this agent to the waiting customer. `since`: when it began to ring for them (the offer's time).

    Idempotent while the part lives. Raises `CustomerGone`, `MediumUnknown`, `MediumRefused`.
    """
    contact = await store.lock(interaction)
    if contact.ended is not None:
        raise CustomerGone
    live = await _live(interaction, user)
    if live is not None:
        return live
    segment = await parts.begin(contact, user, queue, Mark("connecting", since or now()))
    await medium_named(contact.medium).connect(interaction, user)
    return segment


async def start(interaction: UUID, user: UUID) -> Segment:
    """Outbound: reach the interaction's address for this agent. The contact was opened with direction "out"."""
    contact = await store.lock(interaction)
    live = await _live(interaction, user)
    if live is not None:
        return live
    segment = await parts.begin(contact, user, None, Mark("connecting", now()))
    await medium_named(contact.medium).start(interaction, user)
    return segment


async def hang_up(interaction: UUID, user: UUID) -> None:
    """End the contact for this agent, also while it is still being set up."""
    medium, _ = await _in_contact(interaction, user)
    await medium.hang_up(interaction, user)


async def hold(interaction: UUID, user: UUID) -> None:
    medium, segment = await _in_contact(interaction, user)
    if segment.status != "held":
        await medium.hold(interaction, user)


async def resume(interaction: UUID, user: UUID) -> None:
    medium, segment = await _in_contact(interaction, user)
    if segment.status == "held":
        await medium.resume(interaction, user)


async def mute(interaction: UUID, user: UUID, muted: bool) -> None:
    medium, segment = await _in_contact(interaction, user)
    if segment.muted != muted:
        await medium.mute(interaction, user, muted)


async def dtmf(interaction: UUID, user: UUID, digits: str) -> None:
    """Send 1 to 32 of 0-9 * # A-D. They are never stored. Raises `DigitsInvalid`."""
    if not DIGITS.fullmatch(digits):
        raise DigitsInvalid
    medium, _ = await _in_contact(interaction, user)
    await medium.dtmf(interaction, user, digits)


async def transfer(interaction: UUID, user: UUID) -> Interaction:
    """Let this agent go and keep the customer; the caller of this verb says who comes next (routing)."""
    contact = await store.by_id(interaction)
    if contact.ended is not None:
        raise CustomerGone
    medium, _ = await _in_contact(interaction, user)
    await medium.transfer(interaction, user)
    return contact


async def supervise(interaction: UUID, agent: UUID, by: UUID, mode: SupervisionMode) -> None:
    """Put a supervisor beside this agent's talk, or change how they are there.

    Raises `NotInContact` when the agent does not talk with the customer now, `MediumRefused`.
    """
    medium, segment = await _in_contact(interaction, agent)
    if segment.status not in ("talking", "held"):
        raise NotInContact
    await medium.supervise(interaction, agent, by, mode)


async def unsupervise(interaction: UUID, by: UUID) -> None:
    """Let the supervisor go. Nothing happens when they are gone already."""
    contact = await store.by_id(interaction)
    await medium_named(contact.medium).unsupervise(interaction, by)


async def _live(interaction: UUID, user: UUID) -> Segment | None:
    return next((part for part in await store.live_segments(user) if part.interaction_id == interaction), None)


async def _in_contact(interaction: UUID, user: UUID) -> tuple[Medium, Segment]:
    contact = await store.by_id(interaction)
    segment = await _live(interaction, user)
    if segment is None:
        raise NotInContact
    return medium_named(contact.medium), segment

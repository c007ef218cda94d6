"""What desks see of a contact at once, beyond the call itself: whoever shows it, or its customer's past, reads anew."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from madoguchi.interactions import queries
from madoguchi.interactions.events import (
    AttachmentAdded,
    HandLowered,
    HandRaised,
    IncidentRecorded,
    InteractionClosed,
    InteractionEnded,
    InteractionOpened,
    LinkAdded,
    OutcomeRecorded,
    RecordingAdded,
    RecordingConsentKnown,
    TranscriptWritten,
)
from madoguchi.interactions.hands import HandRow, hands_up
from madoguchi.kit.facts import Push, watches


class ContactNow(Struct, frozen=True, kw_only=True):
    """Body of `contact.changed`: ids only."""

    interaction: UUID
    customer: UUID | None


class IncidentNow(Struct, frozen=True, kw_only=True):
    """Body of `incident.recorded`: ids and codes."""

    interaction: UUID
    customer: UUID | None
    user: UUID | None
    reason: str


def _push(interaction: UUID, customer: UUID | None) -> list[Push]:
    body = ContactNow(interaction=interaction, customer=customer)
    places = [f"topic:interaction:{interaction}", *([f"topic:customer:{customer}"] if customer else [])]
    return [Push(to=place, event="contact.changed", body=body) for place in places]


class HandNow(Struct, frozen=True, kw_only=True):
    """Body of `hand.changed`: whose hand in which contact; `hand` None: it is down."""

    interaction: UUID
    user: UUID
    hand: HandRow | None


SUPERVISORS = "permission:interactions.read_all"


async def _hand(fact: HandRaised | HandLowered) -> list[Push]:
    up = await hands_up(fact.hand)
    body = HandNow(interaction=fact.interaction, user=fact.user, hand=up[0] if up else None)
    return [Push(to=to, event="hand.changed", body=body) for to in (SUPERVISORS, f"user:{fact.user}")]


@watches(HandRaised)
async def hand_up(fact: HandRaised) -> list[Push]:
    """Every supervisor sees it at once, and the agent's own desks."""
    return await _hand(fact)


@watches(HandLowered)
async def hand_down(fact: HandLowered) -> list[Push]:
    return await _hand(fact)


@watches(IncidentRecorded)
async def incident(fact: IncidentRecorded) -> list[Push]:
    """Supervisors hear of it; whoever shows the contact or the customer reads anew."""
    body = IncidentNow(interaction=fact.interaction, customer=fact.customer, user=fact.user, reason=fact.reason)
    return [Push(to=SUPERVISORS, event="incident.recorded", body=body), *_push(fact.interaction, fact.customer)]


@watches(InteractionOpened)
async def opened(fact: InteractionOpened) -> list[Push]:
    return _push(fact.interaction, fact.customer)


@watches(LinkAdded)
async def linked(fact: LinkAdded) -> list[Push]:
    return _push(fact.interaction, fact.customer)


@watches(AttachmentAdded)
async def attached(fact: AttachmentAdded) -> list[Push]:
    return _push(fact.interaction, fact.customer)


@watches(InteractionEnded)
async def ended(fact: InteractionEnded) -> list[Push]:
    return _push(fact.interaction, fact.customer)


@watches(OutcomeRecorded)
async def classified(fact: OutcomeRecorded) -> list[Push]:
    return _push(fact.interaction, fact.customer)


@watches(InteractionClosed)
async def closed(fact: InteractionClosed) -> list[Push]:
    return _push(fact.interaction, fact.customer)


@watches(RecordingConsentKnown)
async def consented(fact: RecordingConsentKnown) -> list[Push]:
    contact = await queries.interaction(fact.interaction)
    return _push(fact.interaction, contact.customer_id)


@watches(RecordingAdded)
async def recorded(fact: RecordingAdded) -> list[Push]:
    """A recording comes a moment after the call, when the page may be open already."""
    contact = await queries.interaction(fact.interaction)
    return _push(fact.interaction, contact.customer_id)


@watches(TranscriptWritten)
async def written_down(fact: TranscriptWritten) -> list[Push]:
    return _push(fact.interaction, fact.customer)

"""What desks see of a contact at once, beyond the call itself: whoever shows it, or its customer's past, reads anew."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from madoguchi.interactions import queries
from madoguchi.interactions.events import (
    AttachmentAdded,
    InteractionClosed,
    InteractionEnded,
    InteractionOpened,
    LinkAdded,
    OutcomeRecorded,
    RecordingAdded,
)
from madoguchi.kit.facts import Push, watches


class ContactNow(Struct, frozen=True, kw_only=True):
    """Body of `contact.changed`: ids only."""

    interaction: UUID
    customer: UUID | None


def _push(interaction: UUID, customer: UUID | None) -> list[Push]:
    body = ContactNow(interaction=interaction, customer=customer)
    places = [f"topic:interaction:{interaction}", *([f"topic:customer:{customer}"] if customer else [])]
    return [Push(to=place, event="contact.changed", body=body) for place in places]


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


@watches(RecordingAdded)
async def recorded(fact: RecordingAdded) -> list[Push]:
    """A recording comes a moment after the call, when the page may be open already."""
    contact = await queries.interaction(fact.interaction)
    return _push(fact.interaction, contact.customer_id)

"""A contact begins, is recognised, waits, ends and closes."""

from datetime import datetime
from uuid import UUID

from madoguchi.customers import Address, recognise, remember
from madoguchi.interactions import store
from madoguchi.interactions.actions import parts
from madoguchi.interactions.events import (
    CustomerRecognised,
    InteractionAbandoned,
    InteractionClosed,
    InteractionEnded,
    InteractionOpened,
)
from madoguchi.interactions.model import (
    Interaction,
    Remedy,
    Segment,
    closable,
    final_outcome,
    owed,
    seconds_between,
)
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.metrics import counter
from madoguchi.kit.vault import rewrap

opened_total = counter("interactions_opened", "Contacts that began", ("medium", "direction"))
ended_total = counter("interactions_ended", "Contacts that ended, by outcome at that moment", ("medium", "outcome"))


async def open_interaction(
    medium: str,
    medium_ref: str,
    direction: str,
    address: Address | None,
    *,
    dialled: str = "",
    entry_point: UUID | None = None,
    line_of_business: UUID | None = None,
    customer: UUID | None = None,
    conversation: UUID | None = None,
    at: datetime | None = None,
) -> Interaction:
    """Recognise who is there and start the record. Idempotent per (medium, medium_ref).

    `address` is None or withheld when nobody says who they are. `customer` skips recognition (a click on a profile).
    `conversation` is that of an earlier contact which this one continues. `at` (UTC) is for contacts logged afterwards.
    """
    if customer is None and address is not None and address.value:
        customer = (await recognise(address)).customer
    opening = store.Opening(
        medium=medium,
        medium_ref=medium_ref,
        direction=direction,
        address_kind=address.kind if address else "",
        address_value=address.value if address else "",
        address_raw=address.raw if address else "",
        withheld=address.withheld if address else None,
        dialled=dialled,
        entry_point=entry_point,
        line_of_business=line_of_business,
        customer=customer,
        conversation=conversation,
    )
    interaction = await store.insert(opening, at or now())
    if interaction is None:
        return await store.by_ref(medium, medium_ref)
    _announce(interaction)
    return interaction


def _announce(contact: Interaction) -> None:
    opened_total.labels(contact.medium, contact.direction).inc()
    record(
        InteractionOpened(
            interaction=contact.id,
            medium=contact.medium,
            direction=contact.direction,
            customer=contact.customer_id,
            entry_point=contact.entry_point,
            line_of_business=contact.line_of_business_id,
        )
    )


async def locked(interaction: UUID) -> Interaction:
    """The contact, locked until the unit ends: first of all that is locked about it."""
    return await store.lock(interaction)


async def queued(interaction: UUID, queue: UUID, at: datetime | None = None) -> Interaction:
    """The contact now waits in this queue (called by routing). Changes nothing once the customer is gone."""
    contact = await store.lock(interaction)
    if contact.ended is not None:
        return contact
    await store.event(interaction, "queued", at or now(), {"queue": str(queue)})
    return await store.change(interaction, queue_id=queue)


async def remedied(interaction: UUID, remedy: Remedy) -> Interaction:
    """What the caller got instead of a person: they may hang up now and have not given up. Idempotent.

    Changes nothing once the customer is gone.
    """
    contact = await store.lock(interaction)
    if contact.ended is not None or contact.remedy == remedy:
        return contact
    await store.event(interaction, "remedied", now(), {"remedy": remedy})
    return await store.change(interaction, remedy=remedy)


async def recognised(interaction: UUID, customer: UUID | None, by: UUID | None = None) -> Interaction:
    """Choose or correct who is on the line; what was sealed moves under that person's key.

    Idempotent. The contact's address is remembered for the customer, so that the next call finds them.
    """
    contact = await store.lock(interaction)
    if contact.customer_id == customer:
        return contact
    changed = await store.change(interaction, customer_id=customer)
    for item in (interaction, *await store.attached_files(interaction)):
        await rewrap(item, customer)
    await store.event(interaction, "recognised", now(), {"by": str(by)} if by else {})
    if contact.address_value and customer is not None:
        address = Address(
            kind=contact.address_kind,  # type: ignore[arg-type]  # stored as it came from an Address
            value=contact.address_value,
        )
        await remember(address, customer)
    record(CustomerRecognised(interaction=interaction, customer=customer, previous=contact.customer_id))
    return changed


async def customer_left(interaction: UUID, at: datetime, cause: str) -> None:
    """The customer is gone: every live part ends, and an inbound contact nobody took is abandoned.

    `cause` is a code: "normal", "no_answer", "busy", "failed", "fallback" (the switch's own, logged afterwards) …
    """
    contact = await store.lock(interaction)
    if contact.ended is not None:
        return
    contact = await store.change(interaction, ended=max(at, contact.opened), cause=cause)
    await store.event(interaction, "customer_left", at, {"cause": cause})
    await store.depart(interaction, None, at)
    for segment in await store.segments_of(interaction):
        if segment.status != "ended":
            await parts.end(contact, segment, at, "customer")
    record(InteractionEnded(interaction=interaction, customer=contact.customer_id, cause=cause, at=at))
    if not contact.remedy:
        _abandoned(contact, at)
    await settle_outcome(contact)


def _abandoned(contact: Interaction, at: datetime) -> None:
    if contact.direction != "in" or contact.answered is not None:
        return
    record(
        InteractionAbandoned(
            interaction=contact.id,
            customer=contact.customer_id,
            queue=contact.queue_id,
            line_of_business=contact.line_of_business_id,
            waited_seconds=seconds_between(contact.opened, at),
            cause=contact.cause,
        )
    )


async def put_through(interaction: UUID, at: datetime) -> None:
    """Somebody outside has taken the caller: they were answered, by none of ours."""
    contact = await store.lock(interaction)
    if contact.ended is None and contact.answered is None:
        await store.event(interaction, "put_through", at)
        await store.change(interaction, answered=at)


async def unremedied(interaction: UUID) -> None:
    """The message that the caller was to leave came to nothing: if they are gone and were promised no call before it,
    they gave up.
    """
    contact = await store.lock(interaction)
    if contact.remedy != "voicemail":
        return
    contact = await store.change(interaction, remedy="callback" if await store.was_promised(interaction) else "")
    if contact.ended is not None:
        if not contact.remedy:
            _abandoned(contact, contact.ended)
        await settle_outcome(contact)


async def settle_outcome(contact: Interaction) -> None:
    """Bring the whole contact's outcome up to date, and close it when nothing more is owed."""
    segments = await store.segments_of(contact.id)
    outcome = final_outcome(contact, segments) if contact.ended else "none"
    if outcome != contact.outcome:
        contact = await store.change(contact.id, outcome=outcome)
    if not closable(contact, segments):
        return
    await store.change(contact.id, state="closed", closed=now())
    ended_total.labels(contact.medium, outcome).inc()
    record(InteractionClosed(interaction=contact.id, customer=contact.customer_id, outcome=outcome))


async def reopened(contact: Interaction, segments: list[Segment]) -> Interaction:
    """A report came late: the contact was connected after all, so it was not abandoned and owes an outcome."""
    if contact.state == "closed" and owed(segments):
        return await store.change(contact.id, state="open", closed=None)
    return contact

"""Who is on the line: chosen among several, corrected, made on the spot, and checked."""

from collections.abc import Sequence
from uuid import UUID

from madoguchi import interactions, routing
from madoguchi.access import audit
from madoguchi.customers import (
    IdentityCheckItem,
    NewIdentity,
    ProfileForm,
    create,
    customer,
    record_identity_check,
)
from madoguchi.interactions import Interaction
from madoguchi.kit.together import together
from madoguchi.workspace.errors import CustomerUnclear, NotYourContact
from madoguchi.workspace.pop import address_of


async def choose(interaction: UUID, user: UUID, chosen: UUID | None) -> Interaction:
    """This customer is on the line (None: nobody we know). Kept for the number, and correctable any time.

    Raises `NotYourContact`, `CustomerUnknown`.
    """
    await concerned(interaction, user)
    if chosen is not None:
        await customer(chosen)
    contact = await interactions.recognised(interaction, chosen, user)
    await audit("customer.chosen", "interaction", interaction, {"customer": str(chosen)}, reason=interaction)
    return contact


async def create_caller(interaction: UUID, user: UUID, profile: ProfileForm) -> UUID:
    """A new customer with the contact's own address, and on the line. Raises `CustomerInvalid`, `NotYourContact`."""
    contact = await concerned(interaction, user)
    address = address_of(contact)
    addresses = [NewIdentity(kind=address.kind, value=address.value, preferred=True)] if address else []
    made = await create(profile, addresses, source="desk")
    await interactions.recognised(interaction, made.id, user)
    return made.id


async def check_identity(interaction: UUID, user: UUID, items: Sequence[IdentityCheckItem], result: str | None) -> str:
    """Keep what the identity check (本人確認) gave; returns passed, partial or failed.

    Raises `CustomerUnclear` while nobody is chosen, `CustomerInvalid`, `NotYourContact`.
    """
    contact = await concerned(interaction, user)
    if contact.customer_id is None:
        raise CustomerUnclear
    return (await record_identity_check(interaction, contact.customer_id, items, result)).result


async def concerned(interaction: UUID, user: UUID) -> Interaction:
    """The contact, if this agent is or was in it, or is being offered it. Raises `NotYourContact`."""
    contact, parts, offer = await together(
        interactions.interaction(interaction), interactions.segments_of(interaction), routing.live_offer_to(user)
    )
    if any(part.user_id == user for part in parts):
        return contact
    if offer is None or offer.interaction != interaction:
        raise NotYourContact
    return contact

"""Numbers that callers type, looked up."""

from __future__ import annotations

from uuid import UUID

import msgspec

from madoguchi import customers, interactions
from madoguchi.workflows.model.nodes import CollectNode


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Whose number was typed, and of which order, where it was an order's."""

    customer: UUID
    order: UUID | None = None


async def look_up(node: CollectNode, digits: str) -> Found | None:
    """Whose customer or order number this is."""
    number = node.prefix + "".join(digit for digit in digits if digit.isdigit())
    if number == node.prefix:
        return None
    if node.what == "order_number":
        order = await customers.order_numbered(number)
        return Found(customer=order.customer, order=order.id) if order else None
    customer = await customers.numbered(number)
    return Found(customer=customer) if customer else None


async def make_known(interaction: UUID, found: Found) -> None:
    """The contact is that customer's, and about that order.

    Who is recognised by their own number stays who they are: somebody may ask about another's order, and one digit
    amiss names a stranger's.
    """
    contact = await interactions.interaction(interaction)
    if found.order is None or contact.customer_id is None:
        await interactions.recognised(interaction, found.customer)
    if found.order is not None:
        await interactions.link(interaction, "order", found.order)

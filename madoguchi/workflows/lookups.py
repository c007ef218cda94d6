"""Numbers that callers type, looked up."""

from __future__ import annotations

from uuid import UUID

from madoguchi import customers
from madoguchi.workflows.model.nodes import CollectNode


async def customer_of(node: CollectNode, digits: str) -> UUID | None:
    """Whose customer or order number this is."""
    number = node.prefix + "".join(digit for digit in digits if digit.isdigit())
    if number == node.prefix:
        return None
    if node.what == "order_number":
        return await customers.of_order(number)
    return await customers.numbered(number)

"""What a customer bought, as lines of their timeline: the customers' room lies below and knows no timelines."""

from collections.abc import Sequence
from uuid import UUID

from madoguchi.customers import orders_before
from madoguchi.interactions.model import Cursor, TimelineEntry


class OrderTimeline:
    """A customer's orders, at the moment they were placed."""

    async def page(self, customer: UUID, before: Cursor, limit: int) -> Sequence[TimelineEntry]:
        """At most `limit` orders strictly before `before`, newest first."""
        orders = await orders_before(customer, before.at, before.id, limit)
        return [
            TimelineEntry(
                id=order.id,
                kind="order",
                at=order.ordered,
                title="、".join(line.title for line in order.lines[:3]),
                codes={
                    "number": order.number,
                    "status": order.status,
                    "total_minor": order.total_minor,
                    "currency": order.currency,
                },
            )
            for order in orders
        ]

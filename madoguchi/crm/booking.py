"""When what is owed about a customer is sent next."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi.kit.jobs import schedule


class Deliver(Struct, frozen=True, kw_only=True):
    """Something is owed to a CRM about a customer."""

    connection: UUID
    customer: UUID


async def book(connection: UUID, customer: UUID, due: datetime) -> None:
    """Let what is owed about a customer be sent at `due`; of several bookings the last one counts."""
    body = Deliver(connection=connection, customer=customer)
    await schedule("crm.deliver", body, due=due, key=f"crm:{connection}:{customer}")

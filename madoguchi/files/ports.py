"""What the room needs from a place that keeps bytes. They are ciphertext: a shelf need not be trusted with them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol
from uuid import UUID


class Shelf(Protocol):
    """Keeps blobs by tenant and id. A blob appears whole or not at all, and is never changed."""

    async def put(self, tenant: UUID, id: UUID, content: AsyncIterator[bytes]) -> None:
        """Keep a blob durably. An error of `content` leaves nothing behind."""

    async def read(self, tenant: UUID, id: UUID, start: int, length: int) -> bytes:
        """Bytes of a blob; fewer at its end. Raises FileNotFoundError."""

    async def remove(self, tenant: UUID, id: UUID) -> None:
        """Take a blob away; nothing happens when there is none."""

    def older_than(self, tenant: UUID, moment: datetime) -> AsyncIterator[UUID]:
        """Blobs of a tenant that were put before `moment`."""

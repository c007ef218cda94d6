"""What access needs from rooms above it; wired in `bootstrap`."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from madoguchi.access.model import LinkMail


class Mailer(Protocol):
    """Takes mail for people of ours. Called inside the unit at work: what it is given is sent once that is durable."""

    def ready(self) -> bool:
        """Whether mail can be sent at all from this installation."""

    async def send_link(self, user: UUID, mail: LinkMail) -> None:
        """Send a one-time link to its owner. Raises nothing for a server that is down: it tries again."""

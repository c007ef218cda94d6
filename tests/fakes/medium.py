"""A medium that does nothing but remember what it was asked: the test plays the network's part."""

from __future__ import annotations

from uuid import UUID

from madoguchi.interactions import MediumRefused


class FakeMedium:
    """Implements `interactions.ports.Medium`. `asked` is what was wished for, oldest first."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, UUID, UUID]] = []
        self.digits = ""
        self.refuses = False

    def _ask(self, wish: str, interaction: UUID, user: UUID) -> None:
        if self.refuses:
            raise MediumRefused
        self.asked.append((wish, interaction, user))

    def wishes(self, interaction: UUID) -> list[str]:
        """What was wished for one contact, in order."""
        return [wish for wish, contact, _ in self.asked if contact == interaction]

    async def connect(self, interaction: UUID, user: UUID) -> None:
        self._ask("connect", interaction, user)

    async def start(self, interaction: UUID, user: UUID) -> None:
        self._ask("start", interaction, user)

    async def hang_up(self, interaction: UUID, user: UUID) -> None:
        self._ask("hang_up", interaction, user)

    async def hold(self, interaction: UUID, user: UUID) -> None:
        self._ask("hold", interaction, user)

    async def resume(self, interaction: UUID, user: UUID) -> None:
        self._ask("resume", interaction, user)

    async def mute(self, interaction: UUID, user: UUID, muted: bool) -> None:
        self._ask("mute" if muted else "unmute", interaction, user)

    async def dtmf(self, interaction: UUID, user: UUID, digits: str) -> None:
        self._ask("dtmf", interaction, user)
        self.digits += digits

    async def transfer(self, interaction: UUID, user: UUID) -> None:
        self._ask("transfer", interaction, user)

    async def supervise(self, interaction: UUID, agent: UUID, by: UUID, mode: str) -> None:
        self._ask(mode, interaction, by)

    async def unsupervise(self, interaction: UUID, by: UUID) -> None:
        self._ask("unsupervise", interaction, by)

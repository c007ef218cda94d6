"""A medium that does nothing but remember what it was asked: the test plays the network's part."""

from __future__ import annotations

from uuid import UUID

from madoguchi.interactions import MediumRefused, Purpose


class FakeMedium:
    """Implements `interactions.ports.CallMedium`. `asked` is what was wished for, oldest first."""

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

    async def invite(
        self, interaction: UUID, user: UUID, purpose: Purpose, *, to: UUID | None = None, number: str = ""
    ) -> None:
        self._ask(f"{purpose} {number}".strip(), interaction, user)

    async def uninvite(self, interaction: UUID, cause: str) -> None:
        self._ask(f"uninvite {cause}", interaction, interaction)

    async def swap(self, interaction: UUID, user: UUID) -> None:
        self._ask("swap", interaction, user)

    async def merge(self, interaction: UUID, user: UUID) -> None:
        self._ask("merge", interaction, user)

    async def complete(self, interaction: UUID, user: UUID) -> None:
        self._ask("complete", interaction, user)

    async def abort(self, interaction: UUID, user: UUID) -> None:
        self._ask("abort", interaction, user)

    async def drop(self, interaction: UUID, user: UUID, party: str) -> None:
        self._ask(f"drop {party}", interaction, user)

    async def park(self, interaction: UUID, user: UUID) -> None:
        self._ask("park", interaction, user)

    async def unpark(self, interaction: UUID, user: UUID) -> None:
        self._ask("unpark", interaction, user)

    async def pause_recording(self, interaction: UUID, user: UUID, reason: str) -> None:
        self._ask(f"pause {reason}", interaction, user)

    async def resume_recording(self, interaction: UUID, user: UUID) -> None:
        self._ask("resume recording", interaction, user)

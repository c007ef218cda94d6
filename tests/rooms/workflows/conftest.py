"""A hall with an entry flow, and a telephone that only remembers what it was told."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

import madoguchi.routing.jobs
import madoguchi.routing.reactions
import madoguchi.workflows.jobs
import madoguchi.workflows.reactions  # noqa: F401  # registers the room's reactions
from madoguchi import interactions, telephony
from madoguchi.customers import Address
from madoguchi.interactions.media import forget_medium
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.telephony.events import AnnouncementFinished
from madoguchi.workflows import EntryFlow
from tests.fakes.medium import FakeMedium
from tests.rooms.routing.hall import Hall, make_hall


class Phone:
    """What the caller of each interaction was made to hear, in order."""

    def __init__(self) -> None:
        self.heard: dict[UUID, list[str]] = {}

    async def answer(self, interaction: UUID) -> None:
        self.heard.setdefault(interaction, []).append("answered")

    async def announce(self, interaction: UUID, prompt: str) -> None:
        self.heard.setdefault(interaction, []).append(prompt)

    async def music(self, interaction: UUID) -> None:
        self.heard.setdefault(interaction, []).append("music")

    async def end(self, interaction: UUID) -> None:
        self.heard.setdefault(interaction, []).append("ended")


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> Phone:
    fake = Phone()
    for verb in ("answer", "announce", "music", "end"):
        monkeypatch.setattr(telephony, verb, getattr(fake, verb))
    return fake


@pytest.fixture
def medium() -> Iterator[FakeMedium]:
    """Agents' legs that come up when the test says so."""
    fake = FakeMedium()
    interactions.register_medium("voice", fake)
    yield fake
    forget_medium("voice")


@pytest.fixture
async def hall(tenant: UUID) -> Hall:
    return await make_hall(tenant)


async def ring(hall: Hall, flow: EntryFlow | None) -> UUID:
    """A call comes in."""
    opened = await hall.do(
        lambda: interactions.open_interaction(
            "voice",
            new_id().hex,
            "in",
            Address(kind="phone", value="+81312345678", raw="0312345678"),
            entry_point=flow.id if flow else None,
        )
    )
    return opened.id


async def finish_prompt(hall: Hall, interaction: UUID, prompt: str) -> None:
    """The switch tells that the prompt is over."""

    async def tell() -> None:
        record(AnnouncementFinished(interaction=interaction, prompt=prompt))

    await hall.do(tell)

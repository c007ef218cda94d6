"""A hall with an entry flow, and a telephone that only remembers what it was told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

import madoguchi.cases.jobs
import madoguchi.customers.jobs
import madoguchi.routing.jobs
import madoguchi.routing.reactions
import madoguchi.workflows.jobs
import madoguchi.workflows.reactions  # noqa: F401  # registers the room's reactions
from madoguchi import interactions, telephony, workflows
from madoguchi.customers import Address
from madoguchi.interactions.media import forget_medium
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.telephony.events import AnnouncementFinished, DigitsGathered, MessageTaken
from madoguchi.workflows import Flow, FlowForm, Graph, Short
from tests.fakes.medium import FakeMedium
from tests.rooms.routing.hall import Hall, make_hall

CALLER = "+81312345678"


class Phone:
    """What the caller of each interaction was made to hear, in order, and what may be answered now."""

    def __init__(self) -> None:
        self.heard: dict[UUID, list[str]] = {}
        self.playback: dict[UUID, UUID] = {}
        self.gathering: dict[UUID, UUID] = {}
        self.message: dict[UUID, UUID] = {}
        self.typed: dict[UUID, str] = {}

    def _hear(self, interaction: UUID, *what: str) -> None:
        self.heard.setdefault(interaction, []).extend(what)

    async def answer(self, interaction: UUID) -> None:
        self._hear(interaction, "answered")

    async def play(self, interaction: UUID, playback: UUID, sounds: list[str], **_: Any) -> None:
        self._hear(interaction, *sounds)
        self.playback[interaction] = playback

    async def tell(self, interaction: UUID, id: UUID, sounds: list[str], rule: str, **_: Any) -> None:
        self._hear(interaction, *sounds)
        self.playback[interaction] = id

    async def gather(self, interaction: UUID, id: UUID, sounds: list[str], **_: Any) -> None:
        self._hear(interaction, *sounds)
        self.gathering[interaction] = id

    async def gathered(self, id: UUID) -> str | None:
        return self.typed.pop(id, None)

    async def forget(self, interaction: UUID) -> None:
        self.gathering.pop(interaction, None)

    async def take_message(self, interaction: UUID, id: UUID, sounds: list[str], **_: Any) -> None:
        self._hear(interaction, *sounds, "beep")
        self.message[interaction] = id

    async def music(self, interaction: UUID, **_: Any) -> None:
        self._hear(interaction, "music")

    async def end(self, interaction: UUID) -> None:
        self._hear(interaction, "ended")


VERBS = ("answer", "play", "tell", "gather", "gathered", "forget", "take_message", "music", "end")


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> Phone:
    fake = Phone()
    for verb in VERBS:
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


async def make_flow(hall: Hall, **wish: Any) -> Flow:
    """A short flow that takes calls."""
    form = FlowForm(name=f"代表 {new_id()}", short=Short(queue=hall.queue.id, **wish))
    return await hall.do(lambda: workflows.add(form))


async def publish(hall: Hall, graph: Graph, flow: Flow | None = None) -> Flow:
    """Let calls take this graph: a new flow's, or the next version of `flow`."""

    async def make() -> Flow:
        if flow is None:
            made = await workflows.add(FlowForm(name=f"代表 {new_id()}", draft=graph))
        else:
            made = await workflows.save_draft(flow.id, graph, flow.version)
        return await workflows.publish(made.id, made.version, "")

    return await hall.do(make)


async def ring(hall: Hall, flow: Flow | None, caller: str = CALLER) -> UUID:
    """A call comes in."""
    opened = await hall.do(
        lambda: interactions.open_interaction(
            "voice",
            new_id().hex,
            "in",
            Address(kind="phone", value=caller, raw=caller),
            entry_point=flow.id if flow else None,
        )
    )
    return opened.id


async def finish_prompt(hall: Hall, phone: Phone, interaction: UUID, playback: UUID | None = None) -> None:
    """The switch tells that what was played last is over."""

    async def tell() -> None:
        record(AnnouncementFinished(interaction=interaction, playback=playback or phone.playback[interaction]))

    await hall.do(tell)


async def press(hall: Hall, phone: Phone, interaction: UUID, digits: str, gathering: UUID | None = None) -> None:
    """The caller typed this; "" when their time was over."""
    id = gathering or phone.gathering[interaction]
    phone.typed[id] = digits

    async def tell() -> None:
        record(DigitsGathered(interaction=interaction, gathering=id))

    await hall.do(tell)


async def speak(hall: Hall, phone: Phone, interaction: UUID, seconds: int) -> None:
    """The caller left a message of so many seconds."""

    async def tell() -> None:
        record(MessageTaken(interaction=interaction, message=phone.message[interaction], seconds=seconds))

    await hall.do(tell)


async def trail(hall: Hall, interaction: UUID) -> list[str]:
    """The steps that the contact has passed."""
    from madoguchi.workflows.store import runs

    return [f"{one.node}.{one.exit}" for one in await hall.do(lambda: runs.passed(interaction))]

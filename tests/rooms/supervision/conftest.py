"""A floor with teams and queues, a simulated switch, and everything that reacts to a call in force."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

import madoguchi.routing.jobs
import madoguchi.routing.reactions
import madoguchi.supervision.feed
import madoguchi.supervision.jobs
import madoguchi.supervision.reactions
import madoguchi.telephony.jobs
import madoguchi.telephony.reactions  # noqa: F401  # registers the room's reactions
from madoguchi import interactions
from madoguchi.files import DiskShelf, use_shelf
from madoguchi.integrations.simulator.telephony import SimulatedLine
from madoguchi.interactions.media import forget_medium
from madoguchi.kit import facts
from madoguchi.telephony import VoiceMedium, take, use_line
from tests.rooms.supervision.floor import Floor, make_floor

BELOW = ("routing", "telephony", "supervision")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms that are not under test are silent, also when their own tests have loaded them into this process."""
    mine = {
        kind: [react for react in known if react.__module__.split(".")[1] in BELOW]
        for kind, known in facts._reactions.items()
    }
    monkeypatch.setattr(facts, "_reactions", defaultdict(list, mine))


@pytest.fixture
async def line() -> AsyncIterator[SimulatedLine]:
    """The switch, reporting to telephony."""
    made = SimulatedLine(pace=0.02)
    use_line(made)
    interactions.register_medium("voice", VoiceMedium())
    task = asyncio.create_task(made.serve(take))
    yield made
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    forget_medium("voice")
    use_line(None)


@pytest.fixture
async def floor(tenant: UUID, line: SimulatedLine, tmp_path: Path) -> Floor:
    use_shelf(DiskShelf(tmp_path))
    return await make_floor(tenant, line)

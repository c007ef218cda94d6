"""A telephone without a switch: the simulated line, hurried."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from madoguchi import interactions
from madoguchi.files import DiskShelf, use_shelf
from madoguchi.integrations.simulator.telephony import SimulatedLine
from madoguchi.interactions.media import forget_medium
from madoguchi.kit import facts
from madoguchi.telephony import VoiceMedium, jobs, reactions, take, use_line
from tests.rooms.interactions.factory import Office, make_office
from tests.rooms.telephony.world import World, furnish

__all__ = ["jobs", "reactions"]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rooms above are silent, also when their own tests have loaded them into this process: a flow would answer the
    callers whom these tests lead themselves, and see them off.
    """
    mine = {
        kind: [react for react in known if react.__module__ == "madoguchi.telephony.reactions"]
        for kind, known in facts._reactions.items()
    }
    monkeypatch.setattr(facts, "_reactions", defaultdict(list, mine))


@pytest.fixture
async def office(tenant: UUID) -> Office:
    return await make_office(tenant)


@pytest.fixture
async def line() -> AsyncIterator[SimulatedLine]:
    """The switch, reporting to the room."""
    made = SimulatedLine(pace=0.02)
    use_line(made, socket_url="ws://127.0.0.1:1/ws")
    interactions.register_medium("voice", VoiceMedium())
    task = asyncio.create_task(made.serve(take))
    yield made
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    forget_medium("voice")
    use_line(None)


@pytest.fixture
async def world(office: Office, line: SimulatedLine, tmp_path: Path) -> World:
    use_shelf(DiskShelf(tmp_path))
    return await furnish(office, line)

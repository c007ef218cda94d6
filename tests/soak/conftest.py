"""What long runs share: figures at the end, and a hall for each history with routing's reactions and jobs in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

import madoguchi.routing.jobs
import madoguchi.routing.reactions  # noqa: F401  # registers the room's reactions
from madoguchi.interactions import register_medium
from madoguchi.interactions.media import forget_medium
from tests.fakes.medium import FakeMedium
from tests.rooms.routing.hall import Hall, make_hall

Figure = Callable[[str], None]


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Say a line of the summary that closes the run."""
    return lambda text: record_property("figure", text)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The figures of the run, whichever worker made them; of histories on PostgreSQL all together."""
    reports = [report for state in ("passed", "failed") for report in terminalreporter.stats.get(state, [])]
    lived = [report for report in reports if "a_history_on_postgresql" in report.nodeid and report.when == "call"]
    figures = [str(text) for report in reports for name, text in report.user_properties if name == "figure"]
    if lived:
        well = sum(report.passed for report in lived)
        seconds = sum(report.duration for report in lived)
        figures.append(f"histories on PostgreSQL: {len(lived)}, {well} ended well, {seconds:.0f} s of work")
    if figures:
        terminalreporter.section("figures")
        for text in dict.fromkeys(figures):
            terminalreporter.write_line(text)


@pytest.fixture(autouse=True)
def medium() -> Iterator[FakeMedium]:
    """A medium that only remembers what it was asked."""
    fake = FakeMedium()
    register_medium("voice", fake)
    yield fake
    forget_medium("voice")


@pytest.fixture
async def hall(tenant: UUID) -> Hall:
    return await make_hall(tenant)

"""A whole demonstration centre for the journeys, with its real switch."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from madoguchi.entrypoints.demo.calling import sip_address
from tests.demonstration import forget, founded
from tests.instance import Instance
from tests.servers.tryton import tryton, tryton_server
from tests.tones import write_tone

__all__ = ["tryton", "tryton_server"]

AGENT_TONE, CALLER_TONE = 1320.0, 620.0
CENTRE = pytest.StashKey[Instance]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first journey of a file waits for its centre too, on a busy machine for longer than a test may take."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(300))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What the centre itself wrote down goes with a failure."""
    report = yield
    journey = item.getparent(pytest.Module)
    centre = journey.stash.get(CENTRE, None) if journey else None
    if report.failed and centre is not None:
        report.sections.append(("the centre's journal", centre.journal[-8_000:]))
    return report


def pytest_sessionfinish() -> None:
    """The company that every journey begins with goes with the run."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        forget()


@pytest.fixture(scope="module")
def centre(request: pytest.FixtureRequest) -> Iterator[Instance]:
    """The demonstration company, running; a new one for each journey, so that nobody inherits a wrap-up."""
    made = Instance(like=founded(), MADOGUCHI_TELEPHONY="asterisk").start()
    request.node.stash[CENTRE] = made
    yield made
    made.remove()


@pytest.fixture(scope="module")
def switch(centre: Instance) -> str:
    """`host:port` of the centre's SIP."""
    return sip_address(centre.folder / "data")


@pytest.fixture(scope="session")
def agent_tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an agent's microphone sings."""
    return write_tone(tmp_path_factory.mktemp("tones") / "agent.wav", AGENT_TONE, seconds=10)


@pytest.fixture(scope="session")
def caller_tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the caller sings."""
    return write_tone(tmp_path_factory.mktemp("tones") / "caller.wav", CALLER_TONE, seconds=10)

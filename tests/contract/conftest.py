"""One instance with two companies for everything asked of the API here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.world import World
from tests.instance import Instance


@pytest.fixture(scope="session")
def served() -> Iterator[Instance]:
    """The running instance."""
    instance = Instance(demo=False, MADOGUCHI_TELEPHONY="simulated").start()
    yield instance
    instance.remove()


@pytest.fixture(scope="session")
def world(served: Instance) -> World:
    """The company that is asked."""
    return World(served, "sakura")


@pytest.fixture(scope="session")
def neighbour(served: Instance) -> World:
    """Another company on the same installation."""
    return World(served, "momiji")

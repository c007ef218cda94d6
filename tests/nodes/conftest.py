"""Two application nodes over one database, with NATS between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.founding import Company, found_company
from tests.instance import Instance
from tests.servers.nats import Nats


class Pair(NamedTuple):
    """Node `a` owns the embedded database; both serve the same company."""

    a: Instance
    b: Instance
    nats: Nats
    company: Company


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    nats = Nats().start()
    a = Instance(demo=False, MADOGUCHI_TELEPHONY="simulated", MADOGUCHI_NATS_URL=nats.url).start()
    b = a.joined(MADOGUCHI_NODE_NAME="b").start()
    yield Pair(a, b, nats, found_company(a))
    b.remove()
    a.remove()
    nats.stop()

"""The CRM suite on a real Tryton."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from madoguchi.crm.ports import Connector
from madoguchi.integrations.tryton.crm import TrytonConnector
from madoguchi.integrations.tryton.mapping import TrytonSettings
from tests.conformance.crm import CrmConformance
from tests.servers.tryton import TrytonServer

pytestmark = pytest.mark.timeout(600)  # the first run of all installs Tryton


class TrytonBench:
    """Implements `tests.conformance.crm.Bench`."""

    def __init__(self, server: TrytonServer) -> None:
        self.server = server
        self.connector: Connector = self.open(server.password)

    def open(self, password: str) -> Connector:
        settings = TrytonSettings(url=self.server.url, database=self.server.database, user=self.server.user)
        return TrytonConnector(settings, password)

    async def person(self, name: str, *, phone: str = "", email: str = "") -> str:
        return self.server.party(name, phone=phone, email=email)

    async def records(self, person: str) -> list[str]:
        return [row["description"] for row in self.server.attachments(person)]

    async def without_rights(self) -> Connector:
        return self.open("wrong")

    async def outage(self) -> None:
        self.server.stop()

    async def recovery(self) -> None:
        self.server.start()


@pytest.fixture
async def bench(tryton: TrytonServer) -> AsyncIterator[TrytonBench]:
    bench = TrytonBench(tryton)
    yield bench
    await bench.connector.close()


class TestTryton(CrmConformance):
    pass

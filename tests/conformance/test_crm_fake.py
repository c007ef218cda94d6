"""The CRM suite on the shared fake: what other tests rely on it for is what a real one does."""

from __future__ import annotations

import pytest

from madoguchi.crm.ports import Connector, Identity
from tests.conformance.crm import CrmConformance
from tests.fakes.crm import FakeCrm


class FakeBench:
    """Implements `tests.conformance.crm.Bench`."""

    def __init__(self) -> None:
        self.crm = FakeCrm()
        self.connector: Connector = self.crm

    async def person(self, name: str, *, phone: str = "", email: str = "") -> str:
        ways = [Identity("phone", phone)] if phone else []
        return self.crm.person(name, *ways, *([Identity("email", email)] if email else []))

    async def records(self, person: str) -> list[str]:
        return self.crm.of(person)

    async def without_rights(self) -> Connector:
        locked = FakeCrm()
        locked.mood = "locked"
        return locked

    async def outage(self) -> None:
        self.crm.mood = "dead"

    async def recovery(self) -> None:
        self.crm.mood = "well"


@pytest.fixture
def bench() -> FakeBench:
    return FakeBench()


class TestFake(CrmConformance):
    pass

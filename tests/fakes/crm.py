"""A CRM in memory, shared by every test that needs one but not a real one. It can be made slow, deaf or dead."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from madoguchi.crm import CrmForbidden, CrmRefused, CrmUnanswered, CrmUnreachable
from madoguchi.crm.ports import Activity, CardField, Checked, Connector, ExternalCard, ExternalRef, Identity

Mood = Literal["well", "dead", "deaf", "locked"]


class FakeSettings(Struct, frozen=True, kw_only=True):
    label: str = "fake"


class FakeCrm:
    """Implements `crm.ports.Connector`. `records` are activities by id; `deaf` does what is asked and never answers."""

    def __init__(self) -> None:
        self.people: dict[str, tuple[str, list[Identity]]] = {}
        self.records: dict[str, tuple[str, str, str]] = {}  # id -> (person, key, text)
        self.written: list[tuple[str, str]] = []  # (key, text), in the order of the writes
        self.asked = 0
        self.mood: Mood = "well"
        self.seconds = 0.0
        self.refuses_writes = False

    def person(self, name: str, *identities: Identity) -> str:
        """Somebody whom this CRM knows; returns their id."""
        id = str(len(self.people) + 1)
        self.people[id] = (name, list(identities))
        return id

    def of(self, person: str) -> list[str]:
        """The texts of somebody's records."""
        return [text for owner, _, text in self.records.values() if owner == person]

    async def check(self) -> Checked:
        await self._arrive()
        return Checked(version="fake 1")

    async def find(self, identity: Identity) -> Sequence[ExternalRef]:
        await self._arrive()
        return [ExternalRef(id, name) for id, (name, known) in self.people.items() if identity in known]

    async def read_card(self, ref: ExternalRef) -> ExternalCard | None:
        await self._arrive()
        if ref.id not in self.people:
            return None
        name = CardField(name="name", label_ja="名前", label_en="Name", value=self.people[ref.id][0])
        return ExternalCard(fields=(name,), url=f"https://crm.example.jp/{ref.id}")

    async def write_activity(self, ref: ExternalRef, activity: Activity, known: str | None) -> str:
        await self._arrive(writes=True)
        if ref.id not in self.people or self.refuses_writes:
            raise CrmRefused
        key, text = str(activity.key), activity.values["text"]
        there = (id for id, (_, old, _) in self.records.items() if old == key)
        id = known if known in self.records else next(there, str(len(self.records) + 1))
        self.records[id] = (ref.id, key, text)
        self.written.append((key, text))
        if self.mood == "deaf":
            raise CrmUnanswered
        return id

    async def close(self) -> None:
        pass

    async def _arrive(self, *, writes: bool = False) -> None:
        self.asked += 1
        if self.seconds:
            await asyncio.sleep(self.seconds)
        if self.mood == "dead":
            raise CrmUnreachable
        if self.mood == "locked":
            raise CrmForbidden
        if self.mood == "deaf" and not writes:
            raise CrmUnanswered


class FakeVendor:
    """Implements `crm.ports.Vendor` over one `FakeCrm`."""

    code = "fake"
    settings: type[Struct] = FakeSettings
    defaults: Struct = FakeSettings()
    secrets: tuple[str, ...] = ("password",)

    def __init__(self) -> None:
        self.crm = FakeCrm()

    def open(self, settings: Struct, secrets: Mapping[str, str]) -> Connector:
        return self.crm

"""The CRM connector for Tryton: parties are people, and a contact's record is a link attached to the party.

A note would be the obvious record, but Tryton does not let a note be changed once it is written, and an owed form has
to update it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import phonenumbers
from msgspec import Struct
from phonenumbers import PhoneNumberFormat

from madoguchi.crm import CrmRefused, CrmUnanswered
from madoguchi.crm.ports import Activity, CardField, Checked, Connector, ExternalCard, ExternalRef, Identity
from madoguchi.integrations.tryton.client import Client
from madoguchi.integrations.tryton.mapping import (
    PARTY,
    ActivityMapping,
    CardLineMapping,
    TrytonSettings,
    line_value,
    record_values,
)

MOST_FOUND = 20


class TrytonConnector:
    """Implements `crm.ports.Connector`."""

    def __init__(self, settings: TrytonSettings, password: str) -> None:
        self._settings = settings
        self._client = Client(settings.url, settings.database, settings.user, password, settings.language)

    async def check(self) -> Checked:
        version = await self._client.version()
        await self._client.call(f"model.{PARTY}.search", [], 0, 1, None)
        return Checked(version=version)

    async def find(self, identity: Identity) -> Sequence[ExternalRef]:
        if identity.kind == "code":
            return await self._parties([["code", "=", identity.value]])
        ways = await self._client.call(
            "model.party.contact_mechanism.search_read", _way(identity), 0, 200, None, ["party"]
        )
        ids = sorted({way["party"] for way in ways if way.get("party")})
        return await self._parties([["id", "in", ids]]) if ids else []

    async def _parties(self, domain: list[Any]) -> list[ExternalRef]:
        newest = [["write_date", "DESC NULLS LAST"], ["id", "DESC"]]
        rows = await self._client.call(f"model.{PARTY}.search_read", domain, 0, MOST_FOUND, newest, ["rec_name"])
        return [ExternalRef(str(row["id"]), str(row["rec_name"])) for row in rows]

    async def read_card(self, ref: ExternalRef) -> ExternalCard | None:
        lines: dict[tuple[str, str, tuple[str, ...]], list[CardLineMapping]] = defaultdict(list)
        for line in self._settings.card:
            lines[line.model, line.party_field, line.only].append(line)
        party = [line for line in self._settings.card if line.model == PARTY]
        rows = await self._related(PARTY, "id", (), party, ref)
        if not rows:
            return None
        others = [place for place in lines if place[0] != PARTY]
        read = await asyncio.gather(*[self._optional(*place, lines[place], ref) for place in others])
        found: dict[tuple[str, str, tuple[str, ...]], list[dict[str, Any]]] = dict(zip(others, read, strict=True))
        fields = []
        for line in self._settings.card:
            place = (line.model, line.party_field, line.only)
            value = line_value(rows if line.model == PARTY else found[place][: line.rows], line.fields)
            if value:
                fields.append(CardField(name=line.name, label_ja=line.label_ja, label_en=line.label_en, value=value))
        return ExternalCard(fields=tuple(fields), url=self._address(ref))

    async def _optional(
        self, model: str, field: str, only: tuple[str, ...], lines: list[CardLineMapping], ref: ExternalRef
    ) -> list[dict[str, Any]]:
        """Related records; none where the module is not installed or its records are not ours to read."""
        try:
            return await self._related(model, field, only, lines, ref)
        except (CrmRefused, CrmUnanswered):
            return []

    async def _related(
        self, model: str, field: str, only: tuple[str, ...], lines: list[CardLineMapping], ref: ExternalRef
    ) -> list[dict[str, Any]]:
        domain: list[Any] = [[field, "=", int(ref.id)]]
        if only:
            domain.append(["state", "in", list(only)])
        names = sorted({name for line in lines for name in line.fields} | {"id"})
        most = max((line.rows for line in lines), default=1)
        rows: list[dict[str, Any]] = await self._client.call(
            f"model.{model}.search_read", domain, 0, most, [["id", "DESC"]], names
        )
        return rows

    async def write_activity(self, ref: ExternalRef, activity: Activity, known: str | None) -> str:
        mapping = self._settings.activity
        values = record_values(mapping, ref.id, activity.values)
        if known is not None and await self._rewritten(mapping, known, values):
            return known
        before = await self._written_before(mapping, activity, values)
        if before is not None:
            await self._client.call(f"model.{mapping.model}.write", [int(before)], values)
            return before
        made = await self._client.call(f"model.{mapping.model}.create", [values])
        return str(made[0])

    async def _rewritten(self, mapping: ActivityMapping, record: str, values: dict[str, Any]) -> bool:
        """Bring a record up to date; False when it was refused, perhaps because it is not there any more."""
        try:
            await self._client.call(f"model.{mapping.model}.write", [int(record)], values)
        except CrmRefused:
            return False
        return True

    async def _written_before(self, mapping: ActivityMapping, activity: Activity, values: dict[str, Any]) -> str | None:
        """The party's record that holds the key. (Tryton searches attachments only of a resource that is named.)"""
        domain: list[Any] = [[name, "=", values[name]] for name in values if "{party}" in mapping.values[name]]
        domain.append([mapping.key_field, "like", f"%{_escaped(str(activity.key))}%"])
        found = await self._client.call(f"model.{mapping.model}.search", domain, 0, 1, [["id", "ASC"]])
        return str(found[0]) if found else None

    def _address(self, ref: ExternalRef) -> str:
        base = (self._settings.web_url or self._settings.url).rstrip("/")
        return f"{base}/#{quote(self._settings.database)}/model/{PARTY}/{quote(ref.id)}"

    async def close(self) -> None:
        await self._client.close()


def _way(identity: Identity) -> list[Any]:
    """Tryton keeps numbers as people typed them, and in E.164 where it could read them: all forms are asked for."""
    if identity.kind == "email":
        return [["type", "=", "email"], ["value", "ilike", _escaped(identity.value)]]
    forms = {identity.value}
    try:
        number = phonenumbers.parse(identity.value, None)
    except phonenumbers.NumberParseException:
        number = None
    if number is not None:
        national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
        international = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
        forms |= {national, international, "".join(c for c in national if c.isdigit())}
    return ["OR", ["value_compact", "in", sorted(forms)], ["value", "in", sorted(forms)]]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


class TrytonVendor:
    """Implements `crm.ports.Vendor`."""

    code = "tryton"
    settings: type[Struct] = TrytonSettings
    defaults: Struct = TrytonSettings(url="https://tryton.example.jp", database="tryton", user="madoguchi")
    secrets: tuple[str, ...] = ("password",)

    def open(self, settings: Struct, secrets: Mapping[str, str]) -> Connector:
        assert isinstance(settings, TrytonSettings)
        return TrytonConnector(settings, secrets["password"])


TRYTON = TrytonVendor()

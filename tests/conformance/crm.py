"""What every CRM behind `crm.ports.Connector` must do. A vendor's test gives a bench and inherits all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID, uuid4

import pytest

from madoguchi.crm import CrmForbidden, CrmUnreachable
from madoguchi.crm.ports import Activity, Connector, ExternalRef, Identity


class Bench(Protocol):
    """A CRM, and what a person working in it does and sees."""

    connector: Connector

    async def person(self, name: str, *, phone: str = "", email: str = "") -> str:
        """Somebody new in the CRM; returns their id there."""

    async def records(self, person: str) -> list[str]:
        """The texts of the contacts recorded with a person, oldest first."""

    async def without_rights(self) -> Connector:
        """The same CRM with a password that does not open it."""

    async def outage(self) -> None:
        """From now on nothing answers."""

    async def recovery(self) -> None:
        """It answers again."""


def activity(text: str, key: UUID | None = None) -> Activity:
    """A contact to be told."""
    key = key or uuid4()
    link = f"https://desk.example.jp/history/{key}"
    values = {"subject": "入電 2026-11-22", "text": text, "link": link, "key": str(key)}
    return Activity(key=key, link=link, started=datetime(2026, 11, 22, tzinfo=UTC), values=values)


def number() -> str:
    """A number that nobody in any CRM has yet."""
    return f"+81901{uuid4().int % 10**7:07d}"


class CrmConformance:
    """Inherit, and provide a fixture `bench`."""

    async def test_a_check_tells_the_version(self, bench: Bench) -> None:
        assert (await bench.connector.check()).version

    async def test_a_phone_number_leads_to_its_person(self, bench: Bench) -> None:
        phone = number()
        person = await bench.person("山田 花子", phone=phone)
        found = await bench.connector.find(Identity("phone", phone))
        assert [ref.id for ref in found] == [person]
        assert "山田 花子" in found[0].label

    async def test_an_email_address_leads_to_its_person(self, bench: Bench) -> None:
        email = f"{uuid4().hex}@example.jp"
        person = await bench.person("山田 花子", email=email)
        assert [ref.id for ref in await bench.connector.find(Identity("email", email))] == [person]

    async def test_nobody_is_found_by_a_strange_number_or_a_wild_card(self, bench: Bench) -> None:
        assert list(await bench.connector.find(Identity("phone", number()))) == []
        assert list(await bench.connector.find(Identity("email", "%@example.jp"))) == []

    async def test_a_shared_number_leads_to_everybody_who_has_it(self, bench: Bench) -> None:
        phone = number()
        both = {await bench.person("父", phone=phone), await bench.person("母", phone=phone)}
        assert {ref.id for ref in await bench.connector.find(Identity("phone", phone))} == both

    async def test_the_card_shows_the_name_in_labelled_fields(self, bench: Bench) -> None:
        person = await bench.person("𠮷田 🍚 ﾊﾅｺ", phone=number())
        card = await bench.connector.read_card(ExternalRef(person))
        assert card is not None
        name = next(field for field in card.fields if field.name == "name")
        assert name.value == "𠮷田 🍚 ﾊﾅｺ"
        assert name.label_ja
        assert name.label_en
        assert card.url.startswith("http")

    async def test_a_person_who_is_gone_has_no_card(self, bench: Bench) -> None:
        assert await bench.connector.read_card(ExternalRef("99999999")) is None

    async def test_a_contact_is_recorded_with_its_words(self, bench: Bench) -> None:
        person = await bench.person("山田 花子", phone=number())
        await bench.connector.write_activity(ExternalRef(person), activity("電池を交換\n<直った> & 満足"), None)
        assert await bench.records(person) == ["電池を交換\n<直った> & 満足"]

    async def test_writing_again_updates_the_one_record(self, bench: Bench) -> None:
        person = await bench.person("山田 花子", phone=number())
        key = uuid4()
        first = await bench.connector.write_activity(ExternalRef(person), activity("未分類", key), None)
        again = await bench.connector.write_activity(ExternalRef(person), activity("分類済み", key), first)
        assert again == first
        assert await bench.records(person) == ["分類済み"]

    async def test_a_write_whose_answer_was_lost_is_found_again(self, bench: Bench) -> None:
        person = await bench.person("山田 花子", phone=number())
        key = uuid4()
        first = await bench.connector.write_activity(ExternalRef(person), activity("一度目", key), None)
        again = await bench.connector.write_activity(ExternalRef(person), activity("二度目", key), None)
        assert again == first
        assert await bench.records(person) == ["二度目"]

    async def test_two_contacts_are_two_records(self, bench: Bench) -> None:
        person = await bench.person("山田 花子", phone=number())
        for text in ("一件目", "二件目"):
            await bench.connector.write_activity(ExternalRef(person), activity(text), None)
        assert await bench.records(person) == ["一件目", "二件目"]

    async def test_a_corrected_person_takes_the_record_along(self, bench: Bench) -> None:
        wrong, right = await bench.person("誤", phone=number()), await bench.person("正", phone=number())
        key = uuid4()
        record = await bench.connector.write_activity(ExternalRef(wrong), activity("用件", key), None)
        await bench.connector.write_activity(ExternalRef(right), activity("用件", key), record)
        assert (await bench.records(wrong), await bench.records(right)) == ([], ["用件"])

    async def test_a_wrong_password_is_told_apart_from_an_outage(self, bench: Bench) -> None:
        connector = await bench.without_rights()
        with pytest.raises(CrmForbidden):
            await connector.find(Identity("phone", number()))
        await connector.close()

    async def test_an_outage_is_said_and_got_over(self, bench: Bench) -> None:
        phone = number()
        person = await bench.person("山田 花子", phone=phone)
        await bench.connector.find(Identity("phone", phone))
        await bench.outage()
        with pytest.raises(CrmUnreachable):
            await bench.connector.find(Identity("phone", phone))
        await bench.recovery()
        assert [ref.id for ref in await bench.connector.find(Identity("phone", phone))] == [person]

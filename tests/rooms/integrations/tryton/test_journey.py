"""The CRM's part of the scene on a real Tryton: its card while the phone rings, our record in it afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from madoguchi import crm
from madoguchi.crm import deliver
from madoguchi.customers import Address
from madoguchi.kit.clock import TestClock
from madoguchi.kit.db import db, unit
from tests.rooms.crm.factory import called, states, timed_out, work, wrapped_up
from tests.rooms.integrations.tryton.conftest import Neighbours
from tests.rooms.interactions.factory import incoming
from tests.servers.tryton import TrytonServer

pytestmark = pytest.mark.timeout(600)  # the first run of all installs Tryton


async def _card(neighbours: Neighbours) -> crm.CardShown:
    """The card as it stands once everything that was asked has answered."""
    office = neighbours.office
    async with unit(office.tenant):
        contact = await incoming(office, number=neighbours.phone, customer=neighbours.customer)
    async with unit(office.tenant):
        origin = Address(kind="phone", value=neighbours.phone)
        assert await crm.begin_card(contact.id, neighbours.customer, origin, office.agent) == "waiting"
    await crm.settle_cards()
    async with unit(office.tenant):
        return await crm.card(neighbours.customer, None)


async def test_the_card_shows_what_tryton_knows_field_by_field_with_its_source(
    neighbours: Neighbours, tryton: TrytonServer
) -> None:
    tryton.opportunity(neighbours.party, "買い替えのご相談")
    card = await _card(neighbours)
    assert card.state == "ok"
    shown = {line.name: line.value for line in card.fields}
    assert shown["name"] == "長谷川 美咲"
    assert "買い替えのご相談" in shown["opportunities"]
    assert {line.source for line in card.fields} == {"Tryton"}
    assert card.url == f"{tryton.url}/#{tryton.database}/model/party.party/{neighbours.party}"


async def test_a_dead_tryton_is_shown_as_down_and_comes_back_by_itself(
    neighbours: Neighbours, tryton: TrytonServer, clock: TestClock
) -> None:
    tryton.stop()
    assert (await _card(neighbours)).state == "down"
    tryton.start()
    clock.advance(10)
    assert (await _card(neighbours)).state == "ok"


async def test_after_an_hour_without_tryton_every_contact_is_there_once_and_in_order(
    neighbours: Neighbours, tryton: TrytonServer, clock: TestClock
) -> None:
    tryton.stop()
    for n in range(3):
        _, part = await called(neighbours.office, neighbours.customer)
        await wrapped_up(neighbours.office, part, f"用件{n}")
        await work(clock, seconds=1200, step=100)
    assert set(await states(neighbours.office)) == {"pending"}
    tryton.start()
    await work(clock, seconds=400, step=50)
    assert await states(neighbours.office) == ["delivered"] * 3
    told = tryton.attachments(neighbours.party)
    assert [row["description"].partition("結果：")[2].splitlines()[0] for row in told] == ["用件0", "用件1", "用件2"]


async def test_the_record_leads_back_and_the_owed_form_updates_it(
    neighbours: Neighbours, tryton: TrytonServer, clock: TestClock
) -> None:
    contact, part = await called(neighbours.office, neighbours.customer)
    await timed_out(neighbours.office, part)
    await work(clock)
    (record,) = tryton.attachments(neighbours.party)
    assert (record["type"], record["link"]) == ("link", f"https://desk.example.jp/history/{contact}")
    assert "未分類" in record["description"]
    await wrapped_up(neighbours.office, part, "基板を交換")
    await work(clock)
    (record,) = tryton.attachments(neighbours.party)
    assert "基板を交換" in record["description"]
    assert "修理 > リモコン" in record["name"]


async def test_an_answer_lost_on_the_way_back_does_not_double_the_record(
    neighbours: Neighbours, tryton: TrytonServer, clock: TestClock
) -> None:
    async with _forgetful(tryton.port, b"ir.attachment.create") as port:
        async with unit(neighbours.office.tenant):
            await db().execute(
                "update crm_connection set version = version + 1, "
                "settings = jsonb_set(settings, '{url}', to_jsonb($1::text))",
                f"http://127.0.0.1:{port}",
            )
        _, part = await called(neighbours.office, neighbours.customer)
        await wrapped_up(neighbours.office, part)
        await work(clock)
        assert len(tryton.attachments(neighbours.party)) == 1  # it was written
        assert await states(neighbours.office) == ["pending"]  # and we do not know
        await work(clock, seconds=300, step=30)
    assert await states(neighbours.office) == ["delivered"]
    assert len(tryton.attachments(neighbours.party)) == 1


async def test_dying_between_write_and_acknowledgement_does_not_double_the_record(
    neighbours: Neighbours, tryton: TrytonServer, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed(*_: object) -> None:
        """kill -9 comes after the write and before its outcome is kept."""

    with monkeypatch.context() as dying:
        dying.setattr(deliver, "_settle", killed)
        _, part = await called(neighbours.office, neighbours.customer)
        await wrapped_up(neighbours.office, part)
        await work(clock)
    assert await states(neighbours.office) == ["sending"]
    await work(clock, seconds=130, step=130)
    assert await states(neighbours.office) == ["delivered"]
    assert len(tryton.attachments(neighbours.party)) == 1


@asynccontextmanager
async def _forgetful(upstream: int, word: bytes) -> AsyncIterator[int]:
    """A way to the server on which the answer to the first request that holds `word` is lost; gives its port."""
    lost = False

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", upstream)
        asked = b""

        async def answers() -> None:
            nonlocal lost
            while answer := await there.read(65536):
                if word in asked and not lost:
                    lost = True
                    break
                writer.write(answer)
            writer.close()

        answering = asyncio.create_task(answers())
        with suppress(ConnectionError):
            while part := await reader.read(65536):  # head and body may come apart
                asked += part
                back.write(part)
        back.close()
        await asyncio.gather(answering, return_exceptions=True)

    server = await asyncio.start_server(carry, "127.0.0.1", 0)
    async with server:
        yield int(server.sockets[0].getsockname()[1])

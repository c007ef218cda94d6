"""Callers from where the law asks for consent: one presses the key for yes, one another. Only the first is recorded."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.instance import Instance
from tests.journeys.administration import entry_flow, set_up, signed_in, trunk_leads_to, wrapup_rule
from tests.journeys.conftest import CALLER_TONE
from tests.journeys.outside import calling, shop
from tests.journeys.seat import Seat, seat

NUMBER, DIALLED = "0120-000-911", "0120000911"
BERLIN, DRESDEN = "+493012345678", "+4935112345678"
GUEST = 1760.0


@pytest.fixture(scope="module")
async def desk(centre: Instance, agent_tone: Path) -> AsyncIterator[Seat]:
    """An agent at a browser, behind a number whose flow tells of the recording."""
    async with signed_in(centre) as client:
        queues = {queue["code"]: queue["id"] for queue in (await client.get("/queues")).json()}
    steps = [
        {"kind": "start", "id": "start"},
        {"kind": "notice", "id": "notice"},
        {"kind": "queue", "id": "line", "queue": queues["appliances"]},
        {"kind": "hang_up", "id": "end"},
    ]
    await entry_flow(centre, NUMBER, steps, ("start.next>notice", "notice.next>line", "line.max_wait>end"))
    await wrapup_rule(centre, required=[])
    await set_up(centre, "calendars", contact_rules=[{"start": "00:00", "end": "24:00"}])
    async with seat(centre.url, agent_tone) as made:
        yield await made.sign_in("sato@minato.example")
        assert made.faults == []


async def wraps_up(desk: Seat) -> None:
    await expect(desk.part("wrapup")).to_be_visible(timeout=15_000)
    await desk.part("wrapup-finish-break").click()
    await expect(desk.part("wrapup")).to_have_count(0)


@pytest.mark.timeout(200)
@pytest.mark.parametrize(("caller", "key", "state"), [(BERLIN, "1", "agreed"), (DRESDEN, "2", "refused")])
async def test_only_who_presses_the_key_is_recorded(
    centre: Instance, switch: str, desk: Seat, caller_tone: Path, tmp_path: Path, caller: str, key: str, state: str
) -> None:
    await desk.page.goto(desk.url)
    await desk.is_now("ready", "受付可")
    async with calling(switch, caller, DIALLED, caller_tone, tmp_path) as phone:
        await phone.answered()
        await phone.hears_something()
        assert await desk.part("pop").count() == 0, "nobody is asked before they have said something to it"
        phone.line.do("digits", call=phone.call, digits=key)
        await expect(desk.part("pop")).to_be_visible(timeout=20_000)
        await desk.part("accept").click()
        await desk.hears(CALLER_TONE, seconds=15)
        if state == "agreed":
            await expect(desk.part("call-recording")).to_contain_text("同意あり", timeout=10_000)
        else:
            await expect(desk.part("call-consent")).to_have_attribute("data-state", "refused")
            await expect(desk.part("call-recording")).to_have_count(0)
        await desk.talks_on(2)
        phone.hang_up()
        await phone.ended()
    await wraps_up(desk)
    await it_is_written_down(centre, desk, caller, state)


async def it_is_written_down(centre: Instance, desk: Seat, caller: str, state: str) -> None:
    """On the contact's page: what they said, by which rule, and a recording only of who agreed."""
    async with signed_in(centre) as client:
        rows = (await client.get("/interactions", params={"number": caller})).json()["items"]
    await desk.page.goto(f"{desk.url}/history/{rows[0]['id']}")
    row = desk.part("consent-row")
    await expect(row).to_have_attribute("data-state", state, timeout=10_000)
    await expect(row).to_contain_text("ドイツ")
    await expect(desk.page.locator(f"[data-testid=event-row][data-kind=recording_{state}]")).to_be_visible()
    await expect(desk.part("recording")).to_have_count(1 if state == "agreed" else 0, timeout=20_000)


@pytest.mark.timeout(200)
async def test_a_customer_who_is_called_agrees_before_the_agent_is_heard(
    centre: Instance, desk: Seat, caller_tone: Path, tmp_path: Path
) -> None:
    await set_up(centre, "telephony", record_outbound=True)
    await set_up(centre, "recording_consent", regions=[{"region": "JP", "rule": "consent"}])
    await desk.page.goto(desk.url)
    await desk.is_now("ready", "受付可")
    await expect(desk.part("phone-state")).to_have_attribute("data-state", "ready", timeout=20_000)
    async with shop(caller_tone, tmp_path) as outside:
        await trunk_leads_to(centre, outside.line.address)
        await desk.part("dial-number").fill("03-5550-1234")
        await desk.part("dial-submit").click()
        await outside.rings()
        customer = await outside.answers()
        await expect(desk.part("call-consent")).to_have_attribute("data-state", "asking", timeout=15_000)
        outside.line.do("digits", call=customer.call, digits="1")
        await desk.hears(CALLER_TONE, seconds=15)
        await expect(desk.part("call-recording")).to_contain_text("同意あり", timeout=10_000)
        customer.hang_up()
    await wraps_up(desk)

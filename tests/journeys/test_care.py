"""What is promised and where care is taken, in real browsers: a booked callback with its calendar file, a case that
goes to second line and comes back, a caution that warns the next who is asked, evidence that is kept, a reason to call.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import httpx
import pytest
from icalendar import Calendar, Event
from playwright.async_api import expect

from tests.instance import Instance
from tests.journeys.administration import set_up, signed_in, straight_to_the_queue, trunk_leads_to, wrapup_rule
from tests.journeys.conftest import CALLER_TONE
from tests.journeys.outside import Shop, calling, shop
from tests.journeys.seat import Seat, seat
from tests.journeys.walk import axe_faults

SUPPORT, CUSTOMER = "0120000315", "09012345678"
TOKYO = ZoneInfo("Asia/Tokyo")
RINGS = 20_000
"""Milliseconds until a desk shows what happened, at the most."""
ABOUT = "見積書の内容を確認して折り返し"
ASKED, FOUND = "無償交換の対象になるか判断してほしい", "保証の対象。部品は月曜に届く。"
WARNED = "一人で対応しないこと"


class Floor(NamedTuple):
    """An agent and a supervisor at their browsers, the customer's telephone, and how to ring in."""

    centre: Instance
    sato: Seat
    kobayashi: Seat
    home: Shop
    switch: str
    tone: Path
    folder: Path
    customer: str


@pytest.fixture(scope="module")
async def people(
    centre: Instance, switch: str, agent_tone: Path, caller_tone: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Floor]:
    """Every call is recorded, and the public network is a telephone of ours."""
    folder = tmp_path_factory.mktemp("care")
    await straight_to_the_queue(centre)
    await wrapup_rule(centre, required=[])
    await set_up(centre, "telephony", record_inbound="always")
    async with (
        shop(caller_tone, folder) as home,
        seat(centre.url, agent_tone, zone="Asia/Tokyo") as sato,
        seat(centre.url, agent_tone, zone="Asia/Tokyo") as kobayashi,
        signed_in(centre) as client,
    ):
        await trunk_leads_to(centre, home.line.address)
        found = await client.get("/customers", params={"q": CUSTOMER})
        await sato.sign_in("sato@minato.example")
        await kobayashi.sign_in("kobayashi@minato.example")
        customer = found.json()["items"][0]["id"]
        yield Floor(centre, sato, kobayashi, home, switch, caller_tone, folder, customer)


@pytest.fixture
async def floor(people: Floor) -> AsyncIterator[Floor]:
    """Sato at the desk and away from the phone."""
    await people.sato.page.goto(people.sato.url)
    await people.sato.is_now("break", "休憩")
    yield people
    assert people.sato.faults == people.kobayashi.faults == []


async def wraps_up(desk: Seat) -> None:
    """Finish the form and have a break."""
    await expect(desk.part("wrapup")).to_be_visible(timeout=RINGS)
    await desk.part("wrapup-finish-break").click()
    await expect(desk.part("wrapup")).to_have_count(0)


async def tomorrow(desk: Seat, field: str) -> None:
    """Choose tomorrow at ten in a field for a moment."""
    await desk.part(field).click()
    await desk.page.get_by_role("button", name="明日", exact=False).first.click()
    await desk.page.keyboard.press("Escape")


async def _invitation(seat: Seat, file: Path) -> Event:
    """The appointment that was just booked or moved, out of the file for a calendar."""
    async with seat.page.expect_download() as started:
        await seat.part("callback-booked-ics").click()
    await (await started.value).save_as(file)
    (event,) = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert isinstance(event, Event)
    return event


async def test_a_callback_is_booked_for_a_time_that_people_are_there_for(floor: Floor, tmp_path: Path) -> None:
    sato = floor.sato
    await sato.page.goto(f"{sato.url}/customers/{floor.customer}")
    await sato.part("customer-callback").click()
    await sato.part("callback-queue").click()
    await sato.page.get_by_role("option", name="家電サポート").click()
    slot = sato.part("callback-slot").locator("visible=true").and_(sato.page.locator(":enabled")).first
    await slot.click()
    await expect(slot).to_have_attribute("aria-pressed", "true")
    began = (await slot.locator("span").first.inner_text()).strip()
    await sato.part("callback-text").fill(ABOUT)
    assert await axe_faults(sato.page) == []
    await sato.part("callback-form-save").click()
    file = tmp_path / "callback.ics"
    event = await _invitation(sato, file)
    start = event["DTSTART"].dt.astimezone(TOKYO)
    assert f"{start:%H:%M}" == began
    assert start > datetime.now(UTC)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=30)
    assert ABOUT not in file.read_text("utf-8"), "what is noted is for us alone"
    await sato.page.goto(f"{sato.url}/callbacks?who=all")
    row = sato.part("callback-row").filter(has_text="長谷川").filter(has_text=ABOUT).filter(has_text=began)
    await expect(row.first).to_be_visible(timeout=RINGS)

    await row.first.get_by_test_id("callback-more").click()
    await sato.part("callback-move").click()
    own = sato.page.locator("[data-testid=callback-slot][data-own]")
    await expect(own).to_have_attribute("aria-pressed", "true")
    other = sato.part("callback-slot").and_(sato.page.locator(":enabled:not([data-own])")).first
    await other.click()
    later = (await other.locator("span").first.inner_text()).strip()
    assert await axe_faults(sato.page) == []
    await sato.part("callback-move-form-save").click()
    moved = await _invitation(sato, tmp_path / "moved.ics")
    assert f"{moved['DTSTART'].dt.astimezone(TOKYO):%H:%M}" == later
    assert moved["UID"] == event["UID"]
    assert moved["SEQUENCE"] > event["SEQUENCE"]


async def test_a_case_goes_to_second_line_and_comes_back(floor: Floor) -> None:
    sato, kobayashi = floor.sato, floor.kobayashi
    async with signed_in(floor.centre) as client:
        case = (await client.get("/cases", params={"customer": floor.customer, "open": "true"})).json()["items"][0]
    await sato.page.goto(f"{sato.url}/cases/{case['id']}")
    await sato.part("second-line-ask").click()
    await sato.part("second-line-person").click()
    await sato.page.get_by_role("option", name="小林 恵").click()
    await tomorrow(sato, "second-line-due")
    await sato.part("second-line-text").fill(ASKED)
    await sato.part("second-line-form-save").click()
    await expect(sato.page.get_by_text("佐藤 由美 から依頼")).to_be_visible(timeout=RINGS)

    await kobayashi.page.goto(f"{kobayashi.url}/tasks")
    await expect(kobayashi.page.get_by_role("row").filter(has_text=ASKED)).to_contain_text("明日 10:00", timeout=RINGS)
    await kobayashi.page.goto(f"{kobayashi.url}/cases/{case['id']}")
    await kobayashi.part("second-line-back").click()
    await kobayashi.part("hand-back-text").fill(FOUND)
    await tomorrow(kobayashi, "hand-back-due")
    await kobayashi.part("hand-back-form-save").click()
    await expect(kobayashi.part("second-line-back")).to_have_count(0, timeout=RINGS)

    await sato.page.reload()
    await expect(sato.page.get_by_text(FOUND).first).to_be_visible(timeout=RINGS)
    await sato.page.goto(f"{sato.url}/tasks")
    await expect(sato.page.get_by_role("row").filter(has_text=FOUND)).to_contain_text("明日 10:00", timeout=RINGS)


async def test_a_caution_warns_the_next_who_is_asked_and_evidence_is_kept(floor: Floor) -> None:
    sato, kobayashi = floor.sato, floor.kobayashi
    await kobayashi.page.goto(f"{kobayashi.url}/customers/{floor.customer}")
    await kobayashi.part("caution-add").click()
    await kobayashi.part("caution-note").fill(WARNED)
    await kobayashi.part("caution-form-save").click()
    await expect(kobayashi.part("caution")).to_contain_text(WARNED, timeout=RINGS)

    await sato.is_now("ready", "受付可")
    async with calling(floor.switch, CUSTOMER, SUPPORT, floor.tone, floor.folder) as caller:
        await expect(sato.part("pop-care")).to_contain_text(WARNED, timeout=RINGS)
        assert await axe_faults(sato.page) == []
        await sato.page.keyboard.press("Alt+A")
        await expect(sato.part("call-hold")).to_be_enabled(timeout=RINGS)
        await sato.hears(CALLER_TONE, seconds=15)
        await expect(sato.part("call-recording")).to_be_visible(timeout=RINGS)
        await sato.talks_on(2)
        caller.hang_up()
        await caller.ended()
    await wraps_up(sato)

    await kobayashi.part("caution-edit").click()
    await kobayashi.part("caution-lift").click()
    await kobayashi.part("caution-lift-confirm").click()
    await expect(kobayashi.part("caution")).to_have_count(0)

    async with signed_in(floor.centre) as client:
        contact = await newest(client)
    await kobayashi.page.goto(f"{kobayashi.url}/history/{contact}")
    await kobayashi.part("recording-hold-set").click(timeout=RINGS)
    hold = kobayashi.part("recording-hold")
    await expect(hold).to_have_attribute("data-held", "true", timeout=RINGS)
    await expect(hold).to_contain_text("証拠として保全中")
    assert await axe_faults(kobayashi.page) == []
    await kobayashi.part("recording-hold-lift").click()
    await kobayashi.part("recording-hold-lift-confirm").click()
    await expect(kobayashi.part("recording-hold-set")).to_be_visible(timeout=RINGS)


async def newest(client: httpx.AsyncClient) -> str:
    """The last contact of all."""
    rows: list[dict[str, Any]] = (await client.get("/interactions", params={"limit": 1})).json()["items"]
    return str(rows[0]["id"])


async def test_who_wishes_other_hours_is_called_for_a_reason_alone(floor: Floor) -> None:
    sato = floor.sato
    hour = (datetime.now(TOKYO).hour + 2) % 23
    wish = {"hours": {"start": f"{hour:02}:00", "end": f"{hour + 1:02}:00", "days": [1, 2, 3, 4, 5, 6, 7]}}
    async with signed_in(floor.centre) as client:
        (await client.patch(f"/customers/{floor.customer}/preferences", json=wish)).raise_for_status()
    await expect(sato.part("phone-state")).to_have_attribute("data-state", "ready", timeout=RINGS)
    await sato.page.goto(f"{sato.url}/customers/{floor.customer}")
    await sato.part("customer-call").click()
    await expect(sato.part("dial-override")).to_contain_text("ご希望の時間帯ではありません", timeout=RINGS)
    assert await axe_faults(sato.page) == []
    await sato.part("dial-override-customer_asked").click()
    await floor.home.rings()
    customer = await floor.home.answers()
    await sato.hears(CALLER_TONE, seconds=15)
    await expect(sato.part("call-hold")).to_be_enabled(timeout=RINGS)
    customer.hang_up()
    await sato.page.goto(sato.url)
    await wraps_up(sato)
    async with signed_in(floor.centre) as client:
        said = (await client.get("/audit", params={"action": "call.overridden"})).json()["items"]
        assert said[0]["details"] == {"why": "customer_asked", "past": "outside_wished_hours"}

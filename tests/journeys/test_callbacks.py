"""Calls that are promised and kept, with a real switch, telephones and browsers: in line, owed, left as word."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.async_api import expect

from tests.instance import Instance
from tests.journeys.administration import entry_flow, set_up, signed_in, trunk_leads_to, wrapup_rule
from tests.journeys.conftest import AGENT_TONE, CALLER_TONE
from tests.journeys.outside import Outside, Shop, calling, shop
from tests.journeys.seat import Seat, seat
from tests.journeys.test_click_to_dial import phone_signed_in
from tests.journeys.test_entry_flows import contact_on, until
from tests.tones import write_tone

LINE, CLOSED = "0120000911", "0120000912"
FIRST, LATER = "05077779001", "05077779002"
AT_HOME = 880.0
"""What the customer sings who is called back."""
ABOUT = "見積もりの件で折り返し"
RINGS = 20_000
"""Milliseconds until it rings at a desk, at the most."""


class Floor(NamedTuple):
    """An agent and a supervisor at their browsers, the customers' telephones, and how to ring in."""

    centre: Instance
    sato: Seat
    kobayashi: Seat
    home: Shop
    switch: str
    tone: Path
    folder: Path

    def calls(self, number: str, dialled: str = LINE) -> AbstractAsyncContextManager[Outside]:
        """Somebody rings: `async with floor.calls(number)`."""
        return calling(self.switch, number, dialled, self.tone, self.folder)


@pytest.fixture(scope="module")
async def people(
    centre: Instance, switch: str, agent_tone: Path, caller_tone: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Floor]:
    """A number whose callers may ask to be called, and one that is closed; one may be called at any hour."""
    folder = tmp_path_factory.mktemp("callbacks")
    await wrapup_rule(centre, required=[])
    await set_up(centre, "calendars", contact_rules=[{"start": "00:00", "end": "24:00"}])
    await set_up(centre, "cases", callback_absent_minutes=1, alert_minutes=15)
    await lay_out(centre)
    async with (
        shop(write_tone(folder / "home.wav", AT_HOME, seconds=10), folder) as home,
        seat(centre.url, agent_tone) as sato,
        seat(centre.url, agent_tone) as kobayashi,
    ):
        await trunk_leads_to(centre, home.line.address)
        await sato.sign_in("sato@minato.example")
        await kobayashi.sign_in("kobayashi@minato.example")
        yield Floor(centre, sato, kobayashi, home, switch, caller_tone, folder)


async def lay_out(centre: Instance) -> None:
    """In line, 1 asks to be called back; outside the opening hours, a message is taken."""
    async with signed_in(centre) as client:
        queues = {queue["code"]: queue["id"] for queue in (await client.get("/queues")).json()}
        never = {"name": "never", "week": [[]] * 7, "observes_closures": False, "on_holidays": None}
        hours = (await client.post("/opening-hours", json=never)).json()["id"]
    queue = queues["appliances"]
    await entry_flow(
        centre, LINE,
        [
            {"kind": "start", "id": "start"},
            {"kind": "queue", "id": "line", "queue": queue, "keys": [{"digit": "1", "label": "折り返し"}]},
            {"kind": "callback", "id": "back", "queue": queue, "prompt": "waiting", "digit": "1"},
            {"kind": "hang_up", "id": "end"},
        ],
        ("start.next>line", "line.max_wait>end", "line.1>back", "back.accepted>end", "back.declined>line",
         "back.impossible>line"),
    )  # fmt: skip
    await entry_flow(
        centre, CLOSED,
        [
            {"kind": "start", "id": "start"},
            {"kind": "hours", "id": "hours", "hours": hours},
            {"kind": "queue", "id": "line", "queue": queue},
            {"kind": "voicemail", "id": "message", "prompt": "closed", "queue": queue, "silence_seconds": 2},
            {"kind": "hang_up", "id": "end"},
        ],
        ("start.next>hours", "hours.open>line", "hours.closed>message", "line.max_wait>end", "message.recorded>end"),
    )  # fmt: skip


@pytest.fixture
async def floor(people: Floor) -> AsyncIterator[Floor]:
    """Sato at the desk and away from the phone."""
    await people.sato.page.goto(people.sato.url)
    await people.sato.is_now("break", "休憩")
    yield people
    assert people.sato.faults == people.kobayashi.faults == []


async def wraps_up(desk: Seat) -> None:
    """Finish the form and have a break."""
    await expect(desk.part("wrapup")).to_be_visible(timeout=15_000)
    await desk.part("wrapup-finish-break").click()
    await expect(desk.part("wrapup")).to_have_count(0)


async def waiting(desk: Seat, people: int) -> None:
    """So many wait in the line, as the desk shows it."""
    row = desk.part("my-queues").get_by_role("row").filter(has_text="家電サポート")
    await expect(row.get_by_role("cell").nth(1)).to_have_text(str(people), timeout=RINGS)


@pytest.mark.timeout(200)
async def test_who_asks_to_be_called_keeps_the_place_in_line(floor: Floor) -> None:
    sato = floor.sato
    async with floor.calls(FIRST) as first:
        await waiting(sato, 1)
        async with floor.calls(LATER) as later:
            await waiting(sato, 2)
            first.press("1")
            await waiting(sato, 1)
            first.press("1")
            await waiting(sato, 2)
            await first.ended()
            await sato.be("ready")
            await expect(sato.part("pop-callback")).to_be_visible(timeout=RINGS)
            await expect(sato.part("pop")).to_contain_text("050-7777-9001")
            await sato.page.keyboard.press("Alt+A")
            await floor.home.rings()
            customer = await floor.home.answers()
            await sato.hears(AT_HOME, seconds=15)
            await customer.hears(AGENT_TONE)
            await sato.part("call-hangup").click()
            await customer.ended()
            await wraps_up(sato)
            await waiting(sato, 1)
            await sato.be("ready")
            await expect(sato.part("pop")).to_contain_text("050-7777-9002", timeout=RINGS)
            await expect(sato.part("pop-callback")).to_have_count(0)
            later.hang_up()
            await later.ended()


@pytest.mark.timeout(120)
async def test_a_raised_hand_is_seen_by_the_supervisor(floor: Floor) -> None:
    sato, kobayashi = floor.sato, floor.kobayashi
    await kobayashi.page.goto(f"{kobayashi.url}/supervision")
    mine = kobayashi.part("board-person").filter(has_text="佐藤")
    await expect(mine).to_be_visible()
    await sato.is_now("ready", "受付可")
    async with floor.calls(LATER) as caller:
        await expect(sato.part("pop")).to_be_visible(timeout=RINGS)
        await sato.page.keyboard.press("Alt+A")
        await sato.hears(CALLER_TONE, seconds=15)
        await sato.page.keyboard.press("Alt+U")
        await expect(mine).to_have_attribute("data-hand", "true", timeout=RINGS)
        await mine.click()
        await expect(kobayashi.part("person-hand")).to_contain_text("佐藤")
        await kobayashi.part("hand-seen").click()
        await expect(sato.part("call-hand")).to_have_attribute("aria-pressed", "false", timeout=RINGS)
        caller.hang_up()
        await caller.ended()
    await wraps_up(sato)


@pytest.mark.timeout(200)
async def test_closed_a_message_lies_on_the_desk_and_is_heard_there(floor: Floor) -> None:
    sato = floor.sato
    async with signed_in(floor.centre) as client, floor.calls(FIRST, CLOSED) as caller:

        async def beeped() -> bool | None:
            found = await contact_on(client, CLOSED)
            shown = await client.get(f"/interactions/{found['id']}") if found else None
            return (shown is not None and shown.json()["contact"]["interaction"]["remedy"] == "voicemail") or None

        await until(beeped, "the tone after which they speak", seconds=60)
        await asyncio.sleep(2.5)  # what the caller has to say
        caller.hang_up()
        await caller.ended()
    owed = sato.part("open-task").filter(has_text="留守番電話")
    await expect(owed).to_contain_text("050-7777-9001", timeout=RINGS)
    await owed.get_by_text("伝言を聞く").click()
    await sato.part("recording-play").click(timeout=RINGS)
    await sato.page.wait_for_function("() => document.querySelector('audio').currentTime > 0.5", timeout=RINGS)
    await sato.page.goto(sato.url)
    await owed.get_by_test_id("open-task-take").click()
    await expect(owed).to_have_count(0)
    await sato.page.goto(f"{sato.url}/callbacks")
    await expect(sato.part("callback-row").filter(has_text="050-7777-9001")).to_contain_text("佐藤")


@pytest.mark.timeout(200)
async def test_a_promise_whose_customer_is_not_there_is_absent_and_comes_back(floor: Floor) -> None:
    sato = floor.sato
    await phone_signed_in(floor.centre, "sato@minato.example")
    async with signed_in(floor.centre, "sato@minato.example") as client:
        me = (await client.get("/session")).json()["user"]["id"]
        customer = (await client.get("/customers", params={"q": "09012345678"})).json()["items"][0]["id"]
        due = (datetime.now(UTC) + timedelta(seconds=30)).isoformat()
        promise = {"kind": "callback", "customer_id": customer, "owner_id": me, "due": due, "text": ABOUT}
        (await client.post("/tasks", json=promise)).raise_for_status()
    await expect(sato.part("due-soon")).to_contain_text(ABOUT, timeout=RINGS)
    await sato.part("due-soon").click()
    mine = sato.part("callback-row").filter(has_text=ABOUT)
    await mine.get_by_test_id("callback-call").click()
    await floor.home.rings()
    await expect(sato.part("call-hangup")).to_be_enabled(timeout=RINGS)
    await sato.part("call-hangup").click()
    await expect(sato.part("due-soon")).to_contain_text(ABOUT, timeout=RINGS)
    await sato.part("due-soon").click()
    await expect(mine.get_by_test_id("callback-tries")).to_contain_text("1 回目：不在")
    await expect(mine.get_by_test_id("callback-promised")).not_to_contain_text("期限超過")
    await sato.page.goto(sato.url)
    await wraps_up(sato)

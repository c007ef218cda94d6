"""Calls of more than two, with real phones and browsers: who hears whom is measured at every end."""

from __future__ import annotations

import asyncio
import io
import wave

import asyncpg
import httpx
import numpy as np
from playwright.async_api import expect

from tests.journeys.administration import api_key, signed_in
from tests.journeys.floor import (
    CALLER,
    CUSTOMER,
    GUEST,
    RINGS,
    SATO,
    SUPPORT,
    SUZUKI,
    Floor,
    dies,
    floor,
    hand,
    people,
    returns,
    talks,
    wraps_up,
)
from tests.journeys.outside import calling
from tests.journeys.walk import axe_faults
from tests.tones import RATE, heard

__all__ = ["floor", "people"]

OTHER = "08055550000"
"""Somebody else, whom nobody knows."""


async def test_an_attended_transfer_brings_the_pop_before_the_answer(floor: Floor) -> None:
    sato, suzuki = floor.sato, floor.suzuki
    async with calling(floor.switch, CUSTOMER, SUPPORT, floor.tone, floor.folder) as caller:
        await talks(floor)
        await sato.part("call-note").fill("部品の在庫を確認したいとのこと。")
        await sato.part("call-note-write").click()
        await hand(sato, "相談してから", person="鈴木 健一", note="部品の見立てをお願いします。")
        await expect(suzuki.part("pop-name")).to_contain_text("長谷川")
        await expect(suzuki.part("pop")).to_contain_text("佐藤 由美 から相談")
        await expect(suzuki.part("pop")).to_contain_text("部品の見立てをお願いします")
        await expect(suzuki.part("contact-notes")).to_contain_text("部品の在庫を確認したい")
        await expect(suzuki.part("accept")).to_be_visible()
        await expect(sato.part("consult")).to_have_attribute("data-state", "asked")
        await caller.no_longer_hears(SATO)
        await suzuki.page.keyboard.press("Alt+A")
        await sato.hears_each(SUZUKI, but=(CALLER,))
        assert await axe_faults(sato.page) == []
        await suzuki.hears_each(SATO, but=(CALLER,))
        await caller.hears_something()
        await sato.page.keyboard.press("Alt+S")
        await caller.hears(SATO)
        await sato.hears_each(CALLER, but=(SUZUKI,))
        await sato.page.keyboard.press("Alt+S")
        await sato.hears_each(SUZUKI, but=(CALLER,))
        await sato.page.keyboard.press("Alt+T")
        await caller.hears(SUZUKI)
        await suzuki.hears_each(CALLER, but=(SATO,))
        await wraps_up(sato)
        await expect(suzuki.part("callbar")).to_contain_text("長谷川")
    await wraps_up(suzuki)


async def test_in_a_conference_everybody_hears_everybody_and_the_outside_gets_a_token_only(floor: Floor) -> None:
    sato, suzuki = floor.sato, floor.suzuki
    async with calling(floor.switch, CUSTOMER, SUPPORT, floor.tone, floor.folder) as caller:
        await talks(floor)
        await hand(sato, "会議に追加", person="鈴木 健一")
        await suzuki.part("accept").click(timeout=RINGS)
        await sato.hears_each(CALLER, SUZUKI)
        await suzuki.hears_each(CALLER, SATO)
        await caller.hears(SATO)
        await caller.hears(SUZUKI)
        await hand(sato, "会議に追加", number="03-5555-1234", note="出張修理の手配")
        headers = await floor.shop.rings()
        guest = await floor.shop.answers()
        for desk, others in ((sato, (CALLER, SUZUKI, GUEST)), (suzuki, (CALLER, SATO, GUEST))):
            await desk.hears_each(*others)
        for end, voices in ((caller, (SATO, SUZUKI, GUEST)), (guest, (SATO, SUZUKI, CALLER))):
            for voice in voices:
                await end.hears(voice)
        assert "guest_noticed" in await _happened(floor)
        await expect(sato.part("call-parties")).to_contain_text("4")
        await _context(floor, headers)
        await sato.part("call-parties").click()
        assert await axe_faults(sato.page) == []
        await sato.part("party-row").filter(has_text="03-5555-1234").get_by_test_id("party-drop").click()
        await guest.ended()
        await sato.hears_each(CALLER, SUZUKI, but=(GUEST,))
        await sato.page.keyboard.press("Escape")
        await sato.part("call-hangup").click()
        await caller.hears(SUZUKI)
        await wraps_up(sato)
    await wraps_up(suzuki)


async def _happened(floor: Floor) -> set[str]:
    """What happened in the newest contact."""
    async with signed_in(floor.centre, "kobayashi@minato.example") as client:
        newest = (await client.get("/interactions", params={"limit": 1})).json()["items"][0]
        shown = (await client.get(f"/interactions/{newest['id']}")).json()
    return {event["kind"] for event in shown["contact"]["events"]}


async def _context(floor: Floor, headers: dict[str, str]) -> None:
    """What the INVITE told the shop: a token, good for a key that may ask, and no personal data."""
    ours = {name: value for name, value in headers.items() if name.lower().startswith("x-madoguchi")}
    assert set(ours) == {"X-Madoguchi-Context"}
    key = await api_key(floor.centre, "context.read")
    async with httpx.AsyncClient(base_url=f"{floor.centre.url}/api/v1", headers=key) as system:
        shown = (await system.get(f"/context/{ours['X-Madoguchi-Context']}")).json()
    assert shown["customer"]["name"] == "長谷川 美咲"
    assert shown["notes"][0]["text"] == "出張修理の手配"


async def test_a_transfer_to_a_wrong_number_brings_the_caller_back(floor: Floor) -> None:
    sato = floor.sato
    async with calling(floor.switch, CUSTOMER, SUPPORT, floor.tone, floor.folder) as caller:
        await talks(floor)
        await caller.hears(SATO)
        await hand(sato, "そのまま転送", number="03-9999-0404")
        await floor.shop.rings()
        await caller.no_longer_hears(SATO)
        floor.shop.refuses(404)
        await caller.hears(SATO)
        await sato.hears_each(CALLER)
        await expect(sato.page.get_by_role("alert").filter(has_text="つながりませんでした")).to_be_visible()
        await hand(sato, "そのまま転送", number="03-5555-1234")
        await floor.shop.rings()
        guest = await floor.shop.answers()
        await caller.hears(GUEST)
        await guest.hears(CALLER)
        await wraps_up(sato)
        guest.hang_up()
        await caller.ended()


async def test_what_is_said_during_a_pause_is_in_no_recording(floor: Floor) -> None:
    sato = floor.sato
    async with calling(floor.switch, CUSTOMER, SUPPORT, floor.tone, floor.folder) as caller:
        await talks(floor)
        await expect(sato.part("call-recording")).to_be_visible()
        await sato.talks_on(2)
        await sato.page.keyboard.press("Alt+R")
        await sato.part("recording-reason-payment").click()
        await expect(sato.part("call-recording-paused")).to_be_visible()
        await sato.talks_on(3)
        await sato.page.keyboard.press("Alt+R")
        await expect(sato.part("call-recording")).to_be_visible()
        await sato.talks_on(2)
        caller.hang_up()
        await wraps_up(sato)
    async with signed_in(floor.centre, "kobayashi@minato.example") as client:
        recording, sound = await _newest_recording(client)
    (gap,) = recording["gaps"]
    assert gap["reason"] == "payment"
    assert gap["seconds"] >= 2.5
    first, last = int((gap["at"] + 0.3) * RATE), int((gap["at"] + gap["seconds"] - 0.3) * RATE)
    for channel, hertz in ((0, CALLER), (1, SATO)):
        voice = sound[:, channel]
        assert heard(voice[first:last], hertz) == 0
        assert heard(voice[:first], hertz) >= 1
        assert heard(voice[last:], hertz) >= 1


async def _newest_recording(client: httpx.AsyncClient) -> tuple[dict[str, object], np.ndarray]:
    """Once it has been fetched from the switch: what is known of it, and its sound."""
    for _ in range(100):
        newest = (await client.get("/interactions", params={"limit": 1})).json()["items"][0]
        found = (await client.get(f"/interactions/{newest['id']}")).json()["contact"]["recordings"]
        if found:
            file = await client.get(f"/interactions/{newest['id']}/recording")
            with wave.open(io.BytesIO(file.content)) as opened:
                frames = np.frombuffer(opened.readframes(opened.getnframes()), "<i2")
            return found[0], frames.reshape(-1, 2).astype(np.float64) / 32768
        await asyncio.sleep(0.2)  # between two looks
    raise AssertionError("no recording")


async def test_a_parked_customer_is_taken_by_a_colleague(floor: Floor) -> None:
    sato, suzuki = floor.sato, floor.suzuki
    async with calling(floor.switch, CUSTOMER, SUPPORT, floor.tone, floor.folder) as caller:
        await talks(floor)
        await caller.hears(SATO)
        await expect(sato.part("call-park")).to_be_enabled()
        await sato.page.keyboard.press("Alt+P")
        await expect(sato.part("callbar")).to_have_attribute("data-state", "held")
        await caller.no_longer_hears(SATO)
        await expect(suzuki.part("parked-row")).to_contain_text("長谷川 美咲")
        await suzuki.part("parked-take").click()
        await suzuki.hears(CALLER)
        await caller.hears(SUZUKI)
        await expect(suzuki.part("callbar")).to_contain_text("長谷川")
        await wraps_up(sato)
    await wraps_up(suzuki)


async def test_into_a_queue_the_caller_takes_their_place_and_what_was_written(floor: Floor) -> None:
    sato, suzuki = floor.sato, floor.suzuki
    async with (
        calling(floor.switch, CUSTOMER, SUPPORT, floor.tone, floor.folder) as caller,
        calling(floor.switch, OTHER, SUPPORT, floor.tone, floor.folder) as other,
    ):
        await sato.be("ready")
        await expect(sato.part("pop-name")).to_contain_text("長谷川", timeout=RINGS)
        await sato.page.keyboard.press("Alt+A")
        await sato.hears(CALLER, seconds=15)
        await expect(sato.part("call-transfer")).to_be_enabled()
        await other.answered()
        await hand(sato, "", queue="家電サポート", note="部品の見積もりの続きです。")
        await expect(sato.part("wrapup")).to_be_visible(timeout=15_000)
        await caller.hears_something()
        await suzuki.be("ready")
        await expect(suzuki.part("pop-name")).to_contain_text("長谷川", timeout=RINGS)  # before who called later
        await expect(suzuki.part("pop")).to_contain_text("佐藤 由美 から転送")
        await expect(suzuki.part("contact-notes")).to_contain_text("部品の見積もりの続き")
        await suzuki.page.keyboard.press("Alt+A")
        await caller.hears(SUZUKI)
        await wraps_up(sato)
        caller.hang_up()
        await wraps_up(suzuki)


async def test_a_parked_customer_whom_nobody_takes_comes_back_to_the_parker(floor: Floor) -> None:
    sato = floor.sato
    async with calling(floor.switch, CUSTOMER, SUPPORT, floor.tone, floor.folder) as caller:
        await talks(floor)
        await caller.hears(SATO)
        await expect(sato.part("call-park")).to_be_enabled()
        await sato.page.keyboard.press("Alt+P")
        await expect(floor.suzuki.part("parked-row")).to_contain_text("長谷川 美咲")
        await caller.no_longer_hears(SATO)
        await time_runs_out(floor, "telephony.park_due")
        await caller.hears(SATO)
        await sato.hears_each(CALLER)
        await expect(sato.page.get_by_role("alert").filter(has_text="取り出す人がいません")).to_be_visible()
        await expect(floor.suzuki.part("parked-row")).to_have_count(0)
    await wraps_up(sato)


async def time_runs_out(floor: Floor, kind: str) -> None:
    """What is booked for later is due now."""
    connection = await asyncpg.connect(floor.centre.database_url)
    try:
        assert await connection.execute("update job set due = now() where kind = $1", kind) == "UPDATE 1"
    finally:
        await connection.close()


async def test_a_consultation_and_a_talk_of_three_outlive_the_main_process(floor: Floor) -> None:
    sato, suzuki = floor.sato, floor.suzuki
    async with calling(floor.switch, CUSTOMER, SUPPORT, floor.tone, floor.folder) as caller:
        await talks(floor)
        await hand(sato, "相談してから", person="鈴木 健一")
        await suzuki.part("accept").click(timeout=RINGS)
        await sato.hears_each(SUZUKI, but=(CALLER,))
        await expect(sato.part("consult")).to_have_attribute("data-state", "aside")
        dies(floor)
        await suzuki.hears_each(SATO, but=(CALLER,))
        await caller.hears_something()
        await returns(floor)
        await suzuki.hears_each(SATO, but=(CALLER,))
        await caller.no_longer_hears(SATO)
        await expect(sato.part("consult")).to_have_attribute("data-state", "aside")
        await sato.page.keyboard.press("Alt+J")
        await sato.hears_each(CALLER, SUZUKI)
        await suzuki.hears_each(CALLER, SATO)
        await expect(sato.part("call-parties")).to_contain_text("3")
        dies(floor)
        for voice in (SATO, SUZUKI):
            await caller.hears(voice)
        await sato.hears_each(CALLER, SUZUKI)
        caller.hang_up()
        await caller.ended()
        await returns(floor)
        for desk in (sato, suzuki):
            await wraps_up(desk)
            await expect(desk.part("presence")).to_contain_text("休憩")

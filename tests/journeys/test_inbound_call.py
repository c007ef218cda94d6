"""Journey 165: a repeat customer calls, the right person sees them while it rings, and nothing is typed twice."""

from __future__ import annotations

import asyncio
import re
import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.instance import Instance
from tests.journeys.administration import connect_tryton
from tests.journeys.conftest import AGENT_TONE, CALLER_TONE
from tests.journeys.outside import Outside, calling
from tests.journeys.seat import Seat, seat
from tests.servers.tryton import TrytonServer

AT_ONCE = 5000
"""Milliseconds for a change to stand on every other desk, by push: no page asks by itself. Each must come, on a busy
machine too; half of them within a second from the press of the button."""
PRESSED = "() => addEventListener('click', () => { window.__pressed = Date.now() }, true)"
COMES = """([where, words]) => {
  const says = each => words.every(word => each.textContent.includes(word));
  const here = () => [...document.querySelectorAll(where)].some(says);
  if (here()) throw new Error(`it is there already: ${words.join(' ')}`);
  window.__came = 0;
  const watch = new MutationObserver(() => { if (here()) { window.__came = Date.now(); watch.disconnect(); } });
  watch.observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
TIME_TO_READ = re.compile(r"^(1[0-8]|\d)$")
"""The countdown of twenty once two seconds of it are gone."""
SOME_SECONDS = re.compile(r"\d+:(?!00)\d\d")
RESULT = "防振ゴムを手配し、明朝お電話する"


@asynccontextmanager
async def desk_of(centre: Instance, tone: Path, name: str) -> AsyncIterator[Seat]:
    """Somebody signed in at a browser of their own."""
    async with seat(centre.url, tone) as desk:
        yield await desk.sign_in(f"{name}@minato.example")
        assert desk.faults == []


@pytest.mark.timeout(600)  # the first run of all installs Tryton
async def test_a_repeat_customer_calls(
    centre: Instance, switch: str, agent_tone: Path, caller_tone: Path, tmp_path: Path, tryton: TrytonServer
) -> None:
    party = tryton.party("長谷川 美咲", phone="+81 90 1234 5678")
    tryton.opportunity(party, "冷蔵庫の買い替え")
    await connect_tryton(centre, tryton)
    async with desk_of(centre, agent_tone, "sato") as sato:
        await sato.is_now("ready", "受付可")
        async with calling(switch, "09012345678", "0120000315", caller_tone, tmp_path) as caller:
            async with desk_of(centre, agent_tone, "suzuki") as suzuki:
                await suzuki.is_now("ready", "受付可")
                await it_rings(sato, suzuki)
                await they_talk(sato, caller)
            async with desk_of(centre, agent_tone, "kobayashi") as kobayashi:
                await kobayashi.opens(sato.part("customer-open"))
                await the_agent_works(sato, kobayashi)
                caller.hang_up()
                await caller.ended()
                await it_is_wrapped_up(sato)
                await it_is_in_the_timeline(kobayashi)
                await it_is_in_the_crm(kobayashi, tryton, party)


async def it_rings(sato: Seat, suzuki: Seat) -> None:
    """Which desk am I, then the customer; at the longest idle agent's and nobody else's."""
    await expect(sato.part("pop-desk")).to_have_text("家電サポート", timeout=20_000)
    await expect(sato.part("pop-dialled")).to_have_text("0120-000-315")
    await expect(sato.part("pop-opening")).to_contain_text("みなと電機 家電サポート")
    await expect(sato.part("pop-name")).to_contain_text("長谷川")
    await expect(sato.part("pop-tier")).to_be_visible()
    await expect(sato.part("pop-case")).to_contain_text("冷蔵庫の異音")
    await expect(sato.part("pop-case")).to_contain_text("洗濯機の設置日変更")
    await expect(sato.part("pop-case")).to_contain_text("保証書の再発行")
    await expect(sato.part("pop-order")).to_contain_text("給水タンク")
    await expect(sato.part("pop-timeline")).to_contain_text("異音")
    await expect(sato.part("crm-card")).to_contain_text("冷蔵庫の買い替え")
    sources = sato.part("crm-card").get_by_text("Tryton", exact=True)
    await expect(sources).to_have_count(await sato.part("crm-card").locator("dt").count())
    await expect(suzuki.part("pop")).to_have_count(0)
    await expect(sato.part("pop-countdown")).to_have_text(
        re.compile(r"^(1[0-8]|\d)$")
    )  # two seconds of twenty to read it


async def they_talk(sato: Seat, caller: Outside) -> None:
    """One key takes it, and both hear each other; mute, hold with music, resume, keypad."""
    await sato.page.keyboard.press("Alt+A")
    await expect(sato.part("callbar")).to_be_visible()
    await sato.hears(CALLER_TONE, seconds=15)
    await caller.hears(AGENT_TONE, seconds=15)
    await sato.page.keyboard.press("Alt+M")
    await caller.no_longer_hears(AGENT_TONE)
    await sato.page.keyboard.press("Alt+M")
    await caller.hears(AGENT_TONE)
    await sato.page.keyboard.press("Alt+H")
    await expect(sato.part("callbar")).to_have_attribute("data-state", "held")
    await caller.no_longer_hears(AGENT_TONE)
    await caller.hears_something()  # music
    await sato.talks_on(2)  # so that the record has whole seconds on hold
    await sato.page.keyboard.press("Alt+H")
    await caller.hears(AGENT_TONE)
    await sato.page.keyboard.press("Alt+K")
    await sato.part("keypad-5").click()
    await caller.gets_digit("5")
    await sato.page.keyboard.press("Escape")
    await expect(sato.part("call-recording")).to_be_visible()


class Way:
    """From the press of a button at one desk to the sight of it at another's, by the clock that both browsers share."""

    def __init__(self, here: Seat, there: Seat) -> None:
        self.here, self.there = here, there
        self.seconds: list[float] = []

    @asynccontextmanager
    async def shows(self, where: str, *words: str) -> AsyncIterator[None]:
        """What is done meanwhile makes an element `where` of the other desk say these words."""
        await self.there.page.evaluate(COMES, [where, words])
        yield
        came = await self.there.page.wait_for_function("() => window.__came", timeout=AT_ONCE)
        self.seconds.append((await came.json_value() - await self.here.page.evaluate("window.__pressed")) / 1000)


async def the_agent_works(sato: Seat, colleague: Seat) -> None:
    """A case, a note, a preference, a new case: each is on the other desk at once."""
    elsewhere = colleague.page.get_by_role("main")
    await sato.page.evaluate(PRESSED)
    way = Way(sato, colleague)
    case = elsewhere.locator("li").filter(has_text="冷蔵庫の異音（訪問修理後に再発）").first
    await expect(case).to_contain_text("対応中")
    await sato.part("case-status").first.click()
    async with way.shows("main li", "冷蔵庫の異音（訪問修理後に再発）", "保留"):
        await sato.page.get_by_role("option", name="保留").click()
    await expect(case).to_contain_text("保留")

    await sato.part("call-note").fill("夜間の音が大きい。明日の午前に連絡がほしいとのこと。")
    async with way.shows("main", "夜間の音が大きい"):
        await sato.part("call-note-write").click()
    await expect(elsewhere.get_by_text("夜間の音が大きい")).to_be_visible()

    await sato.page.get_by_role("tab", name="希望").click()
    await sato.part("preference-channel").click()
    async with way.shows("main", "メールを希望"):
        await sato.page.get_by_role("option", name="メール").click()
    await expect(elsewhere.get_by_text("メールを希望")).to_be_visible()

    await sato.part("case-new").click()
    await sato.part("case-title").fill("防振ゴムの手配")
    async with way.shows("main", "防振ゴムの手配"):
        await sato.part("case-submit").click()
    await expect(elsewhere.get_by_text("防振ゴムの手配").first).to_be_visible()
    assert statistics.median(way.seconds) <= 1, f"from press to sight: {way.seconds}"


async def it_is_wrapped_up(sato: Seat) -> None:
    """The form comes by itself, outlives a reload half-way, and its next step becomes a task with an owner."""
    await expect(sato.part("wrapup")).to_be_visible(timeout=10_000)
    await sato.part("wrapup-reason").fill("異音")
    await sato.page.get_by_role("option", name=re.compile("修理 › 冷蔵庫 › 異音")).click()
    await sato.part("wrapup-asked").fill("修理後に異音が再発した。")
    await expect(sato.part("draft-state")).to_have_attribute("data-state", "saved")
    await sato.page.reload()
    await expect(sato.part("wrapup-asked")).to_have_value("修理後に異音が再発した。")
    await expect(sato.part("wrapup-reason")).to_have_value(re.compile("修理 › 冷蔵庫 › 異音"))
    await sato.part("wrapup-done").fill("お詫びし、部品の在庫を確認した。")
    await sato.part("wrapup-result").fill(RESULT)
    await sato.part("wrapup-resolution").get_by_text("手配済み").click()
    await sato.part("wrapup-next-callback").click()
    await expect(sato.part("wrapup-next-due")).to_contain_text("10:00")
    await sato.part("wrapup-next-text").fill("部品の到着予定をお電話する")
    await sato.part("wrapup-finish").click()
    await expect(sato.part("wrapup")).to_have_count(0)
    await expect(sato.part("presence")).to_contain_text("受付可")


async def it_is_in_the_timeline(colleague: Seat) -> None:
    """On the page that was open all the time: the task, the entry, and behind it everything that was measured."""
    task = colleague.page.locator("li:not([data-kind])").filter(has_text="部品の到着予定をお電話する")
    await expect(task).to_contain_text("佐藤 由美")
    await expect(task).to_contain_text("10:00")
    entry = colleague.part("timeline-entry").filter(has_text=RESULT)
    await expect(entry).to_contain_text("異音")
    await expect(entry).to_contain_text("通話")
    await expect(entry).to_contain_text("折り返し")
    for fact in ("佐藤 由美", "家電サポート", "呼出", "保留", "後処理", "案件 2 件"):
        await expect(entry.get_by_test_id("timeline-facts")).to_contain_text(fact)
    await expect(entry.get_by_role("img", name="録音")).to_be_visible(timeout=15_000)
    await entry.get_by_role("link").click()
    part = colleague.part("segment-row")
    await expect(part).to_contain_text("家電サポート")
    await expect(part).to_contain_text("佐藤 由美")
    for name in ("waited", "ring", "talk", "hold", "wrap"):
        await expect(colleague.part(f"contact-{name}")).to_contain_text(SOME_SECONDS)
    await expect(colleague.part("contact-disposition")).to_contain_text(RESULT)
    await expect(colleague.part("contact-links")).to_contain_text("冷蔵庫の異音")
    await expect(colleague.part("contact-links")).to_contain_text("防振ゴムの手配")
    await the_recording_plays(colleague)


async def the_recording_plays(desk: Seat) -> None:
    """Its shape is drawn on both sides, and its sound is there."""
    recording = desk.part("recording")
    await expect(recording).to_be_visible(timeout=15_000)
    for side in ("rect:not([data-below])", "rect[data-below]"):
        heights = await recording.locator(side).evaluate_all("bars => bars.map(bar => bar.height.baseVal.value)")
        assert max(heights) > 5, f"nothing drawn of {side}"
    await desk.part("recording-play").click()
    await desk.page.wait_for_function(
        "() => { const sound = document.querySelector('audio'); return sound.duration > 3 && sound.currentTime > 0 }"
    )


async def it_is_in_the_crm(desk: Seat, tryton: TrytonServer, party: str) -> None:
    """One record, whose link leads back to the contact's page."""
    async with asyncio.timeout(20):
        while not (told := await asyncio.to_thread(tryton.attachments, party)):
            await asyncio.sleep(0.2)  # between two looks over there
    (record,) = told
    assert RESULT in record["description"]
    await desk.page.goto(record["link"])
    await expect(desk.part("contact-disposition")).to_contain_text(RESULT)

"""A supervisor at work: beside a talk, with every voice measured at every end; a state decided, an alert, a word."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.async_api import Locator, expect

from tests.instance import Instance
from tests.journeys.administration import set_up, straight_to_the_queue, wrapup_rule
from tests.journeys.outside import Outside, calling
from tests.journeys.seat import Seat, seat
from tests.tones import write_tone

SUPPORT, CUSTOMER = "0120000315", "09012345678"
SATO, KOBAYASHI, CALLER = 1320.0, 1760.0, 620.0
RINGS = 20_000
"""Milliseconds from dialling to what is seen of it, at the most."""
WAITS = {"code": "somebody-waits", "kind": "waiting", "above": 0, "severity": "critical", "queues": ["appliances"]}


class Floor(NamedTuple):
    """An agent and the supervisor at their browsers, and how to ring in."""

    sato: Seat
    kobayashi: Seat
    switch: str
    tone: Path
    folder: Path

    def calling(self) -> AbstractAsyncContextManager[Outside]:
        """A customer rings the support line."""
        return calling(self.switch, CUSTOMER, SUPPORT, self.tone, self.folder)


@pytest.fixture(scope="module")
async def people(centre: Instance, switch: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Floor]:
    """Quiet voices, so that three of them together are not cut off at the top."""
    folder = tmp_path_factory.mktemp("supervision")
    voice = {
        name: write_tone(folder / f"{name}.wav", hertz, seconds=10, loudness=0.2)
        for name, hertz in (("sato", SATO), ("kobayashi", KOBAYASHI), ("caller", CALLER))
    }
    await straight_to_the_queue(centre)
    await wrapup_rule(centre, required=[])
    await set_up(centre, "supervision", alerts=[WAITS], calm_seconds=0)
    async with seat(centre.url, voice["sato"]) as sato, seat(centre.url, voice["kobayashi"]) as kobayashi:
        await sato.sign_in("sato@minato.example")
        await kobayashi.sign_in("kobayashi@minato.example")
        yield Floor(sato, kobayashi, switch, voice["caller"], folder)


@pytest.fixture
async def floor(people: Floor) -> AsyncIterator[Floor]:
    """The agent on a break, the supervisor before the board."""
    await people.sato.page.goto(people.sato.url)
    await people.sato.is_now("break", "休憩")
    await people.kobayashi.page.goto(f"{people.kobayashi.url}/supervision")
    await expect(people.kobayashi.part("board")).to_be_visible()
    yield people
    assert people.sato.faults == people.kobayashi.faults == []


def on_board(floor: Floor, name: str) -> Locator:
    """Somebody's tile on the supervisor's board."""
    return floor.kobayashi.part("board-person").filter(has_text=name)


async def beside(floor: Floor, how: str, keys: str) -> None:
    """The supervisor chooses how to be beside the talk, and the bar says that it is so."""
    await floor.kobayashi.page.keyboard.press(keys)
    await expect(floor.kobayashi.part("monitor-bar")).to_have_attribute("data-mode", how, timeout=RINGS)


async def test_nobody_hears_who_listens_the_agent_who_whispers_and_everybody_who_joins(floor: Floor) -> None:
    sato, kobayashi = floor.sato, floor.kobayashi
    async with floor.calling() as caller:
        await sato.be("ready")
        await sato.part("accept").click(timeout=RINGS)
        await caller.hears(SATO)
        await expect(sato.part("call-hold")).to_be_enabled(timeout=RINGS)
        await on_board(floor, "佐藤").click()
        await expect(kobayashi.part("person-talk")).to_contain_text("長谷川 美咲")
        await expect(kobayashi.part("monitor-listen")).to_be_enabled(timeout=RINGS)

        await beside(floor, "listen", "Alt+1")
        await kobayashi.hears_each(SATO, CALLER)
        await expect(sato.part("call-beside")).to_have_attribute("data-mode", "listen")
        await sato.talks_on(2)  # time enough for a voice to be heard
        await sato.hears_each(CALLER, but=(KOBAYASHI,))
        await caller.no_longer_hears(KOBAYASHI)

        await beside(floor, "whisper", "Alt+2")
        await sato.hears_each(CALLER, KOBAYASHI)
        await kobayashi.hears_each(SATO, CALLER)
        await sato.talks_on(2)
        await caller.no_longer_hears(KOBAYASHI)
        await caller.hears(SATO)

        await beside(floor, "barge", "Alt+3")
        await caller.hears(KOBAYASHI)
        await caller.hears(SATO)
        await sato.hears_each(CALLER, KOBAYASHI)
        await kobayashi.hears_each(SATO, CALLER)

        await kobayashi.page.keyboard.press("Alt+4")
        await caller.hears(KOBAYASHI)
        await caller.no_longer_hears(SATO)
        await kobayashi.hears_each(CALLER, but=(SATO,))
        await expect(kobayashi.part("callbar")).to_contain_text("長谷川")
        await sato.part("wrapup-finish-break").click(timeout=RINGS)
    await kobayashi.page.goto(kobayashi.url)
    await kobayashi.part("wrapup-finish-break").click(timeout=RINGS)
    await said_in_the_record(kobayashi)


async def said_in_the_record(kobayashi: Seat) -> None:
    """The contact's page says who was beside whom, and how."""
    await kobayashi.page.goto(f"{kobayashi.url}/history")
    await kobayashi.page.get_by_role("row").filter(has_text="長谷川").first.get_by_role("link").first.click()
    row = kobayashi.part("monitoring-row")
    await expect(row).to_contain_text("小林 恵")
    for how in ("聴く", "ささやく", "参加", "引き取り"):
        await expect(row).to_contain_text(how)


async def test_whose_state_is_decided_sees_by_whom_and_why(floor: Floor) -> None:
    sato, kobayashi = floor.sato, floor.kobayashi
    await sato.is_now("ready", "受付可")
    await expect(on_board(floor, "佐藤")).to_have_attribute("data-state", "ready")
    await on_board(floor, "佐藤").click()
    for part, choice in (("move-presence", "研修"), ("move-reason", "研修・面談")):
        await kobayashi.part(part).click()
        await kobayashi.page.get_by_role("option", name=choice, exact=True).click()
    await kobayashi.part("move-presence-save").click()
    await expect(sato.part("presence")).to_contain_text("研修")
    await expect(sato.part("presence-ordered")).to_contain_text("小林 恵")
    await expect(sato.part("presence-ordered")).to_contain_text("研修・面談")
    await expect(on_board(floor, "佐藤")).to_have_attribute("data-state", "training")


async def test_past_its_threshold_an_alert_is_up_until_its_cause_is_gone(floor: Floor) -> None:
    kobayashi = floor.kobayashi
    alert = kobayashi.part("alert").filter(has_text="家電サポート：待ち呼 1 件")
    async with floor.calling():
        await expect(alert).to_be_visible(timeout=RINGS)
        await alert.get_by_test_id("alert-open").click()
        await expect(kobayashi.part("stay-row")).to_contain_text("長谷川 美咲")
        await kobayashi.page.keyboard.press("Escape")
        await alert.get_by_test_id("alert-acknowledge").click()
        await expect(alert.get_by_test_id("alert-acked")).to_contain_text("小林 恵")
    await expect(alert).to_have_count(0, timeout=RINGS)


async def test_a_word_to_a_team_stands_on_its_desks_until_it_is_read(floor: Floor) -> None:
    sato, kobayashi = floor.sato, floor.kobayashi
    await kobayashi.part("board-message").click()
    await kobayashi.part("message-to").click()
    await kobayashi.page.get_by_role("option", name="チーム：サポート", exact=True).click()
    await kobayashi.part("message-text").fill("16 時に点検のため 5 分止まります。")
    await kobayashi.part("message-send").click()
    await expect(sato.part("message-shown")).to_have_text("16 時に点検のため 5 分止まります。")
    count = kobayashi.part("message-sent").first.get_by_test_id("message-read-count")
    await expect(count).to_have_text("2 名中 0 名が確認")
    await sato.part("message-read").click()
    await expect(sato.part("message")).to_have_count(0)
    await expect(count).to_have_text("2 名中 1 名が確認")

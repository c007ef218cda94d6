"""The side roads of an inbound call, each in real browsers with a real caller: one centre and two desks for all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.async_api import expect

from tests.instance import Instance
from tests.journeys.administration import set_up, straight_to_the_queue, wrapup_rule
from tests.journeys.conftest import CALLER_TONE
from tests.journeys.outside import Outside, calling
from tests.journeys.seat import Seat, seat

SUPPORT = "0120000315"
HOUSEHOLD = "0451234567"
WITHHELD = '"Anonymous" <sip:anonymous@anonymous.invalid>'
RINGS = 15_000
"""Milliseconds from dialling to the pop, at the most."""

Ring = Callable[..., AbstractAsyncContextManager[Outside]]


class Desks(NamedTuple):
    """Two agents, of whom Sato is ready for longer where both are; and their supervisor, who sees everybody's calls."""

    sato: Seat
    suzuki: Seat
    kobayashi: Seat


@pytest.fixture(scope="module")
async def seats(centre: Instance, agent_tone: Path) -> AsyncIterator[Desks]:
    """Three people at their browsers, signed in; forms may be finished empty, and no notice is played."""
    await straight_to_the_queue(centre)
    await wrapup_rule(centre, required=[])
    await set_up(centre, "routing", offer_seconds=8, rest_seconds=5)
    async with (
        seat(centre.url, agent_tone) as sato,
        seat(centre.url, agent_tone) as suzuki,
        seat(centre.url, agent_tone) as kobayashi,
    ):
        made = Desks(sato, suzuki, kobayashi)
        for name, desk in made._asdict().items():
            await desk.sign_in(f"{name}@minato.example")
        yield made


@pytest.fixture
async def desks(seats: Desks) -> AsyncIterator[Desks]:
    """Everybody at their desks and the agents away from the phone."""
    for desk in seats[:2]:
        await desk.page.goto(desk.url)
        await desk.is_now("break", "休憩")
    yield seats
    for desk in seats:
        assert desk.faults == []


@pytest.fixture
def ring(switch: str, caller_tone: Path, tmp_path: Path) -> Ring:
    """Somebody calls the support line: `async with ring(number)`."""
    return lambda number, **more: calling(switch, number, SUPPORT, caller_tone, tmp_path, **more)


async def wraps_up(desk: Seat) -> None:
    """Finish the form and have a break."""
    await expect(desk.part("wrapup")).to_be_visible(timeout=10_000)
    await desk.part("wrapup-finish-break").click()
    await expect(desk.part("wrapup")).to_have_count(0)


async def test_an_unknown_caller_is_made_a_customer_in_one_key(desks: Desks, ring: Ring) -> None:
    sato, *_ = desks
    await sato.is_now("ready", "受付可")
    async with ring("05077770001"):
        await expect(sato.part("pop-recognition")).to_have_text("未登録の番号", timeout=RINGS)
        await expect(sato.part("customer-search")).to_have_value("050-7777-0001")
        await sato.page.keyboard.press("Alt+N")
        await expect(sato.part("new-name")).to_be_focused()
        await sato.page.keyboard.type("早川 志保")
        await sato.page.keyboard.press("Enter")
        await expect(sato.part("pop-name")).to_contain_text("早川 志保")
    await expect(sato.part("pop")).to_have_count(0)
    async with ring("05077770001"):
        await expect(sato.part("pop-name")).to_contain_text("早川 志保", timeout=RINGS)


async def test_of_several_on_one_number_the_choice_is_kept_and_can_be_corrected(desks: Desks, ring: Ring) -> None:
    sato, *_ = desks
    await sato.is_now("ready", "受付可")
    async with ring(HOUSEHOLD):
        await expect(sato.part("pop-recognition")).to_have_text("2 件一致", timeout=RINGS)
        await sato.part("customer-search-result").filter(has_text="大西 悠人").first.click()
        await expect(sato.part("pop-name")).to_contain_text("悠人")
    await expect(sato.part("pop")).to_have_count(0)
    async with ring(HOUSEHOLD):
        await expect(sato.part("pop-name")).to_contain_text("悠人", timeout=RINGS)
        await sato.page.keyboard.press("Alt+A")
        await sato.part("customer-wrong").click()
        await sato.part("customer-search-result").filter(has_text="大西 陽子").first.click()
        await expect(sato.part("pop-name")).to_contain_text("陽子")
    await wraps_up(sato)
    await sato.is_now("ready", "受付可")
    async with ring(HOUSEHOLD):
        await expect(sato.part("pop-name")).to_contain_text("陽子", timeout=RINGS)


async def test_a_withheld_number_is_said_and_the_customer_searched_by_name(desks: Desks, ring: Ring) -> None:
    sato, *_ = desks
    await sato.is_now("ready", "受付可")
    async with ring("", uri=WITHHELD):
        await expect(sato.part("pop-name")).to_have_text("非通知", timeout=RINGS)
        await expect(sato.part("customer-search")).to_have_value("")
        await sato.part("customer-search").fill("みどりかわ")
        await sato.part("customer-search-result").filter(has_text="緑川 誠").click()
        await expect(sato.part("pop-name")).to_contain_text("緑川")


async def test_who_gives_up_while_it_rings_is_in_the_history_and_owed_a_call(desks: Desks, ring: Ring) -> None:
    sato, _, kobayashi = desks
    await sato.is_now("ready", "受付可")
    async with ring("05077770004") as caller:
        await expect(sato.part("pop")).to_be_visible(timeout=RINGS)
        caller.hang_up()
        await expect(sato.part("pop")).to_have_count(0)
    await expect(sato.part("presence")).to_contain_text("受付可")
    await kobayashi.page.goto(f"{kobayashi.url}/history")
    lost = kobayashi.part("history-row").filter(has_text="050-7777-0004")
    await expect(lost).to_contain_text("放棄呼")
    await kobayashi.page.goto(f"{kobayashi.url}/tasks?whose=anybody")
    owed = kobayashi.part("task-row").filter(has_text="050-7777-0004")
    await expect(owed).to_contain_text("不在着信")


async def test_declined_it_rings_at_the_next_desk(desks: Desks, ring: Ring) -> None:
    sato, suzuki, _ = desks
    await sato.is_now("ready", "受付可")
    await suzuki.is_now("ready", "受付可")
    async with ring("05077770005"):
        await expect(sato.part("pop")).to_be_visible(timeout=RINGS)
        await sato.page.keyboard.press("Alt+X")
        await expect(sato.part("pop")).to_have_count(0)
        await expect(suzuki.part("pop")).to_be_visible()
        await expect(sato.part("presence")).to_contain_text("受付可")


async def test_left_to_ring_it_goes_on_and_the_agent_is_not_responding(desks: Desks, ring: Ring) -> None:
    sato, suzuki, _ = desks
    await sato.is_now("ready", "受付可")
    await suzuki.is_now("ready", "受付可")
    async with ring("05077770006"):
        await expect(sato.part("pop")).to_be_visible(timeout=RINGS)
        await expect(suzuki.part("pop")).to_be_visible(timeout=RINGS)
        await expect(sato.part("pop")).to_have_count(0)
        await expect(sato.part("missed")).to_be_visible()
        await expect(sato.part("presence")).to_contain_text("不応答")
    await sato.part("missed-ready").click()
    await expect(sato.part("presence")).to_contain_text("受付可")


async def test_with_nobody_ready_there_is_music_until_somebody_is(desks: Desks, ring: Ring) -> None:
    sato, suzuki, _ = desks
    async with ring("05077770007") as caller:
        line = suzuki.part("my-queues").get_by_role("row").filter(has_text="家電サポート")
        await expect(line.get_by_role("cell").nth(1)).to_have_text("1", timeout=RINGS)
        await caller.hears_something()
        await sato.is_now("ready", "着信中")
        await expect(sato.part("pop")).to_be_visible()
        await sato.page.keyboard.press("Alt+A")
        await sato.hears(CALLER_TONE)
    await wraps_up(sato)


async def test_a_wrap_up_that_takes_too_long_is_overdue_and_still_owed(
    desks: Desks, ring: Ring, centre: Instance
) -> None:
    sato, _, kobayashi = desks
    await wrapup_rule(centre, seconds=10)
    await sato.is_now("ready", "受付可")
    async with ring("05077770008"):
        await sato.part("accept").click(timeout=RINGS)
        await sato.hears(CALLER_TONE)
    await expect(sato.part("wrapup")).to_be_visible(timeout=10_000)
    await expect(sato.part("presence")).to_contain_text("後処理超過", timeout=15_000)
    await expect(sato.part("wrapup")).to_be_visible()
    await kobayashi.page.goto(f"{kobayashi.url}/history")
    await expect(kobayashi.part("history-row").filter(has_text="050-7777-0008")).to_contain_text("未分類")
    await sato.part("wrapup-asked").fill("あとから書いた用件")
    await wraps_up(sato)
    await wrapup_rule(centre, seconds=90)
    await kobayashi.page.reload()
    await expect(kobayashi.part("history-row").filter(has_text="050-7777-0008")).to_contain_text("分類済み")


async def test_handed_to_a_colleague_the_pop_and_the_note_go_along(desks: Desks, ring: Ring) -> None:
    sato, suzuki, _ = desks
    await sato.is_now("ready", "受付可")
    await suzuki.is_now("ready", "受付可")
    async with ring("09012345678"):
        await expect(sato.part("pop")).to_be_visible(timeout=RINGS)
        await sato.page.keyboard.press("Alt+A")
        await sato.hears(CALLER_TONE)
        await expect(sato.part("call-transfer")).to_be_enabled(timeout=RINGS)
        await sato.page.keyboard.press("Alt+T")
        await sato.part("transfer-to").filter(has_text="鈴木 健一").click()
        await sato.part("transfer-mode").get_by_text("そのまま転送").click()
        await sato.part("transfer-note").fill("部品の件、在庫は確認済みです。")
        await sato.part("transfer-go").click()
        await expect(suzuki.part("pop-name")).to_contain_text("長谷川")
        await expect(suzuki.part("pop")).to_contain_text("佐藤 由美 から転送")
        await expect(suzuki.part("pop")).to_contain_text("在庫は確認済みです")
        await suzuki.page.keyboard.press("Alt+A")
        await suzuki.hears(CALLER_TONE)
        await expect(sato.part("wrapup")).to_be_visible()
    await wraps_up(suzuki)
    await wraps_up(sato)

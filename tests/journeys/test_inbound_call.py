"""Journey 165: a repeat customer calls, the right person sees them while it rings, and nothing is typed twice."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from tests.instance import Instance
from tests.journeys.conftest import AGENT_TONE, CALLER_TONE
from tests.journeys.outside import calling
from tests.journeys.seat import seat


async def test_a_repeat_customer_calls(
    centre: Instance, switch: str, agent_tone: Path, caller_tone: Path, tmp_path: Path
) -> None:
    async with seat(centre.url, agent_tone) as sato, seat(centre.url, agent_tone) as suzuki:
        await (await sato.sign_in("sato@minato.example")).be("ready")
        await expect(sato.part("presence")).to_contain_text("受付可")
        await (await suzuki.sign_in("suzuki@minato.example")).be("ready")
        await expect(suzuki.part("presence")).to_contain_text("受付可")

        async with calling(switch, "09012345678", "0120000315", caller_tone, tmp_path) as caller:
            await caller.answered()
            # While it rings: which desk am I, then the customer; at the longest idle agent's and nobody else's.
            await expect(sato.part("pop-desk")).to_have_text("家電サポート", timeout=20_000)
            await expect(sato.part("pop-dialled")).to_have_text("0120-000-315")
            await expect(sato.part("pop-opening")).to_contain_text("みなと電機 家電サポート")
            await expect(sato.part("pop-name")).to_contain_text("長谷川")
            await expect(sato.part("pop-case")).to_contain_text("冷蔵庫の異音")
            await expect(sato.part("pop-order")).to_contain_text("給水タンク")
            await expect(sato.part("pop-timeline")).to_contain_text("異音")
            await expect(suzuki.part("pop")).to_have_count(0)

            # One key takes it, and both hear each other.
            await sato.page.keyboard.press("Alt+A")
            await expect(sato.part("callbar")).to_be_visible()
            await sato.hears(CALLER_TONE, seconds=15)
            await caller.hears(AGENT_TONE, seconds=15)

            # Mute, hold with music, resume.
            await sato.page.keyboard.press("Alt+M")
            await caller.no_longer_hears(AGENT_TONE)
            await sato.page.keyboard.press("Alt+M")
            await caller.hears(AGENT_TONE)
            await sato.page.keyboard.press("Alt+H")
            await caller.no_longer_hears(AGENT_TONE)
            await sato.page.keyboard.press("Alt+H")
            await caller.hears(AGENT_TONE)

            # A colleague looks at the same customer: what is changed here is there within a second.
            await suzuki.page.goto(sato.page.url)
            caller.hang_up()
            await caller.ended()

        await expect(sato.part("wrapup")).to_be_visible(timeout=10_000)
        assert sato.faults == []

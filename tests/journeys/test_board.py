"""The board is live: a supervisor sees who waits and what everybody does, without reloading."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Locator, expect

from tests.instance import Instance
from tests.journeys.outside import calling
from tests.journeys.seat import Seat, seat

SOON = 5000  # ms; how fast a push is, the bench `offer_push` measures


def support(watcher: Seat, figure: str) -> Locator:
    """A figure of the support queue's row."""
    return watcher.page.locator("[data-queue=appliances]").get_by_test_id(f"board-queue-{figure}")


async def test_a_supervisor_watches_a_call_wait_and_be_taken(
    centre: Instance, switch: str, agent_tone: Path, caller_tone: Path, tmp_path: Path
) -> None:
    async with seat(centre.url, agent_tone) as kobayashi, seat(centre.url, agent_tone) as sato:
        await kobayashi.sign_in("kobayashi@minato.example")
        await kobayashi.page.goto(f"{kobayashi.url}/queues")  # where it was before there was a board
        await expect(kobayashi.part("board")).to_be_visible()
        await sato.sign_in("sato@minato.example")
        await sato.page.goto(f"{sato.url}/queues")
        await sato.be("break")
        tile = kobayashi.part("board-person").filter(has_text="佐藤")
        await expect(tile).to_have_attribute("data-state", "break", timeout=SOON)

        async with calling(switch, "09012345678", "0120000315", caller_tone, tmp_path) as caller:
            await caller.answered()
            await expect(support(kobayashi, "waiting")).to_contain_text("1", timeout=20_000)
            # The longest wait is on top.
            await expect(kobayashi.part("board-queue").first).to_contain_text("家電サポート")
            await expect(kobayashi.part("board-longest")).to_contain_text("00:")
            waited = await support(kobayashi, "longest").inner_text()
            await expect(support(kobayashi, "longest")).not_to_have_text(waited, timeout=5000)  # it ticks
            await expect(kobayashi.page.get_by_text("受付可の人がいません")).to_be_visible()
            # A number opens who is behind it.
            await support(kobayashi, "waiting").get_by_role("button").click()
            await expect(kobayashi.part("stay-row")).to_contain_text("長谷川")
            await kobayashi.page.keyboard.press("Escape")

            await sato.be("ready")
            await expect(tile).to_have_attribute("data-state", "ready", timeout=SOON)
            await expect(support(kobayashi, "ready")).to_contain_text("1 / ", timeout=SOON)
            mine = sato.part("my-queues").locator("tr").filter(has_text="家電サポート").locator("td").nth(1)
            await expect(mine).to_have_text("1")
            await sato.part("accept").click()
            # Taken is not waiting: neither for the supervisor nor in the agent's own column, and it stays so.
            await expect(tile).to_have_attribute("data-state", "busy", timeout=SOON)
            await expect(tile).to_contain_text("長谷川", timeout=SOON)
            await expect(mine).to_have_text("0", timeout=SOON)
            await expect(support(kobayashi, "longest")).to_have_text("–", timeout=SOON)
            await expect(sato.part("call-hold")).to_be_enabled(timeout=SOON)
            await expect(mine).to_have_text("0")
            caller.hang_up()
            await caller.ended()
        await expect(tile).to_have_attribute("data-state", "wrap_up", timeout=5000)

        # A state narrows the people; the address keeps the choice.
        await kobayashi.part("board-show-wrap_up").click()
        await expect(kobayashi.part("board-person")).to_have_count(1)
        await kobayashi.page.reload()
        await expect(kobayashi.part("board-person")).to_have_count(1)
        assert kobayashi.faults == []
        assert sato.faults == []

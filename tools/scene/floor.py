"""The supervisor's morning: the live board, beside a talk, and the day before in figures."""

from __future__ import annotations

from contextlib import AsyncExitStack

from playwright.async_api import expect

from madoguchi.entrypoints.demo.http import STRANGER
from madoguchi.entrypoints.demo.seed.story import HOUSEHOLD
from tools.scene.camera import NOTE, SOON, Camera

BUSINESS = "0345670315"
OWN = {"ja": "佐藤", "en": "Emma"}
WAITS = 90_000
"""Milliseconds until somebody has waited for so long that the supervisor is told."""


async def board(camera: Camera) -> None:
    """Somebody talks, somebody pauses, others wait; the supervisor sees all of it, and steps beside the talk."""
    at = camera.at
    await camera.page.goto(at.url)
    await at.be("ready")
    async with AsyncExitStack() as stack:
        supervisor, suzuki, tanaka = [
            await stack.enter_async_context(camera.another(who)) for who in ("kobayashi", "suzuki", "tanaka")
        ]
        await suzuki.at.be("break")
        await tanaka.at.be("training")
        await stack.enter_async_context(camera.caller(camera.story))
        await camera.answer()
        await at.part("call-note").fill(NOTE[camera.language])
        for number, dialled in ((BUSINESS_CALLER, BUSINESS), (HOUSEHOLD, "0120000315"), (STRANGER, "0120000316")):
            await stack.enter_async_context(camera.calling(number.replace("+81", "0"), "delivery", dialled))
        theirs, page = supervisor.at, supervisor.page
        await page.goto(f"{at.url}/supervision")
        await expect(theirs.part("alert").first).to_be_visible(timeout=WAITS)
        await supervisor.shoot("50-board")
        await theirs.part("board-person").filter(has_text=OWN[camera.language]).click()
        await expect(theirs.part("monitor-whisper")).to_be_enabled(timeout=SOON)
        await supervisor.shoot("51-person")
        await page.keyboard.press("Alt+2")
        await expect(theirs.part("monitor-bar")).to_have_attribute("data-mode", "whisper", timeout=SOON)
        await page.keyboard.press("Escape")
        await expect(theirs.part("person")).to_have_count(0)
        await supervisor.shoot("52-whispering")
        await expect(at.part("call-beside")).to_be_visible(timeout=SOON)
        await camera.shoot("53-whispered-to")
        await theirs.part("monitor-leave").click()
        await at.part("call-hangup").click()
        await camera.wrap_up()
        await at.be("break")
        for colleague in (suzuki, tanaka):
            await colleague.at.be("offline")


async def reports(camera: Camera) -> None:
    """Yesterday, and what deserves a look."""
    async with camera.another("kobayashi") as supervisor:
        at = supervisor.at
        await supervisor.page.goto(f"{at.url}/reports")
        await expect(at.part("report-chart").locator("svg").first).to_be_visible(timeout=SOON)
        await expect(at.part("report-line").first).to_be_visible(timeout=SOON)
        await supervisor.shoot("54-report")
        await at.part("report-finding").first.click()
        await expect(at.part("finding-evidence").first).to_be_visible(timeout=SOON)
        await supervisor.shoot("55-finding")
        await supervisor.page.keyboard.press("Escape")
        await at.part("report-cell-abandoned").first.click()
        await expect(at.part("report-row").first).to_be_visible(timeout=SOON)
        await at.part("report-rows").scroll_into_view_if_needed()
        await supervisor.shoot("56-behind-a-figure")


BUSINESS_CALLER = "0356780123"

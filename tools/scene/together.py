"""More than two: a colleague asked aside, who sees it all before they answer, and a talk of three."""

from __future__ import annotations

from playwright.async_api import expect

from tools.scene.camera import NOTE, SOON, Camera

COLLEAGUE, NAMED = "suzuki", "鈴木 健一"
QUESTION = {
    "ja": "防振ゴムの在庫と、最短の訪問日を教えてください。",
    "en": "Is the door seal in stock, and when is the first visit?",
}


async def together(camera: Camera) -> None:
    """Ask aside, then bring everybody together."""
    at, page = camera.at, camera.page
    await page.goto(at.url)
    await at.be("ready")
    async with camera.another(COLLEAGUE) as colleague, camera.caller(camera.story):
        await colleague.at.be("ready")
        await camera.answer()
        await at.part("call-note").fill(NOTE[camera.language])
        await at.part("call-note-write").click()
        await camera.talked(6)
        await page.keyboard.press("Alt+T")
        await at.part("transfer-to").filter(has_text=NAMED).click()
        await at.part("transfer-note").fill(QUESTION[camera.language])
        await camera.shoot("40-transfer")
        await at.part("transfer-go").click()
        await expect(colleague.at.part("pop-name")).to_be_visible(timeout=SOON)
        await expect(colleague.at.part("contact-notes")).to_be_visible(timeout=SOON)
        await colleague.shoot("41-asked-aside")
        await colleague.page.keyboard.press("Alt+A")
        await expect(at.part("consult")).to_have_attribute("data-state", "aside", timeout=SOON)
        await expect(at.part("consult-merge")).to_be_enabled(timeout=SOON)
        await camera.shoot("42-consulting")
        await page.keyboard.press("Alt+J")
        await expect(at.part("call-parties")).to_contain_text("3", timeout=SOON)
        await expect(at.part("callbar")).to_have_attribute("data-state", "talking", timeout=SOON)
        await at.part("call-parties").click()
        await expect(at.part("party-row")).to_have_count(3)
        await camera.shoot("43-conference")
        await page.keyboard.press("Escape")
        await colleague.at.part("call-hangup").click()
        await colleague.wrap_up()
        await colleague.at.be("offline")
        await at.part("call-hangup").click()
    await camera.wrap_up()

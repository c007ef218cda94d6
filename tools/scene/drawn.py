"""What an administrator draws: the road of a call, and a caller tried on it before it is published."""

from __future__ import annotations

from playwright.async_api import expect

from tools.scene.camera import SOON, Camera

MAIN = "代表番号"


async def flow(camera: Camera) -> None:
    """The flow of the main number: hours, menu, skills, lines, a callback, a message; a caller presses 1."""
    async with camera.another("admin") as administrator:
        at, page = administrator.at, administrator.page
        await page.goto(f"{at.url}/admin/flows")
        await at.part("flow-row").filter(has_text=MAIN).click()
        await expect(at.part("step-menu")).to_be_visible(timeout=SOON)
        await at.part("step-menu").click()
        await expect(at.part("flow-inspector")).to_be_visible(timeout=SOON)
        for _ in range(4):
            await page.locator(".react-flow__controls-zoomin").click()
        await administrator.shoot("60-flow")
        await page.locator(".react-flow__controls-fitview").click()
        await at.part("flow-test").click()
        await at.part("flow-test-press").click()
        await at.part("flow-test-digits").fill("1")
        await at.part("flow-test-at").click()
        await page.get_by_role("button").filter(has_text=IN_HOURS[camera.language]).click()
        await page.keyboard.press("Escape")
        await at.part("flow-test-call").click()
        await expect(at.part("flow-test-end")).to_be_visible(timeout=SOON)
        await at.part("flow-test-path").scroll_into_view_if_needed()
        await administrator.shoot("61-flow-tried")


IN_HOURS = {"ja": "明日", "en": "Tomorrow"}

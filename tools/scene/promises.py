"""What is owed: calls promised and missed, a time booked for one, and a case that second line looks at."""

from __future__ import annotations

from playwright.async_api import expect

from tools.scene.camera import SOON, Camera

ABOUT = {"ja": "見積書の内容を確認して折り返し", "en": "Go through the estimate before calling back"}
ASKED = {
    "ja": "無償交換の対象になるか、写真を見て判断してほしい。",
    "en": "Is this covered? Please judge from the photographs.",
}
FOUND = {
    "ja": "保証の対象。部品は月曜に届くため、火曜に訪問できます。",
    "en": "It is covered. The part comes on Monday.",
}
LINE = {"ja": "家電サポート", "en": "Appliance support"}


async def promises(camera: Camera) -> None:
    """Everything that is promised, and one more by appointment."""
    at, page = camera.at, camera.page
    await page.goto(f"{at.url}/callbacks?who=all")
    await expect(at.part("callback-row").first).to_be_visible(timeout=SOON)
    await camera.shoot("44-callbacks")
    await page.goto(f"{at.url}/callbacks")
    await at.part("callback-add").click()
    await at.part("callback-to").fill("03-5550-1234")
    await at.part("callback-queue").click()
    await page.get_by_role("option", name=LINE[camera.language]).click()
    await at.part("callback-slot").locator("visible=true").nth(2).click()
    await at.part("callback-text").fill(ABOUT[camera.language])
    await at.part("callback-to").scroll_into_view_if_needed()
    await camera.shoot("45-booking")
    await page.keyboard.press("Escape")


async def second_line(camera: Camera) -> None:
    """A case goes to somebody who knows more, with a question and a time; it comes back with what they found."""
    at, page = camera.at, camera.page
    await page.goto(f"{at.url}/cases")
    await page.locator("tbody tr").first.click()
    await at.part("second-line-ask").click()
    await at.part("second-line-person").click()
    await page.get_by_role("option", name="田中 翔").click()
    await at.part("second-line-due").click()
    await page.get_by_role("dialog").get_by_role("button").filter(has_text=TOMORROW[camera.language]).click()
    await page.keyboard.press("Escape")
    await at.part("second-line-text").fill(ASKED[camera.language])
    await camera.shoot("46-second-line")
    await at.part("second-line-form-save").click()
    await at.part("second-line-back").first.click(timeout=SOON)
    await at.part("hand-back-text").fill(FOUND[camera.language])
    await camera.shoot("47-hand-back")
    await page.keyboard.press("Escape")


TOMORROW = {"ja": "明日", "en": "Tomorrow"}

"""One agent and one caller: the call from the first ring to the timeline, the ways off it, and what is around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from playwright.async_api import expect

from madoguchi.entrypoints.demo.http import STRANGER
from madoguchi.entrypoints.demo.seed import PASSWORD
from madoguchi.entrypoints.demo.seed.story import HOUSEHOLD
from tools.scene.camera import NOTE, SOON, Camera

ADMINISTRATOR = "admin@minato.example"
CASE = re.compile(r"/cases/[0-9a-f-]{36}")
NAMES = {"ja": "長谷川 美咲", "en": "Daniel Miller"}
OVERDUE = {"ja": "超過", "en": "overdue"}
LOCK = """async () => {
  const { csrf } = await (await fetch('/api/v1/session')).json();
  await fetch('/api/v1/session/lock', { method: 'POST', headers: { 'X-CSRF-Token': csrf } });
}"""


async def arrive(camera: Camera) -> None:
    """The front door."""
    await camera.page.goto(camera.at.url)
    await expect(camera.at.part("signin-email")).to_be_visible()
    await camera.shoot("01-sign-in")


async def the_call(camera: Camera) -> None:
    """From the first ring to the timeline."""
    at, page = camera.at, camera.page
    await at.be("ready")
    await expect(at.part("tour")).to_be_visible(timeout=SOON)
    await camera.shoot("02-ready")
    async with camera.caller(camera.story):
        await camera.shoot("03-ringing")
        await camera.answer()
        await at.part("call-note").fill(NOTE[camera.language])
        await camera.talked(9)
        await camera.shoot("04-talking")
        await at.part("case-status").first.click()
        await page.get_by_role("option").nth(2).click()
        await page.get_by_role("tab").nth(1).click()
        await camera.shoot("05-case-and-holdings")
        await page.keyboard.press("Alt+H")
        await expect(at.part("callbar")).to_have_attribute("data-state", "held", timeout=SOON)
        await page.get_by_role("tab").nth(2).click()
        await page.wait_for_timeout(2500)  # so that the record has seconds on hold to show
        await camera.shoot("06-on-hold")
        await page.keyboard.press("Alt+H")
        await expect(at.part("callbar")).to_have_attribute("data-state", "talking", timeout=SOON)
        await at.part("call-hangup").click()
    await camera.wrap_up(picture="07-wrap-up")
    await _after(camera)


async def _after(camera: Camera) -> None:
    """Where the call is found afterwards: history, the contact, the customer's timeline, the case, the tasks."""
    at, page = camera.at, camera.page
    await page.goto(f"{at.url}/history")
    await expect(at.part("history-row").first).to_be_visible(timeout=SOON)
    await camera.shoot("08-history")
    await at.part("history-row").first.locator("a").first.click()
    await expect(at.part("contact-title")).to_be_visible(timeout=SOON)
    camera.contact = page.url
    await camera.shoot("09-contact")
    await at.part("contact-title").locator("a").click()
    await expect(at.part("customer-title")).to_be_visible(timeout=SOON)
    await camera.shoot("10-customer")
    await page.locator("a[href^='/cases/0']").locator("visible=true").first.click()
    await expect(page).to_have_url(CASE)
    await camera.shoot("11-case")
    await page.goto(f"{at.url}/tasks")
    await expect(page.locator("tbody tr").first).to_be_visible(timeout=SOON)
    await camera.shoot("12-tasks")


async def side_roads(camera: Camera) -> None:
    """Unknown, several on one number, withheld, not answered."""
    at, page = camera.at, camera.page
    await page.goto(at.url)
    await at.be("ready")
    async with camera.caller(STRANGER, "delivery"):
        await camera.shoot("20-unknown")
        await page.keyboard.press("Alt+N")
        await expect(at.part("new-name")).to_be_visible()
        await camera.shoot("21-new-customer")
        await _turn_away(camera)
    async with camera.caller(HOUSEHOLD.replace("+81", "0"), "delivery"):
        await camera.shoot("22-several")
        await _turn_away(camera)
    async with camera.caller("184", "thanks"):
        await camera.shoot("23-withheld")
        await expect(at.part("missed")).to_be_visible(timeout=40_000)
        await camera.shoot("24-not-answered")
    await at.part("missed-ready").click()


async def _turn_away(camera: Camera) -> None:
    """Decline, and be ready for the next."""
    await camera.at.part("decline").click()
    await expect(camera.at.part("pop")).to_have_count(0, timeout=SOON)
    if await camera.at.part("missed-ready").count():
        await camera.at.part("missed-ready").click()
    elif await camera.at.part("idle-ready").count():
        await camera.at.part("idle-ready").click()


async def overdue(camera: Camera) -> None:
    """A wrap-up that outlives its time: the form stays owed."""
    at = camera.at
    await at.be("ready")
    with quick_wrap_up(at.url):
        async with camera.caller(camera.story):
            await camera.answer()
            await at.part("call-hangup").click()
        await expect(at.part("wrapup-timer")).to_be_visible(timeout=SOON)
        await at.part("wrapup-asked").fill(NOTE[camera.language])
        await expect(at.part("presence")).to_contain_text(OVERDUE[camera.language], timeout=40_000)
        await camera.shoot("25-overdue")
        await camera.wrap_up()


async def dial(camera: Camera) -> None:
    """Click-to-dial: a number on screen is pressed, the customer is there before they answer."""
    at, page = camera.at, camera.page
    await at.be("ready")
    await page.goto(f"{at.url}/customers")
    await at.part("search-open").click()
    await page.get_by_role("dialog").get_by_test_id("customer-search").fill(NAMES[camera.language])
    await page.get_by_role("dialog").get_by_test_id("customer-search-result").first.click()
    await at.part("customer-call").click()
    await page.locator("nav a").nth(1).click()
    await expect(at.part("callbar")).to_be_visible(timeout=SOON)
    await camera.shoot("13-click-to-dial")
    await at.part("call-hangup").click()
    await camera.wrap_up()


async def around(camera: Camera) -> None:
    """The help sheet and the lock."""
    at, page = camera.at, camera.page
    await page.goto(at.url)
    await expect(at.part("presence")).to_be_visible()
    await page.keyboard.press("?")
    await camera.shoot("70-keys")
    await page.keyboard.press("Escape")
    await at.be("offline")
    await page.evaluate(LOCK)
    await page.reload()
    await expect(at.part("lock")).to_be_visible(timeout=SOON)
    await camera.shoot("71-lock")
    await at.part("lock-password").fill(PASSWORD)
    await at.part("lock-submit").click()
    await expect(at.part("presence")).to_be_visible(timeout=SOON)


async def recording(camera: Camera) -> None:
    """After `the_call`: a supervisor opens the call of the story, and may play it."""
    async with camera.another("kobayashi") as supervisor:
        at = supervisor.at
        await supervisor.page.goto(camera.contact)
        await expect(at.part("recording-play")).to_be_visible(timeout=SOON)
        await supervisor.shoot("14-recording")


@contextmanager
def quick_wrap_up(url: str) -> Iterator[None]:
    """Let wrap-ups end after the shortest time that a rule allows, as an administrator may."""
    with httpx.Client(base_url=f"{url}/api/v1", timeout=20) as client:
        signed = client.post("/session", json={"email": ADMINISTRATOR, "password": PASSWORD}).raise_for_status()
        client.headers.update({"X-CSRF-Token": signed.json()["csrf"], "Origin": url})
        rule = next(
            each
            for each in client.get("/wrapup-rules").raise_for_status().json()
            if not each.get("line_of_business_id")
        )
        before = {name: rule[name] for name in ("seconds", "extend_seconds", "extensions", "required", "reason_depth")}

        def put(form: dict[str, object], version: int) -> int:
            answer = client.put("/wrapup-rules", json=form, headers={"If-Match": f'"{version}"'}).raise_for_status()
            return int(answer.json()["version"])

        version = put({**before, "seconds": 10}, rule["version"])
        try:
            yield
        finally:
            put(before, version)

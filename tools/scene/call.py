"""The scene, photographed: `python -m tools.scene` lives it in a real browser with a real SIP phone, in both languages.

A fresh demonstration centre is started; every step becomes `docs/scene/<step>-<ja|en>.png` (1280 × 800; Japanese in
light, English in dark colours), and the pages that show them in order are written from the same list. With `--url` and
`--data` a centre that runs already is used; `--out` puts the pictures elsewhere, `--size` makes them larger.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import httpx
from playwright.async_api import expect

from madoguchi.entrypoints.demo.calling import SOUNDS, STORY_CALLER, STORY_NUMBER, Caller, ring, sip_address
from madoguchi.entrypoints.demo.http import STRANGER
from madoguchi.entrypoints.demo.seed import PASSWORD
from madoguchi.entrypoints.demo.seed.story import EMMA_CALLER, HOUSEHOLD
from tests.instance import Instance
from tests.journeys.seat import Seat, seat
from tools.scene_pages import OUT, write_pages

AGENT = {"ja": "sato@minato.example", "en": "emma@minato.example"}
ADMINISTRATOR = "admin@minato.example"
SOON = 15_000


class Camera:
    """One language's walk through the scene at one seat."""

    def __init__(self, at: Seat, switch: str, out: Path, language: str) -> None:
        self.at = at
        self.page = at.page
        self.switch = switch
        self.out = out
        self.language = language
        self.contact = ""
        self.story = EMMA_CALLER.replace("+81", "0") if language == "en" else STORY_CALLER

    async def shoot(self, step: str) -> None:
        """Wait until the page is still, and keep what it shows."""
        await self.page.evaluate("document.fonts.ready")
        await expect(self.page.locator(".mantine-Skeleton-root")).to_have_count(0, timeout=SOON)
        await self.page.wait_for_timeout(700)  # drawers and tabs have slid into place
        await self.page.screenshot(path=self.out / f"{step}-{self.language}.png")
        print(f"{step}-{self.language}", flush=True)

    @asynccontextmanager
    async def caller(self, number: str, says: str = "repair") -> AsyncIterator[None]:
        """Somebody calls the story's number, and is seen ringing."""
        calling = asyncio.create_task(ring(self.switch, Caller(number, STORY_NUMBER, says, self.language)))
        try:
            await expect(self.at.part("pop")).to_be_visible(timeout=30_000)
            yield
        finally:
            calling.cancel()
            with suppress(asyncio.CancelledError):
                await calling

    async def arrive(self) -> None:
        """Sign in, in this language and these colours."""
        await self.page.goto(self.at.url)
        await expect(self.at.part("signin-email")).to_be_visible()
        await self.shoot("01-sign-in")
        await self.at.sign_in(AGENT[self.language])
        await self.my_colours()

    async def my_colours(self) -> None:
        """Japanese in light, English in dark, as a person chooses it."""
        await self.at.part("user-menu").click()
        await self.page.get_by_text("日本語" if self.language == "ja" else "English", exact=True).click()
        await self.page.get_by_text("ライト" if self.language == "ja" else "Dark", exact=True).click()
        await self.page.keyboard.press("Escape")

    async def the_call(self) -> None:
        """Steps 1 to 7: from the first ring to the timeline."""
        at, page = self.at, self.page
        await at.be("ready")
        await expect(at.part("tour")).to_be_visible(timeout=SOON)
        await self.shoot("02-ready")
        async with self.caller(self.story):
            await self.shoot("03-ringing")
            await page.keyboard.press("Alt+A")
            await expect(at.part("callbar")).to_have_attribute("data-state", "talking", timeout=SOON)
            await at.part("call-note").fill(NOTE[self.language])
            await self.talked(9)
            await self.shoot("04-talking")
            await at.part("case-status").first.click()
            await page.get_by_role("option").nth(2).click()
            await page.get_by_role("tab").nth(1).click()
            await self.shoot("05-case-and-holdings")
            await page.keyboard.press("Alt+H")
            await expect(at.part("callbar")).to_have_attribute("data-state", "held", timeout=SOON)
            await page.get_by_role("tab").nth(2).click()
            await self.page.wait_for_timeout(2500)  # so that the record has seconds on hold to show
            await self.shoot("06-on-hold")
            await page.keyboard.press("Alt+H")
            await expect(at.part("callbar")).to_have_attribute("data-state", "talking", timeout=SOON)
            await at.part("call-hangup").click()
        await self.wrap_up(picture="07-wrap-up")
        await self.after()

    async def talked(self, seconds: int) -> None:
        """Let the caller speak until the call's timer shows so much."""
        await self.page.wait_for_function(
            "s => { const at = document.querySelector('[data-testid=call-timer]').textContent.split(':');"
            " return Number(at[0]) * 60 + Number(at[1]) >= s; }",
            arg=seconds,
            timeout=60_000,
        )

    async def wrap_up(self, picture: str = "") -> None:
        """Fill in the form as an agent would, and be ready again."""
        at, page = self.at, self.page
        await expect(at.part("wrapup-reason")).to_be_visible(timeout=SOON)
        await at.part("wrapup-reason").fill(REASON[self.language])
        await page.get_by_role("option").first.click()
        await at.part("wrapup-done").fill(DONE[self.language])
        await at.part("wrapup-resolution").locator("label").nth(1).click()
        await at.part("wrapup-next-callback").click()
        if picture:
            await self.shoot(picture)
        await page.keyboard.press("Alt+Enter")
        await expect(at.part("wrapup")).to_have_count(0, timeout=SOON)

    async def after(self) -> None:
        """Where the call is found afterwards: history, the contact, the customer's timeline, the case, the tasks."""
        at, page = self.at, self.page
        await page.goto(f"{at.url}/history")
        await expect(at.part("history-row").first).to_be_visible(timeout=SOON)
        await self.shoot("08-history")
        row = at.part("history-row").first
        await row.locator("a").first.click()
        await expect(at.part("contact-title")).to_be_visible(timeout=SOON)
        self.contact = page.url
        await self.shoot("09-contact")
        await at.part("contact-title").locator("a").click()
        await expect(at.part("customer-title")).to_be_visible(timeout=SOON)
        await self.shoot("10-customer")
        await page.locator("a[href^='/cases/0']").locator("visible=true").first.click()
        await expect(page).to_have_url(CASE)
        await self.shoot("11-case")
        await page.goto(f"{at.url}/tasks")
        await expect(page.locator("tbody tr").first).to_be_visible(timeout=SOON)
        await self.shoot("12-tasks")

    async def side_roads(self) -> None:
        """Unknown, several on one number, withheld, not answered."""
        at, page = self.at, self.page
        await page.goto(at.url)
        await at.be("ready")
        async with self.caller(STRANGER, "delivery"):
            await self.shoot("20-unknown")
            await page.keyboard.press("Alt+N")
            await expect(at.part("new-name")).to_be_visible()
            await self.shoot("21-new-customer")
            await self.turn_away()
        async with self.caller(HOUSEHOLD.replace("+81", "0"), "delivery"):
            await self.shoot("22-several")
            await self.turn_away()
        async with self.caller("184", "thanks"):
            await self.shoot("23-withheld")
            await expect(at.part("missed")).to_be_visible(timeout=40_000)
            await self.shoot("24-not-answered")
        await at.part("missed-ready").click()

    async def turn_away(self) -> None:
        """Decline, and be ready for the next."""
        await self.at.part("decline").click()
        await expect(self.at.part("pop")).to_have_count(0, timeout=SOON)
        if await self.at.part("missed-ready").count():
            await self.at.part("missed-ready").click()
        elif await self.at.part("idle-ready").count():
            await self.at.part("idle-ready").click()

    async def overdue(self) -> None:
        """A wrap-up that outlives its time: the form stays owed."""
        at = self.at
        await at.be("ready")
        with quick_wrap_up(at.url):
            async with self.caller(self.story):
                await self.page.keyboard.press("Alt+A")
                await expect(at.part("callbar")).to_have_attribute("data-state", "talking", timeout=SOON)
                await at.part("call-hangup").click()
            await expect(at.part("wrapup-timer")).to_be_visible(timeout=SOON)
            await at.part("wrapup-asked").fill(NOTE[self.language])
            await expect(at.part("presence")).to_contain_text(OVERDUE[self.language], timeout=40_000)
            await self.shoot("25-overdue")
            await self.wrap_up()

    async def dial(self) -> None:
        """Click-to-dial: a number on screen is pressed, the customer is there before they answer."""
        at, page = self.at, self.page
        await at.be("ready")
        await page.goto(f"{at.url}/customers")
        await at.part("search-open").click()
        await page.get_by_role("dialog").get_by_test_id("customer-search").fill(NAMES[self.language])
        await page.get_by_role("dialog").get_by_test_id("customer-search-result").first.click()
        await at.part("customer-call").click()
        await page.locator("nav a").nth(1).click()
        await expect(at.part("callbar")).to_be_visible(timeout=SOON)
        await self.shoot("13-click-to-dial")
        await at.part("call-hangup").click()
        await self.wrap_up()

    async def around(self) -> None:
        """The help sheet and the lock."""
        at, page = self.at, self.page
        await page.goto(at.url)
        await expect(at.part("presence")).to_be_visible()
        await page.keyboard.press("?")
        await self.shoot("30-keys")
        await page.keyboard.press("Escape")
        await at.be("offline")
        await page.evaluate(LOCK)
        await page.reload()
        await expect(at.part("lock")).to_be_visible(timeout=SOON)
        await self.shoot("31-lock")
        await at.part("lock-password").fill(PASSWORD)
        await at.part("lock-submit").click()
        await expect(at.part("presence")).to_be_visible(timeout=SOON)

    async def listen(self) -> None:
        """After `the_call`: a supervisor opens the call of the story, and may play it."""
        at, page = self.at, self.page
        await at.part("user-menu").click()
        await at.part("sign-out").click()
        await at.sign_in("kobayashi@minato.example")
        await self.my_colours()
        await page.goto(self.contact)
        await expect(at.part("recording-play")).to_be_visible(timeout=SOON)
        await self.shoot("14-recording")


CASE = re.compile(r"/cases/[0-9a-f-]{36}")
NOTE = {"ja": "訪問修理の翌日から同じ異音。夜に大きくなる。", "en": "The drum light stays on since yesterday evening."}
DONE = {"ja": "無償の再訪問を手配。木曜の午前をご希望。", "en": "Arranged a visit on Thursday morning, free of charge."}
REASON = {"ja": "異音", "en": "error code"}
NAMES = {"ja": "長谷川 美咲", "en": "Daniel Miller"}
LOCK = """async () => {
  const { csrf } = await (await fetch('/api/v1/session')).json();
  await fetch('/api/v1/session/lock', { method: 'POST', headers: { 'X-CSRF-Token': csrf } });
}"""
OVERDUE = {"ja": "超過", "en": "overdue"}


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


async def walk(url: str, switch: str, out: Path, size: tuple[int, int], languages: list[str], parts: list[str]) -> None:
    """Photograph the parts that are asked for."""
    out.mkdir(parents=True, exist_ok=True)
    for language in languages:
        locale = "ja-JP" if language == "ja" else "en-GB"
        tone = SOUNDS / f"thanks-{language}.wav"  # what the agent's microphone hears, again and again
        async with seat(url, tone, locale=locale, dark=language == "en", zone="Asia/Tokyo") as at:
            await at.page.set_viewport_size({"width": size[0], "height": size[1]})
            camera = Camera(at, switch, out, language)
            await camera.arrive()
            for part in parts:
                await getattr(camera, part)()
            if at.faults:
                sys.exit(f"the page failed: {at.faults}")


PARTS = ["the_call", "dial", "side_roads", "overdue", "around", "listen"]


def main() -> None:
    """Live the scene and write its pages."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--url")
    asked.add_argument("--data", type=Path)
    asked.add_argument("--out", type=Path, default=OUT)
    asked.add_argument("--size", default="1280x800")
    asked.add_argument("--languages", default="ja,en")
    asked.add_argument("--parts", default=",".join(PARTS))
    given = asked.parse_args()
    width, height = (int(each) for each in given.size.split("x"))
    rest = (given.out, (width, height), given.languages.split(","), given.parts.split(","))
    if given.url:
        asyncio.run(walk(given.url, sip_address(given.data), *rest))
    else:
        centre = Instance(MADOGUCHI_TELEPHONY="asterisk").start()
        try:
            asyncio.run(walk(centre.url, sip_address(centre.folder / "data"), *rest))
        finally:
            centre.remove()
    if given.out == OUT:
        write_pages()


if __name__ == "__main__":
    main()

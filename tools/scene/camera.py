"""One language's camera at one seat: it waits until a page is still, and keeps what it shows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from playwright.async_api import expect

from madoguchi.entrypoints.demo.calling import SOUNDS, STORY_CALLER, STORY_NUMBER, Caller, ring
from madoguchi.entrypoints.demo.seed.story import EMMA_CALLER
from tests.journeys.seat import Seat, seat

AGENT = {"ja": "sato", "en": "emma"}
SOON = 45_000
NOTE = {"ja": "訪問修理の翌日から同じ異音。夜に大きくなる。", "en": "The drum light stays on since yesterday evening."}
DONE = {"ja": "無償の再訪問を手配。木曜の午前をご希望。", "en": "Arranged a visit on Thursday morning, free of charge."}
REASON = {"ja": "異音", "en": "error code"}
PREFER = """async wishes => {
  const { csrf } = await (await fetch('/api/v1/session')).json();
  const headers = { 'X-CSRF-Token': csrf, 'Content-Type': 'application/json' };
  await fetch('/api/v1/session/preferences', { method: 'PATCH', headers, body: JSON.stringify(wishes) });
}"""


class Camera:
    """`out`: where the pictures go; `size`: of the window; `switch`: `host:port` of the centre's SIP."""

    def __init__(self, at: Seat, switch: str, out: Path, language: str, size: tuple[int, int]) -> None:
        self.at = at
        self.page = at.page
        self.switch = switch
        self.out = out
        self.language = language
        self.size = size
        self.contact = ""
        self.story = EMMA_CALLER.replace("+81", "0") if language == "en" else STORY_CALLER

    async def shoot(self, step: str) -> None:
        """Wait until the page is still, and keep what it shows."""
        await self.page.evaluate("document.fonts.ready")
        await expect(self.page.locator(".mantine-Skeleton-root")).to_have_count(0, timeout=SOON)
        await self.page.wait_for_timeout(700)  # drawers and tabs have slid into place
        if await self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            print(f"{step}-{self.language} is wider than the window", flush=True)
        await self.page.screenshot(path=self.out / f"{step}-{self.language}.png")
        print(f"{step}-{self.language}", flush=True)

    @asynccontextmanager
    async def another(self, who: str) -> AsyncIterator[Camera]:
        """Somebody else at a seat of their own, in the same language and colours."""
        async with camera(self.at.url, self.switch, self.out, self.language, self.size) as made:
            await made.sign_in(who)
            yield made

    @asynccontextmanager
    async def calling(self, number: str, says: str = "repair", dialled: str = STORY_NUMBER) -> AsyncIterator[None]:
        """Somebody calls until they hang up."""
        call = asyncio.create_task(ring(self.switch, Caller(number, dialled, says, self.language)))
        try:
            yield
        finally:
            call.cancel()
            with suppress(asyncio.CancelledError):
                await call

    @asynccontextmanager
    async def caller(self, number: str, says: str = "repair") -> AsyncIterator[None]:
        """Somebody calls the story's number, and is seen ringing."""
        async with self.calling(number, says):
            await expect(self.at.part("pop")).to_be_visible(timeout=30_000)
            yield

    async def sign_in(self, who: str) -> None:
        """Come in, in this language and these colours."""
        await self.at.sign_in(f"{who}@minato.example")
        await self.my_colours()

    async def sign_out(self) -> None:
        """Leave the seat to somebody else."""
        await self.at.part("user-menu").click()
        await self.at.part("sign-out").click()
        await expect(self.at.part("signin-email")).to_be_visible(timeout=SOON)

    async def my_colours(self) -> None:
        """Japanese in light, English in dark, kept as this person's own."""
        theme = "light" if self.language == "ja" else "dark"
        await self.page.evaluate(PREFER, {"locale": self.language, "theme": theme})
        await self.page.reload()
        await expect(self.at.part("presence")).to_be_visible(timeout=SOON)

    async def answer(self) -> None:
        """Take what rings, and talk."""
        await self.page.keyboard.press("Alt+A")
        await expect(self.at.part("callbar")).to_have_attribute("data-state", "talking", timeout=SOON)
        await expect(self.at.part("call-hold")).to_be_enabled(timeout=SOON)

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
        await page.get_by_role("option").filter(has_text=REASON[self.language]).first.click()
        await at.part("wrapup-done").fill(DONE[self.language])
        await at.part("wrapup-resolution").locator("label").nth(1).click()
        await at.part("wrapup-next-callback").click()
        if picture:
            await self.shoot(picture)
        await page.keyboard.press("Alt+Enter")
        await expect(at.part("wrapup")).to_have_count(0, timeout=SOON)


@asynccontextmanager
async def camera(url: str, switch: str, out: Path, language: str, size: tuple[int, int]) -> AsyncIterator[Camera]:
    """A seat with a camera; its microphone hears a sentence, again and again."""
    locale = "ja-JP" if language == "ja" else "en-GB"
    tone = SOUNDS / f"thanks-{language}.wav"
    async with seat(url, tone, locale=locale, dark=language == "en", zone="Asia/Tokyo") as at:
        await at.page.set_viewport_size({"width": size[0], "height": size[1]})
        yield Camera(at, switch, out, language, size)
        if at.faults:
            raise SystemExit(f"the page failed: {at.faults}")

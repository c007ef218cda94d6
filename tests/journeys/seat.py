"""Somebody's seat: a real browser at the desk, with a microphone that sings one tone, and ears that we can measure."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from madoguchi.entrypoints.demo.seed import PASSWORD

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream", "--autoplay-policy=no-user-gesture-required",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
)  # fmt: skip
EARS = """
(() => {
  const Peer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Peer {
    constructor(...given) {
      super(...given);
      this.addEventListener('track', ({ track }) => {
        const context = new AudioContext();
        const analyser = context.createAnalyser();
        analyser.fftSize = 8192;
        context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
        context.resume();
        window.__ears = { context, analyser };
      });
    }
  };
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  // A pure tone is noise to the browser's speech filters: the test's microphone goes without them.
  devices.getUserMedia = () => ask({
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false }, video: false,
  });
  // How loud the loudest sound within a few Hertz is, in decibels; null while nothing is heard at all.
  window.__level = hertz => {
    if (!window.__ears) return null;
    const { context, analyser } = window.__ears;
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const width = context.sampleRate / analyser.fftSize;
    return Math.max(...bins.slice(Math.floor((hertz - 10) / width), Math.ceil((hertz + 10) / width) + 1));
  };
  window.__loudest = () => {
    if (!window.__ears) return null;
    const { context, analyser } = window.__ears;
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    let best = 1;
    for (let i = 1; i < bins.length; i++) if (bins[i] > bins[best]) best = i;
    return { hertz: best * context.sampleRate / analyser.fftSize, decibels: bins[best] };
  };
})();
"""


class Seat:
    """One person at one browser."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def part(self, test_id: str) -> Locator:
        """The element that carries this test id."""
        return self.page.get_by_test_id(test_id)

    async def sign_in(self, email: str) -> Seat:
        """Come in by the front door."""
        await self.page.goto(self.url)
        await self.part("signin-email").fill(email)
        await self.part("signin-password").fill(PASSWORD)
        await self.part("signin-submit").click()
        await expect(self.part("presence")).to_be_visible(timeout=20_000)  # the whole desk is fetched and painted first
        return self

    async def be(self, presence: str) -> Seat:
        """Choose a presence: "ready", "break", "offline" …"""
        await self.part("presence").click()
        await self.part(f"presence-{presence}").click()
        return self

    async def is_now(self, presence: str, shown: str) -> None:
        """Choose a presence, and wait until the desk says so."""
        await self.be(presence)
        await expect(self.part("presence")).to_contain_text(shown)

    async def opens(self, link: Locator) -> None:
        """Go where a link on somebody else's screen leads."""
        address = await link.get_attribute("href")
        assert address is not None
        await self.page.goto(f"{self.url}{address}")

    async def hears(self, hertz: float, tolerance: float = 15, seconds: float = 8) -> None:
        """Wait until the loudest thing in the headset is `hertz`."""
        await self.page.wait_for_function(
            f"() => {{ const h = window.__loudest(); return h && h.decibels > -60"
            f" && Math.abs(h.hertz - {hertz}) < {tolerance} }}",
            timeout=seconds * 1000,
        )

    async def hears_each(self, *hertz: float, but: tuple[float, ...] = (), seconds: float = 30) -> None:
        """Wait until all of `hertz` are in the headset together, and none of `but`."""
        wanted = " && ".join(
            [f"window.__level({tone}) > -55" for tone in hertz] + [f"window.__level({tone}) < -65" for tone in but]
        )
        try:
            await self.page.wait_for_function(f"() => window.__ears && {wanted}", timeout=seconds * 1000)
        except PlaywrightTimeout:
            levels = {tone: await self.page.evaluate(f"window.__level({tone})") for tone in (*hertz, *but)}
            raise AssertionError(f"heard, in decibels: {levels}; wanted {hertz} and none of {but}") from None

    async def talks_on(self, seconds: int) -> None:
        """Wait until the call's timer has gone on by so many seconds."""
        timer = "(() => { const [m, s] = document.querySelector('[data-testid=call-timer]').textContent.split(':');"
        timer += " return Number(m) * 60 + Number(s); })()"
        began = await self.page.evaluate(timer)
        await self.page.wait_for_function(f"() => {timer} >= {began + seconds}", timeout=(seconds + 15) * 1000)


@asynccontextmanager
async def seat(
    url: str, tone: Path, *, locale: str = "ja-JP", dark: bool = False, zone: str | None = None
) -> AsyncIterator[Seat]:
    """A browser of its own whose microphone sings the WAV file `tone`; `zone` is its time zone (IANA name)."""
    async with async_playwright() as play:
        browser = await play.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                *FLAGS,
                f"--use-file-for-fake-audio-capture={tone}",
                *(["--ignore-certificate-errors"] if url.startswith("https:") else []),
            ],
        )
        context = await browser.new_context(
            viewport={"width": 1440, "height": 900},
            locale=locale,
            timezone_id=zone,
            color_scheme="dark" if dark else "light",
        )
        await context.add_init_script(EARS)
        try:
            yield Seat(await context.new_page(), url)
        finally:
            await browser.close()

"""Navigation to the supervisor's board → the list of all people painted, in a real browser, over a centre at work.

The centre is that of `wallboard`: 500 agents in 20 queues, in the middle of a day of 20,000 calls. A supervisor who is
signed in opens the board's address; the browser reads its own clock in the first frame after the last person stands in
the page. Once as on every morning (the desk's files lie in the browser already), and once with an empty browser.
"""

from __future__ import annotations

import os
from contextlib import AsyncExitStack

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from bench.callcentre import make_hall
from bench.casework import inside
from bench.frame import Load, Place, Report, say
from bench.wallboard import QUEUES, TAKEN_EACH, at_work
from madoguchi import access
from madoguchi.access import Profile, hash_password
from madoguchi.kit.db import unit
from tests.journeys.seat import CHROMIUM, FLAGS

SIZE = "500"
OPENINGS, WARM_UP, EMPTY, CPU = 20, 3, 5, 3
SUPERVISOR = "supervisor@example.jp"
NAMES = "update app_user set name = '担当 ' || lpad(name, 4, '0') where tenant_id = $1 and state = 'invited'"
WATCH = """
(() => {
  window.__painted = null;
  const look = () => {
    if (document.querySelectorAll('[data-testid="board-person"]').length < %d) return;
    watching.disconnect();
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => { window.__painted = performance.now(); };
      after.port2.postMessage(0);
    });
  };
  const watching = new MutationObserver(look);
  watching.observe(document, { childList: true, subtree: true });
})();
"""


async def measure(place: Place) -> Report:
    """Open the board again and again, with the desk's files at hand and without."""
    report = Report()
    async with inside(place), AsyncExitStack() as stack:
        await make_hall(place, place.count, QUEUES)
        await at_work(place)
        await place.owner.execute(NAMES, place.tenant)
        password = await _supervisor(place)
        play = await stack.enter_async_context(async_playwright())
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        stack.push_async_callback(browser.close)
        context = await _seat(place, browser)
        page = await context.new_page()
        await _sign_in(place, page, password)
        say(f"opening the board {OPENINGS} times")
        opened = [await _open(place, page) for _ in range(WARM_UP + OPENINGS)][WARM_UP:]
        used = sorted([await _used(place, page) for _ in range(CPU)])[CPU // 2]
        say(f"opening it in an empty browser {EMPTY} times")
        empty = [await _open_empty(place, browser, context) for _ in range(EMPTY)]
    centre = f"{place.count} agents, {QUEUES} queues, {place.count * TAKEN_EACH:,} calls"
    often, once = (Load(latencies=each, seconds=sum(each), cpu_seconds=0) for each in (opened, empty))
    report.put("paint_p50_ms", often.at(0.5), f"navigation to the last person painted; {centre}")
    report.put("paint_p95_ms", often.at(0.95), "goal 1000")
    report.put("paint_empty_p50_ms", once.at(0.5), "the browser had nothing of the desk yet")
    report.put("paint_cpu_ms", used, "CPU of the page's main thread an opening, fonts, shell and all")
    report.put("openings", len(opened))
    return report


async def _supervisor(place: Place) -> str:
    """Somebody who may watch; returns their password."""
    password = f"{os.urandom(12).hex()}-Aa1"
    profile = Profile(email=SUPERVISOR, name="小林 恵", kana="", locale="ja", roles=["supervisor"], team_id=None)
    hashed = await hash_password(password)
    async with unit(place.tenant):
        await access.add_user(profile, hashed)
    return password


async def _seat(place: Place, browser: Browser, like: BrowserContext | None = None) -> BrowserContext:
    """A browser without files; signed in as `like` is."""
    state = await like.storage_state() if like else None
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="ja-JP", storage_state=state)
    await context.add_init_script(WATCH % place.count)
    return context


async def _sign_in(place: Place, page: Page, password: str) -> None:
    await page.goto(place.instance.url)
    await page.get_by_test_id("signin-email").fill(SUPERVISOR)
    await page.get_by_test_id("signin-password").fill(password)
    await page.get_by_test_id("signin-submit").click()
    await page.get_by_test_id("presence").wait_for(timeout=20_000)


async def _open(place: Place, page: Page) -> float:
    """Seconds from the navigation to the frame in which everybody stands."""
    await page.goto(f"{place.instance.url}/supervision", wait_until="commit")
    await page.wait_for_function("() => window.__painted !== null", timeout=20_000, polling=50)
    return float(await page.evaluate("() => window.__painted")) / 1000


async def _used(place: Place, page: Page) -> float:
    """Milliseconds of CPU that the page's main thread took until everybody stood."""
    tools = await page.context.new_cdp_session(page)
    await tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    await _open(place, page)
    told = await tools.send("Performance.getMetrics")
    await tools.detach()
    return 1000 * next(float(each["value"]) for each in told["metrics"] if each["name"] == "TaskDuration")


async def _open_empty(place: Place, browser: Browser, like: BrowserContext) -> float:
    context = await _seat(place, browser, like)
    try:
        return await _open(place, await context.new_page())
    finally:
        await context.close()

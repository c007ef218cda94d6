"""SIP INVITE leaves the caller → the customer's name painted in the agent's browser, among a million customers.

A real phone, a real switch, a real browser; the entry flow has no notice and one agent is ready. Both ends read the
same wall clock: the phone as it sends, the browser in the first frame after the name stands in the page.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import httpx
from playwright.async_api import Page

from bench.frame import Load, Place, Report, say
from bench.people import fill, phone_of
from madoguchi.entrypoints.demo.calling import sip_address
from madoguchi.entrypoints.demo.phones import Phone, phone
from madoguchi.entrypoints.demo.seed import PASSWORD
from tests.journeys.seat import Seat, seat
from tests.tones import write_tone

SIZE = "1m"
DEMO = True
TELEPHONY = "asterisk"
CALLS, WARM_UP = 300, 20
DIALLED = "0120999888"
AGENT, ADMINISTRATOR = "sato@minato.example", "admin@minato.example"
PAUSE = 0.05  # between two calls: the desk is at rest when the next one leaves
WATCH = """
() => {
  window.__pops = [];
  let shown = null;
  const look = () => {
    const name = document.querySelector('[data-testid="pop-name"]');
    const text = name ? name.textContent.trim() : null;
    if (text && text !== shown) {
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => window.__pops.push(performance.timeOrigin + performance.now());
        after.port2.postMessage(0);
      });
    }
    shown = text || null;
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
}
"""


@asynccontextmanager
async def _administrator(place: Place) -> AsyncIterator[httpx.AsyncClient]:
    """A client that is signed in."""
    async with httpx.AsyncClient(base_url=f"{place.instance.url}/api/v1", timeout=20) as client:
        answer = await client.post("/session", json={"email": ADMINISTRATOR, "password": PASSWORD})
        answer.raise_for_status()
        client.headers.update({"X-CSRF-Token": answer.json()["csrf"], "Origin": place.instance.url})
        yield client


async def _without_notice(place: Place) -> None:
    """Let a number of the bench's own lead straight to a queue that the agent alone serves."""

    async def do(client: httpx.AsyncClient, verb: str, path: str, body: object = None) -> Any:
        first = {"If-Match": '"0"'} if verb == "PUT" else None
        return (await client.request(verb, path, json=body, headers=first)).raise_for_status().json()

    async with _administrator(place) as client:
        line = (await do(client, "GET", "/lines-of-business"))[0]["id"]
        queue = {"code": "bench", "name_ja": "計測", "name_en": "Bench", "line_of_business": line}
        queue = await do(client, "POST", "/queues", queue)
        agent = (await do(client, "GET", f"/users?q={AGENT}"))["items"][0]["id"]
        await do(client, "PUT", f"/queues/{queue['id']}/members", {"users": [agent]})
        flow = await do(client, "POST", "/flows", {"name": "bench", "short": {"queue": queue["id"], "notice": False}})
        number = {"number": DIALLED, "entry_point": flow["id"], "line_of_business_id": line}
        await do(client, "POST", "/numbers", number)


async def _ring(line: Phone, page: Page, switch: str, caller: str, n: int) -> float:
    """One call that gives up once its pop is painted; seconds from the INVITE to the frame."""
    line.do("account", name=f"caller-{n % 2}", uri=f"sip:{caller}@carrier.invalid")
    since = len(line.reports)
    call = line.call(f"caller-{n % 2}", f"sip:{DIALLED}@{switch}")
    left = await line.wait("calling", since=max(0, since - 1), call=call)
    await page.wait_for_function(f"() => window.__pops.length > {n}", timeout=10_000, polling=20)
    painted = await page.evaluate(f"() => window.__pops[{n}]")
    line.do("hang_up", call=call)
    await line.wait("state", call=call, state="disconnected")
    await page.wait_for_selector('[data-testid="pop-name"]', state="detached", timeout=10_000)
    await asyncio.sleep(PAUSE)
    return float(painted) / 1000 - float(left["t"])


async def measure(place: Place) -> Report:
    """Fill the demonstration company up to a million customers, seat one agent, and let them be called 300 times."""
    tenant: UUID = await place.owner.fetchval("select tenant_id from app_user where email = $1", AGENT)
    place.tenant = tenant
    await fill(place)
    await _without_notice(place)
    switch = sip_address(place.instance.folder / "data")
    random, report = Random(4), Report()
    with TemporaryDirectory() as folder:
        tone = write_tone(Path(folder) / "silence.wav", 440, seconds=1)
        async with seat(place.instance.url, tone) as agent, phone() as line:
            await _ready(agent)
            say(f"calling {CALLS} times")
            seconds = [
                await _ring(line, agent.page, switch, phone_of(random.randrange(place.count)), n)
                for n in range(WARM_UP + CALLS)
            ][WARM_UP:]
    load = Load(latencies=seconds, seconds=sum(seconds), cpu_seconds=0)
    report.put(f"p50_ms@{place.size}", load.at(0.5), "INVITE sent to name painted; goal 40")
    report.put(f"p99_ms@{place.size}", load.at(0.99), "goal 100")
    report.put(f"max_ms@{place.size}", load.at(1.0))
    report.put("calls", len(seconds))
    return report


async def _ready(agent: Seat) -> None:
    await agent.sign_in(AGENT)
    await agent.be("ready")
    await agent.page.wait_for_selector('[data-testid="connection-state"]', state="attached")
    await agent.page.evaluate(WATCH)
    await asyncio.sleep(1)  # the phone registers, the socket settles

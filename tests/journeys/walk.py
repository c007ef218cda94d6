"""A walk through every page of the desk: which there are, how one gets there, and what is wrong on each.

The list is the router's own, so a new page is walked without being named here. A page of one thing (`/cases/$case`) is
found by a link on a page that was walked before; where no page links to it, `Walk.samples` says one.
"""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import Path
from typing import Any

from playwright.async_api import ConsoleMessage, Page, Response

HERE = Path(__file__).parent.parent.parent
AXE = (HERE / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text()
SERIOUS = ("serious", "critical")
ROUTES = "() => Object.keys(window.__TSR_ROUTER__.routesByPath)"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JUDGE = """async ({ tags }) => {
  const found = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  return found.violations.map(({ id, impact, help, nodes }) => ({
    id, impact, help, where: nodes.slice(0, 4).map(node => `${node.target.join(' ')}  ${node.html.slice(0, 160)}`),
  }));
}"""
# Forms that open over a page are part of it.
ADDS = "header button:is([data-testid$=-add], [data-testid=user-invite], [data-testid=key-make]):visible"
# Nothing loads, nothing waits to be painted: the page that a person sees after a breath.
SETTLED = """() => window.__TSR_ROUTER__.state.status === 'idle'
    && !document.querySelector('.mantine-Skeleton-root') && document.querySelector('h1, h2, [role=heading]')"""


async def axe_faults(page: Page) -> list[str]:
    """What axe finds seriously wrong on a page as it stands."""
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE)
    violations: list[dict[str, Any]] = await page.evaluate(JUDGE, {"tags": RULES})
    return [
        f"axe {each['impact']} {each['id']}: {each['help']}\n    " + "\n    ".join(each["where"])
        for each in violations
        if each["impact"] in SERIOUS
    ]


class Walk:
    """One browser page on its walk; `faults` gathers what was wrong, each with the page it was on.

    `samples` says where a page of one thing is found, `refusals` ("401 GET /api/v1/session") what is right there.
    """

    def __init__(
        self, page: Page, url: str, samples: dict[str, str] | None = None, refusals: Container[str] = ()
    ) -> None:
        self.page = page
        self.url = url.rstrip("/")
        self.samples = samples or {}
        self.refusals = refusals
        self.links: set[str] = set()
        self.walked: set[str] = set()
        self.faults: list[str] = []
        self.at = ""
        self.look = ""
        page.on("pageerror", lambda error: self.fault(f"error: {error}"))
        page.on("console", self._said)
        page.on("response", self._answered)

    def fault(self, what: str) -> None:
        """Keep what is wrong here."""
        self.faults.append(f"{self.at} ({self.look}): {what}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.fault(f"console: {message.text[:300]}")

    def _answered(self, response: Response) -> None:
        refusal = f"{response.status} {response.request.method} {response.url.removeprefix(self.url)}"
        if response.status >= 400 and refusal not in self.refusals:
            self.fault(refusal)

    async def routes(self) -> list[str]:
        """Every page's address as the router has it, those of one thing after those of many."""
        found: list[str] = await self.page.evaluate(ROUTES)
        return sorted({route.rstrip("/") or "/" for route in found}, key=lambda route: (route.count("$"), route))

    async def visit(self, route: str, look: str) -> None:
        """Go to a page, wait until it stands, and judge it."""
        self.at, self.look = route, look
        address = self._address(route)
        if address is None:
            self.fault("no page that was walked links here: nobody can reach it")
            return
        await self.page.goto(self.url + address)
        await self.judge()
        for button in await self.page.locator(ADDS).all():
            self.at = f"{route}, its form for a new one"
            await button.click()
            await self.page.locator("[role=dialog] form, form").first.wait_for()
            await self.judge()
            await self.page.keyboard.press("Escape")
        self.walked.add(route)

    async def judge(self) -> None:
        """What axe finds on the page as it stands, and where it leads."""
        await self.page.wait_for_function(SETTLED, timeout=20_000)
        await self.page.wait_for_load_state("networkidle")
        for fault in await axe_faults(self.page):
            self.fault(fault)
        links: list[str] = await self.page.evaluate(
            "() => [...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href').split('?')[0])"
        )
        self.links.update(links)

    def _address(self, route: str) -> str | None:
        if "$" not in route:
            return route
        if route in self.samples:
            return self.samples[route]
        shape = re.compile(re.sub(r"\\\$\w+", "[0-9a-f-]{36}", re.escape(route)) + "$")
        return next((link for link in sorted(self.links) if shape.match(link)), None)

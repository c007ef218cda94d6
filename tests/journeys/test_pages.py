"""Every page of the desk, in both languages, light and dark: nothing goes wrong, no text is missing, axe is content."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.instance import Instance
from tests.journeys.seat import seat
from tests.journeys.walk import Walk

ADMINISTRATOR = "admin@minato.example"
PUBLIC = ("/signin", "/links/$token")
LOOKS = [("ja", "light"), ("en", "dark"), ("ja", "dark"), ("en", "light")]
# Words do not depend on the colours nor colours on the words: two walks show each language and each scheme once.
WALKS = LOOKS[:2]


async def ask(page: Page, method: str, path: str, body: object = None) -> dict[str, object]:
    """A request of the person who is signed in at `page`."""
    answer: dict[str, object] = await page.evaluate(
        """async ({ method, path, body }) => {
          const { csrf } = await (await fetch('/api/v1/session')).json();
          const response = await fetch('/api/v1' + path, {
            method, body: body && JSON.stringify(body),
            headers: {
              'X-CSRF-Token': csrf, 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID(),
            },
          });
          return response.status === 204 ? {} : await response.json();
        }""",
        {"method": method, "path": path, "body": body},
    )
    return answer


async def invitation(page: Page) -> str:
    """Where a newcomer's link leads."""
    newcomer = {"email": "shinjin@minato.example", "name": "新人 花子", "kana": "しんじん はなこ", "locale": "ja"}
    made = await ask(page, "POST", "/users", {**newcomer, "roles": ["agent"]})
    link = made["link"]
    assert isinstance(link, dict), made
    return "/links/" + str(link["url"]).rsplit("/", 1)[-1]


async def a_file_of_customers(page: Page) -> None:
    """An import, so that its page can be walked."""
    status = await page.evaluate(
        """async () => {
          const { csrf } = await (await fetch('/api/v1/session')).json();
          const body = new FormData();
          const lines = '氏名,電話番号\\n設楽 未来,090-9100-0001\\n';
          body.append('file', new File([lines], '顧客.csv', { type: 'text/csv' }));
          const headers = { 'X-CSRF-Token': csrf, 'Idempotency-Key': crypto.randomUUID() };
          return (await fetch('/api/v1/customer-imports', { method: 'POST', body, headers })).status;
        }"""
    )
    assert status == 201


@pytest.mark.timeout(900)  # every page and every form there is
@pytest.mark.parametrize(("locale", "theme"), WALKS)
async def test_every_page_stands(centre: Instance, agent_tone: Path, locale: str, theme: str) -> None:
    async with seat(centre.url, agent_tone, locale=locale, dark=theme == "dark") as admin:
        await admin.sign_in(ADMINISTRATOR)
        await ask(admin.page, "PATCH", "/session/preferences", {"locale": locale, "theme": theme})
        await a_file_of_customers(admin.page)
        walk = Walk(admin.page, centre.url)
        await admin.page.reload()
        routes = [route for route in await walk.routes() if route not in PUBLIC]
        assert {"/", "/customers/$customer", "/admin/lines"} <= set(routes)  # it is the router's own list
        for route in routes:
            await walk.visit(route, f"{locale}, {theme}")
        assert not walk.faults, "\n".join(walk.faults)
        assert walk.walked == set(routes)
        assert await admin.page.locator("html").get_attribute("lang") == locale
        assert await admin.page.locator("html").get_attribute("data-mantine-color-scheme") == theme


async def test_the_doors_stand_for_those_who_are_not_in_yet(centre: Instance, agent_tone: Path) -> None:
    async with seat(centre.url, agent_tone) as admin:
        await admin.sign_in(ADMINISTRATOR)
        samples = {"/links/$token": await invitation(admin.page)}
    for locale, theme in LOOKS:
        async with seat(centre.url, agent_tone, locale=locale, dark=theme == "dark") as newcomer:
            walk = Walk(newcomer.page, centre.url, samples, refusals={"401 GET /api/v1/session"})
            for route in PUBLIC:
                await walk.visit(route, f"{locale}, {theme}")
            assert not walk.faults, "\n".join(walk.faults)


async def test_the_walk_sees_what_is_wrong(centre: Instance, agent_tone: Path) -> None:
    """A picture without words, a text that does not exist, a broken answer: each is told with its page."""
    async with seat(centre.url, agent_tone) as admin:
        await admin.sign_in(ADMINISTRATOR)
        walk = Walk(admin.page, centre.url)
        walk.at = "/"
        await admin.page.evaluate("document.querySelector('main').append(new Image())")
        await admin.page.evaluate("console.error('No text for desk:nowhere in ja')")
        await admin.page.evaluate("fetch('/api/v1/nowhere')")
        await walk.judge()
        found = "\n".join(walk.faults)
        for fault in ("image-alt", "desk:nowhere", "404 GET /api/v1/nowhere"):
            assert fault in found

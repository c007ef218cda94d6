"""Where care is taken: a caution and whom it warns, a wish that a call would pass, a refused recording."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.async_api import expect

from madoguchi.entrypoints.demo.seed.consenting import BERLIN
from tools.scene.camera import SOON, Camera
from tools.scene.promises import TOMORROW

WARNED = {
    "ja": "担当者への暴言が二度。一人で対応せず、続く場合は終話の手順へ。",
    "en": "Shouted at an agent twice. Do not handle alone; end the call by the script if it goes on.",
}
WISH = """async ({ customer, hours }) => {
  const { csrf } = await (await fetch('/api/v1/session')).json();
  const found = await (await fetch('/api/v1/customers?q=' + customer)).json();
  const id = found.items[0].id;
  await fetch(`/api/v1/customers/${id}/preferences`, {
    method: 'PATCH', body: JSON.stringify({ hours }),
    headers: { 'X-CSRF-Token': csrf, 'Content-Type': 'application/json' },
  });
  return id;
}"""


async def caution(camera: Camera) -> None:
    """A supervisor warns; the next who is asked sees it, and has the words to end a talk."""
    at = camera.at
    customer = await camera.page.evaluate(WISH, {"customer": camera.story, "hours": None})
    async with camera.another("kobayashi") as supervisor:
        theirs = supervisor.at
        await supervisor.page.goto(f"{at.url}/customers/{customer}")
        await theirs.part("caution-add").click()
        await theirs.part("caution-note").fill(WARNED[camera.language])
        await theirs.part("caution-expires").click()
        await supervisor.page.get_by_role("button").filter(has_text=TOMORROW[camera.language]).click()
        await supervisor.page.keyboard.press("Escape")
        await supervisor.shoot("28-caution")
        await theirs.part("caution-form-save").click()
        await expect(theirs.part("caution")).to_have_count(1, timeout=SOON)
        await camera.page.goto(at.url)
        await at.be("ready")
        async with camera.caller(camera.story):
            await expect(at.part("pop-care").first).to_be_visible()
            await camera.shoot("29-warned")
            await camera.answer()
            await at.part("ending-open").click()
            await camera.shoot("30-ending")
            await camera.page.keyboard.press("Escape")
            await at.part("call-hangup").click()
        await camera.wrap_up()
        await theirs.part("caution-edit").click()
        await theirs.part("caution-lift").click()
        await theirs.part("caution-lift-confirm").click()
        await expect(theirs.part("caution")).to_have_count(0, timeout=SOON)


async def wish(camera: Camera) -> None:
    """They wish to be called at other hours: only with a reason, which is written down."""
    at, page = camera.at, camera.page
    now = datetime.now(ZoneInfo("Asia/Tokyo")).hour
    start = (now + 2) % 22
    hours = {"start": f"{start:02}:00", "end": f"{start + 1:02}:00", "days": [1, 2, 3, 4, 5, 6, 7]}
    customer = await page.evaluate(WISH, {"customer": camera.story, "hours": hours})
    await page.goto(f"{at.url}/customers/{customer}")
    await at.part("customer-call").click()
    await expect(at.part("dial-override")).to_be_visible(timeout=SOON)
    await camera.shoot("26-reason")
    await page.evaluate(WISH, {"customer": camera.story, "hours": None})


async def refusal(camera: Camera) -> None:
    """The record of a call whose caller did not wish to be recorded."""
    async with camera.another("kobayashi") as supervisor:
        at, page = supervisor.at, supervisor.page
        await page.goto(f"{at.url}/history?number={BERLIN.removeprefix('+')}")
        await at.part("history-row").first.locator("a").first.click()
        await expect(at.part("consent-row").first).to_be_visible(timeout=SOON)
        await supervisor.shoot("27-consent")

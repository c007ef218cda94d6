"""An agent calls a customer, by a number typed or pressed: the agent's phone answers by itself, the customer's is rung
and shows whose number calls.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest
from playwright.async_api import expect

from madoguchi.integrations.asterisk import node_state
from madoguchi.integrations.asterisk.errors import NotThere
from tests.instance import Instance
from tests.journeys.administration import trunk_leads_to, wrapup_rule
from tests.journeys.conftest import AGENT_TONE, CALLER_TONE
from tests.journeys.outside import shop
from tests.journeys.seat import seat

OURS = "+81120000315"
"""The number of the line of business for which the agent calls."""
SPEAKS = "() => { const h = window.__loudest(); return h && h.decibels > -60 }"
LOGIN = """
    select login from sip_login join app_user u on u.id = user_id where u.email = $1 order by issued desc limit 1
"""


async def phone_signed_in(centre: Instance, email: str, seconds: float = 20) -> None:
    """Wait until the switch knows where this person's browser is."""
    state = node_state.read(centre.folder / "data" / "asterisk")
    assert state is not None
    connection = await asyncpg.connect(centre.database_url)
    try:
        async with asyncio.timeout(seconds):
            while True:
                login = await connection.fetchval(LOGIN, email)
                with suppress(NotThere):  # issued, and the switch is about to hear of it
                    if login and node_state.ask(state, "GET", f"/endpoints/PJSIP/{login}")["state"] == "online":
                        return
                await asyncio.sleep(0.2)  # between two looks
    finally:
        await connection.close()


@pytest.mark.slow
@pytest.mark.timeout(200)
async def test_an_agent_dials_and_the_customer_answers(
    centre: Instance, agent_tone: Path, caller_tone: Path, tmp_path: Path
) -> None:
    await wrapup_rule(centre, required=[])
    async with seat(centre.url, agent_tone) as desk, shop(caller_tone, tmp_path) as home:
        await (await desk.sign_in("suzuki@minato.example")).be("break")
        await phone_signed_in(centre, "suzuki@minato.example")
        await desk.part("dial-number").fill("090-1234-5678")
        await desk.part("dial-submit").click()
        await expect(desk.part("callbar")).to_contain_text("長谷川", timeout=20_000)
        await desk.page.wait_for_function(SPEAKS, timeout=30_000)
        await expect(desk.part("callbar")).to_contain_text("通話中", timeout=20_000)
        await desk.part("call-hangup").click()
        await expect(desk.part("wrapup")).to_be_visible(timeout=15_000)
        page = desk.part("customer-open")
        await expect(page).to_be_visible()
        address = await page.get_attribute("href")
        await desk.part("wrapup-finish-break").click()
        await expect(desk.part("wrapup")).to_have_count(0)

        await trunk_leads_to(centre, home.line.address)
        await desk.page.goto(f"{centre.url}{address}")
        await expect(desk.part("phone-state")).to_have_attribute("data-state", "ready", timeout=20_000)
        await desk.part("customer-dial").first.click()
        await home.rings()
        assert OURS in home.shown
        customer = await home.answers()
        await desk.hears(CALLER_TONE, seconds=20)
        await customer.hears(AGENT_TONE)
        await expect(desk.part("call-hold")).to_be_enabled(timeout=20_000)
        customer.hang_up()
        await expect(desk.part("presence")).to_contain_text("後処理", timeout=15_000)

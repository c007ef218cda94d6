"""An agent on another machine: one HTTPS address for the desk, its live feed and its phone, and sound both ways."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.async_api import expect

from madoguchi.entrypoints.certificate import lan_addresses
from madoguchi.entrypoints.demo.calling import sip_address
from tests.instance import Instance
from tests.journeys.conftest import AGENT_TONE, CALLER_TONE
from tests.journeys.seat import Seat, seat
from tests.journeys.test_telephone_faults import Caller, customer, talk

EMMA = "emma@minato.example"


@pytest.fixture(scope="module")
def office() -> Iterator[Instance]:
    """As `make run HTTPS=1` starts it."""
    made = Instance(MADOGUCHI_TELEPHONY="asterisk", MADOGUCHI_HTTPS="1", MADOGUCHI_HOST="0.0.0.0").start()
    made.environment["MADOGUCHI_PORT"] = str(urlsplit(made.url).port)
    yield made
    made.remove()


@pytest.fixture(scope="module")
def address(office: Instance) -> str:
    """As an agent's browser elsewhere knows it."""
    return f"https://{lan_addresses()[0]}:{urlsplit(office.url).port}"


def through_us(office: Instance) -> float:
    """How many phones' SIP goes through the node."""
    figures = httpx.get(f"{office.url}/metrics", verify=office.trusted()).text
    return sum(map(float, re.findall(r"^madoguchi_phone_sockets\{.*\} (\S+)$", figures, re.M)))


async def goes_through_us(office: Instance, seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while await asyncio.to_thread(through_us, office) < 1:
            await asyncio.sleep(0.2)  # between two looks


async def ends_well(desk: Seat, caller: Caller) -> None:
    """The customer hangs up, the agent writes it up and is there for the next."""
    caller.line.do("hang_up", call=caller.call)
    await expect(desk.part("wrapup")).to_be_visible(timeout=30_000)
    await desk.page.wait_for_function("() => document.querySelector('[data-testid=callbar]') === null", timeout=20_000)


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_one_address_serves_desk_feed_and_phone_and_a_talk_outlives_the_node(
    office: Instance, address: str, agent_tone: Path, caller_tone: Path, tmp_path: Path
) -> None:
    switch = sip_address(office.folder / "data")
    async with seat(address, agent_tone) as desk, customer(switch, tmp_path) as caller:
        await desk.sign_in(EMMA)
        await talk(desk, caller, caller_tone)
        assert through_us(office) == 1
        assert await caller.listen(AGENT_TONE, 2) >= 1.2
        await asyncio.to_thread(office.kill)
        assert await caller.listen(AGENT_TONE, 2) >= 1.2, "sound does not pass through the node"
        await asyncio.to_thread(office.start)
        await goes_through_us(office)
        await desk.hears(CALLER_TONE)
        await ends_well(desk, caller)
        assert desk.faults == []

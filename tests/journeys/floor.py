"""Two agents at their browsers, a caller, and a number outside: where calls of more than two are played."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from madoguchi.integrations.asterisk import node_state
from tests.instance import Instance
from tests.journeys.administration import set_up, straight_to_the_queue, trunk_leads_to, wrapup_rule
from tests.journeys.outside import Shop, shop
from tests.journeys.seat import Seat, seat
from tests.journeys.walk import axe_faults
from tests.tones import write_tone

SUPPORT, CUSTOMER = "0120000315", "09012345678"
SATO, SUZUKI, CALLER, GUEST = 1320.0, 880.0, 620.0, 1760.0
RINGS = 20_000
"""Milliseconds from dialling to the pop, at the most."""


class Floor(NamedTuple):
    """Two agents at their browsers, a number outside, and how to ring in."""

    centre: Instance
    sato: Seat
    suzuki: Seat
    shop: Shop
    switch: str
    tone: Path
    folder: Path


@pytest.fixture(scope="module")
async def people(centre: Instance, switch: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Floor]:
    """Quiet voices, so that four of them together are not cut off at the top; every call is recorded."""
    expect.set_options(timeout=RINGS)  # three browsers and a restart share two cores
    folder = tmp_path_factory.mktemp("transfers")
    voice = {
        name: write_tone(folder / f"{name}.wav", hertz, seconds=10, loudness=0.2)
        for name, hertz in (("sato", SATO), ("suzuki", SUZUKI), ("caller", CALLER), ("shop", GUEST))
    }
    await straight_to_the_queue(centre)
    await wrapup_rule(centre, required=[])
    await set_up(centre, "telephony", record_inbound="always")
    async with (
        shop(voice["shop"], folder) as outside,
        seat(centre.url, voice["sato"]) as sato,
        seat(centre.url, voice["suzuki"]) as suzuki,
    ):
        await trunk_leads_to(centre, outside.line.address)
        await sato.sign_in("sato@minato.example")
        await suzuki.sign_in("suzuki@minato.example")
        yield Floor(centre, sato, suzuki, outside, switch, voice["caller"], folder)


@pytest.fixture
async def floor(people: Floor) -> AsyncIterator[Floor]:
    """Both at their desks, Sato alone ready."""
    for desk in (people.sato, people.suzuki):
        await desk.page.goto(desk.url)
        await desk.is_now("break", "休憩")
    yield people
    assert people.sato.faults == people.suzuki.faults == []


async def talks(floor: Floor) -> None:
    """Sato takes the caller; Suzuki is ready then."""
    await floor.sato.be("ready")
    await expect(floor.sato.part("pop")).to_be_visible(timeout=RINGS)
    await floor.sato.page.keyboard.press("Alt+A")
    await floor.sato.hears(CALLER, seconds=15)
    await expect(floor.sato.part("call-hold")).to_be_enabled(timeout=RINGS)  # and Madoguchi knows that they talk
    await floor.suzuki.is_now("ready", "受付可")


async def hand(desk: Seat, how: str, *, person: str = "", number: str = "", queue: str = "", note: str = "") -> None:
    """The dialog: whom, how, and what they should know."""
    await desk.page.keyboard.press("Alt+C" if how == "会議に追加" else "Alt+T")
    if number:
        await desk.part("transfer-search").fill(number)
        await desk.part("transfer-number").click()
    elif queue:
        await desk.part("transfer-queue").filter(has_text=queue).click()
    else:
        await desk.part("transfer-to").filter(has_text=person).click()
    if not queue:
        await desk.part("transfer-mode").get_by_text(how).click()
    if note:
        await desk.part("transfer-note").fill(note)
    assert await axe_faults(desk.page) == []
    await desk.part("transfer-go").click()


async def wraps_up(desk: Seat) -> None:
    await expect(desk.part("wrapup")).to_be_visible(timeout=15_000)
    await desk.part("wrapup-finish-break").click()
    await expect(desk.part("wrapup")).to_have_count(0)


def dies(floor: Floor) -> None:
    """`kill -9` of Madoguchi; the switch and the database live on.

    The switch's guardian sleeps meanwhile: it lets go whoever hears music for thirty seconds with nobody of ours there,
    and a busy machine takes longer to start.
    """
    os.kill(_guardian(floor), signal.SIGSTOP)
    floor.centre.environment["MADOGUCHI_PORT"] = str(urlsplit(floor.centre.url).port)
    floor.centre.kill()


async def returns(floor: Floor) -> None:
    """It starts again, and both desks are connected to it."""
    try:
        await asyncio.to_thread(floor.centre.start)
    finally:
        os.kill(_guardian(floor), signal.SIGCONT)
    for desk in (floor.sato, floor.suzuki):
        await expect(desk.part("connection-banner")).to_have_count(0, timeout=30_000)


def _guardian(floor: Floor) -> int:
    state = node_state.read(floor.centre.folder / "data" / "asterisk")
    assert state is not None
    assert state.guardian is not None
    return state.guardian.pid

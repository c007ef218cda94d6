"""The menu of the demonstration leads to people who can do what is asked, whoever has been idle for longer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from tests.instance import Instance
from tests.journeys.administration import signed_in
from tests.journeys.outside import calling
from tests.journeys.seat import Seat, seat

MAIN = "0120000310"
ALWAYS = [[{"start": "00:00", "end": "24:00"}]] * 7
RINGS = 60_000
"""Milliseconds from the key to the pop, at the most."""


@pytest.fixture(scope="module")
async def open_now(centre: Instance) -> None:
    """The main number is open at every hour, every day: the journey is not about the clock."""
    async with signed_in(centre) as client:
        flow = next(row for row in (await client.get("/flows")).json() if row["name"] == "代表番号")
        draft = (await client.get(f"/flows/{flow['id']}")).json()["draft"]
        gate = next(node for node in draft["nodes"] if node["kind"] == "hours")
        shown = await client.get(f"/opening-hours/{gate['hours']}")
        form = shown.json() | {"week": ALWAYS, "observes_closures": False, "on_holidays": None, "special_days": []}
        known = {"name", "week", "observes_closures", "on_holidays", "special_days", "country", "time_zone", "active"}
        body = {name: value for name, value in form.items() if name in known}
        kept = await client.put(
            f"/opening-hours/{gate['hours']}", json=body, headers={"If-Match": shown.headers["etag"]}
        )
        assert kept.status_code == 200, kept.text


@pytest.fixture(scope="module")
async def emma(centre: Instance, agent_tone: Path, open_now: None) -> AsyncIterator[Seat]:
    """Who speaks English, repairs nothing, and is ready before anybody else."""
    async with seat(centre.url, agent_tone) as made:
        await made.sign_in("emma@minato.example")
        await made.is_now("ready", "Ready")
        yield made


@pytest.fixture(scope="module")
async def sato(centre: Instance, agent_tone: Path, emma: Seat) -> AsyncIterator[Seat]:
    """Who repairs, and has been idle for less long."""
    async with seat(centre.url, agent_tone) as made:
        await made.sign_in("sato@minato.example")
        await made.is_now("ready", "受付可")
        yield made


async def passed(centre: Instance, step: str, exit: str = "") -> int:
    """How many callers left a step of the main number's flow, by one of its ways out or by any."""
    async with signed_in(centre) as client:
        flow = next(row for row in (await client.get("/flows")).json() if row["name"] == "代表番号")
        traffic = (await client.get(f"/flows/{flow['id']}/traffic?hours=24")).json()
        return sum(row["contacts"] for row in traffic if row["step"] == step and exit in ("", row["exit"]))


async def becomes(ask: Callable[[], Awaitable[bool]], what: str, seconds: float = 60) -> None:
    """Wait until it is so."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not await ask():
        assert asyncio.get_running_loop().time() < deadline, f"{what} did not come"
        await asyncio.sleep(0.2)  # between two looks


async def offers(centre: Instance) -> tuple[str, list[dict[str, Any]]]:
    """The newest contact, and everybody who was asked to take it."""
    async with signed_in(centre) as client:
        contact: str = (await client.get("/interactions?limit=1")).json()["items"][0]["id"]
        answer = await client.get(f"/interactions/{contact}/offers")
        assert answer.status_code == 200, answer.text
        return contact, answer.json()


@pytest.mark.parametrize(
    ("digit", "said"),
    [("1", {"ja": "修理・使い方 レベル2以上", "en": "Repairs and help"}), ("2", {"ja": "英語", "en": "English"})],
)
async def test_a_key_leads_to_who_can(
    centre: Instance, switch: str, sato: Seat, emma: Seat, agent_tone: Path, caller_tone: Path, tmp_path: Path,
    digit: str, said: dict[str, str],
) -> None:  # fmt: skip
    able, other, name = (sato, emma, "佐藤 由美") if digit == "1" else (emma, sato, "Emma Clark")
    before, chosen = await passed(centre, "tier"), await passed(centre, "menu", digit)

    async def is_asked() -> bool:
        return await passed(centre, "tier") > before

    async with calling(switch, "0451234567", MAIN, caller_tone, tmp_path) as caller:
        await caller.answered()
        await becomes(is_asked, "the menu")
        caller.line.do("digits", call=caller.call, digits=digit)
        await expect(able.part("pop")).to_be_visible(timeout=RINGS)
        await expect(other.part("pop")).to_have_count(0)
        await able.part("accept").click()
        await expect(able.part("callbar")).to_be_visible()
        await expect(able.part("call-hold")).to_be_enabled(timeout=RINGS)  # who hangs up before they talk gave up
        caller.hang_up()
        await caller.ended()
    assert await passed(centre, "menu", digit) == chosen + 1
    contact, (offer,) = await offers(centre)
    assert offer["state"] == "accepted"
    for language, word in said.items():
        assert word in offer["words"][language]
    async with seat(centre.url, agent_tone) as supervisor:
        await supervisor.sign_in("kobayashi@minato.example")
        await supervisor.page.goto(f"{centre.url}/history/{contact}")
        await expect(supervisor.part("offer-row")).to_contain_text(name)
        await expect(supervisor.part("offer-why")).to_contain_text(said["ja"])
    assert able.faults == other.faults == []

"""Callers walk an entry flow by the keys of a real telephone: to a skill queue, to a message when closed, or led on."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import numpy as np
import pytest

from tests.instance import Instance
from tests.journeys.administration import signed_in, trunk_leads_to
from tests.journeys.conftest import CALLER_TONE
from tests.journeys.outside import Shop, calling, shop
from tests.tones import heard, write_tone

T = TypeVar("T")
ALWAYS = [[{"start": "00:00", "end": "24:00"}]] * 7
NEVER: list[list[Any]] = [[]] * 7
NUMBERS = {"open": "0120-000-901", "closed": "0120-000-902", "outside": "0120-000-903"}
CALLER, GUEST = "09012345678", 880.0


@pytest.fixture(scope="module")
async def roads(centre: Instance) -> None:
    """A number that is always open and one that never is: hours, a menu, a skill, a queue; a message when closed."""
    async with signed_in(centre) as client:
        await post(client, "/skills", {"code": "installing", "name_ja": "設置", "name_en": "Installation"})
        queues = {queue["code"]: queue["id"] for queue in await get(client, "/queues")}
        for name, week in (("open", ALWAYS), ("closed", NEVER)):
            hours = await post(client, "/opening-hours", {"name": name, "week": week, "observes_closures": False,
                                                          "on_holidays": None})  # fmt: skip
            draft = road(hours["id"], queues)
            flow = await client.post("/flows", json={"name": f"道 {name}", "draft": draft})
            assert flow.status_code == 201, flow.text
            published = await client.post(
                f"/flows/{flow.json()['id']}/publish", json={}, headers={"If-Match": flow.headers["etag"]}
            )
            assert published.status_code == 200, published.text
            line = next(row["id"] for row in await get(client, "/lines-of-business") if row["code"] == "delivery")
            number = {"number": NUMBERS[name], "entry_point": flow.json()["id"], "line_of_business_id": line}
            await post(client, "/numbers", number)


def road(hours: str, queues: dict[str, str]) -> dict[str, Any]:
    """Open: a menu, whose 2 needs a skill; closed: a message."""
    nodes = [
        {"kind": "start", "id": "start"},
        {"kind": "hours", "id": "hours", "hours": hours},
        {"kind": "menu", "id": "menu", "prompt": "waiting", "wait_seconds": 1, "tries": 2,
         "choices": [{"digit": "2", "label": "設置"}]},
        {"kind": "assign", "id": "skill", "skills": {"installing": 2}},
        {"kind": "queue", "id": "delivery", "queue": queues["delivery"]},
        {"kind": "queue", "id": "business", "queue": queues["business"]},
        {"kind": "voicemail", "id": "message", "prompt": "closed", "queue": queues["delivery"], "silence_seconds": 2},
        {"kind": "hang_up", "id": "end"},
    ]  # fmt: skip
    ways = ("start.next>hours", "hours.open>menu", "hours.closed>message", "menu.2>skill", "menu.no_input>business",
            "skill.next>delivery", "delivery.max_wait>end", "business.max_wait>end", "message.recorded>end",
            )  # fmt: skip
    edges = []
    for way in ways:
        source, target = way.split(">")
        edges.append({"source": source.split(".")[0], "exit": source.split(".")[1], "target": target})
    return {"nodes": nodes, "edges": edges}


async def get(client: httpx.AsyncClient, path: str) -> Any:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def post(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> Any:
    answer = await client.post(path, json=body)
    assert answer.status_code < 300, answer.text
    return answer.json()


async def until(ask: Callable[[], Awaitable[T | None]], what: str, seconds: float = 40) -> T:
    """The first answer that is one."""
    deadline = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < deadline:
        found = await ask()
        if found:
            return found
        await asyncio.sleep(0.2)  # between two looks
    raise AssertionError(f"{what} did not come")


@asynccontextmanager
async def administrator(centre: Instance) -> AsyncIterator[httpx.AsyncClient]:
    async with signed_in(centre) as client:
        yield client


async def contact_on(client: httpx.AsyncClient, dialled: str) -> dict[str, Any] | None:
    """The newest contact that came in on a number."""
    digits = "+81" + dialled.replace("-", "")[1:]
    rows = (await get(client, "/interactions?limit=20"))["items"]
    return next((row for row in rows if row["dialled"] == digits), None)


async def test_a_key_leads_to_the_queue_and_its_skill(
    centre: Instance, switch: str, roads: None, caller_tone: Path, tmp_path: Path
) -> None:
    async with administrator(centre) as client:
        delivery = next(queue["id"] for queue in await get(client, "/queues") if queue["code"] == "delivery")
        async with calling(switch, CALLER, NUMBERS["open"].replace("-", ""), caller_tone, tmp_path) as caller:
            await caller.answered()
            await caller.hears_something()
            caller.line.do("digits", call=caller.call, digits="2")

            async def waits() -> dict[str, Any] | None:
                found = await contact_on(client, NUMBERS["open"])
                answer = await client.get(f"/interactions/{found['id']}/standing") if found else None
                return answer.json() if answer is not None and answer.status_code == 200 else None

            standing = await until(waits, "the caller in line", seconds=60)
            assert (standing["queue"], standing["position"]) == (delivery, 1)
            caller.hang_up()
            await caller.ended()


async def test_closed_takes_a_message_into_the_timeline(
    centre: Instance, switch: str, roads: None, caller_tone: Path, tmp_path: Path
) -> None:
    async with administrator(centre) as client:
        async with calling(switch, CALLER, NUMBERS["closed"].replace("-", ""), caller_tone, tmp_path) as caller:
            await caller.answered()

            async def beeped() -> bool | None:
                found = await contact_on(client, NUMBERS["closed"])
                shown = await get(client, f"/interactions/{found['id']}") if found else None
                return (shown is not None and shown["contact"]["interaction"]["remedy"] == "voicemail") or None

            await until(beeped, "the tone after which they speak", seconds=60)
            await asyncio.sleep(2.5)  # what the caller has to say
            caller.hang_up()
            await caller.ended()
        found = await until(lambda: contact_on(client, NUMBERS["closed"]), "the contact")
        url = f"/interactions/{found['id']}"

        async def recorded() -> dict[str, Any] | None:
            detail: dict[str, Any] = (await get(client, url))["contact"]
            return detail if detail["recordings"] else None

        detail = await until(recorded, "the recording")
        assert detail["recordings"][0]["channels"] == 1
        assert detail["interaction"]["outcome"] == "voicemail"
        sound = (await client.get(f"{url}/recording")).content
        with wave.open(io.BytesIO(sound)) as file:
            said = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float64) / 32768
        assert heard(said, CALLER_TONE) >= 1.0, "their own voice"
        customer = detail["interaction"]["customer_id"]
        timeline = (await get(client, f"/timeline?customer={customer}"))["items"]
        assert any(entry["codes"].get("recording") for entry in timeline if entry["id"] == found["id"])


async def test_who_presses_nothing_is_led_on(
    centre: Instance, switch: str, roads: None, caller_tone: Path, tmp_path: Path
) -> None:
    async with administrator(centre) as client:
        business = next(queue["id"] for queue in await get(client, "/queues") if queue["code"] == "business")
        async with calling(switch, "05011112222", NUMBERS["open"].replace("-", ""), caller_tone, tmp_path) as caller:
            await caller.answered()

            async def waits() -> bool | None:
                live = (await get(client, "/queues/live"))["queues"]
                return next(queue["waiting"] for queue in live if queue["id"] == business) > 0 or None

            await until(waits, "the caller in the queue", seconds=60)
            caller.hang_up()
            await caller.ended()


@pytest.fixture
async def partner(centre: Instance, roads: None, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shop]:
    """Somebody outside, to whom a number of ours leads; when they do not answer, an apology."""
    folder = tmp_path_factory.mktemp("partner")
    async with shop(write_tone(folder / "partner.wav", GUEST, seconds=10), folder) as made:
        await trunk_leads_to(centre, made.line.address)
        async with administrator(centre) as client:
            rows = await get(client, "/numbers")
            if not any(row["e164"].endswith("120000903") for row in rows):
                await lead_outside(client)
        yield made


async def lead_outside(client: httpx.AsyncClient) -> None:
    """A number of ours that puts everybody through to one outside."""
    nodes = [
        {"kind": "start", "id": "start"},
        {"kind": "transfer", "id": "partner", "number": "0355551234", "ring_seconds": 20},
        {"kind": "hang_up", "id": "end", "prompt": "sorry"},
    ]
    edges = [
        {"source": "start", "exit": "next", "target": "partner"},
        {"source": "partner", "exit": "failed", "target": "end"},
    ]
    flow = await client.post("/flows", json={"name": "道 外", "draft": {"nodes": nodes, "edges": edges}})
    assert flow.status_code == 201, flow.text
    published = await client.post(
        f"/flows/{flow.json()['id']}/publish", json={}, headers={"If-Match": flow.headers["etag"]}
    )
    assert published.status_code == 200, published.text
    await post(client, "/numbers", {"number": NUMBERS["outside"], "entry_point": flow.json()["id"]})


async def test_a_flow_puts_the_caller_through_to_a_number_outside(
    centre: Instance, switch: str, partner: Shop, caller_tone: Path, tmp_path: Path
) -> None:
    async with calling(switch, CALLER, NUMBERS["outside"].replace("-", ""), caller_tone, tmp_path) as caller:
        headers = await partner.rings(60)
        assert CALLER not in str({name: value for name, value in headers.items() if name.startswith("X-")})
        guest = await partner.answers()
        await caller.hears(GUEST, 30)
        await guest.hears(CALLER_TONE, 30)
        caller.hang_up()
        await guest.ended(30)


async def test_a_number_outside_that_refuses_leads_on(
    centre: Instance, switch: str, partner: Shop, caller_tone: Path, tmp_path: Path
) -> None:
    async with calling(switch, CALLER, NUMBERS["outside"].replace("-", ""), caller_tone, tmp_path) as caller:
        await partner.rings(60)
        partner.refuses(486)
        await caller.answered(60)
        await caller.hears_something(30)
        await caller.ended(60)
    async with administrator(centre) as client:
        flow = next(row for row in await get(client, "/flows") if row["name"] == "道 外")
        traffic = await get(client, f"/flows/{flow['id']}/traffic?hours=24")
        assert {"step": "partner", "exit": "failed", "contacts": 1} in traffic

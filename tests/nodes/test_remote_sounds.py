"""A switch on another machine, with which we share no folder: it fetches what it plays from us, over HTTP."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from madoguchi.integrations.asterisk import node
from madoguchi.integrations.asterisk.node import Node, NodeSettings
from madoguchi.integrations.asterisk.prefix import Prefix
from tests.founding import Company, found_company
from tests.instance import Instance
from tests.journeys.outside import calling
from tests.nodes.desk import signed_in
from tests.switch import TEST_TRUNK, switch_prefix
from tests.tones import write_tone

__all__ = ["switch_prefix"]

NUMBER, SAID, CALLER = "0312340099", 880.0, 620.0


class Abroad(NamedTuple):
    """An installation whose only switch is elsewhere."""

    instance: Instance
    switch: Node
    company: Company


def free_port() -> int:
    """A port that nobody listens on: the switch must know the address before the installation starts."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.fixture(scope="module")
async def abroad(switch_prefix: Prefix, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Abroad]:
    folder, port = tmp_path_factory.mktemp("abroad"), free_port()
    settings = NodeSettings(trunks=(TEST_TRUNK,))
    switch = await asyncio.to_thread(node.start, switch_prefix, folder, settings)
    made = Instance(
        demo=False,
        MADOGUCHI_PORT=str(port),
        MADOGUCHI_SOUND_URL=f"http://127.0.0.1:{port}",
        MADOGUCHI_ARI_URL=f"abroad={switch.ari_url.removesuffix('/ari')}",
        MADOGUCHI_ARI_USER=switch.state.user,
        MADOGUCHI_ARI_PASSWORD=switch.state.password,
    )
    try:
        await asyncio.to_thread(made.start)
        yield Abroad(made, switch, await asyncio.to_thread(found_company, made))
    finally:
        await asyncio.to_thread(made.remove)
        await asyncio.to_thread(node.stop, folder)


async def a_number_that_speaks(client: httpx.AsyncClient, sound: Path) -> None:
    """A recording of ours, a flow that plays it, a number that leads there."""

    async def post(path: str, body: dict[str, Any]) -> httpx.Response:
        answer = await client.post(path, json=body)
        assert answer.status_code < 300, answer.text
        return answer

    prompt = await post("/prompts", {"name": "遠くの案内", "ja": {"source": "uploaded"}})
    loaded = await client.put(
        f"/prompts/{prompt.json()['id']}/recordings/ja",
        files={"file": ("far.wav", sound.read_bytes(), "audio/wav")},
        headers={"If-Match": prompt.headers["etag"]},
    )
    assert loaded.status_code == 200, loaded.text
    draft = {
        "nodes": [
            {"kind": "start", "id": "start"},
            {"kind": "prompt", "id": "hello", "prompt": prompt.json()["id"]},
            {"kind": "hang_up", "id": "end"},
        ],
        "edges": [
            {"source": "start", "exit": "next", "target": "hello"},
            {"source": "hello", "exit": "next", "target": "end"},
        ],
    }
    flow = await post("/flows", {"name": "遠く", "draft": draft})
    published = await client.post(
        f"/flows/{flow.json()['id']}/publish", json={}, headers={"If-Match": flow.headers["etag"]}
    )
    assert published.status_code == 200, published.text
    await post("/numbers", {"number": NUMBER, "entry_point": flow.json()["id"]})


async def test_a_caller_hears_a_recording_that_the_switch_has_fetched(abroad: Abroad, tmp_path: Path) -> None:
    folder = abroad.switch.prompts
    before = {file.name for file in folder.rglob("*.wav")} if folder.exists() else set()
    async with signed_in(abroad.instance, abroad.company.email("administrator")) as client:
        await a_number_that_speaks(client, write_tone(tmp_path / "far.wav", SAID, seconds=8))
    address = f"127.0.0.1:{abroad.switch.state.sip_port}"
    tone = write_tone(tmp_path / "caller.wav", CALLER, seconds=8)
    for _ in range(2):  # the second time from what the switch remembers
        async with calling(address, "0398765432", NUMBER, tone, tmp_path) as caller:
            await caller.answered(60)
            await caller.hears(SAID, 60)
            await caller.ended(60)
    after = {file.name for file in folder.rglob("*.wav")} if folder.exists() else set()
    assert after == before, "nothing was put into its folder"

"""The library of what callers hear: spoken when saved, or uploaded; and played by flows in the caller's language."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from madoguchi import intelligence
from madoguchi.files import DiskShelf, use_shelf
from madoguchi.workflows.http import routes
from madoguchi.workflows.model.nodes import HangUpNode, PromptNode, StartNode
from tests.api import api, person
from tests.fakes.voice import FakeVoice
from tests.rooms.routing.hall import Hall
from tests.rooms.telephony.test_sounds import tone
from tests.rooms.workflows.conftest import Phone, publish, ring
from tests.rooms.workflows.graphs import graph
from tests.rooms.workflows.test_http import version


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path) -> None:
    use_shelf(DiskShelf(tmp_path))


@pytest.fixture(autouse=True)
def voice() -> Iterator[FakeVoice]:
    made = FakeVoice("ja")
    intelligence.use_voices([made, FakeVoice("en", missing=True)])
    yield made
    intelligence.use_voices([])


@pytest.fixture
async def client(hall: Hall) -> AsyncIterator[httpx.AsyncClient]:
    async with api(routes, person(hall.tenant, "routing.admin", user=hall.people[0])) as made:
        yield made


async def add(client: httpx.AsyncClient, **form: Any) -> httpx.Response:
    body = {"name": "ご用件", "ja": {"text": "修理は1を。"}, "en": {"text": "Press one."}} | form
    made = await client.post("/prompts", json=body)
    assert made.status_code == 201, made.text
    return made


async def test_a_prompt_is_spoken_when_it_is_saved_and_kept_silent_where_nobody_speaks(
    client: httpx.AsyncClient, voice: FakeVoice
) -> None:
    made = await add(client)
    ja, en = made.json()["voices"]
    assert (ja["engine"], ja["source"], ja["file"] is not None) == ("hum-ja", "spoken", True)
    assert (en["text"], en["file"], en["seconds"]) == ("Press one.", None, 0)
    heard = await client.get(f"/prompts/{made.json()['id']}/sounds/ja")
    assert heard.content[:4] == b"RIFF"
    silent = await client.get(f"/prompts/{made.json()['id']}/sounds/en")
    assert silent.json()["code"] == "prompt_unknown"
    changed = await client.put(
        f"/prompts/{made.json()['id']}", json={"name": "別", "ja": {"text": "配送は2を。"}}, headers=version(made)
    )
    assert [each["text"] for each in changed.json()["voices"]] == ["配送は2を。"]
    assert voice.said == ["修理は1を。", "配送は2を。"]
    stale = await client.put(f"/prompts/{made.json()['id']}", json={"name": "別"}, headers=version(made))
    assert stale.status_code == 412
    assert (await client.post("/prompts", json={"name": "別"})).json()["code"] == "prompt_name_taken"


async def test_a_recording_is_uploaded_and_stays_when_its_words_are_corrected(client: httpx.AsyncClient) -> None:
    made = await add(client)
    url = f"/prompts/{made.json()['id']}"
    files = {"file": ("menu.wav", tone(440), "audio/wav")}
    loaded = await client.put(f"{url}/recordings/en", files=files, headers=version(made))
    en = loaded.json()["voices"][1]
    assert (en["source"], en["text"], en["seconds"]) == ("uploaded", "Press one.", 1.0)
    form = {"name": "ご用件", "ja": {"text": "修理は1を。"}, "en": {"text": "Press 1.", "source": "uploaded"}}
    kept = await client.put(url, json=form, headers=version(loaded))
    assert (kept.json()["voices"][1]["file"], kept.json()["voices"][1]["text"]) == (en["file"], "Press 1.")
    bad = {"file": ("menu.wav", b"no sound", "audio/wav")}
    refused = await client.put(f"{url}/recordings/en", files=bad, headers=version(kept))
    assert (refused.status_code, refused.json()["code"]) == (422, "sound_unfit")
    song = {"file": ("menu.mp3", b"ID3\x04\x00" + bytes(400), "audio/mpeg")}
    told = await client.put(f"{url}/recordings/en", files=song, headers=version(kept))
    assert (told.status_code, told.json()["code"]) == (422, "sound_compressed")
    assert "MP3" in told.json()["title"]
    assert "WAV" in told.json()["title"]


async def test_a_flow_speaks_it_and_it_cannot_be_removed_meanwhile(
    client: httpx.AsyncClient, hall: Hall, phone: Phone
) -> None:
    made = await add(client)
    id = made.json()["id"]
    nodes = [StartNode(id="start"), PromptNode(id="hello", prompt=id), HangUpNode(id="end")]
    flow = await publish(hall, graph(nodes, "start.next>hello", "hello.next>end"))
    call = await ring(hall, flow)
    file = made.json()["voices"][0]["file"].replace("-", "")
    assert phone.heard[call] == ["answered", f"{hall.tenant.hex}-{file}"]
    library = (await client.get("/prompts")).json()
    assert library["speakers"] == {id: [{"flow": str(flow.id), "name": flow.name}]}
    refused = await client.request("DELETE", f"/prompts/{id}", headers=version(made))
    assert (refused.status_code, refused.json()["code"]) == (409, "prompt_in_use")
    anew = await client.put(f"/prompts/{id}", json={"name": "x", "ja": {"text": "新しい文。"}}, headers=version(made))
    file = anew.json()["voices"][0]["file"].replace("-", "")
    assert phone.heard[await ring(hall, flow)] == ["answered", f"{hall.tenant.hex}-{file}"], "at once, unpublished"


async def test_a_prompt_nobody_speaks_is_removed(client: httpx.AsyncClient) -> None:
    made = await add(client)
    gone = await client.request("DELETE", f"/prompts/{made.json()['id']}", headers=version(made))
    assert gone.status_code == 204
    library = (await client.get("/prompts")).json()
    assert library["prompts"] == []
    assert [each["code"] for each in library["house"]] == ["notice", "consent", "waiting", "sorry", "closed"]
    said = [words for each in library["house"] for part in ("name", "text") for words in each[part].values()]
    assert [words for words in said if words.startswith("prompt.")] == []
    assert library["house"][0]["name"] == {"ja": "録音のお知らせ", "en": "Recording notice"}
    notice = (await client.get("/prompts/house/notice/sounds/en")).content
    assert notice[:4] == b"RIFF"
    assert library["house"][0]["seconds"]["en"] == round((len(notice) - 44) / 16000, 1) > 1
    assert (await client.get("/prompts/house/beep/sounds/en")).status_code == 404


async def test_a_prompt_without_any_sound_cannot_be_published(client: httpx.AsyncClient, hall: Hall) -> None:
    made = await add(client, ja=None)
    draft = {
        "nodes": [
            {"kind": "start", "id": "start"},
            {"kind": "prompt", "id": "hello", "prompt": made.json()["id"]},
            {"kind": "hang_up", "id": "end"},
        ],
        "edges": [
            {"source": "start", "exit": "next", "target": "hello"},
            {"source": "hello", "exit": "next", "target": "end"},
        ],
    }
    checked = (await client.post("/flows/check", json={"draft": draft})).json()
    assert [fault["code"] for fault in checked["faults"]] == ["prompt_silent"]

"""Text is spoken once per text and voice; where nobody can, that is said."""

from __future__ import annotations

import io
import shutil
import wave
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from madoguchi import files, intelligence
from madoguchi.files import DiskShelf, use_shelf
from madoguchi.integrations.espeak.tts import ESpeak
from madoguchi.integrations.openjtalk.tts import OpenJTalk
from madoguchi.intelligence import SpeechFailed, SpeechOff
from madoguchi.intelligence.http import routes
from madoguchi.intelligence.ports import SpeechSynthesis
from madoguchi.kit.db import unit
from tests.api import api, person
from tests.fakes.voice import FakeVoice


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path) -> None:
    use_shelf(DiskShelf(tmp_path))


@pytest.fixture
def voice() -> Iterator[FakeVoice]:
    made = FakeVoice("ja")
    intelligence.use_voices([made, FakeVoice("en", missing=True)])
    yield made
    intelligence.use_voices([])


async def test_a_text_is_spoken_once_and_kept(tenant: UUID, voice: FakeVoice) -> None:
    async with unit(tenant):
        first = await intelligence.speak("修理の ご相談は\n1を。", "ja")
        again = await intelligence.speak(" 修理の ご相談は 1を。", "ja")
        other = await intelligence.speak("配送は2を。", "ja")
        content = await (await files.open_file(first.file)).content()
    assert first == again != other
    assert voice.said == ["修理の ご相談は 1を。", "配送は2を。"]
    with wave.open(io.BytesIO(content)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
    assert first.seconds == pytest.approx(1.2, abs=0.1)


async def test_a_file_that_was_removed_is_spoken_anew(tenant: UUID, voice: FakeVoice) -> None:
    async with unit(tenant):
        first = await intelligence.speak("はい。", "ja")
        await files.remove(first.file)
    async with unit(tenant):
        again = await intelligence.speak("はい。", "ja")
    assert again.file != first.file
    assert voice.said == ["はい。", "はい。"]


async def test_nobody_speaks_and_nothing_sayable_are_told(tenant: UUID, voice: FakeVoice) -> None:
    async with unit(tenant):
        with pytest.raises(SpeechOff):
            await intelligence.speak("Hello.", "en")
        for text in ("無理", "", "\x00\x01", "あ" * 1001):
            with pytest.raises(SpeechFailed):
                await intelligence.speak(text, "ja")


async def test_voices_are_shown_with_why_they_are_off(tenant: UUID, voice: FakeVoice) -> None:
    async with api(routes, person(tenant, "routing.admin")) as client:
        ja, en = (await client.get("/speech/voices")).json()
        assert (ja["language"], ja["engine"], ja["off"], ja["credit"]) == ("ja", "hum-ja", "", "nobody")
        assert (en["engine"], en["off"]) == ("hum-en", "not_installed")
        heard = await client.post("/speech", json={"text": "もしもし", "language": "ja"})
        assert heard.content[:4] == b"RIFF"
        off = await client.post("/speech", json={"text": "Hello", "language": "en"})
        assert (off.status_code, off.json()["code"]) == (503, "speech_off")
    intelligence.use_voices([])
    assert [state.off for state in intelligence.voices()] == ["no_voice", "no_voice"]
    async with api(routes, person(tenant, "desk.use")) as client:
        assert (await client.get("/speech/voices")).status_code == 403


@pytest.mark.parametrize(
    ("voice", "language", "text"),
    [
        (OpenJTalk(), "ja", "配送・設置は2を押してください。"),
        (ESpeak(), "en", '-v nothing; press 2 for "delivery".'),
    ],
    ids=["openjtalk", "espeak"],
)
async def test_the_embedded_voices_speak_or_say_that_they_are_missing(
    tenant: UUID, voice: SpeechSynthesis, language: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    intelligence.use_voices([voice])
    if voice.off(language):
        async with unit(tenant):
            with pytest.raises(SpeechOff):
                await intelligence.speak(text, language)  # type: ignore[arg-type]  # one of the two
        return
    async with unit(tenant):
        speech = await intelligence.speak(text, language)  # type: ignore[arg-type]  # one of the two
    assert 1.0 < speech.seconds < 8.0
    intelligence.use_voices([])


def test_a_program_that_is_not_there_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert (ESpeak().off("en"), ESpeak().off("ja"), OpenJTalk().off("en")) == ("not_installed", "language", "language")

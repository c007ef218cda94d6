"""Speech over HTTP: which voices there are, and how a text sounds."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar.response import Stream
from msgspec import Meta

from madoguchi.files import SERVED, serve
from madoguchi.intelligence import engines
from madoguchi.intelligence.actions import MOST_CHARACTERS, speak
from madoguchi.intelligence.model import Language, VoiceState
from madoguchi.kit.http import get, post


class SpeechForm(msgspec.Struct, frozen=True, kw_only=True):
    """A text to be heard."""

    text: Annotated[str, Meta(min_length=1, max_length=MOST_CHARACTERS)]
    language: Language


@get("/speech/voices", needs="routing.admin")
async def list_voices() -> list[VoiceState]:
    """Who speaks each language here, and why nobody does where it is off."""
    return engines.voices()


@post("/speech", needs="routing.admin", status=200, replay=False, also=SERVED)
async def hear(data: SpeechForm) -> Stream:
    """A text as callers would hear it."""
    return await serve((await speak(data.text, data.language)).file)


routes = [list_voices, hear]

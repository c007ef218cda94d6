"""A voice that hums: one tone as long as the text."""

from __future__ import annotations

import io
import math
import wave
from array import array

from madoguchi.intelligence.ports import VoiceFailed


class FakeVoice:
    """Speaks `language` alone; `said` holds what it was asked to say."""

    credit = "nobody"

    def __init__(self, language: str, *, missing: bool = False) -> None:
        self.name = f"hum-{language}"
        self.said: list[str] = []
        self._language, self._missing = language, missing

    def off(self, language: str) -> str:
        if language != self._language:
            return "language"
        return "not_installed" if self._missing else ""

    async def speak(self, text: str, language: str) -> bytes:
        if "無理" in text:
            raise VoiceFailed("impossible")
        self.said.append(text)
        out = io.BytesIO()
        with wave.open(out, "wb") as file:
            file.setparams((1, 2, 16000, 0, "NONE", ""))
            frames = (int(9000 * math.sin(2 * math.pi * 300 * n / 16000)) for n in range(1600 * len(text)))
            file.writeframes(array("h", frames).tobytes())
        return out.getvalue()

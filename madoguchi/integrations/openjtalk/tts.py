"""Japanese speech by Open JTalk (pyopenjtalk-plus) with the HTS voice "Mei"."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import importlib.util
import io
import threading
import wave
from typing import Any

from madoguchi.intelligence.ports import SpeechSynthesis, VoiceFailed

LIBRARY = "pyopenjtalk"
_one_at_a_time = threading.Lock()
"""The library keeps its state in the process."""


class OpenJTalk(SpeechSynthesis):
    """The library is loaded when it is first asked to speak: it takes a second and sixty megabytes."""

    name = "openjtalk-mei-1"
    credit = 'HTS voice "Mei" (MMDAgent), Nagoya Institute of Technology, CC BY 3.0'

    def off(self, language: str) -> str:
        if language != "ja":
            return "language"
        return "" if importlib.util.find_spec(LIBRARY) else "not_installed"

    async def speak(self, text: str, language: str) -> bytes:
        return await asyncio.to_thread(_speak, text)


def _speak(text: str) -> bytes:
    with _one_at_a_time:
        try:
            samples, rate = _library().tts(text)
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            raise VoiceFailed(type(error).__name__) from error
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(samples.clip(-32768, 32767).astype("<i2").tobytes())
    return out.getvalue()


def _library() -> Any:
    # It remarks on optional parts that we do not use.
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return importlib.import_module(LIBRARY)

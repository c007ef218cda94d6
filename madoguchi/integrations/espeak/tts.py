"""English speech by eSpeak NG, a program of the machine (Debian: `apt-get install espeak-ng`)."""

from __future__ import annotations

import asyncio
import shutil

from madoguchi.intelligence.ports import SpeechSynthesis, VoiceFailed

PROGRAM = "espeak-ng"
VOICE, WORDS_A_MINUTE = "en-us+f3", 155
SECONDS = 30.0


class ESpeak(SpeechSynthesis):
    """One process a text, which gets it on its standard input."""

    name = "espeak-ng-f3-1"
    credit = "eSpeak NG"

    def off(self, language: str) -> str:
        if language != "en":
            return "language"
        return "" if shutil.which(PROGRAM) else "not_installed"

    async def speak(self, text: str, language: str) -> bytes:
        try:
            process = await asyncio.create_subprocess_exec(
                PROGRAM, "-v", VOICE, "-s", str(WORDS_A_MINUTE), "--stdin", "--stdout",
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as error:
            raise VoiceFailed(type(error).__name__) from error
        try:
            async with asyncio.timeout(SECONDS):
                content, _ = await process.communicate(text.encode())
        except TimeoutError as error:
            process.kill()
            raise VoiceFailed("timeout") from error
        if process.returncode:
            raise VoiceFailed(str(process.returncode))
        return content

"""What intelligence needs of a vendor."""

from __future__ import annotations

from typing import Protocol


class VoiceFailed(Exception):
    """The voice could not speak this text."""


class SpeechSynthesis(Protocol):
    """A voice. It may be wired and yet be off: its library or program is missing on this machine."""

    @property
    def name(self) -> str:
        """The vendor's code, with whatever changes how it sounds ("openjtalk-mei-1"): a text is kept by it too."""

    @property
    def credit(self) -> str:
        """Whom to name where this voice is heard of; "" for nobody."""

    def off(self, language: str) -> str:
        """Why it cannot speak this language: "not_installed", "language"; "" when it can."""

    async def speak(self, text: str, language: str) -> bytes:
        """The text as PCM WAV of any rate. Raises VoiceFailed."""

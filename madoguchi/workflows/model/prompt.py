"""What callers hear: prompts of the house, and those of the library with a voice for each language."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")
Source = Literal["spoken", "uploaded"]
PromptName = Annotated[str, Meta(min_length=1, max_length=100)]
Text = Annotated[str, Meta(max_length=1000)]

HOUSE = ("notice", "consent", "waiting", "sorry", "closed")
"""Prompts that every installation can speak, in Japanese and English."""


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """A prompt in one language. `file` None: nothing can be heard yet (no voice speaks this language here).

    `text`: what is spoken, or what an uploaded recording says.
    """

    language: Language
    source: Source
    text: str
    file: UUID | None = None
    seconds: float = 0.0
    engine: str = ""


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """A prompt of the library."""

    id: UUID
    name: str
    voices: list[Voice] = []
    changed: datetime
    changed_by: UUID | None
    version: int

    def voice(self, language: str) -> Voice | None:
        """Its voice in a language."""
        return next((voice for voice in self.voices if voice.language == language), None)

    def heard_in(self) -> frozenset[str]:
        """The languages in which something can be heard."""
        return frozenset(voice.language for voice in self.voices if voice.file is not None)


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """A flow that speaks a prompt, in its draft or in the version that calls take."""

    flow: UUID
    name: str

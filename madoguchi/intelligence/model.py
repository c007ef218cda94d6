"""Shapes of intelligence. Durations are seconds."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")


class Speech(msgspec.Struct, frozen=True, kw_only=True):
    """A text that was spoken, by `engine`. `file` holds it as telephones carry it (WAV, 8 kHz, mono, 16 bit)."""

    file: UUID
    seconds: float
    engine: str
    language: Language


class VoiceState(msgspec.Struct, frozen=True, kw_only=True):
    """The voice of a language. `off` is a code that says why nothing can be spoken, "" when it can.

    `engine` is "" where no voice is wired; `credit`: whom to name for it.
    """

    language: Language
    engine: str
    off: str
    credit: str

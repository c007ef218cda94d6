"""The voices of this installation, in order of preference. Filled by bootstrap."""

from __future__ import annotations

from collections.abc import Sequence

from madoguchi.intelligence.model import LANGUAGES, Language, VoiceState
from madoguchi.intelligence.ports import SpeechSynthesis

_voices: list[SpeechSynthesis] = []


def use_voices(voices: Sequence[SpeechSynthesis]) -> None:
    """Wire the voices; the first that can speak a language speaks it."""
    _voices[:] = voices


def voice_of(language: Language) -> SpeechSynthesis | None:
    """Who speaks a language now; None: nobody can."""
    return next((voice for voice in _voices if not voice.off(language)), None)


def voices() -> list[VoiceState]:
    """How things stand, language by language."""
    return [_state(language) for language in LANGUAGES]


def _state(language: Language) -> VoiceState:
    able = voice_of(language)
    if able is not None:
        return VoiceState(language=language, engine=able.name, off="", credit=able.credit)
    missing = next((voice for voice in _voices if voice.off(language) != "language"), None)
    if missing is None:
        return VoiceState(language=language, engine="", off="no_voice", credit="")
    return VoiceState(language=language, engine=missing.name, off=missing.off(language), credit=missing.credit)

"""What may go wrong in intelligence."""

from __future__ import annotations

from madoguchi.kit.errors import Invalid, Unavailable


class SpeechOff(Unavailable):
    """Nobody can speak this language here; a recording can be uploaded instead."""

    code = "speech_off"


class SpeechFailed(Invalid):
    """The voice could not speak this text."""

    code = "speech_failed"

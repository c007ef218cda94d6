"""Text is spoken: once per text, language and voice; the second time the file is there already."""

from __future__ import annotations

import time
import unicodedata
from hashlib import sha256

from madoguchi import telephony
from madoguchi.files import FileUnknown, FileWasRemoved, open_file
from madoguchi.intelligence import store
from madoguchi.intelligence.engines import voice_of
from madoguchi.intelligence.errors import SpeechFailed, SpeechOff
from madoguchi.intelligence.model import Language, Speech
from madoguchi.intelligence.ports import VoiceFailed
from madoguchi.kit.clock import now
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter
from madoguchi.telephony import SoundUnfit

MOST_CHARACTERS = 1000

spoken_total = counter("speech_rendered", "Texts that were spoken", ("engine", "result"))
spoken_seconds = counter("speech_render_seconds", "Seconds that speaking took", ("engine",))


async def speak(text: str, language: Language) -> Speech:
    """Have a text spoken. Takes seconds for a long one: never while a caller waits.

    Raises `SpeechOff` where nobody speaks the language here, `SpeechFailed` when this text cannot be spoken.
    """
    voice = voice_of(language)
    if voice is None:
        raise SpeechOff(language=language)
    plain = readable(text)
    if not plain or len(plain) > MOST_CHARACTERS:
        raise SpeechFailed
    digest = sha256(f"{voice.name}\n{language}\n{plain}".encode()).digest()
    before = await store.find(digest)
    if before is not None and await _there(before):
        spoken_total.labels(voice.name, "kept").inc()
        return before
    began = time.monotonic()
    try:
        sound = await telephony.keep_sound(await voice.speak(plain, language), f"speech-{language}")
    except (VoiceFailed, SoundUnfit) as error:
        log.warning("speech_failed", engine=voice.name, language=language, error=type(error).__name__)
        spoken_total.labels(voice.name, "failed").inc()
        raise SpeechFailed from error
    spoken_seconds.labels(voice.name).inc(time.monotonic() - began)
    spoken_total.labels(voice.name, "rendered").inc()
    speech = Speech(file=sound.file, seconds=sound.seconds, engine=voice.name, language=language)
    await store.keep(digest, speech, now())
    return speech


def readable(text: str) -> str:
    """A text without what no voice can say: control characters, runs of blanks."""
    kept = "".join(" " if character.isspace() else character for character in unicodedata.normalize("NFC", text))
    return " ".join("".join(c for c in kept if unicodedata.category(c)[0] != "C").split())


async def _there(speech: Speech) -> bool:
    try:
        await open_file(speech.file)
    except (FileUnknown, FileWasRemoved):
        return False
    return True

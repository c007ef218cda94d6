"""Sounds that flows speak: brought to telephone quality, kept with the files, given to whichever switch plays them."""

from __future__ import annotations

import asyncio
import hmac
import io
import wave
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from madoguchi import files
from madoguchi.kit.db import current_tenant, unit
from madoguchi.kit.errors import DomainError
from madoguchi.kit.log import log
from madoguchi.kit.vault import derived
from madoguchi.telephony.errors import SoundCompressed, SoundUnfit
from madoguchi.telephony.ports import SoundSource

SOUNDS: Final = Path(__file__).parent.parent / "sounds"
"""The sounds of the house, `<code>-<language>.wav` (8 kHz, mono, 16 bit)."""

RATE: Final = 8000
LONGEST: Final = 300  # seconds
LOUD: Final = 0.63  # the loudest sample of a sound, of what a sample can hold
FULL: Final = 32767
_COMPRESSED: Final = {b"OggS": "Ogg", b"fLaC": "FLAC", b"\x30\x26\xb2\x75": "WMA"}
_WIDTHS: Final = {1: "u1", 2: "<i2", 4: "<i4"}


class Sound(Struct, frozen=True, kw_only=True):
    """A sound that can be played: the file that holds it, and how long it is."""

    file: UUID
    seconds: float


async def keep_sound(content: bytes, name: str) -> Sound:
    """Keep a WAV recording as a switch plays it (8 kHz, mono, 16 bit). Raises SoundUnfit."""
    fit = await asyncio.to_thread(fit_for_telephone, content)
    stored = await files.keep(fit, f"{name}.wav", "prompt")
    return Sound(file=stored.id, seconds=_seconds(len(fit)))


def house_sound(code: str, language: str) -> Path:
    """Where a sound of the house lies."""
    return SOUNDS / f"{code}-{language}.wav"


def seconds_of(sound: Path) -> float:
    """How long a sound of the house is."""
    return _seconds(sound.stat().st_size)


def _seconds(size: int) -> float:
    return round((size - 44) / 2 / RATE, 1)


def name_of(file: UUID) -> str:
    """What a sound of this tenant is called towards a switch."""
    return f"{current_tenant().hex}-{file.hex}"


class KeptSounds(SoundSource):
    """Sounds as they lie with the files. `base`: where a switch on another machine reaches us, "" for nowhere."""

    def __init__(self, base: str = "") -> None:
        self._base = base.rstrip("/")

    async def content(self, name: str) -> bytes | None:
        return await sound_named(name)

    def url(self, name: str) -> str:
        if not self._base:
            return ""
        return f"{self._base}/api/v1/telephony/sounds/{name}/{token_of(name)}/sound.wav"


def token_of(name: str) -> str:
    """What opens one sound to a switch that fetches it: nobody else can guess it, and nothing else opens by it."""
    return hmac.new(derived("sounds"), name.encode(), sha256).hexdigest()[:40]


async def sound_named(name: str) -> bytes | None:
    """A sound by its name towards switches; None when there is none. Opens a unit of its own."""
    house = SOUNDS / f"{name}.wav"
    if house.parent == SOUNDS and house.exists():
        return house.read_bytes()
    tenant, _, file = name.partition("-")
    try:
        owner, id = UUID(hex=tenant), UUID(hex=file)
    except ValueError:
        return None
    try:
        async with unit(owner, readonly=True):
            opened = await files.open_file(id)
            return await opened.content() if opened.file.purpose == "prompt" else None
    except DomainError as error:
        log.warning("sound_missing", sound=str(id), code=error.reason)
        return None


def fit_for_telephone(content: bytes) -> bytes:
    """Any PCM WAV as 8 kHz, mono, 16 bit, evenly loud. Raises SoundUnfit, SoundCompressed."""
    if (kind := _compressed(content)) is not None:
        raise SoundCompressed(kind=kind)
    try:
        with wave.open(io.BytesIO(content)) as source:
            channels, width, rate = source.getnchannels(), source.getsampwidth(), source.getframerate()
            frames = source.readframes(source.getnframes())
    except (wave.Error, EOFError) as error:
        raise SoundUnfit from error
    if width == 3:
        frames, width = _widened(frames), 4
    if width not in _WIDTHS or not 1 <= channels <= 8 or not RATE <= rate <= 192_000:
        raise SoundUnfit
    usable = len(frames) // (width * channels) * width * channels
    samples = np.frombuffer(frames[:usable], dtype=_WIDTHS[width]).astype(np.float64).reshape(-1, channels)
    mono = samples.mean(axis=1) - (128 if width == 1 else 0)
    if not len(mono) or not np.abs(mono).max() or len(mono) > LONGEST * rate:
        raise SoundUnfit
    return _wave(_resampled(mono / np.abs(mono).max() * LOUD, rate))


def _compressed(content: bytes) -> str | None:
    """What a file is called that is a sound, but one that only a decoder opens."""
    if content[:3] == b"ID3" or content[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "MP3"
    if content[4:8] == b"ftyp":
        return "M4A"
    return next((kind for mark, kind in _COMPRESSED.items() if content.startswith(mark)), None)


def _widened(frames: bytes) -> bytes:
    """24-bit samples as 32-bit ones."""
    three = np.frombuffer(frames[: len(frames) // 3 * 3], dtype="u1").reshape(-1, 3)
    four = np.zeros((len(three), 4), dtype="u1")
    four[:, 1:] = three
    return four.tobytes()


def _resampled(samples: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """At 8 kHz: what a telephone cannot carry is filtered out first, or it would come back as noise."""
    if rate == RATE:
        return samples
    cut = 0.45 * RATE / rate
    span = np.arange(-160, 161)
    window = np.sinc(2 * cut * span) * np.hamming(len(span))
    smooth = np.convolve(samples, window / window.sum(), mode="same")
    moments = np.arange(int(len(smooth) * RATE / rate)) * (rate / RATE)
    return np.asarray(np.interp(moments, np.arange(len(smooth)), smooth), dtype=np.float64)


def _wave(samples: NDArray[np.float64]) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((np.clip(samples, -1, 1) * FULL).astype("<i2").tobytes())
    return out.getvalue()

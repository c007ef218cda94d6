"""Tones to speak and to recognise: the proof that audio went where it should."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 8000
LOUD = 0.01
"""Share of full scale from which a tone counts as heard."""

HEADER = 44
"""Bytes before the sound in a WAV file as the phone writes it."""


def write_tone(path: Path, *frequencies: float, seconds: float = 2.0, loudness: float = 0.5) -> Path:
    """A WAV file (8 kHz, mono, 16 bit) with these frequencies sounding together.

    `loudness` 1 is full scale. Where several sing at once they must not sum up to more: a mix that is cut off at the
    top gives everybody an echo of themselves.
    """
    time = np.arange(int(seconds * RATE)) / RATE
    sound = sum(np.sin(2 * np.pi * f * time) for f in frequencies) / max(len(frequencies), 1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.asarray(sound) * loudness * 32767).astype("<i2").tobytes())
    return path


def samples(path: Path, channel: int = 0) -> NDArray[np.float64]:
    """One channel of a WAV file, -1 to 1. Also of one being written, whose header does not yet know its length."""
    data = path.read_bytes()
    with wave.open(str(path), "rb") as file:
        channels = file.getnchannels()
    body = data[data.index(b"data") + 8 :]
    frames = np.frombuffer(body[: len(body) // (2 * channels) * 2 * channels], dtype="<i2")
    return frames.reshape(-1, channels)[:, channel].astype(np.float64) / 32768


def heard(sound: NDArray[np.float64], frequency: float, rate: int = RATE) -> float:
    """Seconds for which `frequency` sounds, in steps of a tenth."""
    step = rate // 10
    count = 0
    for start in range(0, len(sound) - step + 1, step):
        part = sound[start : start + step] * np.hanning(step)
        spectrum = np.abs(np.fft.rfft(part)) / step * 4
        near = np.abs(np.fft.rfftfreq(step, 1 / rate) - frequency) <= 12
        count += int(spectrum[near].max(initial=0.0) > LOUD)
    return count / 10


def last_second(ears: Path) -> NDArray[np.float64]:
    """The newest second of a recording under way, whose header is written last of all."""
    if not ears.exists() or ears.stat().st_size < HEADER + 2 * RATE:
        return np.zeros(0)
    frames = ears.read_bytes()[HEADER:]
    return np.frombuffer(frames[: len(frames) // 2 * 2], "<i2")[-RATE:].astype(np.float64) / 32768

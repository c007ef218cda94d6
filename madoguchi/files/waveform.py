"""Peaks of a recording, for drawing its wave: a channel a side of the call."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Annotated, Final

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Meta

from madoguchi.files.errors import WaveUnreadable

PEAKS: Final = 800
_FRAMES_AT_ONCE: Final = 1 << 18
_FULL: Final = 32767
_MOST_CHANNELS: Final = 8


class Waveform(msgspec.Struct, frozen=True, kw_only=True):
    """`channels[c][i]`: the loudest sample of the i-th stretch of channel c, 0 to 100; all stretches last the same."""

    seconds: float
    channels: list[list[Annotated[int, Meta(ge=0, le=100)]]]


def waveform(path: Path, peaks: int = PEAKS) -> Waveform:
    """Peaks of a 16-bit PCM WAV file, at most `peaks` a channel. Reads it in pieces. Raises WaveUnreadable."""
    try:
        with wave.open(str(path), "rb") as source:
            return _peaks_of(source, peaks)
    except (wave.Error, EOFError, OSError) as error:
        raise WaveUnreadable from error


def _peaks_of(source: wave.Wave_read, peaks: int) -> Waveform:
    count, rate, frames = source.getnchannels(), source.getframerate(), source.getnframes()
    if source.getsampwidth() != 2 or not rate or not 1 <= count <= _MOST_CHANNELS:
        raise WaveUnreadable
    buckets = max(1, min(peaks, frames))
    loudest = np.zeros((buckets, count), dtype=np.int32)
    at = 0
    while at < frames:
        raw = source.readframes(min(_FRAMES_AT_ONCE, frames - at))
        samples = np.frombuffer(raw[: len(raw) // (2 * count) * 2 * count], dtype="<i2").reshape(-1, count)
        if not len(samples):
            break  # a recording that was cut off: its header promises more than there is
        _gather(loudest, samples, at, frames)
        at += len(samples)
    scaled = np.minimum(100, np.rint(loudest * (100 / _FULL)).astype(int))
    return Waveform(seconds=round(at / rate, 3), channels=[[int(v) for v in channel] for channel in scaled.T])


def _gather(loudest: npt.NDArray[np.int32], samples: npt.NDArray[np.int16], at: int, frames: int) -> None:
    """Raise the peaks of the stretches into which `samples`, which begin at frame `at`, fall."""
    buckets = len(loudest)
    stretch = (np.arange(at, at + len(samples), dtype=np.int64) * buckets) // max(frames, 1)
    starts = np.flatnonzero(np.r_[True, stretch[1:] != stretch[:-1]])
    tops = np.maximum.reduceat(np.abs(samples.astype(np.int32)), starts, axis=0)
    np.maximum.at(loudest, stretch[starts], tops)

"""The wave of a call: each side on its own channel, as loud as it was, when it was."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.files import WaveUnreadable, waveform

RATE = 8000


def record(path: Path, *channels: list[float], rate: int = RATE) -> Path:
    """A WAV file; each number is the loudness of a tenth of a second of tone."""
    sides = []
    for loudness in channels:
        tone = np.sin(np.arange(rate // 10) * 2 * np.pi * 440 / rate)
        sides.append(np.concatenate([tone * level for level in loudness]))
    frames = (np.stack(sides, axis=1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as out:
        out.setnchannels(len(channels))
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(frames.tobytes())
    return path


def test_each_side_of_the_call_has_its_own_peaks(tmp_path: Path) -> None:
    drawn = waveform(record(tmp_path / "a.wav", [0.5, 0.0, 1.0], [0.0, 0.25, 0.0]), peaks=3)
    assert drawn.seconds == pytest.approx(0.3)
    assert [[round(v, -1) for v in side] for side in drawn.channels] == [[50, 0, 100], [0, 20, 0]]


def test_a_call_of_ten_minutes_is_read_in_pieces(tmp_path: Path) -> None:
    loudness = [0.1] * 6000
    loudness[4500] = 0.9
    drawn = waveform(record(tmp_path / "a.wav", loudness, loudness), peaks=600)
    assert drawn.seconds == 600
    assert drawn.channels[0].index(max(drawn.channels[0])) == 450


def test_a_recording_cut_off_by_a_crash_is_drawn_as_far_as_it_goes(tmp_path: Path) -> None:
    path = record(tmp_path / "a.wav", [1.0] * 10, [0.0] * 10)
    path.write_bytes(path.read_bytes()[: 44 + RATE * 4 // 2 + 3])
    drawn = waveform(path, peaks=10)
    assert drawn.seconds == pytest.approx(0.5, abs=0.01)
    assert max(drawn.channels[0][6:]) == 0


def test_what_is_no_recording_is_told(tmp_path: Path) -> None:
    for content in (b"", b"RIFF", b"not sound at all" * 20):
        path = tmp_path / "a.wav"
        path.write_bytes(content)
        with pytest.raises(WaveUnreadable):
            waveform(path)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.integers(1, 50))
@settings(max_examples=30, deadline=None)
def test_the_loudest_peak_is_the_loudest_moment(
    tmp_path_factory: pytest.TempPathFactory, loud: list[float], n: int
) -> None:
    drawn = waveform(record(tmp_path_factory.mktemp("wave") / "a.wav", loud), peaks=n)
    assert max(drawn.channels[0]) == pytest.approx(max(loud) * 100, abs=1.5)
    assert len(drawn.channels[0]) == min(n, 800 * len(loud))

"""Two-channel recording: one snoop on each direction of a leg, put together when both have ended.

Recording the leg itself would block everything else that is to happen to it, and would mix both voices.
"""

import asyncio
import io
import wave
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.configuration import APPLICATION
from madoguchi.integrations.asterisk.errors import NotThere, SwitchUnreachable, WrongState
from madoguchi.integrations.asterisk.translate import HEARD, SAID, SNOOP
from madoguchi.telephony.ports import Pause

DIRECTIONS = ((SAID, "in"), (HEARD, "out"))
RATE = 8000
PATIENCE = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""Seconds between tries while a new snoop is on its way into our application, or a recording on its way to the disk."""


async def begin(ari: Ari, leg: str, recording: str) -> None:
    """Start both halves. Idempotent; raises NotThere when the leg is gone."""
    for ending, direction in DIRECTIONS:
        snoop = recording + ending
        if await ari.channel(snoop) is None:
            await ari.snoop(leg, snoop, APPLICATION, [SNOOP], spy=direction)
    await asyncio.gather(*(_record(ari, recording + ending) for ending, _ in DIRECTIONS))


async def begin_message(ari: Ari, leg: str, recording: str, max_seconds: int, silence_seconds: int) -> None:
    """Record what the leg itself says, and nothing else of it. Idempotent; raises NotThere when the leg is gone."""
    name = recording + SAID
    try:
        await ari.take_message(leg, name, max_seconds=max_seconds, silence_seconds=silence_seconds)
    except WrongState:
        if not await ari.recording_runs(name) and await ari.stored_recording(name) is None:
            raise


async def end(ari: Ari, recording: str) -> None:
    """Stop both halves, if they still run."""
    for ending, _ in DIRECTIONS:
        await ari.recording_command(recording + ending, "stop")
        await ari.hang_up(recording + ending)


async def pause(ari: Ari, recording: str) -> None:
    """Nothing of either voice is written from now on. Raises NotThere when either half does not run: nobody may
    believe that it is paused.
    """
    await asyncio.gather(*(ari.pause_recording(recording + ending) for ending, _ in DIRECTIONS))


async def resume(ari: Ari, recording: str) -> None:
    """Both voices again."""
    await asyncio.gather(*(ari.resume_recording(recording + ending) for ending, _ in DIRECTIONS))


async def take(ari: Ari, recording: str, pauses: Sequence[Pause]) -> bytes | None:
    """Both halves as one WAV file, silent where they were paused; a message, which has one, as it is; None when
    nothing was ever written. Raises SwitchUnreachable when the switch still writes after a second: to be tried again.
    """
    await end(ari, recording)
    await asyncio.gather(*(_written(ari, recording + ending) for ending, _ in DIRECTIONS))
    halves = [await ari.stored_recording(recording + ending) for ending, _ in DIRECTIONS]
    said, heard = halves
    if not said or not heard:
        return said or heard
    return await asyncio.to_thread(_stereo, [said, heard], pauses)


async def _written(ari: Ari, name: str) -> None:
    """A half that is being ended is not kept yet: taken now, it would be missing."""
    for pause in (*PATIENCE, None):
        if not await ari.recording_runs(name):
            return
        if pause is None:
            raise SwitchUnreachable(f"recording {name} does not end")
        await asyncio.sleep(pause)


async def drop(ari: Ari, recording: str) -> None:
    for ending, _ in DIRECTIONS:
        await ari.remove_recording(recording + ending)


async def _record(ari: Ari, snoop: str) -> None:
    for pause in (*PATIENCE, None):
        try:
            await ari.record(f"channels/{snoop}", snoop, exists="fail")
        except WrongState:
            if await ari.recording_runs(snoop):
                return
            if pause is None:
                raise
            await asyncio.sleep(pause)
        except NotThere:
            return
        else:
            return


def _stereo(halves: list[bytes], pauses: Sequence[Pause]) -> bytes:
    short = [_samples(half) for half in halves]
    first = max(len(voice) for voice in short)
    voices = [_in_time(voice, pauses, first - len(voice)) for voice in short]
    length = max(len(voice) for voice in voices)
    both = np.zeros((length, len(voices)), dtype="<i2")
    for number, voice in enumerate(voices):
        # Both ended with the leg, at the same instant: what the second began later is missing at the front.
        both[length - len(voice) :, number] = voice
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(len(voices))
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(both.tobytes())
    return out.getvalue()


def _in_time(voice: NDArray[np.int16], pauses: Sequence[Pause], late: int) -> NDArray[np.int16]:
    """A half with silence for each of its pauses, so that all stands at its time. `late`: frames it began later."""
    parts, done, left_out = [], 0, 0
    for pause in pauses:
        place = min(max(done, int(pause.at * RATE) - left_out - late), len(voice))
        silence = int(pause.seconds * RATE)
        parts += [voice[done:place], np.zeros(silence, dtype="<i2")]
        done, left_out = place, left_out + silence
    return np.concatenate([*parts, voice[done:]])


def _samples(content: bytes) -> NDArray[np.int16]:
    if not content:
        return np.zeros(0, dtype="<i2")
    with wave.open(io.BytesIO(content)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")

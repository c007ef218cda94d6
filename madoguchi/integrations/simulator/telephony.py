"""A switch that exists only in this process. Nobody hears anything; everything else behaves as on a real one.

A number in the public network answers after a moment, unless it ends in 0486 (busy), 0480 (does not answer) or 0404
(does not exist), so that a demonstration can show these too.
"""

from __future__ import annotations

import asyncio
import io
import math
import wave
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from madoguchi.kit.ids import new_id
from madoguchi.kit.log import log
from madoguchi.telephony.ports import (
    Arrived,
    CallControl,
    DigitPressed,
    Kind,
    LegDown,
    LegGone,
    LegRinging,
    LegSeen,
    LegsJoined,
    LegUp,
    Listener,
    NotReachable,
    Origination,
    Pause,
    PlaybackEnded,
    RecordingEnded,
    Report,
    Snapshot,
    ToAgent,
)

RATE = 8000
LONGEST_RECORDING = 600


@dataclass
class _Leg:
    id: str
    call: str = ""
    up: bool = False
    arrival: Arrived | None = None
    bridge: str | None = None
    digits: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    muted: bool = False
    music: bool = False
    recording: str | None = None
    tasks: set[asyncio.Task[None]] = field(default_factory=set)


@dataclass
class _Recording:
    began: datetime
    ended: datetime | None = None
    gaps: list[tuple[datetime, datetime | None]] = field(default_factory=list)

    @property
    def paused(self) -> bool:
        return bool(self.gaps) and self.gaps[-1][1] is None

    def frame(self, at: datetime | None) -> int:
        """Where in the file this moment stands; None is its end."""
        moment = at or self.ended or self.began
        return int((moment - self.began).total_seconds() * RATE)


class SimulatedLine(CallControl):
    """See the module. `pace` stretches how long people and prompts take: 1.0 is lifelike, 0.0 immediate.

    `played`: the prompts that each leg was made to hear; `speaks_seconds`: how long a caller speaks after a beep.
    """

    kind: Kind = "simulated"

    def __init__(self, pace: float = 1.0) -> None:
        self._pace = pace
        self._legs: dict[str, _Leg] = {}
        self._logins: set[str] = set()
        self._playbacks: dict[str, str] = {}
        self.played: dict[str, list[str]] = {}
        self.speaks_seconds = 3.0
        self._recordings: dict[str, _Recording] = {}
        self._monitors: dict[str, tuple[str, str, bool]] = {}
        self._messages: dict[str, tuple[str, float]] = {}
        self._bridges: dict[str, datetime] = {}
        self._reports: asyncio.Queue[Report] = asyncio.Queue()

    # What the people at the other ends do

    async def ring_in(self, caller: str, dialled: str, *, name: str = "", withheld: bool = False) -> str:
        """Somebody calls `dialled`; returns their leg."""
        leg = f"simulated-{new_id().hex}"
        arrival = Arrived(leg=leg, caller=caller, name=name, withheld=withheld, dialled=dialled, at=datetime.now(UTC))
        self._legs[leg] = _Leg(leg, arrival=arrival)
        self._report(arrival)
        return leg

    async def far_end_hangs_up(self, leg: str) -> None:
        """The person on this leg puts the receiver down."""
        if leg in self._legs:
            self._drop(self._legs[leg], "normal")

    async def far_end_presses(self, leg: str, digits: str) -> None:
        for digit in digits:
            self._report(DigitPressed(leg=leg, digit=digit, at=datetime.now(UTC)))

    def heard_headers(self, leg: str) -> dict[str, str]:
        """What the person on this leg was told when it rang."""
        return self._legs[leg].headers

    def heard_digits(self, leg: str) -> str:
        """The keys that were sent to the person on this leg."""
        return self._legs[leg].digits

    def hears(self, leg: str) -> set[str]:
        """The legs whose voices would reach the person on this leg."""
        heard = self._talks_with(leg)
        for target, listener, whisper in self._monitors.values():
            if listener == leg and target in self._legs:
                heard |= {target} | self._talks_with(target)
            elif target == leg and whisper:
                heard.add(listener)
        return {other for other in heard if other in self._legs and not self._legs[other].muted} - {leg}

    def _talks_with(self, leg: str) -> set[str]:
        bridge = self._leg(leg).bridge
        return {other.id for other in self._legs.values() if other.bridge == bridge and bridge is not None} - {leg}

    # Events

    async def serve(self, listener: Listener) -> None:
        """Report to `listener`, for ever."""
        await listener(await self.snapshot())
        while True:
            report = await self._reports.get()
            try:
                await listener(report)
            except Exception as error:
                log.warning("report_failed", report=type(report).__name__, error=type(error).__name__, exc_info=True)
                await self._again(listener)

    async def _again(self, listener: Listener) -> None:
        while True:
            await asyncio.sleep(1.0)
            try:
                await listener(await self.snapshot())
                return
            except Exception as error:
                log.warning("switch_look_failed", error=type(error).__name__)

    # Commands

    async def answer(self, leg: str) -> None:
        found = self._leg(leg)
        if not found.up:
            self._up(found)

    async def play(self, leg: str, playback: str, prompts: Sequence[str]) -> None:
        found = self._leg(leg)
        self._playbacks[playback] = leg
        self.played.setdefault(leg, []).extend(prompts)
        self._later(found, 2.0 * len(prompts), lambda: self._played(leg, playback))

    async def playing(self, playback: str) -> bool:
        return playback in self._playbacks

    async def stop_playing(self, playback: str) -> None:
        leg = self._playbacks.get(playback)
        if leg is not None:
            self._played(leg, playback)

    async def music(self, leg: str) -> None:
        self._leg(leg).music = True

    async def stop_music(self, leg: str) -> None:
        self._leg(leg).music = False

    async def ring(self, leg: str, on: bool) -> None:
        self._leg(leg)

    async def originate(self, order: Origination) -> None:
        if order.leg in self._legs:
            return
        if isinstance(order.to, ToAgent):
            if order.to.login not in self._logins:
                raise NotReachable("unreachable")
            made = self._legs[order.leg] = _Leg(order.leg, call=order.call, headers=dict(order.headers))
            self._later(made, 0.05, lambda: self._up(made))
            return
        number = order.to.number
        if number.endswith("0404"):
            raise NotReachable("unreachable")
        made = self._legs[order.leg] = _Leg(order.leg, call=order.call, headers=dict(order.headers))
        self._report(LegRinging(leg=made.id, at=datetime.now(UTC)))
        if number.endswith("0486"):
            self._later(made, 1.0, lambda: self._drop(made, "busy"))
        elif number.endswith("0480"):
            self._later(made, float(order.ring_seconds), lambda: self._drop(made, "no_answer"))
        else:
            self._later(made, 2.0, lambda: self._up(made))

    async def bridge(self, bridge: str, legs: Sequence[str]) -> None:
        for leg in legs:
            found = self._leg(leg)
            self._bridges.setdefault(bridge, datetime.now(UTC))
            if found.bridge != bridge:
                found.bridge = bridge
                together = tuple(other.id for other in self._legs.values() if other.bridge == bridge)
                self._report(LegsJoined(leg=leg, bridge=bridge, legs=together, at=datetime.now(UTC)))

    async def unbridge(self, bridge: str, leg: str) -> None:
        found = self._leg(leg)
        if found.bridge == bridge:
            found.bridge = None

    async def close_bridge(self, bridge: str) -> None:
        self._bridges.pop(bridge, None)
        for leg in self._legs.values():
            if leg.bridge == bridge:
                leg.bridge = None

    async def mute(self, leg: str, muted: bool) -> None:
        self._leg(leg).muted = muted

    async def monitor(self, monitor: str, leg: str, listener: str, *, whisper: bool) -> None:
        self._leg(leg)
        self._leg(listener)
        self._monitors[monitor] = (leg, listener, whisper)
        await self.bridge(monitor, [listener])

    async def stop_monitoring(self, monitor: str) -> None:
        self._monitors.pop(monitor, None)
        await self.close_bridge(monitor)

    async def send_digits(self, leg: str, digits: str) -> None:
        self._leg(leg).digits += digits

    async def hang_up(self, leg: str, cause: str = "normal") -> None:
        if leg in self._legs:
            self._drop(self._legs[leg], cause)

    async def record(self, leg: str, recording: str) -> None:
        found = self._leg(leg)
        if recording not in self._recordings:
            found.recording = recording
            self._recordings[recording] = _Recording(datetime.now(UTC))

    async def take_message(self, leg: str, recording: str, max_seconds: int, silence_seconds: int) -> None:
        found = self._leg(leg)
        if recording not in self._recordings:
            found.recording = recording
            self._recordings[recording] = _Recording(datetime.now(UTC))
            self._messages[recording] = (leg, min(self.speaks_seconds, float(max_seconds)))
            spoken = self._messages[recording][1] + silence_seconds
            self._later(found, min(spoken, float(max_seconds)), lambda: self._recorded(recording))

    async def stop_recording(self, recording: str) -> None:
        self._recorded(recording)

    def _recorded(self, recording: str) -> None:
        found = self._recordings.get(recording)
        if found is not None and found.ended is None:
            at = found.ended = datetime.now(UTC)
            self._report(RecordingEnded(recording=recording, at=at, leg=self._messages.get(recording, ("", 0.0))[0]))

    async def pause_recording(self, recording: str) -> None:
        found = self._recordings.get(recording)
        if found is None or found.ended is not None:
            raise LegGone(recording)
        if not found.paused:
            found.gaps.append((datetime.now(UTC), None))

    async def resume_recording(self, recording: str) -> None:
        found = self._recordings.get(recording)
        if found is not None and found.paused:
            found.gaps[-1] = (found.gaps[-1][0], datetime.now(UTC))

    async def take_recording(self, recording: str, pauses: Sequence[Pause] = ()) -> bytes | None:
        if recording not in self._recordings:
            return None
        await self.stop_recording(recording)
        if recording in self._messages:
            return _one_tone(self._messages[recording][1])
        return _two_tones(self._recordings[recording])

    async def drop_recording(self, recording: str) -> None:
        self._recordings.pop(recording, None)

    async def issue_login(self, login: str, password: str) -> None:
        self._logins.add(login)

    async def revoke_login(self, login: str) -> None:
        self._logins.discard(login)

    async def reachable(self, login: str) -> bool:
        return login in self._logins

    async def snapshot(self) -> Snapshot:
        legs = tuple(
            LegSeen(leg=leg.id, up=leg.up, call=leg.call, bridge=leg.bridge, arrival=leg.arrival)
            for leg in self._legs.values()
        )
        return Snapshot(legs=legs, moved=frozenset(), at=datetime.now(UTC), bridges=dict(self._bridges))

    async def healthy(self) -> bool:
        return True

    async def gone(self) -> bool:
        return False

    # Inside

    def _leg(self, leg: str) -> _Leg:
        found = self._legs.get(leg)
        if found is None:
            raise LegGone(leg)
        return found

    def _report(self, report: Report) -> None:
        self._reports.put_nowait(report)

    def _up(self, leg: _Leg) -> None:
        leg.up = True
        self._report(LegUp(leg=leg.id, at=datetime.now(UTC)))

    def _later(self, leg: _Leg, seconds: float, act: Callable[[], None]) -> None:
        async def wait() -> None:
            await asyncio.sleep(seconds * self._pace)
            act()

        task = asyncio.create_task(wait())
        leg.tasks.add(task)
        task.add_done_callback(leg.tasks.discard)

    def _played(self, leg: str, playback: str) -> None:
        if self._playbacks.pop(playback, None) is not None:
            self._report(PlaybackEnded(leg=leg, playback=playback, at=datetime.now(UTC)))

    def _drop(self, leg: _Leg, cause: str) -> None:
        self._legs.pop(leg.id, None)
        for task in list(leg.tasks):
            if task is not asyncio.current_task():
                task.cancel()
        at = datetime.now(UTC)
        if leg.recording is not None:
            self._recorded(leg.recording)
        self._report(LegDown(leg=leg.id, cause=cause, at=at))


def _two_tones(recording: _Recording) -> bytes:
    """A recording of nobody: a low tone on the left, a higher one on the right, so that it is plainly no voice.
    Silent where it was paused.
    """
    seconds = ((recording.ended or recording.began) - recording.began).total_seconds()
    count = int(min(max(seconds, 0.1), LONGEST_RECORDING) * RATE)
    silent = [range(recording.frame(began), recording.frame(ended)) for began, ended in recording.gaps]
    frames = array("h")
    for n in range(count):
        if any(n in gap for gap in silent):
            frames.extend((0, 0))
            continue
        frames.append(int(3000 * math.sin(2 * math.pi * 220 * n / RATE)))
        frames.append(int(3000 * math.sin(2 * math.pi * 330 * n / RATE)))
    return _wave(frames, 2)


def _one_tone(seconds: float) -> bytes:
    """A message of nobody: so long a tone, and a second of silence."""
    count = int(seconds * RATE)
    tone = (int(3000 * math.sin(2 * math.pi * 220 * n / RATE)) if n < count else 0 for n in range(count + RATE))
    return _wave(array("h", tone), 1)


def _wave(frames: array[int], channels: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(frames.tobytes())
    return out.getvalue()

"""Commands to the switch: what each tells it, what is so once it is done, and what if nobody knows.

`ordering` books and carries them out.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from madoguchi import interactions
from madoguchi.interactions import SupervisionMode
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.telephony.events import PartiesChanged, RecordingBegan
from madoguchi.telephony.model import Place, bridge_of, up
from madoguchi.telephony.ports import CallControl, Origination
from madoguchi.telephony.store import calls, gaps

OCCUPIED: tuple[Place, ...] = ("main", "side")

Tone = Literal["music", "ringing"]

GaveUp = Callable[["Command", str], Awaitable[None]]
_given_up: list[GaveUp] = []


def on_given_up(act: GaveUp) -> GaveUp:
    """Register what follows, in a unit, when a leg or a playback will not come to be; the code says why."""
    _given_up.append(act)
    return act


async def gave_up(command: Command, cause: str) -> None:
    """It will not come to be."""
    for act in _given_up:
        await act(command, cause)


class Command(Struct, frozen=True, kw_only=True, tag=True):
    """Base. `interaction` is the call it belongs to; `leg` the leg it acts on."""

    interaction: UUID
    leg: str

    insists: ClassVar[bool] = False
    """Whether it is done later when the leg is busy now; `doubt` says whether it is wanted still."""

    async def act(self, switch: CallControl) -> None:
        """Tell the switch. Must be repeatable unless `doubt` says otherwise."""
        raise NotImplementedError

    async def done(self) -> None:
        """In a unit, once the switch has done it."""

    async def doubt(self, switch: CallControl) -> None:
        """In a unit, when nobody knows whether it was done: by default, do it (again)."""
        await self.act(switch)
        await self.done()


class Answer(Command, frozen=True, kw_only=True):
    async def act(self, switch: CallControl) -> None:
        await switch.answer(self.leg)


class Music(Command, frozen=True, kw_only=True):
    async def act(self, switch: CallControl) -> None:
        await switch.music(self.leg)


class Play(Command, frozen=True, kw_only=True):
    """`prompts`: names of sound files."""

    playback: str
    prompts: list[str]

    async def act(self, switch: CallControl) -> None:
        await switch.play(self.leg, self.playback, self.prompts)

    async def doubt(self, switch: CallControl) -> None:
        if not await switch.playing(self.playback):
            await gave_up(self, "failed")


class StopPlaying(Command, frozen=True, kw_only=True):
    playback: str

    async def act(self, switch: CallControl) -> None:
        await switch.stop_playing(self.playback)


class TakeMessage(Command, frozen=True, kw_only=True):
    """Record what the caller says, until they are silent."""

    recording: str
    max_seconds: int
    silence_seconds: int

    async def act(self, switch: CallControl) -> None:
        await switch.take_message(self.leg, self.recording, self.max_seconds, self.silence_seconds)


class Ring(Command, frozen=True, kw_only=True):
    on: bool

    async def act(self, switch: CallControl) -> None:
        await switch.ring(self.leg, self.on)


class Originate(Command, frozen=True, kw_only=True):
    order: Origination

    async def act(self, switch: CallControl) -> None:
        await switch.originate(self.order)

    async def doubt(self, switch: CallControl) -> None:
        if not any(seen.leg == self.leg for seen in (await switch.snapshot()).legs):
            await gave_up(self, "failed")


class Bridge(Command, frozen=True, kw_only=True):
    """Let the customer's `leg` and the `others` hear each other. `playback`: what the customer hears until then."""

    insists: ClassVar[bool] = True

    others: list[str]
    playback: str = ""

    async def act(self, switch: CallControl) -> None:
        if self.playback:
            await switch.stop_playing(self.playback)
        await switch.stop_music(self.leg)
        await switch.bridge(str(self.interaction), [self.leg, *self.others])

    async def doubt(self, switch: CallControl) -> None:
        main = {leg.id for leg in up(await calls.legs(self.interaction)) if leg.place == "main"}
        others = [other for other in self.others if other in main]
        if self.leg in main and others:  # else one of them went, or was sent elsewhere, since
            await replace(self, others=others).act(switch)


class Move(Command, frozen=True, kw_only=True):
    """Bring a leg to a place of its call. Who is by themselves hears `tone`. `held` and `resumed`: the agents whose
    part is on hold, or is not any more, since `at`, once it is done.
    """

    insists: ClassVar[bool] = True

    place: Place
    tone: Tone = "music"
    held: list[UUID] = []
    resumed: list[UUID] = []
    at: datetime

    async def act(self, switch: CallControl) -> None:
        bridge = bridge_of(self.interaction, self.place)
        if bridge is not None:
            await switch.ring(self.leg, False)
            await switch.stop_music(self.leg)
            await switch.bridge(bridge, [self.leg])
            return
        for place in OCCUPIED:
            await switch.unbridge(str(bridge_of(self.interaction, place)), self.leg)
        await (switch.music(self.leg) if self.tone == "music" else switch.ring(self.leg, True))

    async def done(self) -> None:
        for user in self.held:
            await interactions.held(self.interaction, user, self.at)
        for user in self.resumed:
            await interactions.resumed(self.interaction, user, self.at)

    async def doubt(self, switch: CallControl) -> None:
        leg = await calls.leg(self.leg)
        if leg is not None and leg.place == self.place:  # else it was sent elsewhere since
            await super().doubt(switch)


class _Beside(Command, frozen=True, kw_only=True):
    """The supervisor's `leg` goes to the talk of `agent`, in the way of `mode`."""

    insists: ClassVar[bool] = True

    monitor: str
    agent: UUID
    user: UUID
    mode: SupervisionMode
    at: datetime

    async def done(self) -> None:
        await interactions.supervised(self.interaction, self.user, self.agent, self.mode, self.at)

    async def doubt(self, switch: CallControl) -> None:
        leg = await calls.leg(self.leg)
        if leg is not None and (leg.mode, leg.target_id) == (self.mode, self.agent):  # else they wished otherwise since
            await super().doubt(switch)


class Monitor(_Beside, frozen=True, kw_only=True):
    """Let the supervisor hear the agent's `target`, and be heard by it alone when `mode` is "whisper"."""

    target: str

    async def act(self, switch: CallControl) -> None:
        await switch.monitor(self.monitor, self.target, self.leg, whisper=self.mode == "whisper")


class Barge(_Beside, frozen=True, kw_only=True):
    """Let the supervisor hear and be heard like everybody in the call. A customer on hold stays so."""

    mode: SupervisionMode = "barge"

    async def act(self, switch: CallControl) -> None:
        # Straight from where they listen: the place behind them is cleared once they have left it.
        await switch.bridge(str(self.interaction), [self.leg])
        await switch.stop_monitoring(self.monitor)


class TakeOver(Command, frozen=True, kw_only=True):
    """Bring the customer's `leg` and the `supervisor` together, from wherever either is now."""

    monitor: str
    supervisor: str

    async def act(self, switch: CallControl) -> None:
        await switch.stop_music(self.leg)
        # Out and in again, so that the switch reports the joining also of who was in it before.
        await switch.unbridge(str(self.interaction), self.supervisor)
        await switch.bridge(str(self.interaction), [self.leg, self.supervisor])
        await switch.stop_monitoring(self.monitor)


class StopMonitoring(Command, frozen=True, kw_only=True):
    monitor: str

    async def act(self, switch: CallControl) -> None:
        await switch.stop_monitoring(self.monitor)


class Mute(Command, frozen=True, kw_only=True):
    user: UUID
    muted: bool
    at: datetime

    async def act(self, switch: CallControl) -> None:
        await switch.mute(self.leg, self.muted)

    async def done(self) -> None:
        await interactions.muted(self.interaction, self.user, self.muted, self.at)


class HangUp(Command, frozen=True, kw_only=True):
    async def act(self, switch: CallControl) -> None:
        await switch.hang_up(self.leg)


class CloseBridge(Command, frozen=True, kw_only=True):
    async def act(self, switch: CallControl) -> None:
        for place in OCCUPIED:
            await switch.close_bridge(str(bridge_of(self.interaction, place)))


class Record(Command, frozen=True, kw_only=True):
    recording: str
    at: datetime

    async def act(self, switch: CallControl) -> None:
        await switch.record(self.leg, self.recording)

    async def done(self) -> None:
        await calls.change_call(self.interaction, recorded_from=self.at)
        record(RecordingBegan(interaction=self.interaction))


class StopRecording(Command, frozen=True, kw_only=True):
    recording: str

    async def act(self, switch: CallControl) -> None:
        await switch.stop_recording(self.recording)

    async def done(self) -> None:
        await calls.change_call(self.interaction, recorded_to=now())
        record(PartiesChanged(interaction=self.interaction))


class PauseRecording(Command, frozen=True, kw_only=True):
    """The `gap` begins when the switch has obeyed; nobody is told before that it is paused."""

    recording: str
    gap: UUID
    reason: str = ""

    async def act(self, switch: CallControl) -> None:
        await switch.pause_recording(self.recording)

    async def done(self) -> None:
        if await gaps.begin(self.gap, now()):
            await interactions.happened(self.interaction, "recording_paused", now(), {"reason": self.reason})
            record(PartiesChanged(interaction=self.interaction))

    async def doubt(self, switch: CallControl) -> None:
        if await gaps.wanted(self.gap):
            await super().doubt(switch)


class ResumeRecording(Command, frozen=True, kw_only=True):
    recording: str
    gap: UUID

    async def act(self, switch: CallControl) -> None:
        await switch.resume_recording(self.recording)

    async def done(self) -> None:
        if await gaps.end(self.gap, now()):
            await interactions.happened(self.interaction, "recording_resumed", now())
            record(PartiesChanged(interaction=self.interaction))


AnyCommand = (
    Answer
    | Music
    | Play
    | StopPlaying
    | TakeMessage
    | Ring
    | Originate
    | Bridge
    | Monitor
    | Barge
    | TakeOver
    | StopMonitoring
    | Move
    | Mute
    | HangUp
    | CloseBridge
    | Record
    | StopRecording
    | PauseRecording
    | ResumeRecording
)

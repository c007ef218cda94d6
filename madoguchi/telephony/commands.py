"""Commands to the switch: booked with the change that wants them, carried out after the commit, then confirmed.

A command is a job that is due a few seconds later and cancelled when the switch has done as told. What a crash or a
silent switch leaves behind is found by that job and finished or given up there, never repeated blindly.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID
from weakref import WeakValueDictionary

from msgspec import Struct

from madoguchi import interactions
from madoguchi.interactions import SupervisionMode
from madoguchi.kit.clock import now
from madoguchi.kit.db import after_commit, current_tenant, current_unit, unit
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter
from madoguchi.telephony.errors import NoLine
from madoguchi.telephony.events import PartiesChanged, RecordingBegan
from madoguchi.telephony.lines import MAIN, line
from madoguchi.telephony.model import Place, bridge_of
from madoguchi.telephony.ports import CallControl, LegGone, NotReachable, Origination, SwitchAway
from madoguchi.telephony.store import calls, gaps

CHECK_AFTER = timedelta(seconds=6)
JOB = "telephony.command"
OCCUPIED: tuple[Place, ...] = ("main", "side")

Tone = Literal["music", "ringing"]

sent = counter("telephony_commands", "Commands to the switch", ("verb", "result"))


class Command(Struct, frozen=True, kw_only=True, tag=True):
    """Base. `interaction` is the call it belongs to; `leg` the leg it acts on."""

    interaction: UUID
    leg: str

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
            await _gave_up(self, "failed")


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
            await _gave_up(self, "failed")


class Bridge(Command, frozen=True, kw_only=True):
    """Let the customer's `leg` and the `others` hear each other. `playback`: what the customer hears until then."""

    others: list[str]
    playback: str = ""

    async def act(self, switch: CallControl) -> None:
        if self.playback:
            await switch.stop_playing(self.playback)
        await switch.stop_music(self.leg)
        await switch.bridge(str(self.interaction), [self.leg, *self.others])


class Move(Command, frozen=True, kw_only=True):
    """Bring a leg to a place of its call. Who is by themselves hears `tone`. `held` and `resumed`: the agents whose
    part is on hold, or is not any more, since `at`, once it is done.
    """

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


class Monitor(Command, frozen=True, kw_only=True):
    """Let the supervisor's `leg` hear the agent's `target`, and be heard by it alone when `mode` is "whisper"."""

    monitor: str
    target: str
    agent: UUID
    user: UUID
    mode: SupervisionMode
    at: datetime

    async def act(self, switch: CallControl) -> None:
        await switch.monitor(self.monitor, self.target, self.leg, whisper=self.mode == "whisper")

    async def done(self) -> None:
        await interactions.supervised(self.interaction, self.user, self.agent, self.mode, self.at)


class Barge(Command, frozen=True, kw_only=True):
    """Let the supervisor's `leg` hear and be heard like everybody in the call. A customer on hold stays so."""

    monitor: str
    agent: UUID
    user: UUID
    at: datetime

    async def act(self, switch: CallControl) -> None:
        await switch.stop_monitoring(self.monitor)
        await switch.bridge(str(self.interaction), [self.leg])

    async def done(self) -> None:
        await interactions.supervised(self.interaction, self.user, self.agent, "barge", self.at)


class TakeOver(Command, frozen=True, kw_only=True):
    """Bring the customer's `leg` and the `supervisor` together, from wherever either is now."""

    monitor: str
    supervisor: str

    async def act(self, switch: CallControl) -> None:
        await switch.stop_monitoring(self.monitor)
        await switch.stop_music(self.leg)
        # Out and in again, so that the switch reports the joining also of who was in it before.
        await switch.unbridge(str(self.interaction), self.supervisor)
        await switch.bridge(str(self.interaction), [self.leg, self.supervisor])


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

    async def act(self, switch: CallControl) -> None:
        await switch.pause_recording(self.recording)

    async def done(self) -> None:
        if await gaps.begin(self.gap, now()):
            await interactions.happened(self.interaction, "recording_paused", now())
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


class Pending(Struct, frozen=True, kw_only=True):
    """A command as it is booked, for the switch on which its call is."""

    id: UUID
    command: AnyCommand
    switch: str = MAIN

    @property
    def key(self) -> str:
        return f"{JOB}:{self.id}"


GaveUp = Callable[[Command, str], Awaitable[None]]
_given_up: list[GaveUp] = []
_turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()


def on_given_up(act: GaveUp) -> GaveUp:
    """Register what follows, in a unit, when a leg or a playback will not come to be; the code says why."""
    _given_up.append(act)
    return act


async def order(command: AnyCommand) -> None:
    """Book `command` with the unit at work and carry it out once that is durable, in the order of booking."""
    batch = next((act for act in current_unit().after if isinstance(act, _Batch)), None)
    if batch is None:
        batch = _Batch(current_tenant())
        after_commit(batch)
    pending = Pending(id=new_id(), command=command, switch=await batch.switch_of(command.interaction))
    await schedule(JOB, pending, due=now() + CHECK_AFTER, key=pending.key)
    batch.pending.append(pending)


class _Batch:
    """The commands of one unit."""

    def __init__(self, tenant: UUID) -> None:
        self.tenant = tenant
        self.pending: list[Pending] = []
        self._switches: dict[UUID, str] = {}

    async def switch_of(self, interaction: UUID) -> str:
        """Where the call of `interaction` is, asked once a unit."""
        if interaction not in self._switches:
            self._switches[interaction] = await calls.switch_of(interaction) or MAIN
        return self._switches[interaction]

    async def __call__(self) -> None:
        interaction = self.pending[0].command.interaction
        turn = _turns.setdefault(interaction, asyncio.Lock())
        async with turn:
            results = [await _carry_out(pending) for pending in self.pending]
        async with unit(self.tenant):
            await calls.lock(interaction)
            for pending, result in zip(self.pending, results, strict=True):
                if result == "away":
                    continue  # the job looks again
                await cancel(pending.key)
                if result == "done":
                    await pending.command.done()
                elif result != "gone":
                    await _gave_up(pending.command, result)


async def _carry_out(pending: Pending) -> str:
    """`done`, `gone` (no such leg any more), `away` (nobody knows), or why nobody is there."""
    command = pending.command
    try:
        await command.act(line(pending.switch))
        result = "done"
    except LegGone:
        result = "gone"
    except NotReachable as error:
        result = error.cause
    except (SwitchAway, NoLine) as error:
        log.warning("command_unanswered", verb=type(command).__name__, error=type(error).__name__)
        result = "away"
    sent.labels(type(command).__name__, result).inc()
    return result


async def settle(pending: Pending) -> None:
    """The job: a command that nobody confirmed. Raises SwitchAway or NoLine, to be tried again later, unless the call
    is over by now.
    """
    await calls.lock(pending.command.interaction)
    try:
        await pending.command.doubt(line(pending.switch))
    except LegGone:
        return
    except (SwitchAway, NoLine):
        call = await calls.call(pending.command.interaction)
        if call is not None and call.ended is None:
            raise
    except NotReachable as error:
        await _gave_up(pending.command, error.cause)


async def _gave_up(command: Command, cause: str) -> None:
    for act in _given_up:
        await act(command, cause)

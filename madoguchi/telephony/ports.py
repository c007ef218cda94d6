"""What telephony needs of a switch, and what a switch reports back. Pure shapes; times are UTC.

Ids of legs, bridges, playbacks and recordings are chosen by us (except the leg of a call that arrives), so that a
command whose answer was lost can be looked for on the switch. Commands are idempotent: asking again for what is already
so changes nothing.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from madoguchi.telephony.model import SwitchKind

Kind = SwitchKind


class LegGone(Exception):
    """There is no such leg on the switch (any more). Normal: people hang up while we are speaking."""


class LegBusy(LegGone):
    """The leg is on its way in or out: the switch refuses for now. For most commands it is as good as gone."""


class NotReachable(Exception):
    """Nobody answers to this destination at all: not registered, no such trunk. `cause` is a code."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class SwitchAway(Exception):
    """The switch did not answer; whether the command took effect is unknown."""


class ToAgent(Struct, frozen=True, tag=True):
    """The phone that is signed in under `login`."""

    login: str


class ToNumber(Struct, frozen=True, tag=True):
    """A number in the public network, E.164 or as dialled, over the trunk of this id."""

    number: str
    trunk: str


class Origination(Struct, frozen=True, kw_only=True):
    """A leg to be made. `caller` is the number shown to the called side ("" for none), `call` our own id, which travels
    with the leg and comes back in the snapshot. `ring_seconds`: how long it may ring. `headers`: what the called side
    is told besides, by name (SIP headers that begin with `X-`); never personal data.
    """

    leg: str
    call: str
    to: ToAgent | ToNumber
    caller: str = ""
    ring_seconds: int = 30
    headers: dict[str, str] = {}


class Pause(Struct, frozen=True, kw_only=True):
    """A stretch that a recording left out: from `at` on, in seconds since it began, for so many `seconds`."""

    at: float
    seconds: float


# What a switch reports. Reports of one call come in order; they may be doubled, or missing after a broken connection.


class Arrived(Struct, frozen=True, kw_only=True):
    """A call from outside. `caller`, `name` and `dialled` are as the network gave them, unchecked."""

    leg: str
    caller: str
    name: str
    withheld: bool
    dialled: str
    at: datetime


class LegRinging(Struct, frozen=True, kw_only=True):
    leg: str
    at: datetime


class LegUp(Struct, frozen=True, kw_only=True):
    """Answered: by us for a call that arrived, by the called side for one that we made."""

    leg: str
    at: datetime


class LegsJoined(Struct, frozen=True, kw_only=True):
    """All legs that now hear each other in the bridge, `leg` being the one that came in last."""

    leg: str
    bridge: str
    legs: tuple[str, ...]
    at: datetime


class LegDown(Struct, frozen=True, kw_only=True):
    """`cause`: normal, busy, no_answer, rejected, unreachable, lost (no sound came any more), fallback, failed."""

    leg: str
    cause: str
    at: datetime


class PlaybackEnded(Struct, frozen=True, kw_only=True):
    """`heard` False: it could not be played."""

    leg: str
    playback: str
    at: datetime
    heard: bool = True


class DigitPressed(Struct, frozen=True, kw_only=True):
    leg: str
    digit: str
    at: datetime


class RecordingEnded(Struct, frozen=True, kw_only=True):
    """`leg`: whose message it was; "" for the recording of a talk."""

    recording: str
    at: datetime
    leg: str = ""


class LegSeen(Struct, frozen=True, kw_only=True):
    """A leg as the switch has it now. `call` is what `Origination` gave it, "" for one that arrived by itself."""

    leg: str
    up: bool
    call: str = ""
    bridge: str | None = None
    arrival: Arrived | None = None


class Snapshot(Struct, frozen=True, kw_only=True):
    """Every leg that lives on the switch at `at`: what is not in it is gone.

    `moved`: legs that the switch's own fallback looks after now; for us they are gone too. `ended`: when legs that are
    gone ended, as far as the switch wrote it down (whole seconds). `since`: when the switch was started; no leg of
    before has outlived that. `bridges`: those that were not closed, by id, and since when there are; one outlives the
    legs that were brought together in it.
    """

    legs: tuple[LegSeen, ...]
    moved: frozenset[str]
    at: datetime
    ended: dict[str, datetime] = {}
    since: datetime | None = None
    bridges: dict[str, datetime] = {}


class MissedCall(Struct, frozen=True, kw_only=True):
    """A caller whom only the switch's own message answered while we were away."""

    leg: str
    caller: str
    name: str
    withheld: bool
    dialled: str
    arrived: datetime
    ended: datetime


Report = (
    Arrived
    | LegRinging
    | LegUp
    | LegsJoined
    | LegDown
    | PlaybackEnded
    | DigitPressed
    | RecordingEnded
    | Snapshot
    | MissedCall
)
Listener = Callable[[Report], Awaitable[None]]


class SoundSource(Protocol):
    """Where a switch gets sounds that are not of the house."""

    async def content(self, name: str) -> bytes | None:
        """A sound as WAV (8 kHz, mono, 16 bit); None when nobody knows it."""

    def url(self, name: str) -> str:
        """Where a switch on another machine fetches it; "" when it cannot."""


class CallControl(Protocol):
    """One switch. Every verb may raise SwitchAway; those about a leg LegGone."""

    @property
    def kind(self) -> Kind: ...

    async def answer(self, leg: str) -> None: ...

    async def play(self, leg: str, playback: str, prompts: Sequence[str]) -> None:
        """Play prompts one after the other, by name: one of the house (`notice-ja`), or whatever `SoundSource` knows.
        Ends in PlaybackEnded.
        """

    async def stop_playing(self, playback: str) -> None:
        """End this playback now. Ends in PlaybackEnded; nothing happens when it is over."""

    async def playing(self, playback: str) -> bool:
        """Whether this playback still waits or plays."""

    async def music(self, leg: str) -> None: ...

    async def stop_music(self, leg: str) -> None: ...

    async def ring(self, leg: str, on: bool) -> None:
        """Let a leg hear the ringing tone, or stop it."""

    async def originate(self, order: Origination) -> None:
        """Ends in LegUp or LegDown. Raises NotReachable when it is clear at once that nobody is there."""

    async def bridge(self, bridge: str, legs: Sequence[str]) -> None:
        """Let these legs hear each other, and who is in the bridge already. A call may have several bridges; a leg is
        in one at most and leaves the one it was in. Ends in LegsJoined, one for each leg that was not there.
        """

    async def unbridge(self, bridge: str, leg: str) -> None:
        """Take a leg out of the bridge; it stays up."""

    async def close_bridge(self, bridge: str) -> None:
        """The bridge is needed no more."""

    async def mute(self, leg: str, muted: bool) -> None:
        """Whether what this leg says is kept from everybody else."""

    async def monitor(self, monitor: str, leg: str, listener: str, *, whisper: bool) -> None:
        """Let `listener` hear what `leg` says and hears, in nobody else's hearing; with `whisper`, speak into its ear
        alone. Asked again with another `whisper` it changes; the listener leaves whatever bridge it was in.
        `monitor` is an id of ours. What is monitored ends with `leg`; the listener stays up. Ends in LegsJoined.
        """

    async def stop_monitoring(self, monitor: str) -> None:
        """The listener hears nothing any more, and is heard by nobody; it stays up."""

    async def send_digits(self, leg: str, digits: str) -> None: ...

    async def hang_up(self, leg: str, cause: str = "normal") -> None:
        """Ends in LegDown; nothing happens when the leg is gone. `cause`: normal, busy, unallocated."""

    async def record(self, leg: str, recording: str) -> None:
        """Record this leg with two channels: what it says, and what it hears. Ends with the leg, in RecordingEnded."""

    async def take_message(self, leg: str, recording: str, max_seconds: int, silence_seconds: int) -> None:
        """Record what this leg says until it is silent for so long, `max_seconds` at most. Ends in RecordingEnded."""

    async def stop_recording(self, recording: str) -> None: ...

    async def pause_recording(self, recording: str) -> None:
        """Keep nothing of what is said from now on, on either channel. Raises LegGone when it does not run."""

    async def resume_recording(self, recording: str) -> None:
        """Keep again what is said. Nothing happens when it does not run."""

    async def take_recording(self, recording: str, pauses: Sequence[Pause] = ()) -> bytes | None:
        """The ended recording as WAV (8 kHz, 16 bit; a talk has two channels, a message one), or None when there is
        none. For each of `pauses`, in order, it is silent as long as it was paused, so that everything stands at its
        true time.
        """

    async def drop_recording(self, recording: str) -> None:
        """The recording is kept elsewhere: remove it from the switch."""

    async def issue_login(self, login: str, password: str) -> None:
        """Let a browser's phone sign in. The switch keeps logins in memory only."""

    async def revoke_login(self, login: str) -> None: ...

    async def reachable(self, login: str) -> bool:
        """Whether a phone is signed in under this login now."""

    async def snapshot(self) -> Snapshot: ...

    async def healthy(self) -> bool:
        """Whether the switch answers now."""

    async def gone(self) -> bool:
        """Whether nothing listens at its address at all. One that is silent may carry calls still; this one cannot."""

"""Telephony on Asterisk: commands to ARI requests, events to reports. Nothing is decided here."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import structs

from madoguchi.integrations.asterisk import bridging, ended, extensions, missed, monitoring, recorder
from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.ari_events import Connected, Lost
from madoguchi.integrations.asterisk.ari_model import Event
from madoguchi.integrations.asterisk.configuration import APPLICATION, trunk_endpoint
from madoguchi.integrations.asterisk.errors import NotThere, Refused, SwitchError, SwitchUnreachable, WrongState
from madoguchi.integrations.asterisk.lanes import Lanes
from madoguchi.integrations.asterisk.node_state import HEARTBEAT
from madoguchi.integrations.asterisk.sounds import Sounds
from madoguchi.integrations.asterisk.translate import LEG, WANTED, report_of, snapshot_of
from madoguchi.kit.log import log
from madoguchi.kit.trace import tracing
from madoguchi.telephony.ports import (
    CallControl,
    Kind,
    LegBusy,
    LegGone,
    Listener,
    MissedCall,
    NotReachable,
    Origination,
    Pause,
    Snapshot,
    SwitchAway,
    ToAgent,
)

HEADER = "PJSIP_HEADER(add,{name})"
INTERACTION_HEADER = "X-Madoguchi-Interaction"
"""By this the desk's phone knows what it is rung for, and answers only what its agent accepted."""

HEARTBEAT_SECONDS = 5.0
LOOK_SECONDS = 120.0
"""A look that takes longer is given up, for no report is taken meanwhile."""

LOOK_AGAIN_SECONDS = 1.0
FORGET_SECONDS = 5.0
MISSED_SECONDS = 5.0
"""How often calls are looked for that the fallback was still answering when we came back."""

REMEMBERED = timedelta(minutes=1)
"""How long the ends of calls are kept that were reported as they happened."""


@asynccontextmanager
async def _spoken_as_ours() -> AsyncIterator[None]:
    """ARI's errors as those of the port."""
    try:
        yield
    except NotThere as error:
        raise LegGone(str(error)) from error
    except SwitchUnreachable as error:
        raise SwitchAway(str(error)) from error
    except WrongState as error:
        raise LegBusy(str(error)) from error


class AsteriskLine(CallControl):
    """One Asterisk. `missed_folder`: where its fallback writes calls down, `ended_folder`: where it writes down when
    calls ended, when these are on this machine. `sounds`: how it gets what it plays."""

    kind: Kind = "asterisk"

    def __init__(
        self,
        ari: Ari,
        *,
        missed_folder: Path | None = None,
        ended_folder: Path | None = None,
        logins: extensions.Kind = "browser",
        sounds: Sounds | None = None,
    ) -> None:
        self._ari = ari
        self._missed = missed_folder
        self._ended = ended_folder
        self._logins = logins
        self._sounds = sounds or Sounds()

    # Events

    async def serve(self, listener: Listener) -> None:
        """Hold the event socket and report to `listener`, for ever. One holder a switch at a time."""
        lanes = Lanes(listener)
        chores: list[asyncio.Task[None]] = []
        try:
            # First of all, so that the guardian does not take away who arrives in the next instant.
            await self._show_life()
            async for event in self._ari.events(APPLICATION):
                if isinstance(event, Event):
                    lanes.put(report_of(event))
                elif isinstance(event, Connected):
                    log.info("switch_connected")
                    chores = [asyncio.create_task(chore) for chore in (self._beat(), self._look(lanes, listener))]
                elif isinstance(event, Lost):
                    log.warning("switch_lost", reason=event.reason)
                    _end(chores)
        finally:
            _end(chores)

    async def _beat(self) -> None:
        while True:
            await self._show_life()
            await asyncio.sleep(HEARTBEAT_SECONDS)

    async def _show_life(self) -> None:
        with suppress(SwitchError):
            await self._ari.set_variable(HEARTBEAT, datetime.now(UTC).isoformat())

    async def _look(self, lanes: Lanes, listener: Listener) -> None:
        """After a gap, and after every report that could not be taken, tell the listener how things are."""
        lanes.failed.set()
        with suppress(SwitchError):
            await self._ari.only(APPLICATION, WANTED)
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(FORGET_SECONDS):
                    await lanes.failed.wait()
            try:
                if lanes.failed.is_set():
                    lanes.failed.clear()
                    with tracing():
                        async with asyncio.timeout(LOOK_SECONDS), lanes.held():
                            await listener(await self.snapshot())
                if self._ended is not None:
                    await asyncio.to_thread(ended.forget, self._ended, datetime.now(UTC) - REMEMBERED)
            except Exception as error:
                log.warning("switch_look_failed", error=type(error).__name__, exc_info=True)
                lanes.failed.set()
                await asyncio.sleep(LOOK_AGAIN_SECONDS)

    async def tell_missed(self, listener: Listener) -> None:
        """Report callers whom the fallback answered, for ever; on every node that can read what it wrote down."""
        while self._missed is not None:
            try:
                calls = await asyncio.to_thread(missed.read, self._missed)
            except OSError as error:
                log.warning("missed_unread", error=type(error).__name__)
                calls = []
            for call in calls:
                # Each by itself: one that cannot be taken is tried again, and keeps no other back.
                try:
                    await self._report_missed(listener, self._missed, call)
                except Exception as error:
                    log.warning("missed_untold", error=type(error).__name__)
            await asyncio.sleep(MISSED_SECONDS)

    async def _report_missed(self, listener: Listener, folder: Path, call: missed.MissedCall) -> None:
        if call.ended is None and await self._ari.channel(call.channel) is not None:
            return
        await listener(
            MissedCall(
                leg=call.channel,
                caller=call.ani,
                name=call.name,
                withheld=call.withheld,
                dialled=call.dialled,
                arrived=call.arrived,
                ended=call.ended or call.moved,
            )
        )
        await asyncio.to_thread(missed.forget, folder, call)

    # Commands

    async def answer(self, leg: str) -> None:
        async with _spoken_as_ours():
            await self._ari.answer(leg)

    async def play(self, leg: str, playback: str, prompts: Sequence[str]) -> None:
        media = ",".join([await self._sounds.media(prompt) for prompt in prompts])
        async with _spoken_as_ours():
            await self._ari.play(f"channels/{leg}", media, playback)

    async def stop_playing(self, playback: str) -> None:
        async with _spoken_as_ours():
            await self._ari.stop_playback(playback)

    async def playing(self, playback: str) -> bool:
        async with _spoken_as_ours():
            found = await self._ari.playback(playback)
        # What is over lingers on the switch for an instant.
        return found is not None and found.state not in ("done", "failed")

    async def music(self, leg: str) -> None:
        async with _spoken_as_ours():
            await self._ari.music(leg)

    async def stop_music(self, leg: str) -> None:
        async with _spoken_as_ours():
            await self._ari.stop_music(leg)

    async def ring(self, leg: str, on: bool) -> None:
        async with _spoken_as_ours():
            await (self._ari.ring(leg) if on else self._ari.stop_ring(leg))

    async def originate(self, order: Origination) -> None:
        to = order.to
        endpoint = f"PJSIP/{to.login}" if isinstance(to, ToAgent) else f"PJSIP/{to.number}@{trunk_endpoint(to.trunk)}"
        try:
            async with _spoken_as_ours():
                await self._ari.originate(
                    endpoint,
                    order.leg,
                    APPLICATION,
                    [LEG, order.call],
                    caller=f"<{order.caller}>" if order.caller else "",
                    timeout=order.ring_seconds,
                    variables=_headers(order),
                )
        except Refused as error:
            raise NotReachable("unreachable") from error

    async def bridge(self, bridge: str, legs: Sequence[str]) -> None:
        async with _spoken_as_ours():
            found = await self._ari.bridge(bridge)
            if found is None:
                await self._ari.create_bridge(bridge)
            # Whoever is in it already would leave and come back, and everybody would hear that.
            new = [leg for leg in legs if found is None or leg not in found.channels]
            if new:
                await bridging.join(self._ari, bridge, new)

    async def unbridge(self, bridge: str, leg: str) -> None:
        # Not in that bridge, or no such bridge: it is as it should be.
        with suppress(LegGone):
            async with _spoken_as_ours():
                await self._ari.part(bridge, leg)

    async def close_bridge(self, bridge: str) -> None:
        async with _spoken_as_ours():
            await self._ari.remove_bridge(bridge)

    async def mute(self, leg: str, muted: bool) -> None:
        async with _spoken_as_ours():
            await (self._ari.mute(leg, "in") if muted else self._ari.unmute(leg, "in"))

    async def monitor(self, monitor: str, leg: str, listener: str, *, whisper: bool) -> None:
        async with _spoken_as_ours():
            await monitoring.begin(self._ari, monitor, leg, listener, whisper=whisper)

    async def stop_monitoring(self, monitor: str) -> None:
        async with _spoken_as_ours():
            await monitoring.end(self._ari, monitor)

    async def send_digits(self, leg: str, digits: str) -> None:
        async with _spoken_as_ours():
            await self._ari.dtmf(leg, digits)

    async def hang_up(self, leg: str, cause: str = "normal") -> None:
        async with _spoken_as_ours():
            await self._ari.hang_up(leg, cause)

    async def record(self, leg: str, recording: str) -> None:
        async with _spoken_as_ours():
            await recorder.begin(self._ari, leg, recording)

    async def take_message(self, leg: str, recording: str, max_seconds: int, silence_seconds: int) -> None:
        async with _spoken_as_ours():
            await recorder.begin_message(self._ari, leg, recording, max_seconds, silence_seconds)

    async def stop_recording(self, recording: str) -> None:
        async with _spoken_as_ours():
            await recorder.end(self._ari, recording)

    async def pause_recording(self, recording: str) -> None:
        async with _spoken_as_ours():
            await recorder.pause(self._ari, recording)

    async def resume_recording(self, recording: str) -> None:
        async with _spoken_as_ours():
            await recorder.resume(self._ari, recording)

    async def take_recording(self, recording: str, pauses: Sequence[Pause] = ()) -> bytes | None:
        async with _spoken_as_ours():
            return await recorder.take(self._ari, recording, pauses)

    async def drop_recording(self, recording: str) -> None:
        async with _spoken_as_ours():
            await recorder.drop(self._ari, recording)

    async def issue_login(self, login: str, password: str) -> None:
        async with _spoken_as_ours():
            await extensions.issue(self._ari, login, password, self._logins)

    async def revoke_login(self, login: str) -> None:
        async with _spoken_as_ours():
            await extensions.revoke(self._ari, login)

    async def reachable(self, login: str) -> bool:
        async with _spoken_as_ours():
            return await extensions.reachable(self._ari, login)

    async def snapshot(self) -> Snapshot:
        async with _spoken_as_ours():
            at, since = datetime.now(UTC), (await self._ari.info()).status.started
            channels, bridges = await self._ari.channels(), await self._ari.bridges()
        gone = await asyncio.to_thread(ended.read, self._ended) if self._ended is not None else {}
        return structs.replace(snapshot_of(channels, bridges, at), ended=gone, since=since)

    async def healthy(self) -> bool:
        try:
            await self._ari.info()
        except SwitchError:
            return False
        return True

    async def gone(self) -> bool:
        try:
            await self._ari.info()
        except SwitchUnreachable as error:
            return error.refused
        except SwitchError:
            return False
        return False


def _headers(order: Origination) -> dict[str, str]:
    """As the switch takes SIP headers: channel variables."""
    ours = {INTERACTION_HEADER: order.call} if isinstance(order.to, ToAgent) else {}
    return {HEADER.format(name=name): value for name, value in {**ours, **order.headers}.items()}


def _end(chores: list[asyncio.Task[None]]) -> None:
    for chore in chores:
        chore.cancel()
    chores.clear()

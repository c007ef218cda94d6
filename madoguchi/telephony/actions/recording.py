"""Recording: when it begins, and how it gets from the switch into our own keeping."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from madoguchi import files, interactions
from madoguchi.interactions import Gap
from madoguchi.kit.clock import now
from madoguchi.kit.db import after_commit
from madoguchi.kit.ids import new_id
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting
from madoguchi.kit.vault import Scope
from madoguchi.telephony.actions import consenting
from madoguchi.telephony.booked import KEEP_RECORDING, PAUSE_DUE, KeepRecording, PauseDue
from madoguchi.telephony.commands import PauseRecording, Record, ResumeRecording
from madoguchi.telephony.errors import GuestUntold, NotRecorded
from madoguchi.telephony.lines import line
from madoguchi.telephony.model import Call, RecordingGap, untold
from madoguchi.telephony.ordering import order
from madoguchi.telephony.ports import Pause, SwitchAway
from madoguchi.telephony.settings import TelephonySettings
from madoguchi.telephony.store import calls, gaps

paused_total = counter("recordings_paused", "Recordings paused, by reason", ("reason",))

GUEST = "guest"
"""Why a recording leaves out what is said while a guest is there who does not know of it, or has not agreed."""

SETTLE = timedelta(seconds=1)
"""The switch closes its files a moment after the leg is gone."""


async def begin(call: Call) -> None:
    """An agent talks with the customer: record, if the tenant's rule allows. Idempotent."""
    if call.recording is not None or call.customer_leg is None or not await _allowed(call):
        return
    recording = f"call-{new_id().hex}"
    await calls.change_call(call.interaction_id, recording=recording)
    await order(Record(interaction=call.interaction_id, leg=call.customer_leg, recording=recording, at=now()))


async def _allowed(call: Call) -> bool:
    """Whether the tenant wishes it, and what the rule of the other side's region asks has happened."""
    settings = await setting(TelephonySettings)
    wished = settings.record_outbound if call.direction == "out" else settings.record_inbound != "never"
    rule = (await consenting.ruling_of(call.interaction_id)).rule
    if not wished or rule == "never":
        return False
    if rule == "consent":
        said = await interactions.consent_of(call.interaction_id)
        return said is not None and said.state == "agreed"
    return call.noticed or (call.direction == "in" and settings.record_inbound == "always")


async def pause(call: Call, user: UUID, reason: str) -> None:
    """Leave out what is said from now on, until it is resumed or the tenant's time is over. Raises NotRecorded."""
    if call.recording is None or call.recorded_from is None or call.recorded_to is not None:
        raise NotRecorded
    gap = await leave_out(call, user, reason)
    if gap is not None:
        await _time(call.interaction_id, gap)


async def leave_out(call: Call, user: UUID | None, reason: str) -> UUID | None:
    """Record nothing from now on; the gap, or None when something is left out already."""
    if call.recording is None or await gaps.current(call.interaction_id) is not None:
        return None
    gap = await gaps.ask(call.interaction_id, reason, user, now())
    await order(
        PauseRecording(interaction=call.interaction_id, leg="", recording=call.recording, gap=gap, reason=reason)
    )
    paused_total.labels(reason).inc()
    return gap


async def _time(interaction: UUID, gap: UUID) -> None:
    longest = timedelta(seconds=(await setting(TelephonySettings)).pause_seconds)
    body = PauseDue(interaction=interaction, gap=gap)
    await schedule(PAUSE_DUE, body, due=now() + longest, key=f"{PAUSE_DUE}:{gap}")


async def resume(call: Call) -> None:
    """Record again. Nothing happens when it is not paused. Raises GuestUntold."""
    if untold(await calls.legs(call.interaction_id)):
        raise GuestUntold
    gap = await gaps.current(call.interaction_id)
    if gap is not None:
        await _go_on(call, gap)


async def guest_left(call: Call) -> None:
    """With the last guest who did not know of it, the recording goes on, unless somebody paused it themselves."""
    gap = await gaps.current(call.interaction_id)
    if gap is not None and gap.reason == GUEST and not untold(await calls.legs(call.interaction_id)):
        await _go_on(call, gap)


async def _go_on(call: Call, gap: RecordingGap) -> None:
    if call.recording is not None:
        await cancel(f"{PAUSE_DUE}:{gap.id}")
        await order(ResumeRecording(interaction=call.interaction_id, leg="", recording=call.recording, gap=gap.id))


async def pause_is_up(interaction: UUID, gap: UUID) -> None:
    """The pause lasted as long as it may. Runs in a job."""
    await calls.lock(interaction)
    call, current = await calls.call(interaction), await gaps.current(interaction)
    if call is None or call.ended is not None or current is None or current.id != gap:
        return
    if untold(await calls.legs(interaction)):
        await _time(interaction, gap)  # not while such a guest is there
    else:
        await _go_on(call, current)


async def keep(call: Call) -> None:
    """The call is over: fetch its recording, if there is one."""
    await gaps.end_all(call.interaction_id, call.ended or now())
    if call.recording is None:
        return
    body = KeepRecording(interaction=call.interaction_id, recording=call.recording)
    await schedule(KEEP_RECORDING, body, due=now() + SETTLE, key=f"{KEEP_RECORDING}:{call.recording}")


async def fetch(interaction: UUID, recording: str) -> None:
    """Take a recording over from the switch, sealed under its customer's key. Raises SwitchAway, to be tried again."""
    call = await calls.call(interaction)
    left_out = _gaps(call, await gaps.of_call(interaction)) if call else []
    pauses = [Pause(at=gap.at, seconds=gap.seconds) for gap in left_out]
    content = await line(call.switch).take_recording(recording, pauses) if call else None
    if call is None or content is None:
        log.warning("recording_missing", interaction=str(interaction))
        return
    contact = await interactions.interaction(interaction)
    scope = Scope(item=interaction, subject=contact.customer_id)
    file = await files.keep(content, "call.wav", "recording", scope=scope)
    seconds, peaks = await asyncio.to_thread(look_at, content)
    began = call.recorded_from or call.started
    await interactions.add_recording(interaction, file.id, began, seconds, 2, peaks, left_out)
    after_commit(partial(drop, call.switch, recording))


def _gaps(call: Call, left_out: list[RecordingGap]) -> list[Gap]:
    """What was left out, by its place in the recording."""
    start = call.recorded_from or call.started
    return [
        Gap(
            at=round(max(0.0, (gap.began - start).total_seconds()), 2),
            seconds=round(((gap.ended or gap.began) - gap.began).total_seconds(), 2),
            reason=gap.reason,
        )
        for gap in left_out
        if gap.began is not None
    ]


async def drop(switch: str, recording: str) -> None:
    """The recording is kept by us: the switch needs it no more. Outside a unit."""
    try:
        await line(switch).drop_recording(recording)
    except SwitchAway:
        log.warning("recording_left_on_switch")


def look_at(content: bytes) -> tuple[int, list[int]]:
    """Seconds, and peaks 0 to 255 with the channels interleaved."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        file.write(content)
        file.flush()
        found = files.waveform(Path(file.name))
    peaks = [round(value * 2.55) for pair in zip(*found.channels, strict=True) for value in pair]
    return round(found.seconds), peaks

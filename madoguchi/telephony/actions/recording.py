"""Recording: when it begins, and how it gets from the switch into our own keeping."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from madoguchi import files, interactions
from madoguchi.kit.clock import now
from madoguchi.kit.db import after_commit
from madoguchi.kit.ids import new_id
from madoguchi.kit.jobs import schedule
from madoguchi.kit.log import log
from madoguchi.kit.settings import setting
from madoguchi.kit.vault import Scope
from madoguchi.telephony.booked import KEEP_RECORDING, KeepRecording
from madoguchi.telephony.commands import Record, order
from madoguchi.telephony.lines import line
from madoguchi.telephony.model import Call
from madoguchi.telephony.ports import SwitchAway
from madoguchi.telephony.settings import TelephonySettings
from madoguchi.telephony.store import calls

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
    settings = await setting(TelephonySettings)
    if call.direction == "out":
        return settings.record_outbound
    return settings.record_inbound == "always" or (settings.record_inbound == "after_notice" and call.noticed)


async def keep(call: Call) -> None:
    """The call is over: fetch its recording, if there is one."""
    if call.recording is None:
        return
    body = KeepRecording(interaction=call.interaction_id, recording=call.recording)
    await schedule(KEEP_RECORDING, body, due=now() + SETTLE, key=f"{KEEP_RECORDING}:{call.recording}")


async def fetch(interaction: UUID, recording: str) -> None:
    """Take a recording over from the switch, sealed under its customer's key. Raises SwitchAway, to be tried again."""
    call = await calls.call(interaction)
    content = await line(call.switch).take_recording(recording) if call else None
    if call is None or content is None:
        log.warning("recording_missing", interaction=str(interaction))
        return
    contact = await interactions.interaction(interaction)
    scope = Scope(item=interaction, subject=contact.customer_id)
    file = await files.keep(content, "call.wav", "recording", scope=scope)
    seconds, peaks = await asyncio.to_thread(look_at, content)
    began = call.recorded_from or call.started
    await interactions.add_recording(interaction, file.id, began, seconds, 2, peaks)
    after_commit(partial(drop, call.switch, recording))


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

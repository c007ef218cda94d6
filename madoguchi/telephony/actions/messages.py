"""A caller leaves a message: a greeting, a beep, what they say, and its keeping."""

from __future__ import annotations

import asyncio
import io
import wave
from datetime import timedelta
from functools import partial
from uuid import UUID

import numpy as np

from madoguchi import files, interactions
from madoguchi.kit.clock import now
from madoguchi.kit.db import after_commit
from madoguchi.kit.facts import record
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter
from madoguchi.kit.vault import Scope
from madoguchi.telephony.actions.recording import drop, look_at
from madoguchi.telephony.booked import KEEP_MESSAGE, MESSAGE_DUE, KeepMessage, MessageDue
from madoguchi.telephony.commands import Play, TakeMessage
from madoguchi.telephony.events import MessageTaken
from madoguchi.telephony.lines import line
from madoguchi.telephony.model import Call
from madoguchi.telephony.ordering import order
from madoguchi.telephony.store import calls, messages
from madoguchi.telephony.store.messages import Message

BEEP = "beep"
SLACK = timedelta(seconds=15)
GREETING = timedelta(seconds=320)
VOICE = 0.01
"""The mean loudness, of what a sample can hold, above which a twentieth of a second counts as speech."""
LEAST_SECONDS = 0.4
"""Who speaks for less than this has left no message."""

messages_total = counter("telephony_messages", "Messages of callers", ("result",))


async def take_message(
    interaction: UUID,
    id: UUID,
    sounds: list[str],
    *,
    queue: UUID | None,
    beep: bool,
    max_seconds: int,
    silence_seconds: int,
) -> None:
    """Say the greeting and take a message under an id of yours, for the people of `queue`. Ends in MessageTaken."""
    call = await calls.call(interaction)
    if call is None or call.ended is not None or call.customer_leg is None:
        return
    playback = id.hex
    await messages.insert(
        Message(
            id=id,
            interaction_id=interaction,
            queue_id=queue,
            max_seconds=max_seconds,
            silence_seconds=silence_seconds,
            state="greeting",
            began=None,
        )
    )
    await calls.change_call(interaction, playback=playback, interruptible=False)
    said = [*sounds, *([BEEP] if beep else [])]
    await order(Play(interaction=interaction, leg=call.customer_leg, playback=playback, prompts=said))
    await _due(id, GREETING + timedelta(seconds=max_seconds) + SLACK)


async def greeted(playback: str, call: Call) -> bool:
    """The beep was heard: from here on the caller is recorded. False: the playback was no greeting."""
    message = await messages.live(call.interaction_id)
    if message is None or message.state != "greeting" or message.id.hex != playback:
        return False
    await messages.move(message.id, "speaking", now())
    await interactions.remedied(call.interaction_id, "voicemail")
    if call.customer_leg is not None:
        await order(
            TakeMessage(
                interaction=call.interaction_id,
                leg=call.customer_leg,
                recording=name_of(message.id),
                max_seconds=message.max_seconds,
                silence_seconds=message.silence_seconds,
            )
        )
    await _due(message.id, timedelta(seconds=message.max_seconds) + SLACK)
    return True


async def spoken(recording: str) -> None:
    """The switch has closed the recording of a message."""
    message = await messages.by_name(recording)
    if message is not None and message.state == "speaking":
        await _fetch(message)


async def over(call: Call) -> None:
    """The caller is gone: what they said so far is their message."""
    message = await messages.live(call.interaction_id)
    if message is None:
        return
    if message.state == "greeting":
        await _end(message)
    elif message.state == "speaking":
        await _fetch(message)


async def due(id: UUID) -> None:
    """The switch should have told the end by now."""
    message = await messages.found(id)
    if message is None:
        return
    if message.state == "greeting":
        await _end(message)
    elif message.state == "speaking":
        await _fetch(message)


async def keep(body: KeepMessage) -> None:
    """Take a message over from the switch, sealed under its customer's key. Raises SwitchAway, to be tried again."""
    message = await messages.found(body.message)
    if message is None or message.state != "fetching":
        return
    call = await calls.call(message.interaction_id)
    content = await line(call.switch).take_recording(name_of(message.id)) if call else None
    speech = await asyncio.to_thread(_speech_seconds, content) if content else 0.0
    if content is None or call is None or speech < LEAST_SECONDS:
        await _empty(message)
    else:
        await _keep(message, content)
    if call is not None:
        after_commit(partial(drop, call.switch, name_of(message.id)))


async def _keep(message: Message, content: bytes) -> None:
    contact = await interactions.interaction(message.interaction_id)
    scope = Scope(item=contact.id, subject=contact.customer_id)
    file = await files.keep(content, "message.wav", "recording", scope=scope)
    seconds, peaks = await asyncio.to_thread(look_at, content)
    seconds = max(1, seconds)
    await interactions.leave_message(
        contact.id, file.id, message.began or now(), seconds, peaks, queue=message.queue_id
    )
    await _finish(message, seconds)


async def _empty(message: Message) -> None:
    await interactions.unremedied(message.interaction_id)
    await _finish(message, 0)


async def _end(message: Message) -> None:
    """It did not come to a recording."""
    await _finish(message, 0)


async def _finish(message: Message, seconds: int) -> None:
    await cancel(_key(message.id))
    await messages.move(message.id, "done", None)
    messages_total.labels("left" if seconds else "empty").inc()
    record(MessageTaken(interaction=message.interaction_id, message=message.id, seconds=seconds))


async def _fetch(message: Message) -> None:
    await messages.move(message.id, "fetching", None)
    await cancel(_key(message.id))
    body = KeepMessage(message=message.id)
    await schedule(KEEP_MESSAGE, body, due=now(), key=f"{KEEP_MESSAGE}:{message.id}")


async def _due(id: UUID, wait: timedelta) -> None:
    await schedule(MESSAGE_DUE, MessageDue(message=id), due=now() + wait, key=_key(id))


def _key(id: UUID) -> str:
    return f"{MESSAGE_DUE}:{id}"


def name_of(id: UUID) -> str:
    """What the switch calls the recording of a message."""
    return f"message-{id.hex}"


def _speech_seconds(content: bytes) -> float:
    """For how long somebody spoke, roughly: twentieths of a second that are louder than a quiet line."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            rate, channels = file.getframerate(), file.getnchannels()
            samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float64) / 32768
    except (wave.Error, EOFError):
        log.warning("message_unreadable")
        return 0.0
    size = rate * channels // 20
    blocks = samples[: len(samples) // size * size].reshape(-1, size)
    return float((np.abs(blocks).mean(axis=1) > VOICE).sum()) / 20

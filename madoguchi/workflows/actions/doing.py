"""What a step asks for, asked of the telephone, of routing and of cases."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec.structs import replace

from madoguchi import cases, interactions, routing, telephony
from madoguchi.cases import CallbackForm, CallbackRefused
from madoguchi.kit.ids import new_id
from madoguchi.kit.log import log
from madoguchi.routing import QueueUnknown, SkillUnknown
from madoguchi.workflows import views, voices
from madoguchi.workflows.actions import lines
from madoguchi.workflows.model.engine import (
    Ask,
    Dial,
    Finish,
    Heard,
    Left,
    Memory,
    Promise,
    Promised,
    Record,
    Request,
    Speak,
    Spoken,
    Unreached,
    Wait,
)
from madoguchi.workflows.model.graph import Graph
from madoguchi.workflows.model.nodes import QueueNode
from madoguchi.workflows.voices import Sounds

SLACK = timedelta(seconds=30)
QUESTION = "consent"
"""The prompt of the house that asks whether the talk may be recorded."""


class Resting(msgspec.Struct, frozen=True, kw_only=True):
    """What the contact waits for now. `due`: after how long it is led on if nothing is heard."""

    wait: UUID | None
    due: timedelta | None = None
    keys: UUID | None = None


async def do(interaction: UUID, graph: Graph, request: Request, memory: Memory) -> Resting | Heard:
    """Ask for it. What is answered at once comes back as heard."""
    match request:
        case Speak(notice=True):
            return await _tell(interaction, request, memory)
        case Speak():
            return await _speak(interaction, request, memory)
        case Ask():
            return await _ask(interaction, request, memory)
        case Wait():
            return await _wait(interaction, graph, request, memory)
        case Promise():
            return await _promise(interaction, request)
        case Record():
            return await _record(interaction, request, memory)
        case Dial():
            return await _dial(interaction, request)
        case Finish():
            await telephony.end(interaction)
            return Resting(wait=None)


async def _speak(interaction: UUID, request: Speak, memory: Memory) -> Resting | Heard:
    sounds = await _sounds(interaction, request.prompts, memory)
    if not sounds.names:
        return Spoken()
    id = new_id()
    await telephony.play(interaction, id, sounds.names, interruptible=request.interruptible)
    return Resting(wait=id, due=_longest(sounds))


async def _tell(interaction: UUID, request: Speak, memory: Memory) -> Resting | Heard:
    """The notice; where the caller's region asks for their consent, the question; nothing where nothing is recorded."""
    ruling = await telephony.ruling_of(interaction)
    if ruling.rule == "never":
        return Spoken()
    spoken = await voices.languages(interaction, memory.language)
    if ruling.rule == "consent":
        sounds = await voices.sounds((QUESTION,), telephony.spoken_abroad(spoken, ruling))
    else:
        sounds = await voices.sounds(request.prompts, spoken)
    if not sounds.names:
        return Spoken()
    id = new_id()
    await telephony.tell(interaction, id, sounds.names, ruling.rule, seconds=sounds.seconds)
    return Resting(wait=id, due=_longest(sounds) + (SLACK if ruling.rule == "consent" else timedelta()))


async def _ask(interaction: UUID, request: Ask, memory: Memory) -> Resting:
    id, sounds = new_id(), await _sounds(interaction, request.prompts, memory)
    await telephony.gather(
        interaction,
        id,
        sounds.names,
        most=request.most,
        end_digit=request.end_digit,
        wait_seconds=request.wait_seconds,
        between_seconds=request.between_seconds,
    )
    typing = timedelta(seconds=request.wait_seconds + request.most * request.between_seconds)
    return Resting(wait=id, due=_longest(sounds) + typing)


async def _wait(interaction: UUID, graph: Graph, request: Wait, memory: Memory) -> Resting | Heard:
    node = request.node
    if graph.leads(node, "unstaffed") is not None and not await _staffed(node):
        return Left(exit="unstaffed")
    plan = routing.WaitPlan(
        queue=node.queue,
        priority=request.priority,
        max_wait_seconds=node.max_wait_seconds,
        skills=request.skills,
        language=request.language,
        urgency=request.urgency,
        since=await _since(interaction, node, graph, memory),
    )
    try:
        item = await _line_up(interaction, plan)
    except QueueUnknown:
        return Left(exit="max_wait")
    if item is None:
        return Resting(wait=None)
    await telephony.music(interaction)
    keys = await lines.listen(interaction) if node.keys else None
    await lines.announce_later(interaction, item.id, node, first=True)
    return Resting(wait=item.id, keys=keys)


async def _line_up(interaction: UUID, plan: routing.WaitPlan) -> routing.Item | None:
    try:
        return await routing.enqueue(interaction, plan)
    except SkillUnknown:
        # Taken out of use since the flow was published: a caller is not kept waiting for it.
        log.warning("flow_skill_gone", interaction=str(interaction))
        return await routing.enqueue(interaction, replace(plan, skills={}))


async def _since(interaction: UUID, node: QueueNode, graph: Graph, memory: Memory) -> datetime | None:
    """Who comes back to a line in which they have waited keeps their place in it."""
    before = graph.node(memory.line) if memory.line else None
    if isinstance(before, QueueNode) and before.queue == node.queue:
        return await interactions.queued_since(interaction)
    return None


async def _staffed(node: QueueNode) -> bool:
    found = await views.queue_facts([node.queue])
    return node.queue in found and found[node.queue].staffed > 0


async def _promise(interaction: UUID, request: Promise) -> Heard:
    try:
        if request.keep_place:
            await cases.keep_place(interaction, request.queue)
        else:
            await _call_back(interaction, request.queue)
    except CallbackRefused:
        return Promised(possible=False)
    return Promised(possible=True)


async def _call_back(interaction: UUID, queue: UUID) -> None:
    """A call from the end of the line."""
    contact = await interactions.interaction(interaction)
    if contact.address_kind != "phone" or not contact.address_value:
        raise CallbackRefused
    form = CallbackForm(
        queue_id=queue,
        address=contact.address_value,
        customer_id=contact.customer_id,
        interaction_id=interaction,
        line_of_business_id=contact.line_of_business_id,
    )
    await cases.book_callback(form, by=None)


async def _record(interaction: UUID, request: Record, memory: Memory) -> Resting:
    id, sounds = new_id(), await _sounds(interaction, request.prompts, memory)
    await telephony.take_message(
        interaction,
        id,
        sounds.names,
        queue=request.queue,
        beep=request.beep,
        max_seconds=request.max_seconds,
        silence_seconds=request.silence_seconds,
    )
    return Resting(wait=id, due=_longest(sounds) + timedelta(seconds=request.max_seconds) + SLACK)


async def _dial(interaction: UUID, request: Dial) -> Resting | Heard:
    id = new_id()
    if not await telephony.send_out(interaction, id, request.number, request.ring_seconds):
        return Unreached()
    await telephony.music(interaction)
    return Resting(wait=id, due=timedelta(seconds=request.ring_seconds) + SLACK)


def _longest(sounds: Sounds) -> timedelta:
    """After this the contact goes on, whether or not we heard of the end of what was said."""
    return timedelta(seconds=sounds.seconds) + SLACK


async def _sounds(interaction: UUID, prompts: tuple[str, ...], memory: Memory) -> Sounds:
    return await voices.sounds(prompts, await voices.languages(interaction, memory.language))

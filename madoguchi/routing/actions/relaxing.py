"""What a contact in line asks for gives way: step by step with time, and at once when nobody has it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from madoguchi import interactions
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter
from madoguchi.routing import events
from madoguchi.routing.actions import rounds, timing
from madoguchi.routing.model import relaxing as model
from madoguchi.routing.model.relaxing import Line
from madoguchi.routing.model.skills import Profile, Step
from madoguchi.routing.model.waiting import Item
from madoguchi.routing.store import items, many, people, queues
from madoguchi.routing.store.queues import Queue

moved = counter("queue_overflows", "Contacts that moved on to another queue", ("why",))
lacking = counter("skills_missing", "Contacts that asked for what nobody in their queue has")
ASKS_NOTHING = "|"


async def line_of(queue: UUID) -> Line | None:
    """What a queue asks for and how that gives way; None when it is closed or gone."""
    own = await queues.known(queue)
    return (await timing.terms_of(own)).line if own is not None and own.active else None


async def _onward(queue: UUID | None) -> Line | None:
    """The queue to which a step leads, unless it is closed or nobody serves it: then nobody is sent there."""
    line = await line_of(queue) if queue is not None else None
    return line if line is not None and await people.staff(line.queue) else None


async def brought_up(item: Item, at: datetime) -> Item:
    """`item` (locked, or new) as it should wait at `at`, with every step that has come taken, and said so."""
    if item.queue is None or (item.step_due is None or at < item.step_due):
        return item
    line = await line_of(item.queue)
    if line is None:
        return item
    after, onward = model.given_way(item, line, at)
    return item if after is item else await settled(after, line, onward, at)


async def come_back(item: Item, at: datetime) -> Item:
    """`item` (locked), which one person did not take, as it joins the line of its queue."""
    line = await line_of(item.queue) if item.queue is not None else None
    if line is None:
        return item
    return await settled(model.specified(replace(item, arrived=at), line), line, None, at)


async def settled(item: Item, line: Line, onward: UUID | None, at: datetime) -> Item:
    """`item` in the queue in which it now waits: moved `onward`, and never asking for what nobody there has."""
    why = "overflow"
    while True:
        to = await _onward(onward)
        if to is not None:
            previous = line.queue
            item, line = model.overflowed(item, line, to, at), to
            await _say_moved(item, previous, why)
        if item.need == ASKS_NOTHING and item.medium == "voice":
            return item
        staff = await people.staff(line.queue)
        lacks = model.unmet(item, staff)
        if not lacks:
            return item
        _say_missing(item, line.queue, lacks)
        item, onward = await _helped(item, line, staff)
        why = "skill_missing"
        if onward is None:
            return item


async def _helped(item: Item, line: Line, staff: list[Profile]) -> tuple[Item, UUID | None]:
    """As the queue's steps say; a queue that is closed, or served by nobody, is no help."""
    steps = [step if await _leads(step) else replace(step, overflow=None) for step in line.steps]
    return model.without_waiting(item, Line(queue=line.queue, required=line.required, steps=steps), staff)


async def _leads(step: Step) -> bool:
    return step.overflow is None or await _onward(step.overflow) is not None


async def _say_moved(item: Item, previous: UUID, why: str) -> None:
    assert item.queue is not None, "a contact moves on to a queue"
    moved.labels(why).inc()
    await interactions.queued(item.interaction, item.queue)
    record(events.ItemMoved(item=item.id, interaction=item.interaction, queue=item.queue, previous=previous, why=why))


def _say_missing(item: Item, queue: UUID, lacks: list[str]) -> None:
    lacking.inc()
    for skill in lacks:
        log.warning("skill_missing", queue=str(queue), skill=skill)
        record(events.SkillMissing(item=item.id, interaction=item.interaction, queue=queue, skill=skill))


async def step_due(item_id: UUID) -> None:
    """The next step of a contact in line has come, and of whatever else waits for one in its queue.

    While one is being offered, the end of the offer brings it up.
    """
    item = await items.item(item_id)
    if item is not None and item.state == "waiting" and item.queue is not None:
        at = now()
        await _keep([(one, await brought_up(one, at)) for one in await items.steps_due(item.queue, at)])


async def respecified(queue: Queue) -> None:
    """The administrator changed what `queue` asks for: so it is for those who wait there already."""
    at = now()
    line = Line(queue=queue.id, required=queue.required, steps=queue.steps)
    changed: list[tuple[Item, Item]] = []
    for item in await items.waiting_in(queue.id):
        after, onward = model.given_way(model.specified(item, line), line, at)
        changed.append((item, await settled(after, line, onward, at)))
    await _keep(changed)


async def _keep(changed: list[tuple[Item, Item]]) -> None:
    moved_on = [(before, after) for before, after in changed if after != before]
    if moved_on:
        await many.save_items([after for _, after in moved_on])
        await timing.time_items(moved_on)
        await rounds.serve_waiting()

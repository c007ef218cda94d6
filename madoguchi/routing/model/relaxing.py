"""How what a contact asks for gives way: by the queue's steps, by moving to another queue, and when nobody has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec.structs import replace

from madoguchi.routing.model.skills import (
    Need,
    Profile,
    Step,
    joined,
    missing,
    nearest,
    need_text,
    ordered,
    passed,
    read_need,
    relaxed,
)
from madoguchi.routing.model.waiting import Item, WaitPlan


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What a queue asks of whoever takes its contacts, and how that gives way."""

    queue: UUID
    required: dict[str, int] = {}
    steps: list[Step] = []


def specified(item: Item, line: Line) -> Item:
    """`item`, new in the queue of `line`, with what it asks for there and when that first gives way."""
    own = item.plan or WaitPlan(queue=line.queue)
    asked = joined(line.required, own.skills, own.language)
    wanted = sorted(asked.skills)
    about = item.about if item.about.wanted else replace(item.about, wanted=wanted)
    return _at_step(replace(item, queue=line.queue, about=about), line, 0)


def given_way(item: Item, line: Line, at: datetime) -> tuple[Item, UUID | None]:
    """`item` after the steps that have come by `at`, and the queue to which one of them moves it."""
    steps = ordered(line.steps)
    count = passed(steps, (at - item.arrived).total_seconds())
    if item.target is not None or item.queue != line.queue or count <= item.step:
        return item, None
    return _at_step(item, line, count), _onward(item, steps[item.step : count])


def overflowed(item: Item, line: Line, to: Line, at: datetime) -> Item:
    """`item` moved on to the queue `to`, its place in line kept; of its own wishes, what has not given way yet."""
    steps = ordered(line.steps)[: item.step]
    own = item.plan or WaitPlan(queue=line.queue)
    left = relaxed(Need(skills=own.skills, language=own.language), steps)
    plan = replace(own, queue=to.queue, skills=left.skills, language=left.language)
    return specified(replace(item, plan=plan, arrived=at, been=[*item.been, line.queue]), to)


def unmet(item: Item, staff: Sequence[Profile]) -> list[str]:
    """What `item` asks for and nobody has who serves its queue (`staff`); "medium:chat" when nobody takes its medium.

    Who gave it to the queue is not asked to take it back, and does not count.
    """
    takers = _takers(item, staff)
    if staff and not takers:
        return [f"medium:{item.medium}"]
    return missing(read_need(item.need), takers)


def _takers(item: Item, staff: Sequence[Profile]) -> list[Profile]:
    barred = item.from_user if item.plan is not None else None
    return [one for one in staff if one.user != barred and one.capacity.most.get(item.medium, 1) > 0]


def without_waiting(item: Item, line: Line, staff: Sequence[Profile]) -> tuple[Item, UUID | None]:
    """`item` when nobody has what it asks for: to the first step that helps, or else asking for no more than is there.

    The second: the queue to which that step moves it.
    """
    steps = ordered(line.steps)
    for count in range(item.step + 1, len(steps) + 1):
        after = _at_step(item, line, count)
        onward = _onward(item, steps[item.step : count])
        if onward is not None or not unmet(after, staff):
            return after, onward
    return replace(item, need=need_text(nearest(read_need(item.need), _takers(item, staff)))), None


def _at_step(item: Item, line: Line, count: int) -> Item:
    steps = ordered(line.steps)
    own = item.plan or WaitPlan(queue=line.queue)
    need = relaxed(joined(line.required, own.skills, own.language), steps[:count])
    due = item.arrived + timedelta(seconds=steps[count].after) if count < len(steps) else None
    return replace(item, need=need_text(need), step=count, step_due=due)


def _onward(item: Item, steps: Sequence[Step]) -> UUID | None:
    known = {item.queue, *item.been}
    return next((step.overflow for step in steps if step.overflow is not None and step.overflow not in known), None)

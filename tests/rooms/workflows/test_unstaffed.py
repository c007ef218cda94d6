"""The last person leaves while callers wait: after a moment of grace they take the way out that the flow has for it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

import pytest

from madoguchi import routing
from madoguchi.kit.clock import TestClock
from madoguchi.kit.ids import new_id
from madoguchi.workflows.actions.unstaffed import GRACE
from madoguchi.workflows.jobs import sweep
from madoguchi.workflows.model.nodes import HangUpNode, QueueNode, StartNode, VoicemailNode
from madoguchi.workflows.store import runs
from tests.rooms.routing.hall import Hall, time_outs
from tests.rooms.workflows.conftest import Phone, publish, ring, trail
from tests.rooms.workflows.graphs import graph


async def waits(hall: Hall, call: UUID) -> bool:
    return await hall.do(lambda: routing.standing(call)) is not None


async def busy_line(hall: Hall, *ways: str) -> UUID:
    """Both are there, both are in a call, and a third caller waits."""
    line = QueueNode(id="line", queue=hall.queue.id, max_wait_seconds=900)
    message = VoicemailNode(id="message", prompt="closed")
    flow = await publish(
        hall,
        graph(
            [StartNode(id="start"), line, *([message] if ways else []), HangUpNode(id="end")],
            "start.next>line", "line.max_wait>end", *ways,
        ),
    )  # fmt: skip
    await hall.ready(*hall.people)
    for each in hall.people:
        await hall.do(partial(routing.reserve, each, new_id()))
    call = await ring(hall, flow)
    assert await waits(hall, call)
    return call


async def leave_all(hall: Hall) -> None:
    """They go home after the call they are in."""
    for each in hall.people:
        await hall.do(partial(routing.set_presence, each, "offline"))
        await hall.do(partial(routing.release, each))


async def test_nobody_is_left_waiting_for_nobody(hall: Hall, phone: Phone, clock: TestClock) -> None:
    call = await busy_line(hall, "line.unstaffed>message", "message.recorded>end")
    await leave_all(hall)
    clock.advance(GRACE.total_seconds() - 5)
    await time_outs()
    assert await waits(hall, call), "who only changes places comes back within a moment"
    clock.advance(10)
    await time_outs()
    assert phone.heard[call][-2:] == ["closed-ja", "beep"]
    assert not await waits(hall, call)
    assert await trail(hall, call) == ["start.next", "line.unstaffed"]
    run = await hall.do(lambda: runs.lock(call))
    assert run is not None
    assert run.node == "message"


async def test_who_comes_back_in_time_finds_them_still_there(hall: Hall, phone: Phone, clock: TestClock) -> None:
    call = await busy_line(hall, "line.unstaffed>message", "message.recorded>end")
    await leave_all(hall)
    clock.advance(GRACE.total_seconds() / 2)
    await hall.ready(hall.people[0])
    clock.advance(GRACE.total_seconds())
    await time_outs()
    assert await trail(hall, call) == ["start.next"]


async def test_a_flow_without_such_a_way_out_waits_as_long_as_it_says(
    hall: Hall, phone: Phone, clock: TestClock
) -> None:
    call = await busy_line(hall)
    await leave_all(hall)
    clock.advance(GRACE.total_seconds() + 5)
    await time_outs()
    assert await waits(hall, call)
    clock.advance(900)
    await time_outs()
    assert phone.heard[call][-1] == "ended"


@pytest.mark.parametrize("lost", [True, False])
async def test_the_sweep_finds_a_line_that_lost_its_people_unseen(
    hall: Hall, phone: Phone, clock: TestClock, lost: bool
) -> None:
    """Also where they left by being taken out of the queue."""
    call = await busy_line(hall, "line.unstaffed>message", "message.recorded>end")
    if lost:
        await leave_all(hall)
    else:
        await hall.do(lambda: routing.set_members(hall.queue.id, []))
    await hall.do(sweep)
    clock.advance(GRACE.total_seconds() + 5)
    await time_outs()
    assert await trail(hall, call) == ["start.next", "line.unstaffed"]

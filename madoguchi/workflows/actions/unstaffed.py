"""The last person leaves while callers wait: nobody waits for nobody.

Who goes for a moment is waited for (`GRACE`); then each caller takes the way out that their step has for it. Where it
has none they wait on, as long as the step or the queue allows.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import msgspec

from madoguchi import routing
from madoguchi.kit.clock import now
from madoguchi.kit.jobs import Booking, cancel_many, schedule, schedule_many
from madoguchi.workflows import views

GRACE = timedelta(seconds=60)
"""So long a line may be without anybody: people change places, and browsers start anew."""

LOOK, LEAVE = "workflows.line_unstaffed", "workflows.leave_line"


class LineUnstaffed(msgspec.Struct, frozen=True):
    """There may be nobody left for those who wait in this queue."""

    queue: UUID


class LeaveLine(msgspec.Struct, frozen=True):
    """A contact waits for nobody."""

    interaction: UUID
    wait: UUID


async def somebody_left(user: UUID) -> None:
    """A person is there no more: look at their lines after a while."""
    await _look_at([load.id for load in await routing.queues_of(user) if _deserted(load)])


async def somebody_came(user: UUID) -> None:
    """A person is there: their lines have somebody, and a later absence counts from its own beginning."""
    await cancel_many([_key(load.id) for load in await routing.queues_of(user)])


async def sweep() -> None:
    """Look at every line in which callers wait for nobody, whatever emptied it."""
    await _look_at([load.id for load in await routing.queue_loads() if _deserted(load)])


async def look(queue: UUID) -> None:
    """Nobody has come back: whoever waits there is led out, each in a unit of their own."""
    if not any(_deserted(load) for load in await routing.queue_loads([queue])):
        return
    moment = now()
    await schedule_many(
        LEAVE,
        [
            Booking(body=LeaveLine(item.interaction, item.id), key=f"{LEAVE}:{item.interaction}", due=moment)
            for item in await routing.waiting_in(queue)
        ],
    )


async def _look_at(queues: list[UUID]) -> None:
    due = now() + GRACE
    for queue in queues:
        await schedule(LOOK, LineUnstaffed(queue), due=due, key=_key(queue), keep=True)


def _deserted(load: routing.QueueLoad) -> bool:
    return load.waiting > 0 and not any(load.agents.get(presence) for presence in views.THERE)


def _key(queue: UUID) -> str:
    return f"{LOOK}:{queue}"

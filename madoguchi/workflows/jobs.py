"""The time-out of a step, what is said in line, lines that nobody is left in; the sweep that finds what was lost."""

from __future__ import annotations

from datetime import timedelta

from madoguchi.kit.clock import now
from madoguchi.kit.jobs import every, job, schedule
from madoguchi.workflows.actions import running, unstaffed
from madoguchi.workflows.actions.lines import ANNOUNCE, AnnounceDue
from madoguchi.workflows.actions.running import STEP, StepDue
from madoguchi.workflows.actions.unstaffed import LEAVE, LOOK, LeaveLine, LineUnstaffed
from madoguchi.workflows.store import runs

SLACK = timedelta(seconds=5)


@job(STEP)
async def step_due(body: StepDue) -> None:
    """Something must have been heard by now."""
    await running.step_due(body)


@job(ANNOUNCE)
async def announce_due(body: AnnounceDue) -> None:
    """The next thing is said to a contact in line."""
    await running.announce_due(body)


@job(LOOK)
async def line_unstaffed(body: LineUnstaffed) -> None:
    """The time within which somebody might have come back is over."""
    await unstaffed.look(body.queue)


@job(LEAVE)
async def leave_line(body: LeaveLine) -> None:
    """One contact is led out of a line without anybody."""
    await running.leave_line(body.interaction, body.wait)


@every("workflows.sweep", seconds=30)
async def sweep() -> None:
    """Book lost time-outs again, and look at lines that were deserted unseen."""
    await unstaffed.sweep()
    moment = now()
    for run in await runs.lingering(moment - SLACK):
        if run.wait is not None:
            body = StepDue(run.interaction, run.wait)
            await schedule(STEP, body, due=moment, key=f"{STEP}:{run.interaction}")

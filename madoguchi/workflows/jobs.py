"""The time-out of a step, what is said in line, and the sweep that finds lost time-outs."""

from __future__ import annotations

from datetime import timedelta

from madoguchi.kit.clock import now
from madoguchi.kit.jobs import every, job, schedule
from madoguchi.workflows.actions import running
from madoguchi.workflows.actions.lines import ANNOUNCE, AnnounceDue
from madoguchi.workflows.actions.running import STEP, StepDue
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


@every("workflows.sweep", seconds=30)
async def sweep() -> None:
    """Book lost time-outs again."""
    moment = now()
    for run in await runs.lingering(moment - SLACK):
        if run.wait is not None:
            body = StepDue(run.interaction, run.wait)
            await schedule(STEP, body, due=moment, key=f"{STEP}:{run.interaction}")

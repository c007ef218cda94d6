"""The time-out of a step, and the sweep that finds lost ones."""

from __future__ import annotations

from datetime import timedelta

from madoguchi.kit.clock import now
from madoguchi.kit.jobs import every, job, schedule
from madoguchi.workflows.actions import running
from madoguchi.workflows.actions.running import PROMPT_LIMIT, StepDue
from madoguchi.workflows.store import first as store

SLACK = timedelta(seconds=5)


@job("workflows.step_due")
async def step_due(body: StepDue) -> None:
    """A prompt must be over by now."""
    await running.step_due(body)


@every("workflows.sweep", seconds=30)
async def sweep() -> None:
    """Book lost time-outs again."""
    moment = now()
    for run in await store.lingering(moment - PROMPT_LIMIT - SLACK):
        key = f"workflows.step:{run.interaction}"
        await schedule("workflows.step_due", StepDue(run.interaction, run.step), due=moment, key=key)

"""A contact moves through its entry flow: the notice, the queue, and a farewell when nobody came.

Without a notice the contact enters the queue, and is offered, in the very unit that hears of it.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import msgspec

from madoguchi import interactions, routing, telephony
from madoguchi.kit.clock import now
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter
from madoguchi.workflows.model.first import EntryFlow, Run, Step, after_prompt, after_wait
from madoguchi.workflows.store import first as store

PROMPT_LIMIT = timedelta(seconds=90)
"""No prompt of ours is longer: after this the step goes on, whether or not we heard of the prompt's end."""

FOREMOST = 10
"""The priority of who was being served already."""

steps = counter("flow_steps", "Steps that contacts took in entry flows", ("step",))


class StepDue(msgspec.Struct, frozen=True):
    """The body of a step's time-out."""

    interaction: UUID
    step: Step


async def begin(interaction: UUID, entry_point: UUID | None) -> None:
    """A call came in at `entry_point`. Where nothing leads on it is seen off."""
    if (await interactions.interaction(interaction)).ended is not None:
        return  # logged afterwards: there is nobody to lead
    flow = await store.flow(entry_point) if entry_point else None
    if flow is None or not flow.active:
        log.warning("entry_point_leads_nowhere", interaction=str(interaction), entry_point=str(entry_point))
        flow = None
    first: Step = "farewell" if flow is None else "notice" if flow.notice else "queue"
    if await store.begin(interaction, flow.id if flow else None, first, now()):
        await telephony.answer(interaction)
        await _do(interaction, first, flow)


async def prompt_finished(interaction: UUID, prompt: str) -> None:
    """A prompt was played to its end."""
    run = await store.lock_run(interaction)
    if run is not None:
        flow = await store.flow(run.flow) if run.flow else None
        await _to(run, after_prompt(run.step, prompt, flow), flow)


async def wait_ended(interaction: UUID, exit: str) -> None:
    """The contact waits no more; when nobody took it, it is seen off."""
    run = await store.lock_run(interaction)
    if run is not None:
        await _to(run, after_wait(run.step, exit), await store.flow(run.flow) if run.flow else None)


async def left(interaction: UUID) -> None:
    """The contact is over."""
    run = await store.lock_run(interaction)
    if run is not None:
        await _to(run, "done", None)


async def talk_lost(interaction: UUID) -> None:
    """The agent's phone fell out of the talk for good: the customer goes to the head of the line they came from.

    Where they came from no line (an outbound call) there is nobody to wait for, and the call ends.
    """
    contact = await interactions.interaction(interaction)
    if contact.ended is not None:
        return
    if contact.queue_id is None:
        await telephony.end(interaction)
        return
    run = await store.lock_run(interaction)
    if run is not None:
        await store.move(interaction, "queue", now())
    longest = (await routing.queue(contact.queue_id)).max_wait_seconds
    plan = routing.WaitPlan(queue=contact.queue_id, priority=FOREMOST, max_wait_seconds=longest)
    if await routing.enqueue(interaction, plan) is not None:
        await telephony.music(interaction)


async def step_due(body: StepDue) -> None:
    """The prompt of a step must be over by now."""
    run = await store.lock_run(body.interaction)
    if run is None or run.step != body.step:
        return
    flow = await store.flow(run.flow) if run.flow else None
    await _to(run, "queue" if run.step == "notice" and flow else "done", flow)


async def _to(run: Run, step: Step, flow: EntryFlow | None) -> None:
    if step == run.step:
        return
    await store.move(run.interaction, step, now())
    if run.step in ("notice", "farewell"):
        await cancel(_key(run.interaction))
    if step == "done":
        steps.labels("done").inc()
        if run.step == "farewell":
            await telephony.end(run.interaction)
        return
    await _do(run.interaction, step, flow)


async def _do(interaction: UUID, step: Step, flow: EntryFlow | None) -> None:
    steps.labels(step).inc()
    if step == "queue" and flow is not None:
        await _queue(interaction, flow)
        return
    prompt: str = flow.farewell if flow else "closed"
    if step == "notice" and flow is not None and flow.notice is not None:
        prompt = flow.notice
    await telephony.announce(interaction, prompt)
    due = now() + PROMPT_LIMIT
    await schedule("workflows.step_due", StepDue(interaction, step), due=due, key=_key(interaction))


async def _queue(interaction: UUID, flow: EntryFlow) -> None:
    plan = routing.WaitPlan(queue=flow.queue, priority=flow.priority, max_wait_seconds=flow.max_wait_seconds)
    if await routing.enqueue(interaction, plan) is not None:
        await telephony.music(interaction)


def _key(interaction: UUID) -> str:
    return f"workflows.step:{interaction}"

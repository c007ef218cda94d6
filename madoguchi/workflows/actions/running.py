"""A contact moves through its flow. Each thing that is heard moves it on by as many steps as decide at once.

Where nothing is to be said first, the contact enters its queue, and is offered, in the very unit that hears of it. What
is heard late, twice, or of something that is waited for no more changes nothing: the run says what it waits for.
"""

from __future__ import annotations

from uuid import UUID

import msgspec
from msgspec.structs import replace

from madoguchi import interactions, routing, telephony
from madoguchi.kit.clock import now
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter
from madoguchi.workflows import lookups, views
from madoguchi.workflows.actions import doing, lines
from madoguchi.workflows.actions.doing import Resting
from madoguchi.workflows.graphs import graph_of
from madoguchi.workflows.model import engine
from madoguchi.workflows.model.engine import AGAIN, STAY, Heard, Left, Memory, Overdue, Typed
from madoguchi.workflows.model.graph import Graph
from madoguchi.workflows.model.nodes import CallbackNode, CollectNode, Node, QueueNode, VoicemailNode, kind_of
from madoguchi.workflows.model.run import HOUSE, SORRY, Passed, Run
from madoguchi.workflows.store import runs

FOREMOST = 10
"""The priority of who was being served already."""

GIVEN_UP = frozenset({"max_wait", "unanswered"})
"""The exits of a wait after which the contact is still there and nobody will come."""

UNSTAFFED = "unstaffed"
STEP = "workflows.step_due"
steps = counter("flow_steps", "Steps that contacts came to in entry flows", ("step",))
lines_deserted = counter("flow_waits_unstaffed", "Contacts led out of a line because nobody was left in it")


class StepDue(msgspec.Struct, frozen=True):
    """Something must have been heard of this by now."""

    interaction: UUID
    wait: UUID


async def begin(interaction: UUID, entry_point: UUID | None) -> None:
    """A call came in at `entry_point`. Where nothing leads on it is seen off."""
    if (await interactions.interaction(interaction)).ended is not None:
        return  # logged afterwards: there is nobody to lead
    flow = await runs.published(entry_point) if entry_point else None
    if flow is None:
        log.warning("entry_point_leads_nowhere", interaction=str(interaction), entry_point=str(entry_point))
    run = Run(interaction=interaction, flow=flow.flow if flow else None, number=flow.number if flow else None)
    graph = await graph_of(run)
    await telephony.answer(interaction)
    await _Walk(run, graph, fresh=True).go(graph.start(), run.memory)


async def hear(interaction: UUID, wait: UUID, what: Heard) -> None:
    """Something was heard of what the contact waits for."""
    run = await runs.lock(interaction)
    if run is None or run.wait != wait:
        return
    graph = await graph_of(run)
    node = graph.node(run.node or "")
    if node is not None:
        await _Walk(run, graph).hear(node, what)


async def prompt_finished(interaction: UUID, playback: UUID) -> None:
    """Sounds are over: those of the step, or something that was said in line."""
    run = await runs.lock(interaction)
    if run is None or run.node is None:
        return
    node = (await graph_of(run)).node(run.node)
    if isinstance(node, QueueNode) and run.saying == playback:
        await lines.said(run, node)
    else:
        await hear(interaction, playback, engine.Spoken())


async def digits_gathered(interaction: UUID, gathering: UUID) -> None:
    """The caller has typed what they were asked for, or pressed a key in line."""
    run = await runs.lock(interaction)
    if run is None or run.node is None or gathering not in (run.wait, run.keys):
        return
    digits = await telephony.gathered(gathering)
    graph = await graph_of(run)
    node = graph.node(run.node)
    if digits is None or node is None:
        return
    if isinstance(node, QueueNode):
        await _key_pressed(run, graph, node, digits)
    elif isinstance(node, CollectNode):
        found = await lookups.look_up(node, digits) if len(digits) >= node.least else None
        if found is not None:
            await lookups.make_known(interaction, found)
        await _Walk(run, graph).hear(node, Typed(digits=digits, found=found is not None))
    else:
        await _Walk(run, graph).hear(node, Typed(digits=digits))


async def _key_pressed(run: Run, graph: Graph, node: QueueNode, digit: str) -> None:
    if digit not in {key.digit for key in node.keys} or await lines.being_taken(run.interaction):
        # It stands for nothing (any more), but it has ended what was being said.
        await telephony.music(run.interaction, again=True)
        await runs.move(replace(run, keys=await lines.listen(run.interaction), saying=None), now())
        return
    if await routing.standing(run.interaction) is None:
        return  # they wait no more, and will be led on by what ended it
    await routing.withdraw(run.interaction, _cause(graph.node(graph.leads(node, digit) or "")))
    await _Walk(run, graph).hear(node, Left(exit=digit))


async def leave_line(interaction: UUID, wait: UUID) -> None:
    """Nobody is left in the line that the contact waits in: it takes the way out for that, if its step has one."""
    run = await runs.lock(interaction)
    if run is None or run.wait != wait:
        return
    graph = await graph_of(run)
    node = graph.node(run.node or "")
    target = graph.leads(node, UNSTAFFED) if isinstance(node, QueueNode) else None
    if node is None or target is None or await routing.standing(interaction) is None:
        return
    if await lines.being_taken(interaction):
        return
    await routing.withdraw(interaction, _cause(graph.node(target)))
    lines_deserted.inc()
    await _Walk(run, graph).hear(node, Left(exit=UNSTAFFED))


def _cause(target: Node | None) -> routing.Exit:
    match target:
        case CallbackNode():
            return "callback"
        case VoicemailNode():
            return "voicemail"
    return "withdrawn"


async def wait_ended(interaction: UUID, item: UUID, exit: str) -> None:
    """The contact waits no more; when nobody took it, it goes on from that way out of its line."""
    run = await runs.lock(interaction)
    if exit in GIVEN_UP and await _attended(interaction):
        return
    if run is None:
        if exit in GIVEN_UP:
            await _nobody_came(interaction)
        return
    graph = await graph_of(run)
    node = graph.node(run.node or "")
    if isinstance(node, QueueNode) and run.wait == item:
        if exit in GIVEN_UP:
            await _Walk(run, graph).hear(node, Left(exit=exit))
        else:
            await _rest(run)
    elif run.node is None and exit in GIVEN_UP:
        # It came to this line by another hand (an agent's), and nobody took it.
        line = graph.node(run.memory.line or "")
        if isinstance(line, QueueNode):
            await _Walk(run, graph).leave(line, exit, run.memory)
        else:
            await _Walk(run, HOUSE).see_off()


async def _nobody_came(interaction: UUID) -> None:
    """A customer whom we had called was handed on, and nobody took them: no flow leads them anywhere."""
    contact = await interactions.interaction(interaction)
    if contact.ended is None and contact.answered is not None:
        await _Walk(Run(interaction=interaction, flow=None, number=None), HOUSE, fresh=True).see_off()


async def _attended(interaction: UUID) -> bool:
    """Whether somebody of ours is with the customer: a colleague whom they asked in vain leads the contact nowhere."""
    return any(part.ended_at is None and part.connected_at for part in await interactions.segments_of(interaction))


async def handed_out(interaction: UUID, sending: UUID) -> None:
    """Somebody outside has taken the caller: nothing is waited for any more."""
    run = await runs.lock(interaction)
    if run is not None and run.wait == sending:
        await _rest(run)


async def left(interaction: UUID) -> None:
    """The contact is over."""
    run = await runs.lock(interaction)
    if run is not None and run.node is not None:
        await _rest(run)


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
    run = await runs.lock(interaction)
    longest = (await routing.queue(contact.queue_id)).max_wait_seconds
    plan = routing.WaitPlan(queue=contact.queue_id, priority=FOREMOST, max_wait_seconds=longest)
    item = await routing.enqueue(interaction, plan)
    if item is None:
        return
    await telephony.music(interaction)
    if run is not None and run.memory.line is not None:
        await runs.move(replace(run, node=run.memory.line, wait=item.id, keys=None, saying=None), now())


async def step_due(body: StepDue) -> None:
    """Nothing was heard in time: the contact is led on."""
    await hear(body.interaction, body.wait, Overdue())


async def announce_due(body: lines.AnnounceDue) -> None:
    """It is time to say something to a contact in line."""
    run = await runs.lock(body.interaction)
    if run is None or run.wait != body.wait:
        return
    node = (await graph_of(run)).node(run.node or "")
    if isinstance(node, QueueNode):
        await lines.announce(run, node)


async def _rest(run: Run) -> None:
    """The flow has nothing to do with the contact now."""
    await cancel(_key(run.interaction))
    await lines.left(run.interaction)
    await runs.move(replace(run, node=None, wait=None, keys=None, saying=None, due=None), now())


class _Walk:
    """One move: from a step onwards, until something must be waited for. `fresh`: the contact's first."""

    def __init__(self, run: Run, graph: Graph, *, fresh: bool = False) -> None:
        self.run, self.graph, self.fresh = run, graph, fresh
        self.passed: list[Passed] = []

    async def hear(self, node: Node, what: Heard) -> None:
        """What was heard of a step leads on, lets it ask again, or is not for it."""
        exit, memory, lead_in = engine.heard(node, self.run.memory, what)
        if exit == AGAIN:
            await self.go(node, memory, lead_in)
        elif exit != STAY:
            await self.leave(node, exit, memory)

    async def leave(self, node: Node, exit: str, memory: Memory) -> None:
        """Go on from a way out of a step."""
        if isinstance(node, QueueNode):
            await lines.left(self.run.interaction)
        following, memory = self._onward(node, exit, memory)
        await self.go(following, memory)

    async def see_off(self) -> None:
        """Nothing leads on: an apology, and the end."""
        self.run = replace(self.run, flow=None, number=None)
        self.graph = HOUSE
        await self.go(HOUSE.node(SORRY), replace(self.run.memory, tries=0, steps=0))

    async def go(self, node: Node | None, memory: Memory, lead_in: str | None = None) -> None:
        """From step to step."""
        while node is not None:
            steps.labels(kind_of(node)).inc()
            if engine.instant(node):
                exit, memory = engine.decide(node, memory, await views.view_of(node, self.run.interaction))
            else:
                answer = await self._ask(node, memory, lead_in)
                if isinstance(answer, Resting):
                    await self._wait(node, memory, answer)
                    return
                exit, memory, lead_in = engine.heard(node, memory, answer)
            if exit != AGAIN:
                lead_in = None
                node, memory = self._onward(node, exit, memory)
        log.warning("flow_leads_nowhere", interaction=str(self.run.interaction), flow=str(self.run.flow))
        self.run = replace(self.run, memory=memory)
        await self.see_off()

    async def _ask(self, node: Node, memory: Memory, lead_in: str | None) -> Resting | Heard:
        request = engine.ask(node, memory, lead_in)
        assert request is not None  # it does not decide at once
        return await doing.do(self.run.interaction, self.graph, request, memory)

    def _onward(self, node: Node, exit: str, memory: Memory) -> tuple[Node | None, Memory]:
        self.passed.append(Passed(place=memory.steps, node=node.id, exit=exit))
        return engine.onward(self.graph, node, exit, memory)

    async def _wait(self, node: Node, memory: Memory, resting: Resting) -> None:
        interaction, wait = self.run.interaction, resting.wait
        if isinstance(node, QueueNode):
            memory = replace(memory, line=node.id)
        due = now() + resting.due if resting.due and wait else None
        at = replace(
            self.run, node=node.id if wait else None, wait=wait, keys=resting.keys, saying=None, memory=memory, due=due
        )
        await (runs.begin if self.fresh else runs.move)(at, now(), self.passed)
        if due is not None and wait is not None:
            await schedule(STEP, StepDue(interaction, wait), due=due, key=_key(interaction))
        elif self.run.wait is not None:
            await cancel(_key(interaction))


def _key(interaction: UUID) -> str:
    return f"{STEP}:{interaction}"

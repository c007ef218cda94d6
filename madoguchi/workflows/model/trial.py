"""A flow tried out with a simulated caller: which path they take, and what they meet on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi.customers import OrderStatus
from madoguchi.kit.errors import Param
from madoguchi.workflows.model import engine
from madoguchi.workflows.model.engine import (
    AGAIN,
    STAY,
    Ask,
    Dial,
    Finish,
    Heard,
    Left,
    Memory,
    Promise,
    Promised,
    Record,
    Recorded,
    Request,
    Speak,
    Spoken,
    Typed,
    Unreached,
)
from madoguchi.workflows.model.facts import CallerFacts, QueueFacts, View
from madoguchi.workflows.model.graph import Graph
from madoguchi.workflows.model.nodes import CallbackNode, CollectNode, Node, QueueNode, kind_of, queues_of

End = Literal["answered", "put_through", "hung_up", "nowhere"]


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """Who calls, when, and what they do.

    `caller.order`: how the order stands whose number they type.
    `digits`: what they press each time when they are asked or wait, "" for nothing; afterwards they press nothing more.
    `number_known`: whether a number that they type is somebody's. `waits`: how their wait in a line ends.
    `message_seconds`: how long they speak after a beep. `answered_outside`: whether a number outside answers;
    `callback_possible`: whether they may be called back.
    """

    at: datetime | None = None
    caller: CallerFacts = msgspec.field(default_factory=CallerFacts)
    queues: dict[UUID, QueueFacts] = {}
    digits: Annotated[list[Annotated[str, Meta(pattern="^[0-9*#]{0,20}$")]], Meta(max_length=50)] = []
    number_known: bool = True
    waits: Literal["answered", "max_wait", "unanswered"] = "answered"
    message_seconds: Annotated[int, Meta(ge=0, le=600)] = 12
    answered_outside: bool = True
    callback_possible: bool = True


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """A step on the path. `exit`: the way out that was taken, "" at the end; `code` and `params`: what to say of it."""

    step: str
    kind: str
    exit: str
    code: str
    params: dict[str, Param] = {}


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """Every step in order, and how the call ended; "nowhere": it came to a way out without an edge."""

    met: list[Met]
    end: End


def walk(graph: Graph, scenario: Scenario, view: View) -> Path:
    """The path of a simulated caller. `view.hours` says how the opening hours are at that moment."""
    walker = _Walker(graph, scenario, msgspec.structs.replace(view, caller=scenario.caller))
    return Path(met=list(walker.steps()), end=walker.end)


class _Walker:
    def __init__(self, graph: Graph, scenario: Scenario, view: View) -> None:
        self.graph, self.scenario = graph, scenario
        named = {queue: view.queues.get(queue, QueueFacts()) for node in graph.nodes for queue in queues_of(node)}
        self.view = msgspec.structs.replace(view, queues=named | scenario.queues)
        self.tell_order("")
        self.digits = list(scenario.digits)
        self.end: End = "nowhere"

    def tell_order(self, status: OrderStatus | Literal[""]) -> None:
        """What is known from here on of the order they call about."""
        caller = msgspec.structs.replace(self.view.caller, order=status)
        self.view = msgspec.structs.replace(self.view, caller=caller)

    def steps(self) -> Iterator[Met]:
        node: Node | None = self.graph.start()
        memory = Memory()
        while node is not None:
            exit = ""
            if engine.instant(node):
                exit, memory = engine.decide(node, memory, self.view)
                yield self._met(node, exit, "decided")
            else:
                for met in self._waiting(node, memory):
                    exit = met.exit
                    yield met
            if exit in ("", STAY):
                return
            node, memory = engine.onward(self.graph, node, exit, memory)

    def _waiting(self, node: Node, memory: Memory) -> Iterator[Met]:
        lead_in: str | None = None
        while True:
            request = engine.ask(node, memory, lead_in)
            answer, code, params = self._happens(node, request)
            if answer is None:
                yield self._met(node, "", code, params)
                return
            exit, memory, lead_in = engine.heard(node, memory, answer)
            yield self._met(node, "" if exit == AGAIN else exit, code, params)
            if exit != AGAIN:
                return

    def _happens(self, node: Node, request: Request | None) -> tuple[Heard | None, str, dict[str, Param]]:
        match request:
            case Speak():
                return Spoken(), "spoken", {}
            case Ask():
                return self._typed(node)
            case Promise():
                possible = self.scenario.callback_possible
                return Promised(possible=possible), "promised" if possible else "refused", {}
            case Record():
                seconds = min(self.scenario.message_seconds, request.max_seconds)
                return Recorded(seconds=seconds), "recorded" if seconds else "silent", {"seconds": seconds}
            case Dial() if self.scenario.answered_outside:
                self.end = "put_through"
                return None, "put_through", {"number": request.number}
            case Dial():
                return Unreached(), "unreached", {"number": request.number}
            case Finish() | None:
                self.end = "hung_up"
                return None, "hung_up", {}
        return self._waits(node)

    def _typed(self, node: Node) -> tuple[Heard, str, dict[str, Param]]:
        digits = self.digits.pop(0) if self.digits else ""
        if not digits:
            return Typed(digits=""), "pressed_nothing", {}
        if isinstance(node, CollectNode):
            typed = digits.split(node.end_digit)[0][: node.most]
            found = self.scenario.number_known and len(typed) >= node.least
            if found and node.what == "order_number":
                self.tell_order(self.scenario.caller.order or "ordered")
            return Typed(digits=typed, found=found), "typed", {"count": len(typed)}
        agreed = isinstance(node, CallbackNode) and digits[0] == node.digit
        return Typed(digits=digits[0]), "agreed" if agreed else "pressed", {"digit": digits[0]}

    def _waits(self, node: Node) -> tuple[Heard | None, str, dict[str, Param]]:
        assert isinstance(node, QueueNode)
        queue = self.view.queues.get(node.queue, QueueFacts())
        if queue.staffed == 0 and self.graph.leads(node, "unstaffed") is not None:
            return Left(exit="unstaffed"), "unstaffed", {}
        if self.digits and self.digits[0][:1] in {key.digit for key in node.keys}:
            digit = self.digits.pop(0)[0]
            return Left(exit=digit), "pressed_waiting", {"digit": digit}
        if self.scenario.waits == "answered" and queue.staffed > 0:
            self.end = "answered"
            return None, "answered", {"wait": queue.estimated_wait or 0}
        exit = "unanswered" if self.scenario.waits == "unanswered" else "max_wait"
        return Left(exit=exit), exit, {}

    def _met(self, node: Node, exit: str, code: str, params: dict[str, Param] | None = None) -> Met:
        return Met(step=node.id, kind=kind_of(node), exit=exit, code=code, params=params or {})

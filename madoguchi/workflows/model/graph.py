"""A flow as a graph: steps, and edges from their ways out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from madoguchi.workflows.model.nodes import (
    AgainNode,
    CallbackNode,
    CollectNode,
    ConditionNode,
    ExitName,
    HangUpNode,
    HoursNode,
    MenuNode,
    Node,
    NodeId,
    QueueNode,
    StartNode,
    TransferNode,
    VoicemailNode,
)

By = Literal["flow", "caller", "time", "count"]


class Exit(msgspec.Struct, frozen=True, kw_only=True):
    """A way out of a step. `instead`: the way out that is taken where this one has no edge. Without one, and not
    `needed`: the step goes on as if there were no such way out.

    `by`: whose doing it is when it is taken: the caller's, time's that passed in a line, a counter's that runs out, or
    the flow's alone. A loop that is only the flow's doing never ends.
    """

    name: str
    by: By = "flow"
    needed: bool = True
    instead: str | None = None


NEXT = Exit(name="next")
_HOURS = [
    Exit(name="open"),
    Exit(name="closed"),
    Exit(name="lunch", needed=False, instead="closed"),
    Exit(name="holiday", needed=False, instead="closed"),
]
_TYPED = [
    Exit(name="found", by="caller"),
    Exit(name="not_found", by="caller"),
    Exit(name="no_input"),
]
_WAITED = [
    Exit(name="max_wait", by="time"),
    Exit(name="unanswered", by="time", needed=False, instead="max_wait"),
    Exit(name="unstaffed", needed=False),
]
_OFFERED = [
    Exit(name="accepted", by="caller"),
    Exit(name="declined"),
    Exit(name="impossible", needed=False, instead="declined"),
]
_RECORDED = [Exit(name="recorded"), Exit(name="empty", needed=False, instead="recorded")]


def exits(node: Node) -> list[Exit]:
    """Every way out of a step, as it is set now, in the order in which they are drawn."""
    match node:
        case HoursNode():
            return _HOURS
        case MenuNode():
            digits = [Exit(name=choice.digit, by="caller") for choice in node.choices]
            wrong = Exit(name="wrong", by="caller", needed=False, instead="no_input")
            return [*digits, Exit(name="no_input"), wrong]
        case CollectNode():
            return _TYPED
        case ConditionNode():
            return [*(Exit(name=branch.exit) for branch in node.branches), Exit(name="otherwise")]
        case QueueNode():
            return [*_WAITED, *(Exit(name=key.digit, by="caller") for key in node.keys)]
        case CallbackNode() if node.prompt is None:
            return [Exit(name="accepted"), Exit(name="impossible")]
        case CallbackNode():
            return _OFFERED
        case VoicemailNode():
            return _RECORDED
        case TransferNode():
            return [Exit(name="failed")]
        case AgainNode():
            return [Exit(name="again", by="count"), Exit(name="enough")]
        case HangUpNode():
            return []
    return [NEXT]


def ends(node: Node) -> bool:
    """Whether a call may come to its end here: hung up, put through, or answered by somebody."""
    return isinstance(node, HangUpNode | QueueNode | TransferNode)


class Edge(msgspec.Struct, frozen=True, kw_only=True):
    """From a way out of a step to the next step."""

    source: NodeId
    exit: ExitName
    target: NodeId


class Graph(msgspec.Struct, frozen=True, kw_only=True):
    """All steps and edges of one version of a flow."""

    nodes: Annotated[list[Node], Meta(max_length=200)]
    edges: Annotated[list[Edge], Meta(max_length=600)] = []

    def node(self, id: str) -> Node | None:
        """The step of this id."""
        return next((node for node in self.nodes if node.id == id), None)

    def start(self) -> Node | None:
        """Where calls come in."""
        return next((node for node in self.nodes if isinstance(node, StartNode)), None)

    def leads(self, node: Node, exit: str) -> str | None:
        """The id of the step behind a way out, by the way out that stands in for it if need be; None: nowhere."""
        ways = {way.name: way for way in exits(node)}
        seen: set[str] = set()
        while exit in ways and exit not in seen:
            seen.add(exit)
            for edge in self.edges:
                if edge.source == node.id and edge.exit == exit:
                    return edge.target
            exit = ways[exit].instead or ""
        return None

    def after(self, node: Node) -> Iterator[tuple[Exit, Node]]:
        """Each way out that leads somewhere, and where."""
        for way in exits(node):
            target = self.leads(node, way.name)
            there = self.node(target) if target is not None else None
            if there is not None:
                yield way, there

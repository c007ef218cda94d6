"""Flows that everybody begins with."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi.workflows.model.graph import Edge, Graph
from madoguchi.workflows.model.nodes import HangUpNode, Node, NoticeNode, Place, Prompt, QueueNode, StartNode

GAP = 140
"""Pixels between two steps that are drawn one below the other."""


class Short(msgspec.Struct, frozen=True, kw_only=True):
    """A notice if wished, a queue, a farewell for who waited in vain."""

    queue: UUID
    notice: bool = True
    max_wait_seconds: Annotated[int, Meta(ge=5, le=86400)] | None = None
    priority: Annotated[int, Meta(ge=-10, le=10)] = 0
    farewell: Prompt = "sorry"


def short(wish: Short) -> Graph:
    """The graph of a short flow. Without a notice the queue comes first of all."""
    line = QueueNode(id="queue", queue=wish.queue, priority=wish.priority, max_wait_seconds=wish.max_wait_seconds)
    nodes: list[Node] = [StartNode(id="start"), *([NoticeNode(id="notice")] if wish.notice else []), line]
    nodes.append(HangUpNode(id="farewell", prompt=wish.farewell))
    placed = [msgspec.structs.replace(node, at=Place(0, row * GAP)) for row, node in enumerate(nodes)]
    ways = ["next", "next", "max_wait"] if wish.notice else ["next", "max_wait"]
    edges = [
        Edge(source=here.id, exit=way, target=there.id)
        for here, way, there in zip(placed, ways, placed[1:], strict=False)
    ]
    return Graph(nodes=placed, edges=edges)

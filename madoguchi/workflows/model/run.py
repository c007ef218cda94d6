"""Where one contact is in its flow."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.workflows.model.engine import Memory
from madoguchi.workflows.model.graph import Edge, Graph
from madoguchi.workflows.model.nodes import HangUpNode, StartNode

CLOSED, SORRY = "closed", "sorry"


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A contact's place. `flow` and `number`: the version it began with, both None where none leads on (HOUSE).

    `node` None: the flow has nothing to do with it now. `wait`: what it waits for; whatever is heard of anything else
    is late or doubled, and changes nothing. `keys`: the digits that may be pressed while it waits in line;
    `saying`: what is said to it there. `due`: by when something must have been heard.
    """

    interaction: UUID
    flow: UUID | None
    number: int | None
    node: str | None = None
    wait: UUID | None = None
    keys: UUID | None = None
    saying: UUID | None = None
    memory: Memory = Memory()
    due: datetime | None = None


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """A step that was left by one of its ways out. `place` counts from 0."""

    place: int
    node: str
    exit: str


HOUSE = Graph(
    nodes=[
        StartNode(id="start"),
        HangUpNode(id=CLOSED, prompt="closed"),
        HangUpNode(id=SORRY, prompt="sorry"),
    ],
    edges=[Edge(source="start", exit="next", target=CLOSED)],
)
"""What a call meets whose number leads to no flow (CLOSED), or that no flow leads on from where it is (SORRY)."""

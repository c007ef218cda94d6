"""Graphs for tests, written as a line of arrows: `graph(nodes, "start.next>menu", "menu.1>queue")`."""

from __future__ import annotations

from uuid import UUID

from madoguchi.kit.ids import new_id
from madoguchi.workflows.model.faults import Known
from madoguchi.workflows.model.graph import Edge, Graph
from madoguchi.workflows.model.nodes import (
    AgainNode,
    CallbackNode,
    Choice,
    HangUpNode,
    HoursNode,
    MenuNode,
    Node,
    NoticeNode,
    QueueNode,
    StartNode,
    VoicemailNode,
)

REPAIRS, SALES, WEEKDAYS = new_id(), new_id(), new_id()
KNOWN = Known(
    queues=frozenset({REPAIRS, SALES}),
    hours=frozenset({WEEKDAYS}),
    skills=frozenset({"fridge", "english"}),
    prompts={code: frozenset({"ja", "en"}) for code in ("notice", "sorry", "closed", "waiting", "welcome")},
)


def graph(nodes: list[Node], *arrows: str) -> Graph:
    """`source.exit>target` each."""
    edges = []
    for arrow in arrows:
        source, _, rest = arrow.partition(".")
        exit, _, target = rest.partition(">")
        edges.append(Edge(source=source, exit=exit, target=target))
    return Graph(nodes=nodes, edges=edges)


def company(repairs: UUID = REPAIRS, sales: UUID = SALES, weekdays: UUID = WEEKDAYS) -> Graph:
    """Hours, a notice, a menu, two queues, a callback, a voicemail when closed."""
    return graph(
        [
            StartNode(id="start"),
            HoursNode(id="hours", hours=weekdays, name="平日"),
            NoticeNode(id="notice"),
            MenuNode(
                id="menu", name="ご用件", prompt="welcome",
                choices=[Choice(digit="1", label="修理"), Choice(digit="2", label="配送")],
            ),
            QueueNode(id="repairs", queue=repairs, keys=[Choice(digit="1", label="折り返し")]),
            QueueNode(id="sales", queue=sales, max_wait_seconds=60),
            CallbackNode(id="callback", queue=repairs),
            VoicemailNode(id="voicemail", prompt="closed"),
            HangUpNode(id="end", prompt="sorry"),
        ],
        "start.next>hours", "hours.open>notice", "hours.closed>voicemail", "notice.next>menu", "menu.1>repairs",
        "menu.2>sales", "menu.no_input>repairs", "repairs.max_wait>callback", "repairs.1>callback",
        "repairs.unstaffed>voicemail", "sales.max_wait>end", "callback.accepted>end", "callback.impossible>voicemail",
        "voicemail.recorded>end",
    )  # fmt: skip


def again(times: int = 2) -> AgainNode:
    """A counter."""
    return AgainNode(id="again", times=times)

"""What is wrong with a flow: each fault names the step, and its sentence says how to mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal
from uuid import UUID

import msgspec

from madoguchi.kit.errors import Param
from madoguchi.workflows.model.facts import suits
from madoguchi.workflows.model.graph import Graph, ends, exits
from madoguchi.workflows.model.nodes import (
    AssignNode,
    CollectNode,
    ConditionNode,
    HoursNode,
    MenuNode,
    Node,
    QueueNode,
    StartNode,
    TransferNode,
    prompts_of,
    queues_of,
)

Severity = Literal["error", "warning"]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What the tenant has. `prompts`: in which languages each can be spoken; `languages`: those of announcements;
    `dials`: whether a number outside can be dialled at all; `unreadable`: numbers of the flow that are none.
    """

    queues: frozenset[UUID] = frozenset()
    hours: frozenset[UUID] = frozenset()
    skills: frozenset[str] = frozenset()
    prompts: dict[str, frozenset[str]] = {}
    languages: tuple[str, ...] = ("ja",)
    dials: bool = True
    unreadable: frozenset[str] = frozenset()


class FlowFault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to mend. `step` is "" for what concerns the whole; errors forbid publishing, warnings do not."""

    step: str
    code: str
    severity: Severity = "error"
    exit: str = ""
    params: dict[str, Param] = {}


def faults(graph: Graph, known: Known) -> list[FlowFault]:
    """Everything wrong with a flow, the shape first."""
    shape = list(_shape(graph))
    start = graph.start()
    if any(fault.code in ("start_missing", "start_twice", "step_twice") for fault in shape) or start is None:
        return shape
    reached = _reached(graph, start)
    found = shape
    for node in graph.nodes:
        found += _of_step(node, known)
        if node.id not in reached:
            found.append(FlowFault(step=node.id, code="unreachable", severity="warning"))
    live = [node for node in graph.nodes if node.id in reached]
    dead = list(_dead_ends(graph, live))
    found += [*dead, *_loops(graph, live)]
    # Behind a dead end there is no way out either: mending the one shows the other.
    return found if dead else [*found, *_no_way_out(graph, live)]


def refuses(found: list[FlowFault]) -> bool:
    """Whether these faults forbid publishing."""
    return any(fault.severity == "error" for fault in found)


def _shape(graph: Graph) -> Iterator[FlowFault]:
    starts = [node for node in graph.nodes if isinstance(node, StartNode)]
    if not starts:
        yield FlowFault(step="", code="start_missing")
    for extra in starts[1:]:
        yield FlowFault(step=extra.id, code="start_twice")
    for id, count in Counter(node.id for node in graph.nodes).items():
        if count > 1:
            yield FlowFault(step=id, code="step_twice")
    nodes = {node.id: node for node in graph.nodes}
    for (source, exit), count in Counter((edge.source, edge.exit) for edge in graph.edges).items():
        node = nodes.get(source)
        if node is None or exit not in {way.name for way in exits(node)}:
            yield FlowFault(step=source if node else "", code="edge_from_nowhere", exit=exit, params={"source": source})
        elif count > 1:
            yield FlowFault(step=source, code="edge_twice", exit=exit)
    for edge in graph.edges:
        target = nodes.get(edge.target)
        if target is None:
            yield FlowFault(step=edge.source, code="edge_to_nowhere", exit=edge.exit, params={"target": edge.target})
        elif isinstance(target, StartNode):
            yield FlowFault(step=edge.source, code="edge_to_start", exit=edge.exit)


def _reached(graph: Graph, start: Node) -> set[str]:
    seen, open_ = {start.id}, [start]
    while open_:
        for _, there in graph.after(open_.pop()):
            if there.id not in seen:
                seen.add(there.id)
                open_.append(there)
    return seen


def _dead_ends(graph: Graph, live: list[Node]) -> Iterator[FlowFault]:
    for node in live:
        for way in exits(node):
            if way.needed and graph.leads(node, way.name) is None:
                yield FlowFault(step=node.id, code="dead_end", exit=way.name)


def _loops(graph: Graph, live: list[Node]) -> Iterator[FlowFault]:
    """Loops that nobody but the flow itself keeps going: no caller does anything, no time passes, nothing is counted.

    A caller who says and presses nothing would hear them for ever.
    """
    after = {node.id: {there.id for way, there in graph.after(node) if way.by == "flow"} for node in live}
    for group in _circles(after):
        first = next(node for node in live if node.id in group)
        yield FlowFault(step=first.id, code="loop", params={"steps": len(group)})


def _circles(after: dict[str, set[str]]) -> list[set[str]]:
    """Groups of steps that lead to each other (strongly connected), and steps that lead to themselves."""
    order: list[str] = []
    seen: set[str] = set()
    for first in after:
        _finish(first, after, seen, order)
    before: dict[str, set[str]] = {id: set() for id in after}
    for id, targets in after.items():
        for target in targets:
            before[target].add(id)
    groups: list[set[str]] = []
    placed: set[str] = set()
    for id in reversed(order):
        if id in placed:
            continue
        group: list[str] = []
        _finish(id, before, placed, group)
        if len(group) > 1 or id in after[id]:
            groups.append(set(group))
    return groups


def _finish(first: str, after: dict[str, set[str]], seen: set[str], order: list[str]) -> None:
    """Visit everything behind `first` that was not seen, in depth; append each when all behind it is done."""
    if first in seen:
        return
    seen.add(first)
    stack = [(first, iter(sorted(after[first])))]
    while stack:
        id, rest = stack[-1]
        target = next((one for one in rest if one not in seen), None)
        if target is None:
            order.append(id)
            stack.pop()
        else:
            seen.add(target)
            stack.append((target, iter(sorted(after[target]))))


def _no_way_out(graph: Graph, live: list[Node]) -> Iterator[FlowFault]:
    """Steps from which no end of a call can be reached, whatever happens."""
    before: dict[str, set[str]] = {node.id: set() for node in live}
    for node in live:
        for _, there in graph.after(node):
            before[there.id].add(node.id)
    out = {node.id for node in live if ends(node)}
    open_ = list(out)
    while open_:
        for id in before[open_.pop()] - out:
            out.add(id)
            open_.append(id)
    for node in live:
        if node.id not in out:
            yield FlowFault(step=node.id, code="no_way_out")


def _of_step(node: Node, known: Known) -> Iterator[FlowFault]:
    for prompt in prompts_of(node):
        yield from _prompt(node, prompt, known)
    for queue in queues_of(node):
        if queue not in known.queues:
            yield FlowFault(step=node.id, code="queue_unknown")
    match node:
        case HoursNode() if node.hours not in known.hours:
            yield FlowFault(step=node.id, code="hours_unknown")
        case MenuNode():
            yield from _choices(node, [choice.digit for choice in node.choices], needed=True)
        case QueueNode():
            yield from _choices(node, [key.digit for key in node.keys], needed=False)
        case CollectNode() if node.least > node.most:
            yield FlowFault(step=node.id, code="digits_range", params={"least": node.least, "most": node.most})
        case ConditionNode():
            yield from _branches(node)
        case AssignNode():
            for skill in node.skills:
                if skill not in known.skills:
                    yield FlowFault(step=node.id, code="skill_unknown", params={"skill": skill})
        case TransferNode():
            if not known.dials:
                yield FlowFault(step=node.id, code="no_line_out")
            if node.number in known.unreadable:
                yield FlowFault(step=node.id, code="number_invalid")


def _prompt(node: Node, prompt: str, known: Known) -> Iterator[FlowFault]:
    spoken = known.prompts.get(prompt)
    if spoken is None:
        yield FlowFault(step=node.id, code="prompt_unknown")
        return
    missing = [language for language in known.languages if language not in spoken]
    if len(missing) == len(known.languages):
        yield FlowFault(step=node.id, code="prompt_silent")
    elif missing:
        params: dict[str, Param] = {"language": missing[0]}
        yield FlowFault(step=node.id, code="prompt_language", severity="warning", params=params)


def _choices(node: Node, digits: list[str], *, needed: bool) -> Iterator[FlowFault]:
    if needed and not digits:
        yield FlowFault(step=node.id, code="menu_empty")
    for digit, count in Counter(digits).items():
        if count > 1:
            yield FlowFault(step=node.id, code="digit_twice", exit=digit)


def _branches(node: ConditionNode) -> Iterator[FlowFault]:
    if not node.branches:
        yield FlowFault(step=node.id, code="condition_empty", severity="warning")
    for exit, count in Counter(branch.exit for branch in node.branches).items():
        if count > 1 or exit == "otherwise":
            yield FlowFault(step=node.id, code="branch_twice", exit=exit)
    for branch in node.branches:
        if not branch.clauses:
            yield FlowFault(step=node.id, code="branch_empty", exit=branch.exit)
        elif not all(suits(clause) for clause in branch.clauses):
            yield FlowFault(step=node.id, code="test_unfit", exit=branch.exit)

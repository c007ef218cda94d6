"""What a flow may know about the caller and the queues at a moment, and the clauses on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, get_args
from uuid import UUID

import msgspec

from madoguchi.customers import OrderStatus
from madoguchi.workflows.model.nodes import Branch, Clause, FactName

Hours = Literal["open", "closed", "lunch", "holiday"]
Value = bool | int | str
NEVER = 10**9
"""Seconds of a wait whose end nobody can estimate: nobody serves the queue."""


class CallerFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Who calls. `tier`, `language` and `tags` are empty while nobody is recognised; `flagged`: a caution about them
    holds; `last_agent_ready`: who spoke with them last is ready now. `value`: what they ordered in the last year, in
    the smallest unit of the tenant's currency. `order`: the status of the order whose number they typed, "" while they
    typed none.
    """

    known: bool = False
    tier: str = ""
    value: int = 0
    language: str = ""
    tags: list[str] = []
    flagged: bool = False
    last_agent_ready: bool = False
    withheld: bool = False
    order: OrderStatus | Literal[""] = ""


class QueueFacts(msgspec.Struct, frozen=True, kw_only=True):
    """How a queue stands: contacts in line, people who are there for it, people who could take one now; seconds.

    `estimated_wait` None: it cannot be estimated.
    """

    waiting: int = 0
    staffed: int = 1
    ready: int = 0
    longest_wait: int = 0
    estimated_wait: int | None = 0


class View(msgspec.Struct, frozen=True, kw_only=True):
    """All that the next decision may need."""

    caller: CallerFacts = CallerFacts()
    queues: dict[UUID, QueueFacts] = {}
    hours: dict[UUID, Hours] = {}


class Kind(msgspec.Struct, frozen=True):
    """What may be asked of a fact. `among`: its only values, where there are such."""

    type: Literal["bool", "number", "text"]
    of_queue: bool = False
    among: tuple[str, ...] = ()


FACTS: Final[dict[FactName, Kind]] = {
    "customer.known": Kind("bool"),
    "customer.tier": Kind("text"),
    "customer.value": Kind("number"),
    "customer.language": Kind("text"),
    "customer.tag": Kind("text"),
    "customer.flagged": Kind("bool"),
    "customer.last_agent_ready": Kind("bool"),
    "caller.withheld": Kind("bool"),
    "order.given": Kind("bool"),
    "order.status": Kind("text", among=get_args(OrderStatus)),
    "queue.waiting": Kind("number", of_queue=True),
    "queue.longest_wait": Kind("number", of_queue=True),
    "queue.estimated_wait": Kind("number", of_queue=True),
    "queue.staffed": Kind("number", of_queue=True),
    "queue.ready": Kind("number", of_queue=True),
}
_OF_QUEUE: dict[str, Callable[[QueueFacts], int]] = {
    "queue.waiting": lambda queue: queue.waiting,
    "queue.longest_wait": lambda queue: queue.longest_wait,
    "queue.estimated_wait": lambda queue: NEVER if queue.estimated_wait is None else queue.estimated_wait,
    "queue.staffed": lambda queue: queue.staffed,
    "queue.ready": lambda queue: queue.ready,
}
_OF_CALLER: dict[str, Callable[[CallerFacts], Value]] = {
    "customer.known": lambda caller: caller.known,
    "customer.tier": lambda caller: caller.tier,
    "customer.value": lambda caller: caller.value,
    "customer.language": lambda caller: caller.language[:2],
    "customer.flagged": lambda caller: caller.flagged,
    "customer.last_agent_ready": lambda caller: caller.last_agent_ready,
    "caller.withheld": lambda caller: caller.withheld,
    "order.given": lambda caller: caller.order != "",
    "order.status": lambda caller: caller.order,
}


def suits(clause: Clause) -> bool:
    """Whether the value and the comparison are of the fact's own type, and a queue's fact names its queue."""
    kind = FACTS[clause.fact]
    if kind.of_queue != (clause.queue is not None):
        return False
    if kind.type == "number":
        return isinstance(clause.value, int) and not isinstance(clause.value, bool)
    if kind.among and clause.value not in kind.among:
        return False
    wanted = bool if kind.type == "bool" else str
    return isinstance(clause.value, wanted) and clause.op in ("is", "is_not") and clause.value != ""


def holds(clause: Clause, view: View) -> bool:
    """Whether a clause is true now. Of a queue that nobody knows, nothing is."""
    if clause.fact == "customer.tag":
        return (clause.value in view.caller.tags) == (clause.op == "is")
    if clause.queue is None:
        value = _OF_CALLER[clause.fact](view.caller)
    else:
        queue = view.queues.get(clause.queue)
        if queue is None or not isinstance(clause.value, int):
            return False
        value = _OF_QUEUE[clause.fact](queue)
    match clause.op:
        case "is":
            return value == clause.value
        case "is_not":
            return value != clause.value
    if not isinstance(value, int) or not isinstance(clause.value, int):
        return False
    return value >= clause.value if clause.op == "at_least" else value <= clause.value


def all_hold(branch: Branch, view: View) -> bool:
    """Whether a branch is taken. One without clauses never is."""
    return bool(branch.clauses) and all(holds(clause, view) for clause in branch.clauses)

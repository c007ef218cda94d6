"""The steps that a flow is built of. Each has an id for edges, a name for people, and a place on the canvas.

A prompt is named by its code when it is one of the house ("notice", "sorry", "closed"), else by its id in the library.
Durations are seconds.
"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

NodeId = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9_-]{0,39}$")]
ExitName = Annotated[str, Meta(pattern="^([0-9*#]|[a-z][a-z0-9_]{0,39})$")]
Prompt = Annotated[str, Meta(min_length=1, max_length=40, pattern="^[a-z0-9-]+$")]
Digit = Annotated[str, Meta(pattern="^[0-9*#]$")]
Label = Annotated[str, Meta(max_length=60)]
Level = Annotated[int, Meta(ge=1, le=5)]
Code = Annotated[str, Meta(min_length=1, max_length=64)]


class Place(msgspec.Struct, frozen=True):
    """Where a step is drawn, in pixels from the upper left."""

    x: Annotated[int, Meta(ge=-100_000, le=100_000)] = 0
    y: Annotated[int, Meta(ge=-100_000, le=100_000)] = 0


class Step(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What every step has."""

    id: NodeId
    name: Label = ""
    at: Place = Place()


class StartNode(Step, frozen=True, kw_only=True, tag="start"):
    """The call is answered. Every flow begins here."""


class NoticeNode(Step, frozen=True, kw_only=True, tag="notice"):
    """The caller hears that the talk is recorded; only then may it be. Where the rule of their region asks for consent,
    they are asked for it instead; where it forbids recording, nothing is said.
    """

    prompt: Prompt = "notice"


class HoursNode(Step, frozen=True, kw_only=True, tag="hours"):
    """Opening hours: open, or closed by the clock, for lunch, on a holiday."""

    hours: UUID


class PromptNode(Step, frozen=True, kw_only=True, tag="prompt"):
    """Something is said. `interruptible`: any digit goes on at once."""

    prompt: Prompt
    interruptible: bool = True


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A digit that may be pressed, and what it stands for."""

    digit: Digit
    label: Label = ""


class MenuNode(Step, frozen=True, kw_only=True, tag="menu"):
    """The caller chooses by one digit. `tries`: how often they are asked in all.

    `wrong_prompt` is said before the repetition when a digit stands for nothing, `silent_prompt` when none came.
    """

    prompt: Prompt
    choices: Annotated[list[Choice], Meta(max_length=12)] = []
    wait_seconds: Annotated[int, Meta(ge=1, le=30)] = 5
    tries: Annotated[int, Meta(ge=1, le=5)] = 2
    wrong_prompt: Prompt | None = None
    silent_prompt: Prompt | None = None


class CollectNode(Step, frozen=True, kw_only=True, tag="collect"):
    """The caller types a number, which is looked up: who they are, or which order they call about.

    It ends with `end_digit`, after `most` digits, or `between_seconds` after the last one. `prefix`: what stands before
    the digits in such a number and cannot be typed ("M").
    """

    prompt: Prompt
    prefix: Annotated[str, Meta(pattern="^[A-Za-z0-9_/-]{0,12}$")] = ""
    what: Literal["customer_number", "order_number"] = "customer_number"
    least: Annotated[int, Meta(ge=1, le=20)] = 1
    most: Annotated[int, Meta(ge=1, le=20)] = 12
    end_digit: Digit = "#"
    wait_seconds: Annotated[int, Meta(ge=1, le=30)] = 8
    between_seconds: Annotated[int, Meta(ge=1, le=15)] = 4
    tries: Annotated[int, Meta(ge=1, le=5)] = 2
    wrong_prompt: Prompt | None = None


FactName = Literal[
    "customer.known",
    "customer.tier",
    "customer.value",
    "customer.language",
    "customer.tag",
    "customer.flagged",
    "customer.last_agent_ready",
    "caller.withheld",
    "order.given",
    "order.status",
    "queue.waiting",
    "queue.longest_wait",
    "queue.estimated_wait",
    "queue.staffed",
    "queue.ready",
]
Operator = Literal["is", "is_not", "at_least", "at_most"]


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that must be so. Facts of a queue name the queue; waiting times are seconds, `staffed` and `ready` are
    numbers of people. `customer.value`: what they ordered in the last year, in the currency's smallest unit.
    """

    fact: FactName
    op: Operator = "is"
    value: bool | int | Annotated[str, Meta(max_length=64)]
    queue: UUID | None = None


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """A way out that is taken when all its tests hold; the first such branch wins."""

    exit: Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,39}$")]
    label: Label = ""
    clauses: Annotated[list[Clause], Meta(max_length=10)] = []


class ConditionNode(Step, frozen=True, kw_only=True, tag="condition"):
    """Where it goes depends on the customer and on how queues stand; `otherwise` when no branch holds."""

    branches: Annotated[list[Branch], Meta(max_length=12)] = []


class AssignNode(Step, frozen=True, kw_only=True, tag="assign"):
    """What the contact needs from here on. `skills`: code → least level; null leaves a value as it was.

    `language` (BCP 47) also chooses the language of what is said.
    """

    skills: Annotated[dict[Code, Level], Meta(max_length=20)] = {}
    priority: Annotated[int, Meta(ge=-10, le=10)] | None = None
    urgency: Annotated[int, Meta(ge=0, le=10)] | None = None
    language: Annotated[str, Meta(pattern="^[a-z]{2}(-[A-Za-z0-9]{2,8})?$")] | None = None


class QueueNode(Step, frozen=True, kw_only=True, tag="queue"):
    """The caller waits, with music, for somebody of a queue.

    `priority` is added to what was assigned; `max_wait_seconds` null: as the queue says. Every `every_seconds` the
    caller hears their position, the estimated wait and the comfort message, as far as each is wished. `keys` may be
    pressed while waiting; each is a way out.
    """

    queue: UUID
    priority: Annotated[int, Meta(ge=-10, le=10)] = 0
    max_wait_seconds: Annotated[int, Meta(ge=5, le=86400)] | None = None
    tell_position: bool = False
    tell_wait: bool = False
    comfort_prompt: Prompt | None = None
    every_seconds: Annotated[int, Meta(ge=15, le=600)] = 45
    keys: Annotated[list[Choice], Meta(max_length=12)] = []


class CallbackNode(Step, frozen=True, kw_only=True, tag="callback"):
    """The caller is offered to be called back and agrees with `digit`; without a prompt they have agreed already.

    `keep_place`: their place in the line of `queue` is kept meanwhile.
    """

    queue: UUID
    prompt: Prompt | None = None
    digit: Digit = "1"
    wait_seconds: Annotated[int, Meta(ge=1, le=30)] = 6
    keep_place: bool = True


class VoicemailNode(Step, frozen=True, kw_only=True, tag="voicemail"):
    """The caller leaves a message, for the people of `queue` if one is named."""

    prompt: Prompt
    queue: UUID | None = None
    beep: bool = True
    max_seconds: Annotated[int, Meta(ge=5, le=600)] = 120
    silence_seconds: Annotated[int, Meta(ge=2, le=30)] = 5


class TransferNode(Step, frozen=True, kw_only=True, tag="transfer"):
    """The caller is put through to a number outside."""

    number: Annotated[str, Meta(min_length=2, max_length=32)]
    ring_seconds: Annotated[int, Meta(ge=5, le=120)] = 30


class AgainNode(Step, frozen=True, kw_only=True, tag="again"):
    """Lets a caller go round at most `times` times."""

    times: Annotated[int, Meta(ge=1, le=20)] = 2


class HangUpNode(Step, frozen=True, kw_only=True, tag="hang_up"):
    """The call ends, after a farewell if there is one."""

    prompt: Prompt | None = None


Node = (
    StartNode
    | NoticeNode
    | HoursNode
    | PromptNode
    | MenuNode
    | CollectNode
    | ConditionNode
    | AssignNode
    | QueueNode
    | CallbackNode
    | VoicemailNode
    | TransferNode
    | AgainNode
    | HangUpNode
)


def kind_of(node: Node) -> str:
    """The kind as it is written in JSON."""
    return str(type(node).__struct_config__.tag)


def prompts_of(node: Node) -> list[str]:
    """Every prompt that a step may speak."""
    names = ("prompt", "wrong_prompt", "silent_prompt", "comfort_prompt")
    return [value for name in names if (value := getattr(node, name, None)) is not None]


def queues_of(node: Node) -> list[UUID]:
    """Every queue that a step speaks of."""
    if isinstance(node, ConditionNode):
        return [clause.queue for branch in node.branches for clause in branch.clauses if clause.queue is not None]
    queue = getattr(node, "queue", None)
    return [queue] if queue is not None else []

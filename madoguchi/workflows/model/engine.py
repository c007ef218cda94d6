"""A contact moves through a flow: a pure machine.

Some steps decide at once (`decide`); the others ask something of the telephone or of a line (`ask`) and wait for what
is heard of it (`heard`). The machine keeps nothing: what must be remembered is the `Memory` that it gives back.
"""

from __future__ import annotations

from uuid import UUID

import msgspec
from msgspec.structs import replace

from madoguchi.workflows.model.facts import View, all_hold
from madoguchi.workflows.model.graph import Graph, exits
from madoguchi.workflows.model.nodes import (
    AgainNode,
    AssignNode,
    CallbackNode,
    CollectNode,
    ConditionNode,
    HangUpNode,
    HoursNode,
    MenuNode,
    Node,
    NoticeNode,
    PromptNode,
    QueueNode,
    StartNode,
    TransferNode,
    VoicemailNode,
)

MOST_STEPS = 500
"""A contact that took so many steps is seen off: no caller has so much patience, so something goes round."""

Instant = StartNode | HoursNode | ConditionNode | AssignNode | AgainNode


class Memory(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a contact carries along. `tries`: how often the step at hand has asked; `rounds`: by counting step;
    `line`: the step in whose line it waited last. Never what a caller typed.
    """

    tries: int = 0
    rounds: dict[str, int] = {}
    skills: dict[str, int] = {}
    priority: int = 0
    urgency: int = 0
    language: str | None = None
    line: str | None = None
    steps: int = 0


# What a step asks for, to be done by whoever runs the machine.


class Speak(msgspec.Struct, frozen=True, kw_only=True):
    """Say prompts. `notice`: the recording may begin afterwards. `interruptible`: a digit ends it."""

    prompts: tuple[str, ...]
    notice: bool = False
    interruptible: bool = False


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """Say prompts and wait for digits."""

    prompts: tuple[str, ...]
    most: int
    end_digit: str
    wait_seconds: int
    between_seconds: int


class Wait(msgspec.Struct, frozen=True, kw_only=True):
    """Wait in the line of a queue, announced to as the step says."""

    node: QueueNode
    priority: int
    skills: dict[str, int]
    urgency: int
    language: str | None


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """Owe the caller a callback."""

    queue: UUID
    keep_place: bool


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Say a greeting and take a message."""

    prompts: tuple[str, ...]
    queue: UUID | None
    beep: bool
    max_seconds: int
    silence_seconds: int


class Dial(msgspec.Struct, frozen=True, kw_only=True):
    """Put the caller through to a number outside."""

    number: str
    ring_seconds: int


class Finish(msgspec.Struct, frozen=True, kw_only=True):
    """End the call."""


Request = Speak | Ask | Wait | Promise | Record | Dial | Finish


# What is heard of it.


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """The prompts are over."""


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """Digits came, or none. `found`: whether what was typed belongs to somebody; None where nothing is looked up."""

    digits: str
    found: bool | None = None


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """The wait ended, by one of the line's own exits or by a key."""

    exit: str


class Promised(msgspec.Struct, frozen=True, kw_only=True):
    """A callback is owed now, or could not be."""

    possible: bool


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """The message is over; 0 seconds: nobody said anything."""

    seconds: int


class Unreached(msgspec.Struct, frozen=True, kw_only=True):
    """The number outside did not answer."""


class Overdue(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing was heard for too long."""


Heard = Spoken | Typed | Left | Promised | Recorded | Unreached | Overdue

AGAIN, STAY = "~again", "~stay"
"""No exits: the step asks once more; it was not meant."""


def instant(node: Node) -> bool:
    """Whether a step decides at once."""
    return isinstance(node, StartNode | HoursNode | ConditionNode | AssignNode | AgainNode)


def decide(node: Node, memory: Memory, view: View) -> tuple[str, Memory]:
    """The way out of a step that decides at once."""
    match node:
        case HoursNode():
            return view.hours.get(node.hours, "closed"), memory
        case ConditionNode():
            branch = next((branch for branch in node.branches if all_hold(branch, view)), None)
            return branch.exit if branch else "otherwise", memory
        case AssignNode():
            return "next", _assigned(node, memory)
        case AgainNode():
            rounds = memory.rounds.get(node.id, 0) + 1
            if rounds > node.times:
                return "enough", memory
            return "again", replace(memory, rounds=memory.rounds | {node.id: rounds})
    return "next", memory


def _assigned(node: AssignNode, memory: Memory) -> Memory:
    return replace(
        memory,
        skills=memory.skills | node.skills,
        priority=memory.priority if node.priority is None else node.priority,
        urgency=memory.urgency if node.urgency is None else node.urgency,
        language=memory.language if node.language is None else node.language,
    )


def ask(node: Node, memory: Memory, lead_in: str | None = None) -> Request | None:
    """What a step asks for; None: it decides at once. `lead_in`: a prompt said first, because it asks once more."""
    before = (lead_in,) if lead_in else ()
    match node:
        case NoticeNode():
            return Speak(prompts=(node.prompt,), notice=True)
        case PromptNode():
            return Speak(prompts=(node.prompt,), interruptible=node.interruptible)
        case MenuNode():
            return _ask((*before, node.prompt), 1, "", node.wait_seconds)
        case CollectNode():
            return _ask((*before, node.prompt), node.most, node.end_digit, node.wait_seconds, node.between_seconds)
        case QueueNode():
            return Wait(
                node=node,
                priority=max(-10, min(10, memory.priority + node.priority)),
                skills=memory.skills,
                urgency=memory.urgency,
                language=memory.language,
            )
        case CallbackNode() if node.prompt is not None and memory.tries == 0:
            return _ask((node.prompt,), 1, "", node.wait_seconds)
        case CallbackNode():
            return Promise(queue=node.queue, keep_place=node.keep_place)
        case VoicemailNode():
            return Record(
                prompts=(node.prompt,),
                queue=node.queue,
                beep=node.beep,
                max_seconds=node.max_seconds,
                silence_seconds=node.silence_seconds,
            )
        case TransferNode():
            return Dial(number=node.number, ring_seconds=node.ring_seconds)
        case HangUpNode():
            return Finish() if node.prompt is None or memory.tries else Speak(prompts=(node.prompt,))
    return None


def _ask(prompts: tuple[str, ...], most: int, end: str, wait: int, between: int = 1) -> Ask:
    return Ask(prompts=prompts, most=most, end_digit=end, wait_seconds=wait, between_seconds=between)


def heard(node: Node, memory: Memory, what: Heard) -> tuple[str, Memory, str | None]:
    """The way out that follows (or AGAIN, STAY), what is remembered, and the prompt to begin the next try with."""
    match node, what:
        case (MenuNode(), Typed() | Overdue()):
            return _chosen(node, memory, what.digits if isinstance(what, Typed) else "")
        case (CollectNode(), Typed() | Overdue()):
            return _collected(node, memory, what if isinstance(what, Typed) else Typed(digits=""))
        case (QueueNode(), Left()):
            return (what.exit if what.exit in {way.name for way in exits(node)} else STAY), memory, None
        case (CallbackNode(), Typed()):
            agreed = what.digits == node.digit
            return (AGAIN, replace(memory, tries=1), None) if agreed else ("declined", memory, None)
        case (CallbackNode(), Promised()):
            return "accepted" if what.possible else "impossible", memory, None
        case (CallbackNode(), Overdue()):
            return ("declined" if node.prompt is not None else "impossible"), memory, None
        case (VoicemailNode(), Recorded()):
            return "recorded" if what.seconds else "empty", memory, None
        case (VoicemailNode(), Overdue()):
            return "empty", memory, None
        case (TransferNode(), Unreached() | Overdue()):
            return "failed", memory, None
        case (HangUpNode(), Spoken() | Overdue()) if memory.tries == 0:
            return AGAIN, replace(memory, tries=1), None
        case (NoticeNode() | PromptNode(), Spoken() | Overdue()):
            return "next", memory, None
    return STAY, memory, None


def _chosen(node: MenuNode, memory: Memory, digit: str) -> tuple[str, Memory, str | None]:
    if any(choice.digit == digit for choice in node.choices):
        return digit, memory, None
    if memory.tries + 1 < node.tries:
        lead_in = node.wrong_prompt if digit else node.silent_prompt
        return AGAIN, replace(memory, tries=memory.tries + 1), lead_in
    return "wrong" if digit else "no_input", memory, None


def _collected(node: CollectNode, memory: Memory, typed: Typed) -> tuple[str, Memory, str | None]:
    if typed.found:
        return "found", memory, None
    if memory.tries + 1 < node.tries:
        return AGAIN, replace(memory, tries=memory.tries + 1), node.wrong_prompt if typed.digits else None
    return "not_found" if typed.digits else "no_input", memory, None


def onward(graph: Graph, node: Node, exit: str, memory: Memory) -> tuple[Node | None, Memory]:
    """The step behind a way out; None: there is none, or it went round for too long. Tries begin anew."""
    target = graph.leads(node, exit)
    memory = replace(memory, tries=0, steps=memory.steps + 1)
    if target is None or memory.steps > MOST_STEPS:
        return None, memory
    return graph.node(target), memory

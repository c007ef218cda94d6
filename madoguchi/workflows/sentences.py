"""What is said of steps, ways out, faults and tried-out paths, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from madoguchi.kit.errors import Param
from madoguchi.kit.i18n import Locale, catalogue, say
from madoguchi.workflows.model.faults import FlowFault
from madoguchi.workflows.model.graph import Graph
from madoguchi.workflows.model.nodes import ConditionNode, MenuNode, Node, QueueNode, kind_of
from madoguchi.workflows.model.trial import Met


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence in both languages."""

    ja: str
    en: str


def said(code: str) -> Said:
    """The sentence of a code."""
    return Said(ja=say(code, "ja"), en=say(code, "en"))


def of_step(node: Node, locale: Locale) -> str:
    """A step as people call it: by its own name, else by its kind."""
    return node.name or say(f"flow.kind.{kind_of(node)}", locale)


def of_exit(node: Node, exit: str, locale: Locale) -> str:
    """A way out as people call it."""
    if exit[:1] in "0123456789*#" and exit:
        choices = node.choices if isinstance(node, MenuNode) else node.keys if isinstance(node, QueueNode) else []
        label = next((choice.label for choice in choices if choice.digit == exit), "")
        return say("flow.exit.digit", locale, {"digit": exit, "label": label}).strip()
    if isinstance(node, ConditionNode):
        label = next((branch.label for branch in node.branches if branch.exit == exit), "")
        if label:
            return label
    code = f"flow.exit.{exit}"
    return say(code, locale) if code in catalogue(locale) else exit


def of_fault(graph: Graph, fault: FlowFault) -> tuple[str, dict[str, Param]]:
    """The code of a fault's sentence, and what fills it where only one language is asked for."""
    node = graph.node(fault.step)
    named: dict[str, Param] = {"step": (node.name or node.id) if node else "", "exit": fault.exit}
    return f"flow.fault.{fault.code}", named | fault.params


def said_of_fault(graph: Graph, fault: FlowFault) -> Said:
    """What is wrong and how to mend it."""
    node = graph.node(fault.step)
    return _both(f"flow.fault.{fault.code}", node, fault.exit, fault.params)


def said_of_met(graph: Graph, met: Met) -> Said:
    """What a simulated caller met at a step."""
    return _both(f"flow.met.{_met_code(met)}", graph.node(met.step), met.exit, met.params)


def _met_code(met: Met) -> str:
    if met.code == "decided":
        return met.kind
    return f"{met.code}_again" if not met.exit and met.code in ("pressed_nothing", "pressed", "typed") else met.code


def _both(code: str, node: Node | None, exit: str, params: Mapping[str, Param]) -> Said:
    return Said(ja=_in("ja", code, node, exit, params), en=_in("en", code, node, exit, params))


def _in(locale: Locale, code: str, node: Node | None, exit: str, params: Mapping[str, Param]) -> str:
    named = {
        "step": of_step(node, locale) if node else "",
        "exit": of_exit(node, exit, locale) if node and exit else exit,
    }
    return say(code, locale, {**params, **named})

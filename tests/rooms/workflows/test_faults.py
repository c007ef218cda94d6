"""What a flow is refused for, and that what is not refused always comes to an end."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from madoguchi.kit.ids import new_id
from madoguchi.workflows.model.facts import QueueFacts, View
from madoguchi.workflows.model.faults import FlowFault, Known, faults, refuses
from madoguchi.workflows.model.graph import Edge, Graph, exits
from madoguchi.workflows.model.nodes import (
    AgainNode,
    AssignNode,
    Branch,
    CallbackNode,
    Choice,
    Clause,
    CollectNode,
    ConditionNode,
    HangUpNode,
    HoursNode,
    MenuNode,
    Node,
    PromptNode,
    QueueNode,
    StartNode,
    TransferNode,
    VoicemailNode,
)
from madoguchi.workflows.model.short import Short, short
from madoguchi.workflows.model.trial import Scenario, walk
from madoguchi.workflows.sentences import said_of_fault, said_of_met
from tests.rooms.workflows.graphs import KNOWN, REPAIRS, SALES, WEEKDAYS, again, company, graph

START, END = StartNode(id="start"), HangUpNode(id="end")


def codes(made: Graph, known: Known = KNOWN) -> set[tuple[str, str]]:
    return {(fault.step, fault.code) for fault in faults(made, known)}


def test_a_whole_flow_has_no_faults() -> None:
    assert faults(company(), KNOWN) == []
    for made in (short(Short(queue=REPAIRS)), short(Short(queue=REPAIRS, notice=False))):
        assert faults(made, KNOWN) == []


def test_a_dead_end_is_refused_and_named() -> None:
    made = company()
    cut = replace(made, edges=[edge for edge in made.edges if (edge.source, edge.exit) != ("menu", "2")])
    assert codes(cut) == {("menu", "dead_end"), ("sales", "unreachable")}
    (fault,) = [fault for fault in faults(cut, KNOWN) if fault.code == "dead_end"]
    said = said_of_fault(cut, fault)
    assert said.ja == "「ご用件」の出口「2 配送」の先がありません。次のステップか「終話」につないでください。"
    assert said.en.startswith("The exit “2 配送” of “ご用件” leads nowhere.")


def test_a_loop_that_only_the_flow_keeps_going_is_refused() -> None:
    silent = graph(
        [START, MenuNode(id="menu", prompt="welcome", choices=[Choice(digit="1")]), END],
        "start.next>menu", "menu.1>end", "menu.no_input>menu",
    )  # fmt: skip
    assert codes(silent) == {("menu", "loop")}
    prompts = [PromptNode(id=id, prompt="waiting") for id in ("a", "b")]
    assert ("a", "loop") in codes(graph([START, *prompts], "start.next>a", "a.next>b", "b.next>a"))


def test_a_loop_with_a_counter_a_caller_or_a_line_in_it_is_fine() -> None:
    menu = MenuNode(id="menu", prompt="welcome", choices=[Choice(digit="1"), Choice(digit="9")])
    counted = graph(
        [START, menu, again(), END], "start.next>menu", "menu.1>end", "menu.9>menu", "menu.no_input>again",
        "again.again>menu", "again.enough>end",
    )  # fmt: skip
    assert codes(counted) == set()
    waiting = graph(
        [START, QueueNode(id="line", queue=REPAIRS), PromptNode(id="sorry", prompt="sorry")],
        "start.next>line", "line.max_wait>sorry", "sorry.next>line",
    )  # fmt: skip
    assert codes(waiting) == set()


def test_a_loop_without_any_end_is_refused_even_when_callers_turn_it() -> None:
    menu = MenuNode(id="menu", prompt="welcome", choices=[Choice(digit="1")])
    made = graph([START, menu, again()], "start.next>menu", "menu.1>menu", "menu.no_input>again", "again.again>menu",
                 "again.enough>menu")  # fmt: skip
    assert ("menu", "loop") in codes(made)
    assert ("menu", "no_way_out") in codes(made)


@pytest.mark.parametrize(
    ("node", "code"),
    [
        (PromptNode(id="x", prompt="nobody-said-this"), "prompt_unknown"),
        (QueueNode(id="x", queue=WEEKDAYS), "queue_unknown"),
        (HoursNode(id="x", hours=REPAIRS), "hours_unknown"),
        (AssignNode(id="x", skills={"juggling": 2}), "skill_unknown"),
        (MenuNode(id="x", prompt="welcome"), "menu_empty"),
        (MenuNode(id="x", prompt="welcome", choices=[Choice(digit="1"), Choice(digit="1")]), "digit_twice"),
        (QueueNode(id="x", queue=SALES, keys=[Choice(digit="1"), Choice(digit="1")]), "digit_twice"),
        (CollectNode(id="x", prompt="welcome", least=5, most=4), "digits_range"),
        (ConditionNode(id="x", branches=[Branch(exit="gold")]), "branch_empty"),
        (ConditionNode(id="x"), "condition_empty"),
    ],
)
def test_a_step_that_cannot_work_is_named(node: Node, code: str) -> None:
    made = Graph(nodes=[START, node, END], edges=[Edge(source="start", exit="next", target="x"), *_all_to_end(node)])
    assert ("x", code) in codes(made)


@pytest.mark.parametrize(
    "test",
    [
        Clause(fact="customer.tier", value=3),
        Clause(fact="customer.known", value="yes"),
        Clause(fact="queue.waiting", value=3),
        Clause(fact="queue.waiting", value=True, queue=REPAIRS),
        Clause(fact="customer.tier", value="gold", queue=REPAIRS),
        Clause(fact="customer.tier", op="at_least", value="gold"),
        Clause(fact="customer.value", op="at_least", value="much"),
        Clause(fact="customer.value", op="at_least", value=1000, queue=REPAIRS),
        Clause(fact="order.given", value="A-1"),
        Clause(fact="order.status", value="lost"),
        Clause(fact="order.status", value="shipped", queue=REPAIRS),
    ],
)
def test_a_test_that_does_not_fit_its_fact_is_refused(test: Clause) -> None:
    node = ConditionNode(id="x", branches=[Branch(exit="special", clauses=[test])])
    made = Graph(nodes=[START, node, END], edges=[Edge(source="start", exit="next", target="x"), *_all_to_end(node)])
    assert ("x", "test_unfit") in codes(made)


def test_a_prompt_without_any_sound_is_refused_and_one_language_short_is_told() -> None:
    known = replace(KNOWN, prompts={"welcome": frozenset({"ja"}), "hush": frozenset()}, languages=("ja", "en"))
    nodes = [PromptNode(id="a", prompt="welcome"), PromptNode(id="b", prompt="hush")]
    found = faults(graph([START, *nodes, END], "start.next>a", "a.next>b", "b.next>end"), known)
    assert {(fault.step, fault.code, fault.severity) for fault in found} == {
        ("a", "prompt_language", "warning"),
        ("b", "prompt_silent", "error"),
    }


def test_a_transfer_outside_needs_a_trunk() -> None:
    made = graph([START, TransferNode(id="out", number="+81312345678"), END], "start.next>out", "out.failed>end")
    assert codes(made) == set()
    assert codes(made, replace(KNOWN, dials=False)) == {("out", "no_line_out")}
    assert codes(made, replace(KNOWN, unreadable=frozenset({"+81312345678"}))) == {("out", "number_invalid")}


def test_the_shape_is_checked_first() -> None:
    assert codes(Graph(nodes=[END])) == {("", "start_missing")}
    assert codes(Graph(nodes=[START, replace(START, id="other")])) == {("other", "start_twice")}
    twice = [PromptNode(id="x", prompt="sorry"), PromptNode(id="x", prompt="closed")]
    assert ("x", "step_twice") in codes(Graph(nodes=[START, *twice]))
    made = graph([START, END], "start.next>end", "start.next>end", "ghost.next>end", "start.sideways>end", "end.x>gone")
    assert {("start", "edge_twice"), ("", "edge_from_nowhere"), ("start", "edge_from_nowhere")} <= codes(made)
    assert ("end", "edge_to_nowhere") in codes(made)
    assert ("p", "edge_to_start") in codes(
        graph([START, PromptNode(id="p", prompt="sorry"), END], "start.next>p", "p.next>start")
    )


def _all_to_end(node: Node) -> list[Edge]:
    return [Edge(source=node.id, exit=name, target="end") for name in dict.fromkeys(way.name for way in exits(node))]


# Any flow that is not refused ends, whatever the caller does, and above all when they do nothing.

IDS = ["a", "b", "c", "d", "e"]
DIGITS = st.lists(st.sampled_from("123"), min_size=1, max_size=2, unique=True).map(
    lambda chosen: [Choice(digit=digit) for digit in chosen]
)


def _node(id: str) -> st.SearchStrategy[Node]:
    condition = ConditionNode(
        id=id,
        branches=[
            Branch(exit="gold", clauses=[Clause(fact="customer.tier", value="gold")]),
            Branch(exit="long", clauses=[Clause(fact="queue.waiting", op="at_least", value=3, queue=REPAIRS)]),
        ],
    )
    return st.one_of(
        DIGITS.map(lambda choices: MenuNode(id=id, prompt="welcome", choices=choices)),
        DIGITS.map(lambda keys: QueueNode(id=id, queue=REPAIRS, keys=keys)),
        st.sampled_from(
            [
                PromptNode(id=id, prompt="sorry"), HoursNode(id=id, hours=WEEKDAYS), AgainNode(id=id, times=2),
                CollectNode(id=id, prompt="welcome"), AssignNode(id=id, priority=3), condition,
                VoicemailNode(id=id, prompt="closed"), TransferNode(id=id, number="+81312345678"),
                CallbackNode(id=id, queue=REPAIRS, prompt="waiting"), CallbackNode(id=id, queue=REPAIRS),
                HangUpNode(id=id),
            ]
        ),
    )  # fmt: skip


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    nodes: list[Node] = [START, *(draw(_node(id)) for id in IDS)]
    edges = [
        Edge(source=node.id, exit=way.name, target=draw(st.sampled_from(IDS)))
        for node in nodes
        for way in exits(node)
        if way.needed or draw(st.booleans())
    ]
    return Graph(nodes=nodes, edges=edges)


SCENARIOS = st.builds(
    Scenario,
    digits=st.lists(st.sampled_from(["", "1", "2", "3", "9", "12#"]), max_size=12),
    number_known=st.booleans(),
    waits=st.sampled_from(["answered", "max_wait", "unanswered"]),
    message_seconds=st.sampled_from([0, 9]),
    answered_outside=st.booleans(),
    callback_possible=st.booleans(),
    queues=st.sampled_from([{}, {REPAIRS: QueueFacts(waiting=4, staffed=0, estimated_wait=None)}]),
)
HOURS: st.SearchStrategy[dict[UUID, str]] = st.sampled_from(["open", "closed", "lunch", "holiday"]).map(
    lambda state: {WEEKDAYS: state}
)


@settings(deadline=None)  # it is not about how long it takes
@given(graphs(), SCENARIOS, HOURS)
def test_whoever_calls_a_flow_that_is_not_refused_never_comes_to_nowhere(
    made: Graph, scenario: Scenario, hours: dict[UUID, str]
) -> None:
    if refuses(faults(made, KNOWN)):
        return
    # Whoever only waits in a line for ever is not stuck, but is never done either: somebody answers at last.
    path = walk(made, scenario, View(hours=hours))  # type: ignore[arg-type]  # hypothesis gives plain text
    if path.end == "nowhere":
        waited = [met for met in path.met if met.code in ("max_wait", "unanswered")]
        assert len(waited) > 50
    for met in path.met:
        said = said_of_met(made, met)
        assert not re.search(r"[{}]|flow\.", said.ja + said.en), said


@settings(deadline=None)
@given(graphs())
def test_every_fault_says_in_both_languages_what_to_mend(made: Graph) -> None:
    for fault in faults(made, replace(KNOWN, queues=frozenset(), hours=frozenset(), dials=False)):
        said = said_of_fault(made, fault)
        assert said.ja != said.en
        assert not re.search(r"[{}]|flow\.", said.ja + said.en), said


def test_every_code_of_a_fault_has_its_sentence() -> None:
    for code in ("prompt_silent", "skill_unknown", "number_invalid", "edge_to_start"):
        fault = FlowFault(step="", code=code, params={"skill": str(new_id())})
        assert not said_of_fault(Graph(nodes=[]), fault).en.startswith("flow.")

"""A flow tried out with a simulated caller."""

from __future__ import annotations

import pytest

from madoguchi.workflows.model.facts import CallerFacts, QueueFacts, View
from madoguchi.workflows.model.graph import Graph
from madoguchi.workflows.model.nodes import (
    Branch,
    CallbackNode,
    Clause,
    CollectNode,
    ConditionNode,
    HangUpNode,
    Operator,
    QueueNode,
    StartNode,
    TransferNode,
)
from madoguchi.workflows.model.trial import Scenario, walk
from madoguchi.workflows.sentences import said_of_met
from tests.rooms.workflows.graphs import REPAIRS, SALES, WEEKDAYS, company, graph

OPEN, CLOSED, LUNCH = (View(hours={WEEKDAYS: state}) for state in ("open", "closed", "lunch"))


def path(made: Graph, scenario: Scenario, view: View = OPEN) -> list[str]:
    walked = walk(made, scenario, view)
    return [*(f"{met.step}.{met.exit}" for met in walked.met), walked.end]


def test_a_digit_leads_to_its_queue_and_an_agent() -> None:
    assert path(company(), Scenario(digits=["2"])) == [
        "start.next", "hours.open", "notice.next", "menu.2", "sales.", "answered",
    ]  # fmt: skip


def test_who_presses_nothing_is_asked_again_and_then_led_on() -> None:
    walked = walk(company(), Scenario(), OPEN)
    assert [met.exit for met in walked.met if met.step == "menu"] == ["", "no_input"]
    said = [said_of_met(company(), met) for met in walked.met if met.step == "menu"]
    assert said[0].ja == "「ご用件」で何も押さないため、もう一度案内します。"
    assert said[1].en == "At “ご用件” the caller presses nothing and goes to “No input”."
    assert walked.end == "answered"


def test_a_wrong_digit_is_asked_again_and_may_then_be_right() -> None:
    assert path(company(), Scenario(digits=["7", "1"]))[-4:] == ["menu.", "menu.1", "repairs.", "answered"]
    assert path(company(), Scenario(digits=["7", "8"]))[-3:] == ["menu.wrong", "repairs.", "answered"]


def test_outside_the_hours_a_message_is_taken() -> None:
    for view, exit in ((CLOSED, "closed"), (LUNCH, "lunch")):
        assert path(company(), Scenario(), view) == [
            "start.next", f"hours.{exit}", "voicemail.recorded", "end.", "end.", "hung_up",
        ]  # fmt: skip
    assert "voicemail.empty" in path(company(), Scenario(message_seconds=0), CLOSED)


def test_a_key_while_waiting_and_a_line_without_people() -> None:
    assert path(company(), Scenario(digits=["1", "1"]))[-5:] == [
        "repairs.1", "callback.accepted", "end.", "end.", "hung_up",
    ]  # fmt: skip
    nobody = {REPAIRS: QueueFacts(staffed=0)}
    assert "repairs.unstaffed" in path(company(), Scenario(digits=["1"], queues=nobody))


def test_who_waits_in_vain_takes_the_way_of_the_longest_wait() -> None:
    assert "sales.max_wait" in path(company(), Scenario(digits=["2"], waits="max_wait"))
    assert "repairs.unanswered" in path(company(), Scenario(digits=["1"], waits="unanswered"))


def test_conditions_look_at_customer_and_queue() -> None:
    busy = Clause(fact="queue.estimated_wait", op="at_least", value=300, queue=REPAIRS)
    made = graph(
        [
            StartNode(id="start"),
            ConditionNode(
                id="if",
                branches=[
                    Branch(exit="gold", clauses=[Clause(fact="customer.tier", value="gold")]),
                    Branch(exit="english", clauses=[Clause(fact="customer.language", value="en"), busy]),
                ],
            ),
            QueueNode(id="a", queue=REPAIRS),
            QueueNode(id="b", queue=SALES),
            HangUpNode(id="end"),
        ],
        "start.next>if", "if.gold>a", "if.english>b", "if.otherwise>end", "a.max_wait>end", "b.max_wait>end",
    )  # fmt: skip
    gold, english = CallerFacts(known=True, tier="gold"), CallerFacts(known=True, language="en-US")
    assert path(made, Scenario(caller=gold))[1] == "if.gold"
    assert path(made, Scenario(caller=english))[1] == "if.otherwise"
    long = {REPAIRS: QueueFacts(estimated_wait=301)}
    assert path(made, Scenario(caller=english, queues=long))[1] == "if.english"
    unknown = {REPAIRS: QueueFacts(estimated_wait=None)}
    assert path(made, Scenario(caller=english, queues=unknown))[1] == "if.english"


@pytest.mark.parametrize(
    ("op", "value", "holds"),
    [("at_least", 50_000, True), ("at_least", 50_001, False), ("at_most", 50_000, True), ("at_most", 49_999, False),
     ("is", 50_000, True), ("is_not", 50_000, False)],
)  # fmt: skip
def test_a_condition_asks_for_what_the_customer_ordered(op: Operator, value: int, holds: bool) -> None:
    dear = Branch(exit="dear", clauses=[Clause(fact="customer.value", op=op, value=value)])
    made = graph(
        [StartNode(id="start"), ConditionNode(id="if", branches=[dear]), HangUpNode(id="a"), HangUpNode(id="b")],
        "start.next>if", "if.dear>a", "if.otherwise>b",
    )  # fmt: skip
    caller = CallerFacts(known=True, value=50_000)
    assert path(made, Scenario(caller=caller))[1] == ("if.dear" if holds else "if.otherwise")


def test_a_typed_number_is_found_or_not() -> None:
    made = graph(
        [StartNode(id="start"), CollectNode(id="who", prompt="welcome", least=3), TransferNode(id="out", number="110"),
         CallbackNode(id="back", queue=REPAIRS, prompt="waiting"), HangUpNode(id="end")],
        "start.next>who", "who.found>out", "who.not_found>back", "who.no_input>end", "out.failed>end",
        "back.accepted>end", "back.declined>end",
    )  # fmt: skip
    assert path(made, Scenario(digits=["123#"])) == ["start.next", "who.found", "out.", "put_through"]
    assert path(made, Scenario(digits=["123#"], answered_outside=False))[-3:] == ["out.failed", "end.", "hung_up"]
    refused = path(made, Scenario(digits=["12#", "1234", "1"]))
    assert refused[1:3] == ["who.", "who.found"]
    nobody = Scenario(digits=["123", "123", "1"], number_known=False)
    assert path(made, nobody)[1:] == ["who.", "who.not_found", "back.", "back.accepted", "end.", "hung_up"]
    declined = Scenario(digits=["123", "123"], number_known=False)
    assert path(made, declined)[3] == "back.declined"
    assert path(made, Scenario())[1:] == ["who.", "who.no_input", "end.", "hung_up"]


def test_an_order_is_given_once_its_number_was_typed() -> None:
    def asked(id: str) -> ConditionNode:
        shipped = Clause(fact="order.status", value="shipped")
        branches = [Branch(exit="shipped", clauses=[shipped]), Branch(exit="given", clauses=[GIVEN])]
        return ConditionNode(id=id, branches=branches)

    made = graph(
        [StartNode(id="start"), asked("before"), CollectNode(id="which", prompt="welcome", what="order_number"),
         asked("after"), HangUpNode(id="end")],
        "start.next>before", "before.otherwise>which", "which.found>after", "which.not_found>after",
        "which.no_input>after", "after.shipped>end", "after.given>end", "after.otherwise>end",
    )  # fmt: skip
    shipped = CallerFacts(order="shipped")
    assert path(made, Scenario(digits=["123"], caller=shipped))[1:4] == [
        "before.otherwise", "which.found", "after.shipped",
    ]  # fmt: skip
    assert path(made, Scenario(digits=["123"]))[3] == "after.given"
    assert "after.otherwise" in path(made, Scenario(caller=shipped))
    assert "after.otherwise" in path(made, Scenario(digits=["1", "1"], caller=shipped, number_known=False))


GIVEN = Clause(fact="order.given", value=True)

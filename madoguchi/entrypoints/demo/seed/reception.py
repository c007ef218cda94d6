"""The main number of Minato Electric: hours, a notice, a menu that leads to people with a skill or a language, lines
with announcements and a key for a callback, and a message when nobody is there.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import msgspec
from msgspec.structs import replace

from madoguchi import workflows
from madoguchi.entrypoints.demo.seed.bulk import insert
from madoguchi.entrypoints.demo.seed.company import Company
from madoguchi.kit.ids import new_id
from madoguchi.workflows import Edge, FlowForm, Graph
from madoguchi.workflows.actions import prompts
from madoguchi.workflows.actions.prompts import PromptForm, VoiceForm
from madoguchi.workflows.model.nodes import (
    AssignNode,
    Branch,
    CallbackNode,
    Choice,
    Clause,
    ConditionNode,
    HangUpNode,
    HoursNode,
    MenuNode,
    Node,
    NoticeNode,
    Place,
    PromptNode,
    QueueNode,
    StartNode,
    VoicemailNode,
)

NUMBER = "+81120000310"
SOUNDS = Path(__file__).parent.parent / "sounds"
SAID = msgspec.json.decode(
    (Path(__file__).parent / "reception.json").read_bytes(), type=dict[str, tuple[str, str, str]]
)
"""Each prompt's name, and its words in Japanese and English."""

LINES = (
    ("1", "appliances", "修理・使い方"),
    ("2", "english", "English"),
    ("3", "delivery", "配送・設置"),
    ("4", "business", "法人"),
)
NEEDS = {
    "appliances": AssignNode(id="appliances-need", name="修理の担当者", skills={"repair": 2}),
    "english": AssignNode(id="english-need", name="英語の担当者", language="en"),
}
"""What is asked of whoever takes the callers of a line."""
COLUMN, ROW = 300, 150


async def lay_out(company: Company, hours: UUID) -> None:
    """Write the prompts, publish the flow, and let the number lead to it."""
    said = {code: await _prompt(code) for code in SAID}
    form = FlowForm(name="代表番号", draft=_graph(company, hours, said))
    made = await workflows.add(form)
    await workflows.publish(made.id, made.version, "受付時間・メニュー・折り返し・留守番電話")
    row = [new_id(), NUMBER, "代表", made.id, company.lines["appliances"], False]
    await insert("number", "id, e164, label, entry_point, line_of_business_id, outbound", [row])


async def _prompt(code: str) -> str:
    name, ja, en = SAID[code]
    texts = {"ja": VoiceForm(text=ja, source="uploaded"), "en": VoiceForm(text=en, source="uploaded")}
    made = await prompts.add(PromptForm(name=name, **texts))
    made = await prompts.upload(made.id, "ja", (SOUNDS / f"main-{code}-ja.wav").read_bytes(), made.version)
    made = await prompts.upload(made.id, "en", (SOUNDS / f"main-{code}-en.wav").read_bytes(), made.version)
    return str(made.id)


def _at(column: float, row: float) -> Place:
    return Place(round(column * COLUMN), round(row * ROW))


def _graph(company: Company, hours: UUID, said: dict[str, str]) -> Graph:
    dear = Branch(exit="dear", label="プラチナ", clauses=[Clause(fact="customer.tier", value="platinum")])
    choices = [Choice(digit=digit, label=label) for digit, _, label in LINES]
    nodes: list[Node] = [
        StartNode(id="start", at=_at(1, 0)),
        HoursNode(id="hours", name="お客様窓口の受付時間", hours=hours, at=_at(1, 1)),
        NoticeNode(id="notice", at=_at(1, 2)),
        ConditionNode(id="tier", name="お客様の区分", branches=[dear], at=_at(1, 3)),
        AssignNode(id="first", name="優先する", priority=3, at=_at(0, 4)),
        MenuNode(id="menu", name="ご用件の選択", prompt=said["menu"], choices=choices, at=_at(1, 5)),
        PromptNode(id="promised", name="折り返しのお約束", prompt=said["promised"], at=_at(1, 9)),
        VoicemailNode(id="message", prompt=said["closed"], queue=company.queues["appliances"], at=_at(4.2, 8)),
        HangUpNode(id="thanks", name="お預かりして終話", prompt=said["thanks"], at=_at(4.2, 9)),
        HangUpNode(id="end", at=_at(1, 10)),
    ]
    ways = ["start.next>hours", "hours.open>notice", "hours.closed>message", "notice.next>tier", "tier.dear>first",
            "tier.otherwise>menu", "first.next>menu", "menu.no_input>appliances-need", "promised.next>end",
            "message.recorded>thanks", "message.empty>end"]  # fmt: skip
    for column, (digit, code, label) in enumerate(LINES):
        nodes += _line(company.queues[code], code, label, said, column)
        asked = NEEDS.get(code)
        if asked is not None:
            nodes.append(replace(asked, at=_at(column, 6)))
            ways.append(f"{asked.id}.next>{code}")
        ways += [f"menu.{digit}>{asked.id if asked else code}", f"{code}.max_wait>message", f"{code}.unstaffed>message",
                 f"{code}.1>{code}-callback", f"{code}-callback.accepted>promised",
                 f"{code}-callback.impossible>message"]  # fmt: skip
    return Graph(nodes=nodes, edges=[_edge(way) for way in ways])


def _line(queue: UUID, code: str, label: str, said: dict[str, str], column: int) -> list[Node]:
    return [
        QueueNode(
            id=code, name=label, queue=queue, max_wait_seconds=900, tell_position=True, tell_wait=True,
            comfort_prompt=said["comfort"], keys=[Choice(digit="1", label="折り返し")], at=_at(column, 7),
        ),
        CallbackNode(id=f"{code}-callback", queue=queue, at=_at(column, 8)),
    ]  # fmt: skip


def _edge(way: str) -> Edge:
    here, _, target = way.partition(">")
    source, _, exit = here.partition(".")
    return Edge(source=source, exit=exit, target=target)

"""Rows of the past: contacts as they went, and cases, table by table."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec

from madoguchi.cases.model.text import bigrams, folded
from madoguchi.entrypoints.demo.seed.bulk import insert
from madoguchi.entrypoints.demo.seed.company import LINES, Company
from madoguchi.entrypoints.demo.seed.crowd import Someone
from madoguchi.entrypoints.demo.seed.floor import Course, simple
from madoguchi.kit.ids import new_id
from madoguchi.kit.vault import Scope, seal_many

INTERACTION = """
    id, medium, medium_ref, direction, conversation_id, customer_id, address_kind, address_value, address_raw, dialled,
    entry_point, line_of_business_id, queue_id, state, outcome, opened, answered, ended, closed
"""
SEGMENT = """
    id, interaction_id, user_id, queue_id, status, since, ring_at, connected_at, ended_at, ended_by, ring_seconds,
    talk_seconds, hold_seconds, wrap_seconds, outcome
"""
OUTCOME = """
    segment_id, interaction_id, state, reason_id, reason_codes, reason_ja, reason_en, resolution, recorded, recorded_by,
    texts
"""
ITEM = "id, interaction_id, medium, queue_id, target_id, from_user_id, entered, arrived, rank_at, state, exit, ended"
OFFER = "id, item_id, interaction_id, user_id, queue_id, state, made, expires, answered, ended, reason"
NOTE = "id, interaction_id, author, at, body"
PARTICIPANT = "id, interaction_id, role, user_id, joined, departed"
CASE = """
    id, number, customer_id, line_of_business_id, title, status, priority, assignee_id, due, opened, opened_by, changed,
    resolved, entries, search_text, search_tokens
"""
ENTRY = "id, case_id, kind, at, user_id, data"


class Rows:
    """The rows of the past, table by table, written together at the end."""

    def __init__(self) -> None:
        self.tables: dict[tuple[str, str], list[list[Any]]] = {}
        self.words: list[tuple[Scope, bytes, list[Any]]] = []

    def add(self, table: str, columns: str, *values: Any) -> list[Any]:
        """One row more."""
        row = list(values)
        self.tables.setdefault((table, columns), []).append(row)
        return row

    def sealed(self, scope: Scope, plain: bytes, row: list[Any]) -> None:
        """Words that become the row's last column, sealed."""
        self.words.append((scope, plain, row))

    async def write(self) -> None:
        """All rows, in the order in which their tables were first named."""
        bodies = await seal_many([(scope, plain) for scope, plain, _ in self.words])
        for (_, _, row), body in zip(self.words, bodies, strict=True):
            row.append(body)
        for (table, columns), rows in self.tables.items():
            await insert(table, columns, rows)


def contact(
    rows: Rows, company: Company, someone: Someone, agent: str, line: str, opened: datetime,
    reason: tuple[UUID, tuple[str, ...], str, str], resolution: str, *,
    wait: int = 12, talk: int = 240, hold: int = 0, wrap: int = 60, direction: str = "in",
    texts: dict[str, str], note: str = "",
) -> UUID:  # fmt: skip
    """One answered call with its outcome, its words and a note; returns its id. Times in seconds."""
    course = simple(line, agent, opened, wait=wait, talk=talk, hold=hold, wrap=wrap, direction=direction)
    return answered(rows, company, someone, course, reason, resolution, texts=texts, note=note)


def answered(
    rows: Rows, company: Company, someone: Someone, course: Course,
    reason: tuple[UUID, tuple[str, ...], str, str], resolution: str, *, texts: dict[str, str], note: str = "",
) -> UUID:  # fmt: skip
    """A call as it went, taken by one person or handed on; returns its id."""
    interaction = new_id()
    first, last = course.took[0], course.took[-1]
    _interaction(rows, company, someone, course, interaction, "classified", first.connected, last.free)
    scope = Scope(interaction, someone.id)
    for took in course.took:
        segment, user = new_id(), company.users[took.agent]
        rows.add("participant", PARTICIPANT, new_id(), interaction, "agent", user, took.connected, took.ended)
        rows.add(
            "segment", SEGMENT, segment, interaction, user, company.queues[course.line], "ended", took.ended, took.rang,
            took.connected, took.ended, took.by, int((took.connected - took.rang).total_seconds()), took.talk,
            took.hold, took.wrap, "classified",
        )  # fmt: skip
        outcome = rows.add(
            "outcome", OUTCOME, segment, interaction, "classified", reason[0], list(reason[1]), reason[2], reason[3],
            resolution if took is last else "passed_on", took.free, user,
        )  # fmt: skip
        rows.sealed(scope, msgspec.json.encode(texts), outcome)
    if note:
        author = company.users[last.agent]
        rows.sealed(scope, note.encode(), rows.add("note", NOTE, new_id(), interaction, author, last.ended))
    _lined(rows, company, course, interaction, "connected", first.connected)
    return interaction


def abandoned(rows: Rows, company: Company, someone: Someone, course: Course) -> None:
    """One call that ended before anybody could take it."""
    interaction = new_id()
    _interaction(rows, company, someone, course, interaction, "abandoned", None, course.left)
    _lined(rows, company, course, interaction, "abandoned", course.left)


def _interaction(
    rows: Rows, company: Company, someone: Someone, course: Course, interaction: UUID, outcome: str,
    taken: datetime | None, closed: datetime,
) -> None:  # fmt: skip
    number = next(each.number for each in LINES if each.code == course.line)
    rows.add(
        "interaction", INTERACTION, interaction, "voice", f"past-{interaction}", course.direction, interaction,
        someone.id, "phone", someone.phone, someone.phone, number, company.entries[course.line],
        company.lines[course.line], company.queues[course.line], "closed", outcome, course.opened, taken, course.left,
        closed,
    )  # fmt: skip
    rows.add("participant", PARTICIPANT, new_id(), interaction, "customer", None, course.opened, course.left)


def _lined(rows: Rows, company: Company, course: Course, interaction: UUID, exit: str, ended: datetime) -> None:
    """Its stay in line and who was asked; a part that was handed on waited for one person alone."""
    if course.entered is None:
        return
    queue, item = company.queues[course.line], new_id()
    state = "connected" if exit == "connected" else "ended"
    moments = [course.entered] * 3
    rows.add("queue_item", ITEM, item, interaction, "voice", queue, None, None, *moments, state, exit, ended)
    handed = {took.agent: before for before, took in pairwise(course.took)}
    for asked in course.asked:
        of = item
        if asked.agent in handed and asked.made >= handed[asked.agent].ended:
            of, by = new_id(), company.users[handed[asked.agent].agent]
            rows.add(
                "queue_item", ITEM, of, interaction, "voice", queue, company.users[asked.agent], by,
                *[asked.made] * 3, "connected", "connected", asked.ended,
            )  # fmt: skip
        rows.add(
            "offer", OFFER, new_id(), of, interaction, company.users[asked.agent], queue, asked.state, asked.made,
            asked.made + timedelta(seconds=20), asked.ended if asked.state == "accepted" else None, asked.ended,
            _why(company.users[asked.agent], asked.made, "transfer" if of is not item else "longest_idle"),
        )  # fmt: skip


def _why(user: UUID, made: datetime, rule: str) -> dict[str, Any]:
    """The reason of an offer of the past: they were the only one there, free for a few minutes."""
    idle = 15 + int(made.timestamp()) % 540
    return {"rule": rule, "considered": 1, "candidates": [{"user": str(user), "score": idle, "idle_seconds": idle}]}


def case(
    rows: Rows, company: Company, someone: Someone, number: str, title: str, opened: datetime, *,
    status: str = "resolved", priority: str = "normal", assignee: str = "sato", due: datetime | None = None,
    line: str = "appliances", days: int = 3,
) -> UUID:  # fmt: skip
    """One case with the first line of its history; returns its id."""
    made, user = new_id(), company.users[assignee]
    resolved = opened + timedelta(days=days) if status in {"resolved", "closed"} else None
    rows.add(
        "case_file", CASE, made, number, someone.id, company.lines[line], title, status, priority, user, due, opened,
        user, resolved or opened, resolved, 1, folded(title), bigrams(title),
    )  # fmt: skip
    rows.add("case_entry", ENTRY, new_id(), made, "opened", opened, user, {})
    return made

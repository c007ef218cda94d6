"""A year of contacts and cases, as if everybody had always worked with Madoguchi."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from madoguchi.cases.model.text import bigrams, folded
from madoguchi.entrypoints.demo.seed import words
from madoguchi.entrypoints.demo.seed.bulk import insert
from madoguchi.entrypoints.demo.seed.company import LINES, Company
from madoguchi.entrypoints.demo.seed.crowd import Someone
from madoguchi.kit.db import db
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
NOTE = "id, interaction_id, author, at, body"
LINK = "id, interaction_id, kind, ref, at"
PARTICIPANT = "id, interaction_id, role, user_id, joined, departed"
CASE = """
    id, number, customer_id, line_of_business_id, title, status, priority, assignee_id, due, opened, opened_by, changed,
    resolved, entries, search_text, search_tokens
"""
ENTRY = "id, case_id, kind, at, user_id, data"
RESOLUTIONS = (("resolved", 78), ("arranged", 12), ("passed_on", 4), ("unresolved", 6))


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
    interaction, segment, user = new_id(), new_id(), company.users[agent]
    answered = opened + timedelta(seconds=wait)
    ended = answered + timedelta(seconds=talk + hold)
    closed = ended + timedelta(seconds=wrap)
    number = next(each.number for each in LINES if each.code == line)
    rows.add(
        "interaction", INTERACTION, interaction, "voice", f"past-{interaction}", direction, interaction, someone.id,
        "phone", someone.phone, someone.phone, number, company.entries[line], company.lines[line],
        company.queues[line], "closed", "classified", opened, answered, ended, closed,
    )  # fmt: skip
    rows.add("participant", PARTICIPANT, new_id(), interaction, "customer", None, opened, ended)
    rows.add("participant", PARTICIPANT, new_id(), interaction, "agent", user, answered, ended)
    rows.add(
        "segment", SEGMENT, segment, interaction, user, company.queues[line], "ended", ended,
        answered - timedelta(seconds=min(wait, 6)), answered, ended, "customer", min(wait, 6), talk, hold, wrap,
        "classified",
    )  # fmt: skip
    outcome = rows.add(
        "outcome", OUTCOME, segment, interaction, "classified", reason[0], list(reason[1]), reason[2], reason[3],
        resolution, closed, user,
    )  # fmt: skip
    scope = Scope(interaction, someone.id)
    rows.sealed(scope, msgspec.json.encode(texts), outcome)
    if note:
        rows.sealed(scope, note.encode(), rows.add("note", NOTE, new_id(), interaction, user, ended))
    return interaction


def abandoned(rows: Rows, company: Company, someone: Someone, line: str, opened: datetime, waited: int) -> None:
    """One call that ended before anybody could take it."""
    interaction, ended = new_id(), opened + timedelta(seconds=waited)
    number = next(each.number for each in LINES if each.code == line)
    rows.add(
        "interaction", INTERACTION, interaction, "voice", f"past-{interaction}", "in", interaction, someone.id, "phone",
        someone.phone, someone.phone, number, company.entries[line], company.lines[line], company.queues[line],
        "closed", "abandoned", opened, None, ended, ended,
    )  # fmt: skip
    rows.add("participant", PARTICIPANT, new_id(), interaction, "customer", None, opened, ended)


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


def at_work(random: Random, today: datetime, most_days: int) -> datetime:
    """A moment in opening hours (9 to 18 in Tokyo, fewer calls on Sundays) before today."""
    while True:
        day = today - timedelta(days=random.randint(1, most_days))
        if day.weekday() < 6 or random.random() < 0.3:
            hour = random.choices(range(9), (12, 14, 15, 11, 8, 10, 11, 10, 9))[0]
            start = day.replace(hour=0, minute=0, second=0, microsecond=0)
            return start + timedelta(hours=hour, seconds=random.randint(0, 3599))  # 0 UTC is 9 in Tokyo


# Which first-level reasons come in on which line.
ABOUT = {
    "appliances": {"repair", "usage", "paper", "complaint"},
    "delivery": {"order", "complaint"},
    "business": {"paper", "order"},
    "english": {"repair", "usage", "order", "paper"},
}


def _line(random: Random, someone: Someone) -> str:
    if someone.language == "en" and random.random() < 0.8:
        return "english"
    return random.choices(("appliances", "delivery", "business"), (72, 21, 7))[0]


def _answered(
    rows: Rows, random: Random, company: Company, someone: Someone, line: str, opened: datetime
) -> tuple[UUID, str, tuple[UUID, tuple[str, ...], str, str]]:
    """A call somebody took: its id, who took it, what it was about."""
    agent = random.choice(next(each.members for each in LINES if each.code == line))
    reason = random.choice([each for each in company.reasons if each[1][0] in ABOUT[line]])
    resolution = random.choices([r for r, _ in RESOLUTIONS], [w for _, w in RESOLUTIONS])[0]
    made = contact(
        rows, company, someone, agent, line, opened, reason, resolution, wait=int(random.expovariate(1 / 14)) + 3,
        talk=int(random.lognormvariate(5.4, 0.6)), hold=random.choice((0, 0, 0, 20, 45)),
        wrap=random.randint(20, 110), direction="in" if random.random() < 0.85 else "out",
        texts=words.texts(random, someone, reason[1][2], resolution),
        note=words.note(random, someone) if random.random() < 0.15 else "",
    )  # fmt: skip
    return made, agent, reason


async def year(random: Random, company: Company, today: datetime, people: list[Someone], contacts: int) -> None:
    """Write `contacts` contacts of the last year and about a third as many cases."""
    rows = Rows()
    numbers = [int(r[0]) for r in await db().fetch("select next_case_number() from generate_series(1, $1)", contacts)]
    links: list[list[Any]] = []
    for i, someone in enumerate(random.choices(people, k=contacts)):
        opened = max(at_work(random, today, 365), someone.since + timedelta(days=1))
        line = _line(random, someone)
        if random.random() < 0.06:
            abandoned(rows, company, someone, line, opened, random.randint(8, 180))
            continue
        made, agent, reason = _answered(rows, random, company, someone, line, opened)
        if random.random() < 0.3:
            recent = (today - opened).days < 14
            status = random.choice(("new", "open", "pending")) if recent and random.random() < 0.7 else "resolved"
            title = reason[2].replace(" › ", "：") if someone.language == "ja" else reason[3].replace(" › ", ": ")
            due = today + timedelta(hours=random.randint(-30, 90)) if status != "resolved" else None
            about = case(
                rows, company, someone, f"CS-{numbers[i]:05d}", title, opened, status=status, line=line, due=due,
                priority=random.choices(("low", "normal", "high", "urgent"), (20, 60, 17, 3))[0], assignee=agent,
                days=random.randint(0, 6),
            )  # fmt: skip
            links.append([new_id(), made, "case", about, opened])
    await rows.write()
    await insert("interaction_link", LINK, links)

"""What callers were told of the recording: in Japan a notice is enough; a customer in Berlin was asked, and refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from madoguchi.entrypoints.demo.names import PersonName
from madoguchi.entrypoints.demo.seed.bulk import insert
from madoguchi.entrypoints.demo.seed.company import Company
from madoguchi.entrypoints.demo.seed.crowd import CUSTOMER, IDENTITY, Someone, customer_row, mail_row, phone_row
from madoguchi.entrypoints.demo.seed.past import Rows, contact
from madoguchi.kit.db import db
from madoguchi.kit.ids import new_id

BERLIN = "+493023125017"  # of the numbers that are kept free for stories
CONSENT = "id, interaction_id, customer_id, state, how, rule, region, at"
EVENT = "id, interaction_id, kind, at, data"
TOLD = "select id, customer_id, opened from interaction where direction = 'in' and opened > $1 order by opened, id"
AFTER = timedelta(seconds=4)
"""From the beginning of a call until the notice has been heard."""

ABROAD = {
    "asked": "Moves back to Berlin in spring: is the ten-year cover of the fridge valid there?",
    "done": "Explained that the cover is for Japan, and what it costs to end it early.",
    "result": "Cover explained. Asked not to be recorded.",
}
PAPERS = {
    "asked": "Needs the invoice in English for the tax office.",
    "done": "Sent the invoice in English.",
    "result": "Invoice sent.",
}


async def ask(company: Company, today: datetime) -> None:
    """Write what everybody of the last week was told, and the customer who has to be asked first."""
    told: list[list[Any]] = []
    events: list[list[Any]] = []
    for row in await db().fetch(TOLD, today - timedelta(days=7)):
        at = row["opened"] + AFTER
        told.append([new_id(), row["id"], row["customer_id"], "noticed", "notice", "notice", "JP", at])
        events.append(_event(row["id"], "recording_noticed", at, "notice", "notice", "JP"))
    schmidt = Someone(new_id(), BERLIN, today - timedelta(days=260), "en")
    known = customer_row(schmidt, "M000006", PersonName("Anna Schmidt", "", "Anna Schmidt"), tier="silver")
    await insert("customer", CUSTOMER, [known])
    await insert("identity", IDENTITY, [phone_row(schmidt, BERLIN), mail_row(schmidt, "anna.schmidt@example.de")])
    for days, said, how in ((9, PAPERS, "silence"), (3, ABROAD, "other_key")):
        opened = today - timedelta(days=days, hours=2)
        made = await _call(company, schmidt, opened, said)
        told.append([new_id(), made, schmidt.id, "refused", how, "consent", "DE", opened + 2 * AFTER])
        events.append(_event(made, "recording_refused", opened + 2 * AFTER, how, "consent", "DE"))
    await insert("recording_consent", CONSENT, told)
    await insert("interaction_event", EVENT, events)


async def _call(company: Company, schmidt: Someone, opened: datetime, said: dict[str, str]) -> UUID:
    code = "extend" if said is ABROAD else "address"
    reason = next(each for each in company.reasons if each[1][2] == code)
    rows = Rows()
    made = contact(rows, company, schmidt, "emma", "english", opened, reason, "resolved", wait=18, texts=said)
    await rows.write()
    return made


def _event(contact: UUID, kind: str, at: datetime, how: str, rule: str, region: str) -> list[Any]:
    return [new_id(), contact, kind, at, {"how": how, "rule": rule, "region": region}]

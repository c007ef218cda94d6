"""Contacts as they are counted: times, parts and codes of many at once, without their words."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi.interactions.model import Interaction, Segment
from madoguchi.interactions.store import INTERACTION, SEGMENT
from madoguchi.kit.db import db, many


class Account(Struct, frozen=True, kw_only=True):
    """One contact with its parts, oldest first. `topic`: the first level of its contact reason, "" while unknown."""

    contact: Interaction
    parts: list[Segment]
    topic: str = ""


CONTACTS = f"select {INTERACTION} from interaction where id = any($1) order by opened, id"
PARTS = f"select {SEGMENT} from segment where interaction_id = any($1) order by ring_at, id"
TOPICS = """
    select distinct on (interaction_id) interaction_id, reason_codes[1] as topic from outcome
    where interaction_id = any($1) and reason_codes <> '{}' order by interaction_id, recorded desc
"""
OPENED = "select id from interaction where opened >= $1 and opened < $2 order by opened, id"


async def accounts(interactions: Collection[UUID]) -> list[Account]:
    """These contacts, in the order in which they began; unknown ids are absent."""
    ids = list(interactions)
    parts: defaultdict[UUID, list[Segment]] = defaultdict(list)
    for part in many(Segment, await db().fetch(PARTS, ids)):
        parts[part.interaction_id].append(part)
    topics = {row["interaction_id"]: row["topic"] for row in await db().fetch(TOPICS, ids)}
    return [
        Account(contact=contact, parts=parts[contact.id], topic=topics.get(contact.id, ""))
        for contact in many(Interaction, await db().fetch(CONTACTS, ids))
    ]


async def opened_between(start: datetime, end: datetime) -> list[UUID]:
    """The contacts that began from `start` until before `end`, in that order."""
    return [row["id"] for row in await db().fetch(OPENED, start, end)]

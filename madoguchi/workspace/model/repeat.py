"""Repeat call (再入電): the same customer about the same thing within some days, and who spoke with them last. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from madoguchi.workspace.model.care import PastContact

Thing = tuple[str, UUID]


class Repeat(Struct, frozen=True, kw_only=True):
    """How often they have called about it with this call, and when somebody of ours spoke with them about it last.

    `topic`: an order or a case (`number` names it where the screen knows it), or a contact reason. `user` None: nobody
    has spoken with them about it.
    """

    count: int
    days: int
    topic: Literal["order", "case", "reason"]
    number: str = ""
    reason_ja: str = ""
    reason_en: str = ""
    last: datetime
    interaction: UUID
    user: UUID | None = None
    user_name: str = ""

    @property
    def said(self) -> tuple[str, str]:
        """The kind and the name of what it is about."""
        return self.topic, self.number or self.reason_ja


class Now(Struct, frozen=True, kw_only=True):
    """What is known of the present call: the line of business it came in on, the cases and orders it touches so far."""

    at: datetime
    line: UUID | None = None
    about: Sequence[Thing] = ()


def repeat(now: Now, contacts: Sequence[PastContact], days: int, numbers: dict[Thing, str]) -> Repeat | None:
    """Whether this is a repeat call. `contacts`: the earlier ones, newest first; `numbers`: of the orders and cases.

    What the present call touches decides; while that is nothing yet, what their last call on this line was about.
    """
    since = now.at - timedelta(days=days)
    recent = [contact for contact in contacts if contact.opened >= since and _one_line(now.line, contact.line)]
    thing = next((one for one in now.about if any(one in contact.about for contact in recent)), None)
    if now.about and thing is None:
        return None
    about = _topic(recent) if thing is None else (thing, None)
    if about is None:
        return None
    same = [contact for contact in recent if _meets(contact, about)]
    inbound = [contact for contact in same if contact.direction == "in"]
    if not inbound:
        return None
    spoke = next((contact for contact in same if contact.user is not None), None)
    shown = spoke or inbound[0]
    named = next((contact for contact in same if contact.reason == about[1]), shown)
    return Repeat(
        count=len(inbound) + 1,
        days=days,
        topic=_kind(about[0]),
        number=numbers.get(about[0], "") if about[0] else "",
        reason_ja="" if about[0] else named.reason_ja,
        reason_en="" if about[0] else named.reason_en,
        last=shown.opened,
        interaction=shown.id,
        user=spoke.user if spoke else None,
    )


Topic = tuple[Thing | None, str | None]


def _topic(recent: Sequence[PastContact]) -> Topic | None:
    """What the customer's last call was about."""
    for contact in recent:
        if contact.direction == "in" and (contact.about or contact.reason):
            return (contact.about[0], None) if contact.about else (None, contact.reason)
    return None


def _meets(contact: PastContact, topic: Topic) -> bool:
    thing, reason = topic
    return thing in contact.about if thing else contact.reason == reason


def _kind(thing: Thing | None) -> Literal["order", "case", "reason"]:
    if thing is None:
        return "reason"
    return "order" if thing[0] == "order" else "case"


def _one_line(here: UUID | None, there: UUID | None) -> bool:
    return here is None or there is None or here == there

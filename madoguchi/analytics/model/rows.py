"""What one contact comes to in the reports: its row, its waits, its parts and its offers. Pure.

The same contact always gives the same rows, however often and in whatever order its facts arrived.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

import msgspec

from madoguchi.interactions import Account, Segment
from madoguchi.routing import PastOffer, PastWait


class ContactRow(msgspec.Struct, frozen=True, kw_only=True):
    """The contact as a whole; `queue_id` and `user_id` are the first that it came to."""

    interaction_id: UUID
    customer_id: UUID | None
    queue_id: UUID | None
    line_of_business_id: UUID | None
    user_id: UUID | None
    topic: str
    medium: str
    direction: str
    opened: datetime
    answered: bool


class WaitRow(msgspec.Struct, frozen=True, kw_only=True):
    """One stay in a queue's line. `waited`: seconds until it ended, whichever way; `user_id`: who was connected."""

    id: UUID
    interaction_id: UUID
    queue_id: UUID
    line_of_business_id: UUID | None
    user_id: UUID | None
    medium: str
    direction: str
    entered: datetime
    exit: str | None
    waited: int | None


class PartRow(msgspec.Struct, frozen=True, kw_only=True):
    """One agent's part. `began`: when they were connected, or when it began to ring; `wrap`: None until it is over."""

    id: UUID
    interaction_id: UUID
    queue_id: UUID | None
    line_of_business_id: UUID | None
    user_id: UUID
    medium: str
    direction: str
    began: datetime
    connected: bool
    ended_by: str
    talk: int
    hold: int
    wrap: int | None


class OfferRow(msgspec.Struct, frozen=True, kw_only=True):
    """One person asked to take the contact."""

    id: UUID
    interaction_id: UUID
    queue_id: UUID | None
    line_of_business_id: UUID | None
    user_id: UUID
    medium: str
    direction: str
    made: datetime
    state: str


class Rows(msgspec.Struct, frozen=True, kw_only=True):
    """All that one contact comes to."""

    contact: ContactRow
    waits: list[WaitRow]
    parts: list[PartRow]
    offers: list[OfferRow]


def rows_of(account: Account, waits: Sequence[PastWait], offers: Sequence[PastOffer]) -> Rows:
    """The rows of one contact, from what the rooms below know of it."""
    contact = account.contact
    connected = [part for part in account.parts if part.connected_at is not None]
    lined = [wait for wait in waits if wait.queue is not None and wait.target is None]
    return Rows(
        contact=ContactRow(
            interaction_id=contact.id,
            customer_id=contact.customer_id,
            queue_id=lined[0].queue if lined else contact.queue_id,
            line_of_business_id=contact.line_of_business_id,
            user_id=min(connected, key=_connected_at).user_id if connected else None,
            topic=account.topic,
            medium=contact.medium,
            direction=contact.direction,
            opened=contact.opened,
            answered=contact.answered is not None,
        ),
        waits=[row for wait in lined for row in (*_left(account, wait), _wait(account, wait, offers))],
        parts=[_part(account, part) for part in account.parts if part.ended_at is not None],
        offers=[_offer(account, offer) for offer in offers if offer.ended is not None],
    )


def _connected_at(part: Segment) -> datetime:
    assert part.connected_at is not None
    return part.connected_at


def _wait(account: Account, wait: PastWait, offers: Sequence[PastOffer]) -> WaitRow:
    taken = _taken_by(account, wait, offers) if wait.exit == "connected" else None
    assert wait.queue is not None
    return WaitRow(
        id=wait.id,
        interaction_id=wait.interaction,
        queue_id=wait.queue,
        line_of_business_id=account.contact.line_of_business_id,
        user_id=taken.user_id if taken else None,
        medium=account.contact.medium,
        direction=account.contact.direction,
        entered=wait.entered,
        exit=wait.exit,
        waited=None if wait.ended is None else int((wait.ended - wait.entered).total_seconds()),
    )


def _left(account: Account, wait: PastWait) -> list[WaitRow]:
    """The queues that a contact left by overflow before it came to its last one: each was offered it, and had it go."""
    return [
        WaitRow(
            id=uuid5(wait.id, str(queue)),
            interaction_id=wait.interaction,
            queue_id=queue,
            line_of_business_id=account.contact.line_of_business_id,
            user_id=None,
            medium=account.contact.medium,
            direction=account.contact.direction,
            entered=wait.entered,
            exit="overflow",
            waited=int((wait.arrived - wait.entered).total_seconds()),
        )
        for queue in wait.been
    ]


def _taken_by(account: Account, wait: PastWait, offers: Sequence[PastOffer]) -> Segment | None:
    """The part with which a wait ended: of whoever accepted, else of the first who was connected after it began."""
    accepted = {offer.user for offer in offers if offer.item == wait.id and offer.state == "accepted"}
    after = [part for part in account.parts if part.connected_at is not None and part.connected_at >= wait.entered]
    theirs = [part for part in after if part.user_id in accepted] or after
    return min(theirs, key=_connected_at, default=None)


def _part(account: Account, part: Segment) -> PartRow:
    return PartRow(
        id=part.id,
        interaction_id=part.interaction_id,
        queue_id=part.queue_id,
        line_of_business_id=account.contact.line_of_business_id,
        user_id=part.user_id,
        medium=account.contact.medium,
        direction=account.contact.direction,
        began=part.connected_at or part.ring_at,
        connected=part.connected_at is not None,
        ended_by=part.ended_by,
        talk=part.talk_seconds,
        hold=part.hold_seconds,
        wrap=part.wrap_seconds,
    )


def _offer(account: Account, offer: PastOffer) -> OfferRow:
    return OfferRow(
        id=offer.id,
        interaction_id=offer.interaction,
        queue_id=offer.queue,
        line_of_business_id=account.contact.line_of_business_id,
        user_id=offer.user,
        medium=account.contact.medium,
        direction=account.contact.direction,
        made=offer.made,
        state=offer.state,
    )

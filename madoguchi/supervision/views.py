"""Alerts and messages as they are shown: with names, in one read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi import access, routing
from madoguchi.kit.clock import now
from madoguchi.kit.http import Page
from madoguchi.supervision.model.alerts import Kind, Severity
from madoguchi.supervision.store import alerts, messages
from madoguchi.supervision.store.alerts import Alert
from madoguchi.supervision.store.messages import Message, Receipt

LATEST = 50


class QueueName(Struct, frozen=True, kw_only=True):
    """A queue by name."""

    id: UUID
    name_ja: str
    name_en: str


class PersonName(Struct, frozen=True, kw_only=True):
    """Somebody of ours by name."""

    id: UUID
    name: str


class AlertView(Struct, frozen=True, kw_only=True):
    """An alert with the names of what it is about. Times in UTC; see `Alert` for the numbers."""

    id: UUID
    rule: str
    kind: Kind
    severity: Severity
    queue: QueueName | None
    person: PersonName | None
    interaction: UUID | None
    skill: str
    value: int
    worst: int
    above: int
    raised: datetime
    cleared: datetime | None
    acked: datetime | None
    acked_by: PersonName | None


class MessageShown(Struct, frozen=True, kw_only=True):
    """A message as who is to read it sees it."""

    id: UUID
    author: PersonName
    text: str
    sent: datetime
    expires: datetime


class ReceiptShown(Struct, frozen=True, kw_only=True):
    """Somebody to whom a message went, by name, and when they had read it."""

    person: PersonName
    read: datetime | None


class SentMessage(Struct, frozen=True, kw_only=True):
    """A message with what became of it."""

    message: MessageShown
    team: UUID | None
    queue: UUID | None
    receipts: list[ReceiptShown]


async def alert_views(found: Sequence[Alert]) -> list[AlertView]:
    """These alerts, named."""
    users = {user for alert in found for user in (alert.user_id, alert.acked_by) if user is not None}
    people = await access.users_by_id(users)
    queues = {queue.id: queue for queue in await routing.all_queues()} if found else {}

    def person(user: UUID | None) -> PersonName | None:
        return PersonName(id=user, name=people[user].name) if user is not None and user in people else None

    def queue(id: UUID | None) -> QueueName | None:
        known = queues.get(id) if id is not None else None
        return QueueName(id=known.id, name_ja=known.name_ja, name_en=known.name_en) if known else None

    return [
        AlertView(
            id=alert.id,
            rule=alert.rule,
            kind=alert.kind,
            severity=alert.severity,
            queue=queue(alert.queue_id),
            person=person(alert.user_id),
            interaction=alert.interaction_id,
            skill=alert.skill,
            value=alert.value,
            worst=alert.worst,
            above=alert.above,
            raised=alert.raised,
            cleared=alert.cleared,
            acked=alert.acked,
            acked_by=person(alert.acked_by),
        )
        for alert in found
    ]


async def standing_alerts() -> list[AlertView]:
    """All that are up, the newest first."""
    return await alert_views(await alerts.standing())


async def alert_history(after: str | None, limit: int) -> Page[AlertView]:
    """All there were, the newest first."""
    page = await alerts.history(after, limit)
    return Page(items=await alert_views(page.items), next=page.next)


async def unread(user: UUID) -> list[MessageShown]:
    """What somebody has yet to read."""
    return await _shown(await messages.unread_by(user, now()))


async def message(id: UUID) -> MessageShown | None:
    """One message."""
    found = await messages.find(id)
    return (await _shown([found]))[0] if found else None


async def sent() -> list[SentMessage]:
    """The newest messages and who has read them."""
    found = await messages.latest(LATEST)
    receipts = await messages.receipts([each.id for each in found])
    people = await access.users_by_id({receipt.user for all_of in receipts.values() for receipt in all_of})

    def named(receipt: Receipt) -> ReceiptShown:
        name = people[receipt.user].name if receipt.user in people else ""
        return ReceiptShown(person=PersonName(id=receipt.user, name=name), read=receipt.read)

    return [
        SentMessage(message=view, team=each.team, queue=each.queue, receipts=[named(r) for r in receipts[each.id]])
        for each, view in zip(found, await _shown(found), strict=True)
    ]


async def _shown(found: Sequence[Message]) -> list[MessageShown]:
    authors = await access.users_by_id([each.author for each in found])
    return [
        MessageShown(
            id=each.id,
            author=PersonName(id=each.author, name=authors[each.author].name if each.author in authors else ""),
            text=each.text,
            sent=each.sent,
            expires=each.expires,
        )
        for each in found
    ]

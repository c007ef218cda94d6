"""A word to the team: on their screens until they say that they have read it, or its time is over."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import msgspec

from madoguchi import access, routing
from madoguchi.access import audit
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting
from madoguchi.supervision.errors import MessageEmpty, MessageUnknown, NobodyToTell
from madoguchi.supervision.events import MessageRead, MessageSent
from madoguchi.supervision.settings import SupervisionSettings
from madoguchi.supervision.store import messages as store
from madoguchi.supervision.store.messages import Message

sent_total = counter("team_messages", "Messages that supervisors sent to people of ours")


class To(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a message is for: a team, who serves a queue, people by name; none of these: everybody at work."""

    team: UUID | None = None
    queue: UUID | None = None
    users: list[UUID] = []


async def send(author: UUID, text: str, to: To, minutes: int | None = None) -> Message:
    """Tell them. Raises `MessageEmpty`, `NobodyToTell`, `TeamNotFound`, `QueueUnknown`."""
    if not text.strip():
        raise MessageEmpty
    users = sorted(await _meant(to) - {author})
    if not users:
        raise NobodyToTell
    lasts = minutes or (await setting(SupervisionSettings)).message_minutes
    at = now()
    message = Message(
        id=new_id(),
        author=author,
        team=to.team,
        queue=to.queue,
        text=text.strip(),
        sent=at,
        expires=at + timedelta(minutes=lasts),
    )
    await store.insert(message, users)
    sent_total.inc()
    await audit("message.sent", "message", message.id, {"to": [str(user) for user in users]})
    record(MessageSent(message=message.id, author=author, users=users))
    return message


async def read(message: UUID, user: UUID) -> None:
    """They have read it. Idempotent. Raises `MessageUnknown` when it was not for them."""
    found = await store.find(message)
    if found is None or user not in {receipt.user for receipt in (await store.receipts([message]))[message]}:
        raise MessageUnknown
    if await store.read(message, user, now()):
        record(MessageRead(message=message, author=found.author, user=user))


async def _meant(to: To) -> set[UUID]:
    members = {member.id: member.team for member in await access.members()}
    if to.team is not None:
        await access.team(to.team)
        return {user for user, team in members.items() if team == to.team}
    if to.queue is not None:
        return set(await routing.members(to.queue)) & members.keys()
    if to.users:
        return set(to.users) & members.keys()
    return {person.user for person in await routing.people_now() if person.presence != "offline"} & members.keys()

"""What supervisors see live: the wallboard as it stands, and to agents, who is beside their talk."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from madoguchi.interactions.events import (
    ConnectFailed,
    CustomerRecognised,
    HandLowered,
    HandRaised,
    SegmentConnecting,
    SegmentEnded,
    SegmentHeld,
    SegmentResumed,
    SegmentRinging,
    SegmentStarted,
)
from madoguchi.kit.facts import Push, watches
from madoguchi.kit.looks import Look
from madoguchi.routing.events import (
    ItemMoved,
    ItemQueued,
    OfferAccepted,
    OfferExpired,
    OfferMade,
    PresenceChanged,
    QueueChanged,
    WaitEnded,
)
from madoguchi.supervision import board, queries, views
from madoguchi.supervision.events import (
    AlertAcknowledged,
    AlertCleared,
    AlertRaised,
    MessageRead,
    MessageSent,
    MonitoringChanged,
)
from madoguchi.supervision.queries import BesideMe
from madoguchi.supervision.store import alerts

PAUSE = 0.6
"""Seconds during which changes gather, however many there are."""

TOPIC = "topic:board"
wallboard = Look(TOPIC, "board.changed", board.board_now, pause=PAUSE)


class Besiders(Struct, frozen=True, kw_only=True):
    """Body of `monitoring.beside`: who is beside my talk, as far as I am told."""

    people: list[BesideMe]


class Receipted(Struct, frozen=True, kw_only=True):
    """Body of `message.read`: one more has read my message."""

    message: UUID
    user: UUID


OfAPerson = (
    PresenceChanged | OfferMade | OfferAccepted | OfferExpired | SegmentConnecting | SegmentRinging | SegmentStarted
    | SegmentHeld | SegmentResumed | SegmentEnded | ConnectFailed | HandRaised | HandLowered
)  # fmt: skip


async def person_moved(fact: OfAPerson) -> None:
    """What they do, or what they are in, is another."""
    wallboard.touch(fact.user)


watches(PresenceChanged)(person_moved)
watches(OfferMade)(person_moved)
watches(OfferAccepted)(person_moved)
watches(OfferExpired)(person_moved)
watches(SegmentConnecting)(person_moved)
watches(SegmentRinging)(person_moved)
watches(SegmentStarted)(person_moved)
watches(SegmentHeld)(person_moved)
watches(SegmentResumed)(person_moved)
watches(SegmentEnded)(person_moved)
watches(ConnectFailed)(person_moved)
watches(HandRaised)(person_moved)
watches(HandLowered)(person_moved)


async def line_moved(fact: ItemQueued | ItemMoved | WaitEnded) -> None:
    """One more waits, one less, or one waits elsewhere."""
    wallboard.touch()


watches(ItemQueued)(line_moved)
watches(ItemMoved)(line_moved)
watches(WaitEnded)(line_moved)


@watches(CustomerRecognised)
async def customer_known(fact: CustomerRecognised) -> None:
    """Whoever talks with them is shown with their name."""
    wallboard.touch(fact.interaction)


@watches(QueueChanged)
async def queue_edited(fact: QueueChanged) -> None:
    """Whoever serves it now, or does no more, is shown so."""
    wallboard.touch(*await queries.serving(fact.queue))


@watches(MonitoringChanged)
async def monitoring_moved(fact: MonitoringChanged) -> list[Push]:
    """The supervisor's own desk always; the agent's as far as it is told."""
    wallboard.touch(fact.agent)
    mine = await queries.mine(fact.user)
    beside = Besiders(people=await queries.beside_me(fact.agent))
    return [
        Push(to=f"user:{fact.user}", event="monitoring.mine", body=mine),
        Push(to=f"user:{fact.agent}", event="monitoring.beside", body=beside),
    ]


async def alert_moved(fact: AlertRaised | AlertCleared | AlertAcknowledged) -> list[Push]:
    """To every supervisor, on whatever page; as it is now, also on replay."""
    found = await alerts.find(fact.alert)
    shown = await views.alert_views([found]) if found else []
    return [Push(to="permission:supervision.watch", event="alert.changed", body=view) for view in shown]


watches(AlertRaised)(alert_moved)
watches(AlertCleared)(alert_moved)
watches(AlertAcknowledged)(alert_moved)


@watches(MessageSent)
async def message_sent(fact: MessageSent) -> list[Push]:
    """On the screens of those whom it is for."""
    shown = await views.message(fact.message)
    if shown is None:
        return []
    return [Push(to=f"user:{user}", event="message.sent", body=shown) for user in fact.users]


@watches(MessageRead)
async def message_read(fact: MessageRead) -> list[Push]:
    """Its author sees who has read it; the reader's other windows take it down."""
    body = Receipted(message=fact.message, user=fact.user)
    return [Push(to=f"user:{user}", event="message.read", body=body) for user in (fact.author, fact.user)]

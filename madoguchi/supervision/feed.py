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


@watches(PresenceChanged)
async def person_moved(fact: PresenceChanged) -> None:
    wallboard.touch(fact.user)


@watches(ItemQueued)
async def one_more_waits(fact: ItemQueued) -> None:
    wallboard.touch()


@watches(OfferMade)
async def somebody_is_asked(fact: OfferMade) -> None:
    wallboard.touch(fact.user)


@watches(OfferAccepted)
async def somebody_takes_it(fact: OfferAccepted) -> None:
    wallboard.touch(fact.user)


@watches(OfferExpired)
async def it_waits_again(fact: OfferExpired) -> None:
    wallboard.touch(fact.user)


@watches(WaitEnded)
async def one_less_waits(fact: WaitEnded) -> None:
    wallboard.touch()


@watches(QueueChanged)
async def queue_edited(fact: QueueChanged) -> None:
    """Whoever serves it now, or does no more, is shown so."""
    wallboard.touch(*await queries.serving(fact.queue))


Part = SegmentConnecting | SegmentRinging | SegmentStarted | SegmentHeld | SegmentResumed | SegmentEnded | ConnectFailed


async def part_moved(fact: Part) -> None:
    wallboard.touch(fact.user)


watches(SegmentConnecting)(part_moved)
watches(SegmentRinging)(part_moved)
watches(SegmentStarted)(part_moved)
watches(SegmentHeld)(part_moved)
watches(SegmentResumed)(part_moved)
watches(SegmentEnded)(part_moved)
watches(ConnectFailed)(part_moved)


@watches(CustomerRecognised)
async def customer_known(fact: CustomerRecognised) -> None:
    wallboard.touch(fact.interaction)


@watches(HandRaised)
async def hand_is_up(fact: HandRaised) -> None:
    wallboard.touch(fact.user)


@watches(HandLowered)
async def hand_is_down(fact: HandLowered) -> None:
    wallboard.touch(fact.user)


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


@watches(AlertRaised)
async def alert_is_up(fact: AlertRaised) -> list[Push]:
    return await _alert(fact.alert)


@watches(AlertCleared)
async def alert_is_down(fact: AlertCleared) -> list[Push]:
    return await _alert(fact.alert)


@watches(AlertAcknowledged)
async def alert_is_seen_to(fact: AlertAcknowledged) -> list[Push]:
    return await _alert(fact.alert)


async def _alert(alert: UUID) -> list[Push]:
    """To every supervisor, on whatever page; as it is now, also on replay."""
    found = await alerts.find(alert)
    shown = await views.alert_views([found]) if found else []
    return [Push(to="permission:supervision.watch", event="alert.changed", body=view) for view in shown]


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

"""One agent's part: reports of the medium become marks, marks become times, and what changed becomes facts."""

from datetime import datetime
from uuid import UUID

from madoguchi.interactions import store
from madoguchi.interactions.actions import escalating
from madoguchi.interactions.events import (
    ConnectFailed,
    SegmentAside,
    SegmentConnecting,
    SegmentEnded,
    SegmentHeld,
    SegmentMuted,
    SegmentResumed,
    SegmentRinging,
    SegmentStarted,
    SegmentWrapped,
)
from madoguchi.interactions.model import MARK_ORDER, Interaction, Mark, Segment, SegmentTimes, belongs, measure
from madoguchi.kit.facts import Fact, record

KINDS = list(MARK_ORDER)


async def begin(contact: Interaction, user: UUID, queue: UUID | None, mark: Mark) -> Segment:
    """Open a part with its first mark."""
    segment = await store.add_segment(contact.id, user, queue or contact.queue_id, mark.at)
    return await take(contact, segment, mark)


async def find(contact: Interaction, user: UUID, at: datetime) -> Segment | None:
    """The agent's part that a report of this time is about, or None when every part of theirs was over by then."""
    segments = await store.segments_of(contact.id)
    return next((part for part in segments if part.user_id == user and belongs(part, at)), None)


async def take(contact: Interaction, segment: Segment, mark: Mark) -> Segment:
    """Take one report in. A report already known changes nothing."""
    marks = await store.mark(segment, mark, KINDS)
    if not marks:
        return segment
    times = measure(marks)
    outcome = "pending" if _owes(contact, times) and segment.outcome == "none" else segment.outcome
    after = await store.update_segment(segment.id, times, outcome)
    if after.ended_at and not segment.ended_at:
        await store.depart(contact.id, after.user_id, after.ended_at)
        await escalating.put_down(contact.id, after.user_id, None, "ended")
    if after.connected_at and contact.answered is None:
        await store.change(contact.id, answered=after.connected_at)
    for fact in _changes(contact, segment, after, mark):
        record(fact)
    return after


async def end(contact: Interaction, segment: Segment, at: datetime, by: str) -> Segment:
    """End a live part. A clock that runs behind never ends a part before its last report."""
    return await take(contact, segment, Mark("left", max(at, segment.since), by))


def _owes(contact: Interaction, times: SegmentTimes) -> bool:
    """An ended part owes an outcome when its agent heard the customer, or dialled one who did not answer."""
    if times.ended_at is None:
        return False
    dialled = contact.direction == "out" and contact.answered is None and times.aside_at is None
    return times.connected_at is not None or dialled


def _changes(contact: Interaction, before: Segment, after: Segment, mark: Mark) -> list[Fact]:
    ids = {"interaction": contact.id, "segment": after.id, "user": after.user_id}
    facts: list[Fact] = []
    if mark.kind == "connecting" and after.status == "connecting":
        facts.append(SegmentConnecting(**ids, queue=after.queue_id))
    if mark.kind == "ringing" and after.status == "ringing":
        facts.append(SegmentRinging(**ids, queue=after.queue_id))
    if after.aside_at and not before.aside_at and not after.connected_at:
        facts.append(SegmentAside(**ids, queue=after.queue_id, at=after.aside_at))
    if after.connected_at and not before.connected_at:
        facts.append(SegmentStarted(**ids, queue=after.queue_id, at=after.connected_at, medium=contact.medium))
    if after.status == "held" and before.status != "held":
        facts.append(SegmentHeld(**ids, at=after.since))
    if after.status == "talking" and before.status == "held":
        facts.append(SegmentResumed(**ids, at=after.since))
    if after.status != "ended" and after.muted != before.muted:
        facts.append(SegmentMuted(**ids, muted=after.muted))
    if after.wrap_seconds is not None and before.wrap_seconds is None:
        facts.append(SegmentWrapped(**ids, wrap_seconds=after.wrap_seconds))
    asked_only = after.consulted_only and after.ended_at is not None and before.ended_at is None
    if asked_only or (after.outcome == "pending" and before.outcome == "none"):
        facts.append(_ended(contact, after))
    elif mark.kind == "failed" and after.connected_at is None:
        facts.append(
            ConnectFailed(
                interaction=contact.id,
                segment=after.id,
                user=after.user_id,
                queue=after.queue_id,
                cause=mark.by,
            )
        )
    return facts


def _ended(contact: Interaction, segment: Segment) -> SegmentEnded:
    assert segment.ended_at is not None
    return SegmentEnded(
        interaction=contact.id,
        segment=segment.id,
        user=segment.user_id,
        queue=segment.queue_id,
        line_of_business=contact.line_of_business_id,
        direction=contact.direction,
        connected=segment.connected_at is not None,
        by=segment.ended_by,
        at=segment.ended_at,
        owed=segment.outcome != "none",
    )

"""What routing announces: where a contact waits, who is asked to take it, and what each person is doing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi.kit.facts import Fact


class PresenceChanged(Fact, frozen=True, kw_only=True):
    """A person's presence moved. `reason` is the code of a break reason; `interaction` what keeps them busy."""

    user: UUID
    presence: str
    previous: str
    since: datetime
    reason: str | None = None
    interaction: UUID | None = None


class PresenceForced(Fact, frozen=True, kw_only=True):
    """The supervisor `by` put `user` into `presence`, for the reason of this code; during a call, for afterwards."""

    user: UUID
    presence: str
    previous: str
    by: UUID
    reason: str


class ItemQueued(Fact, frozen=True, kw_only=True):
    """A contact began to wait. `queue` is None when it waits for one person only (a blind transfer)."""

    item: UUID
    interaction: UUID
    queue: UUID | None


class ItemMoved(Fact, frozen=True, kw_only=True):
    """A contact in line moved on from `previous` to `queue`, its place kept. `why`: overflow or skill_missing."""

    item: UUID
    interaction: UUID
    queue: UUID
    previous: UUID
    why: str


class SkillMissing(Fact, frozen=True, kw_only=True):
    """A contact asks for `skill` (a code; "language:en" for a language) and nobody who serves `queue` has it.

    It does not wait for it: the queue's steps, or else the requirement itself, have given way.
    """

    item: UUID
    interaction: UUID
    queue: UUID
    skill: str


class OfferMade(Fact, frozen=True, kw_only=True):
    """A contact is offered to `user`, to nobody else, until `expires` (UTC)."""

    offer: UUID
    item: UUID
    interaction: UUID
    user: UUID
    queue: UUID | None
    made: datetime
    expires: datetime


class OfferAccepted(Fact, frozen=True, kw_only=True):
    """`user` took the contact; they are to be connected now."""

    offer: UUID
    interaction: UUID
    user: UUID
    queue: UUID | None


class OfferDeclined(Fact, frozen=True, kw_only=True):
    """`user` declined; the contact goes to the next person."""

    offer: UUID
    interaction: UUID
    user: UUID
    queue: UUID | None


class OfferTimedOut(Fact, frozen=True, kw_only=True):
    """`user` let it ring; they are *not responding* now and the contact goes to the next person."""

    offer: UUID
    interaction: UUID
    user: UUID
    queue: UUID | None


class OfferWithdrawn(Fact, frozen=True, kw_only=True):
    """The offer was taken back: the caller left, or somebody else answered. `cause` says which."""

    offer: UUID
    interaction: UUID
    user: UUID
    queue: UUID | None
    cause: str


class OfferExpired(Fact, frozen=True, kw_only=True):
    """The offer ended through no act of `user`: connecting failed, their desk or a node was away. See `cause`."""

    offer: UUID
    interaction: UUID
    user: UUID
    queue: UUID | None
    cause: str


class WaitEnded(Fact, frozen=True, kw_only=True):
    """A contact waits no more. `exit`: connected, abandoned, closed, withdrawn, max_wait, unanswered, callback,
    voicemail.
    """

    item: UUID
    interaction: UUID
    queue: UUID | None
    exit: str
    entered: datetime
    waited_seconds: int


class ProfileChanged(Fact, frozen=True, kw_only=True):
    """What a person can do, or the queues they serve, was edited."""

    user: UUID


class SkillChanged(Fact, frozen=True, kw_only=True):
    """A skill was created, renamed, retired or deleted."""

    skill: str


class QueueChanged(Fact, frozen=True, kw_only=True):
    """A queue was created or edited, or its members changed."""

    queue: UUID


class QueuesMoved(Fact, frozen=True, kw_only=True):
    """For the live table: these queues changed a moment ago, once or many times."""

    queues: list[UUID]

"""What supervision announces. Ids and codes only."""

from __future__ import annotations

from uuid import UUID

from madoguchi.kit.facts import Fact


class MonitoringChanged(Fact, frozen=True, kw_only=True):
    """A supervisor is about to be, is, is in another way, or is no longer beside an agent's talk."""

    monitoring: UUID
    interaction: UUID
    agent: UUID
    user: UUID
    mode: str
    state: str


class AlertRaised(Fact, frozen=True, kw_only=True):
    """A rule of the tenant found something: about a queue or a person, perhaps in a contact."""

    alert: UUID
    rule: str
    kind: str
    severity: str
    queue: UUID | None
    user: UUID | None
    interaction: UUID | None


class AlertCleared(Fact, frozen=True, kw_only=True):
    """It is down: its cause has been gone for long enough."""

    alert: UUID


class AlertAcknowledged(Fact, frozen=True, kw_only=True):
    """`by` sees to it."""

    alert: UUID
    by: UUID


class MessageSent(Fact, frozen=True, kw_only=True):
    """A message went to `users`; its words are sealed and not here."""

    message: UUID
    author: UUID
    users: list[UUID]


class MessageRead(Fact, frozen=True, kw_only=True):
    """`user` says that they have read it."""

    message: UUID
    author: UUID
    user: UUID

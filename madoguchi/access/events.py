"""The facts that access announces."""

from __future__ import annotations

from uuid import UUID

from madoguchi.kit.facts import Fact


class UserSignedIn(Fact, frozen=True, kw_only=True):
    """A person began a session."""

    user: UUID
    session: UUID


class UserSignedOut(Fact, frozen=True, kw_only=True):
    """A person ended their session by their own will."""

    user: UUID
    session: UUID


class SessionEnded(Fact, frozen=True, kw_only=True):
    """A session is over for whatever reason: sign-out, revocation, a changed password, deactivation."""

    user: UUID
    session: UUID
    reason: str


class UserChanged(Fact, frozen=True, kw_only=True):
    """A person's name, address, roles, team or state changed."""

    user: UUID
    fields: list[str]

"""What the desk announces."""

from datetime import datetime
from uuid import UUID

from madoguchi.kit.facts import Fact


class WrapupOpened(Fact, frozen=True, kw_only=True):
    """An agent's part of a contact ended and its form is owed until `due` (UTC)."""

    wrapup: UUID
    interaction: UUID
    user: UUID
    due: datetime


class WrapupChanged(Fact, frozen=True, kw_only=True):
    """A form was extended ("due"), ran out of time ("overdue") or was finished ("done")."""

    wrapup: UUID
    interaction: UUID
    user: UUID
    state: str


class DraftSaved(Fact, frozen=True, kw_only=True):
    """Something half-written was kept; other devices of the same person may take it over."""

    interaction: UUID
    user: UUID
    kind: str
    version: int


class WrapupRulesChanged(Fact, frozen=True, kw_only=True):
    """An administrator changed contact reasons, wrap-up rules or templates."""

    what: str  # "reasons" | "rules" | "templates"

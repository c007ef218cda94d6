"""What the room announces."""

from __future__ import annotations

from uuid import UUID

from madoguchi.kit.facts import Fact


class FileStored(Fact, frozen=True, kw_only=True):
    file: UUID
    purpose: str


class FileRemoved(Fact, frozen=True, kw_only=True):
    """Its time was up, or somebody removed it; the bytes are gone."""

    file: UUID
    purpose: str

"""A flow with its versions: the draft that people work on, and what was published."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi.workflows.model.graph import Graph

FlowName = Annotated[str, Meta(min_length=1, max_length=100)]


class FlowRow(msgspec.Struct, frozen=True, kw_only=True):
    """A flow in a list. `published`: the number of the version that calls take, None before the first; `changed`:
    whether the draft differs from it; `version` is of the row, for If-Match.
    """

    id: UUID
    name: str
    active: bool
    published: int | None
    published_at: datetime | None
    changed: bool
    drafted: datetime
    drafted_by: UUID | None
    version: int


class Flow(FlowRow, frozen=True, kw_only=True):
    """A flow with its draft."""

    draft: Graph


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A published version; it never changes. `came_from`: the older version that it brought back."""

    number: int
    note: str
    at: datetime
    by: UUID | None
    came_from: int | None


class VersionGraph(Version, frozen=True, kw_only=True):
    """A published version as a whole."""

    graph: Graph

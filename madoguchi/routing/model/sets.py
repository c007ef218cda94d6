"""The version of a set that several may change at once: the queues that somebody serves, who serves a queue."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from uuid import UUID


def version_of(ids: Iterable[UUID]) -> int:
    """What an edit of this set refers to: a number of at most nine digits, which another set hardly has.

    It is made of the set itself, for that is changed from both sides, person and queue: whatever road a change took,
    whoever edits what was there before is told.
    """
    return zlib.crc32(b"".join(sorted(one.bytes for one in set(ids)))) % 1_000_000_000

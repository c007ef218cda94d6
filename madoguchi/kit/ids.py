"""Ids: UUIDv7 (RFC 9562), made by the application so that every supported PostgreSQL behaves alike."""

from __future__ import annotations

import os
import threading
from uuid import UUID

from madoguchi.kit.clock import now

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A UUIDv7 that sorts after every id this process made before.

    48 bits of Unix milliseconds, 12 bits that count within the millisecond, 62 random bits.
    """
    global _last
    with _lock:
        moment = int(now().timestamp() * 1000) << 12
        _last = moment if moment > _last else _last + 1
        stamp = _last
    random = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return UUID(int=(stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | random)

"""How much one person does at once: one call, or four chats, or a mix.

Media on which one cannot talk to two people at a time are exclusive. Of the others a person has several; each takes a
share of them (one of four chats is a quarter), and shares of several media add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta, field

EXCLUSIVE = frozenset({"voice", "video"})
FULL = 1.0 + 1e-9


class Capacity(msgspec.Struct, frozen=True, kw_only=True):
    """`most`: so many of a medium at once (absent: one; 0: none). Of an exclusive medium never more than one.

    `beside_call`: so many contacts of other media may go on during a call; 0: a call is all one does.
    """

    most: dict[str, Annotated[int, Meta(ge=0, le=50)]] = field(default_factory=lambda: {"voice": 1, "chat": 4})
    beside_call: Annotated[int, Meta(ge=0, le=20)] = 0


def fits(load: Mapping[str, int], capacity: Capacity, medium: str) -> bool:
    """Whether one more contact on `medium` fits beside what a person has: contacts by medium."""
    most = capacity.most.get(medium, 1)
    if most <= 0:
        return False
    if not load:
        return True
    calls = sum(count for kind, count in load.items() if kind in EXCLUSIVE)
    others = sum(load.values()) - calls
    if medium in EXCLUSIVE:
        return calls == 0 and others <= capacity.beside_call
    if calls and others >= capacity.beside_call:
        return False
    return _shares(load, capacity) + 1 / most <= FULL


def busy_share(load: Mapping[str, int], capacity: Capacity) -> float:
    """How much of a person is taken, 0..1."""
    if any(count and kind in EXCLUSIVE for kind, count in load.items()):
        return 1.0
    return min(1.0, _shares(load, capacity))


def _shares(load: Mapping[str, int], capacity: Capacity) -> float:
    return sum(n / max(1, capacity.most.get(kind, 1)) for kind, n in load.items() if kind not in EXCLUSIVE)

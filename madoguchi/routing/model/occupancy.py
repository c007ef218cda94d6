"""How busy somebody has been of late: the share of the time they were here in which they had something in hand.

Older time counts less and less (by half every 42 minutes), so that one number is enough to keep.
"""

from __future__ import annotations

from math import exp

MEMORY_SECONDS = 3600.0


def after(occupancy: float, at_work: bool | None, seconds: float) -> float:
    """The occupancy `seconds` later, spent at work or idle; None: neither, and it stays as it was."""
    if at_work is None or seconds <= 0:
        return occupancy
    kept = exp(-seconds / MEMORY_SECONDS)
    return occupancy * kept + (1.0 - kept if at_work else 0.0)

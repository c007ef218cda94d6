"""What access does by itself: the ledger is sealed, old sessions end."""

from __future__ import annotations

from datetime import timedelta

from madoguchi.access import ledger
from madoguchi.access.actions.sessions import sweep_sessions
from madoguchi.access.store import links
from madoguchi.kit.clock import now
from madoguchi.kit.jobs import every

LINKS_KEPT = timedelta(days=90)


@every("access.seal", seconds=10)
async def seal() -> None:
    """Seal what was audited since the last time."""
    while await ledger.seal_batch() == ledger.BATCH:
        pass


@every("access.sweep", seconds=60)
async def sweep() -> None:
    """End what is over, forget what is old."""
    await sweep_sessions()
    await links.forget(now() - LINKS_KEPT)

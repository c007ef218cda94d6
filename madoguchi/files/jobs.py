"""Housekeeping: files whose time is up, and bytes without a row (an upload that was rolled back)."""

from __future__ import annotations

from datetime import timedelta

from madoguchi.files import store
from madoguchi.files.actions import remove_expired
from madoguchi.files.shelf import shelf
from madoguchi.kit.clock import now
from madoguchi.kit.db import current_tenant
from madoguchi.kit.jobs import every
from madoguchi.kit.log import log

ORPHAN_AGE = timedelta(hours=6)
AT_ONCE = 500


@every("files.retention", seconds=600)
async def retention() -> None:
    """Remove files whose time is up."""
    removed = await remove_expired()
    if removed:
        log.info("files_expired", count=removed)


@every("files.orphans", seconds=6 * 3600)
async def orphans() -> None:
    """Remove bytes that no row speaks of and that are too old to be on their way."""
    tenant, seen = current_tenant(), [id async for id in shelf().older_than(current_tenant(), now() - ORPHAN_AGE)]
    for start in range(0, len(seen), AT_ONCE):
        some = seen[start : start + AT_ONCE]
        known = await store.known(some)
        for id in some:
            if id not in known:
                await shelf().remove(tenant, id)
                log.info("file_orphan_removed", file=str(id))

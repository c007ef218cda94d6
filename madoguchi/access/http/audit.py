"""/audit: the ledger, read and verified."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from madoguchi.access import ledger
from madoguchi.access.model import AuditRow, Verification
from madoguchi.kit.http import Page, get, post

Aware = Annotated[datetime, Meta(tz=True)]


@get("/audit", needs="audit.read")
async def list_audit(
    since: Aware | None = None,
    until: Aware | None = None,
    actor: UUID | None = None,
    action: str | None = None,
    kind: str | None = None,
    subject: UUID | None = None,
    after: str | None = None,
    limit: int = 25,
) -> Page[AuditRow]:
    """Who did what to what, the newest first; from `since` on, before `until`."""
    chosen = ledger.Filter(since=since, until=until, actor=actor, action=action, kind=kind, subject=subject)
    return await ledger.read(chosen, after, limit)


@post("/audit/verification", needs="audit.read", status=200)
async def verify_audit() -> Verification:
    """Walk the whole chain: whether it holds, where it does not, and how many entries still wait for a seal."""
    return await ledger.verify()


routes = [list_audit, verify_audit]

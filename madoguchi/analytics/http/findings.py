"""Findings of the detectors over HTTP: read with their contacts, and acknowledged by a person with a comment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from madoguchi.access import UserName, users_by_id
from madoguchi.analytics.actions import looking
from madoguchi.analytics.errors import FindingUnknown
from madoguchi.analytics.model.detectors import Evidence, Number
from madoguchi.analytics.store import findings as store
from madoguchi.analytics.store.findings import FindingRow
from madoguchi.kit.http import current_user, get, post, principal
from madoguchi.kit.i18n import Locale, say
from madoguchi.kit.vault import unseal_many


class FindingView(Struct, frozen=True, kw_only=True):
    """What a detector saw in one person's day. `definition`: its rule, with the thresholds that were in force.

    `count` contacts of `handled`; it says that somebody should look, and nothing else.
    """

    id: UUID
    detector: str
    name: str
    definition: str
    user: UUID
    day: date
    found: datetime
    count: int
    handled: int
    limits: dict[str, Number]
    state: Literal["open", "acknowledged"]
    comment: str
    acknowledged: datetime | None
    acknowledged_by: UUID | None


class FindingPage(Struct, frozen=True, kw_only=True):
    """`next` goes into `after` for the following page; `users` names everybody in the items."""

    items: list[FindingView]
    next: str | None
    users: list[UserName]


class FindingDetail(Struct, frozen=True, kw_only=True):
    """A finding with the contacts it is made of."""

    finding: FindingView
    evidence: list[Evidence]
    users: list[UserName]


class Acknowledgement(Struct, frozen=True, kw_only=True):
    """What was looked at, and what came of it."""

    comment: Annotated[str, Meta(max_length=4000)]


@get("/findings", needs="findings.read")
async def list_findings(
    first: date | None = None,
    last: date | None = None,
    open_only: bool = False,
    person: UUID | None = None,
    after: str | None = None,
    limit: int = 25,
) -> FindingPage:
    """Findings, the latest day first."""
    page = await store.page(first, last, "open" if open_only else None, person, after, limit)
    return FindingPage(items=await _views(page.items), next=page.next, users=await _people(page.items))


@get("/findings/{finding:uuid}", needs="findings.read")
async def show_finding(finding: UUID) -> FindingDetail:
    """One finding with its contacts."""
    row = await store.find(finding)
    if row is None:
        raise FindingUnknown
    return await _detail(row)


@post("/findings/{finding:uuid}/acknowledge", needs="findings.acknowledge", status=200)
async def acknowledge_finding(finding: UUID, data: Acknowledgement) -> FindingDetail:
    """Say what was looked at and what came of it. Nothing else follows from a finding."""
    return await _detail(await looking.acknowledge(finding, data.comment, current_user()))


async def _detail(row: FindingRow) -> FindingDetail:
    (view,) = await _views([row])
    return FindingDetail(finding=view, evidence=await store.evidence_of(row.id), users=await _people([row]))


async def _people(rows: list[FindingRow]) -> list[UserName]:
    ids = {row.user_id for row in rows} | {row.acknowledged_by for row in rows if row.acknowledged_by}
    return list((await users_by_id(ids)).values())


async def _views(rows: list[FindingRow]) -> list[FindingView]:
    sealed = [(row.id, row.comment) for row in rows if row.comment is not None]
    opened = dict(zip([item for item, _ in sealed], await unseal_many(sealed), strict=True))
    return [_view(row, opened.get(row.id), principal().locale) for row in rows]


def _view(row: FindingRow, comment: bytes | None, locale: Locale) -> FindingView:
    return FindingView(
        id=row.id,
        detector=row.detector,
        name=say(f"detector.{row.detector}", locale),
        definition=say(f"detector.{row.detector}.definition", locale, row.limits),
        user=row.user_id,
        day=row.day,
        found=row.found,
        count=row.count,
        handled=row.handled,
        limits=row.limits,
        state="open" if row.state == "open" else "acknowledged",
        comment=comment.decode() if comment else "",
        acknowledged=row.acknowledged,
        acknowledged_by=row.acknowledged_by,
    )


routes = [list_findings, show_finding, acknowledge_finding]

"""What a reader asks for, and what they may see: a person's own figures, everybody's sums, or every person's."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from litestar.params import QueryParameter
from msgspec import Struct

from madoguchi import access
from madoguchi.analytics.model.catalogue import By
from madoguchi.analytics.model.terms import Cut
from madoguchi.kit.errors import Forbidden
from madoguchi.kit.http import current_user, principal

READ, PEOPLE, OWN = "reports.read", "reports.people", "reports.own"


class Filters(Struct, frozen=True, kw_only=True):
    """The filters as they were asked for."""

    queue: UUID | None
    line: UUID | None
    team: UUID | None
    person: UUID | None
    direction: str | None
    medium: str | None
    without: Literal["queue", "line"] | None = None


async def filters(
    queue: UUID | None = None,
    line: Annotated[UUID | None, QueryParameter(description="Line of business")] = None,
    team: UUID | None = None,
    person: UUID | None = None,
    direction: Annotated[str | None, QueryParameter(description="in or out")] = None,
    medium: str | None = None,
    without: Annotated[
        Literal["queue", "line"] | None, QueryParameter(description="What came to no queue, is of no line of business")
    ] = None,
) -> Filters:
    """Which contacts and people are asked for; what is left out asks nothing."""
    return Filters(
        queue=queue, line=line, team=team, person=person, direction=direction, medium=medium, without=without
    )


async def cut_of(wanted: Filters, by: By) -> Cut:
    """The filters, as far as the reader may see. Raises `Forbidden`.

    `reports.read` sees sums by queue, line of business and team, `reports.people` every person too; with
    `reports.own` alone one sees oneself.
    """
    held = principal().permissions
    if READ not in held:
        return await _own(wanted, by)
    if (by == "person" or wanted.person is not None) and PEOPLE not in held and not _oneself(wanted.person):
        raise Forbidden(needs=PEOPLE)
    users = [wanted.person] if wanted.person is not None else None
    if wanted.team is not None:
        teams = await access.teams_of_people()
        users = [user for user, team in teams.items() if team == wanted.team and user in (users or [user])]
    return _cut(wanted, users)


async def _own(wanted: Filters, by: By) -> Cut:
    """Of oneself alone."""
    if OWN not in held_by_reader() or by not in ("total", "person") or wanted.team is not None:
        raise Forbidden(needs=READ)
    if wanted.person is not None and not _oneself(wanted.person):
        raise Forbidden(needs=READ)
    return _cut(wanted, [current_user()])


def held_by_reader() -> frozenset[str]:
    """What the one who asks may do."""
    return principal().permissions


def _oneself(person: UUID | None) -> bool:
    return person is not None and person == principal().user


def _cut(wanted: Filters, users: list[UUID] | None) -> Cut:
    return Cut(
        queue=wanted.queue,
        line=wanted.line,
        without=wanted.without,
        users=users,
        direction=wanted.direction,
        medium=wanted.medium,
    )

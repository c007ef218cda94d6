"""The contact history as a list and as a file."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from msgspec import Struct

from madoguchi.access import UserName, audit, users_by_id
from madoguchi.customers import CustomerBrief, profiles, sight_of
from madoguchi.interactions.export import as_csv
from madoguchi.interactions.history import Filter, HistoryRow, every_row, history
from madoguchi.interactions.sight import number_shown_to
from madoguchi.kit.http import current_user, get, principal

EXPORT_MOST = 50_000


class HistoryPage(Struct, frozen=True, kw_only=True):
    """`next` goes into `after` for the following page; `users` and `customers` name everybody in the items."""

    items: list[HistoryRow]
    next: str | None
    users: list[UserName]
    customers: list[CustomerBrief]


async def filters(
    since: datetime | None = None,
    until: datetime | None = None,
    user: UUID | None = None,
    queue: UUID | None = None,
    customer: UUID | None = None,
    line_of_business: UUID | None = None,
    medium: str | None = None,
    direction: str | None = None,
    outcome: str | None = None,
    number: Annotated[str | None, QueryParameter(description="E.164, or its last digits", max_length=20)] = None,
) -> Filter:
    """What is asked for. Who may not read all contacts reads their own."""
    own = None if "interactions.read_all" in principal().permissions else current_user()
    return Filter(
        since=_utc(since),
        until=_utc(until),
        user=own or user,
        queue=queue,
        customer=customer,
        line_of_business=line_of_business,
        medium=medium,
        direction=direction,
        outcome=outcome,
        number=number,
    )


def _utc(moment: datetime | None) -> datetime | None:
    """A time without a zone is meant in UTC."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


FILTERED = {"wanted": Provide(filters)}


@get("/interactions", needs="interactions.read", dependencies=FILTERED)
async def list_interactions(wanted: NamedDependency[Filter], after: str | None = None, limit: int = 25) -> HistoryPage:
    """Contacts, newest first, by the filters given."""
    page, seen = await history(wanted, after, limit), await sight_of()
    rows = [number_shown_to(seen, row) for row in page.items]
    users = await users_by_id({user for row in rows for user in row.users})
    known = await profiles(list({row.customer_id for row in rows if row.customer_id}))
    return HistoryPage(items=rows, next=page.next, users=list(users.values()), customers=list(known.values()))


@get("/interactions/export", needs="history.export", dependencies=FILTERED, media_type="text/csv")
async def export_interactions(wanted: NamedDependency[Filter]) -> Response[bytes]:
    """The same list as a CSV file that Excel opens rightly: at most 50,000 contacts."""
    seen = await sight_of()
    rows = [number_shown_to(seen, row) async for row in every_row(wanted, EXPORT_MOST)]
    names = await users_by_id({user for row in rows for user in row.users})
    details: dict[str, str | int] = {"rows": len(rows)}
    for name in wanted.__struct_fields__:
        if getattr(wanted, name) is not None:
            details[name] = str(getattr(wanted, name))
    await audit("history.exported", "interaction", None, details)
    return Response(
        as_csv(rows, names, principal().locale),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="interactions.csv"'},
    )


routes = [list_interactions, export_interactions]

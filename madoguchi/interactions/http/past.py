"""A customer's timeline."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi.access import UserName, users_by_id
from madoguchi.interactions.model import Cursor, TimelineEntry
from madoguchi.interactions.timeline import timeline
from madoguchi.kit.errors import Invalid
from madoguchi.kit.http import get
from madoguchi.kit.listing import decode_cursor, encode_cursor

MOST = 100


class TimelinePage(Struct, frozen=True, kw_only=True):
    """`next` goes into `after` for the following page; `users` names everybody who appears in the items."""

    items: list[TimelineEntry]
    next: str | None
    users: list[UserName]


@get("/timeline", needs="interactions.read")
async def show_timeline(
    customer: UUID, kinds: str | None = None, after: str | None = None, limit: int = 20
) -> TimelinePage:
    """A customer's past on all channels, newest first; `kinds` is a comma-separated list of entry kinds."""
    limit = max(1, min(limit, MOST))
    wanted = frozenset(kinds.split(",")) if kinds else None
    entries = await timeline(customer, wanted, _place(after), limit + 1)
    return await timeline_page(entries, limit)


async def timeline_page(entries: list[TimelineEntry], limit: int) -> TimelinePage:
    """The page out of at most `limit + 1` entries, with the names it needs."""
    shown = entries[:limit]
    more = len(entries) > limit
    users = await users_by_id({user for entry in shown for user in entry.users})
    return TimelinePage(
        items=shown,
        next=encode_cursor([shown[-1].at.isoformat(), str(shown[-1].id)]) if more else None,
        users=sorted(users.values(), key=lambda user: user.id),
    )


def _place(after: str | None) -> Cursor | None:
    if not after:
        return None
    at, entry = decode_cursor(after, 2)
    try:
        return Cursor(datetime.fromisoformat(at or ""), UUID(entry or ""))
    except ValueError as error:
        raise Invalid("cursor_invalid") from error


routes = [show_timeline]

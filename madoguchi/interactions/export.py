"""The contact history as a file for a spreadsheet."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from madoguchi.access import UserName
from madoguchi.customers import national
from madoguchi.interactions.history import HistoryRow
from madoguchi.kit.csv_lines import BOM, csv_lines
from madoguchi.kit.i18n import Locale, say

COLUMNS = (
    "opened", "ended", "direction", "medium", "number", "dialled", "users", "outcome", "reason", "resolution",
    "ring_seconds", "talk_seconds", "hold_seconds", "wrap_seconds", "interaction",
)  # fmt: skip


def as_csv(rows: Iterable[HistoryRow], names: Mapping[UUID, UserName], locale: Locale) -> bytes:
    """One line a contact under headings in the reader's language; times in ISO 8601 UTC."""
    heading = [say(f"history_{column}", locale) for column in COLUMNS]
    return (BOM + csv_lines([heading, *(_cells(row, names, locale) for row in rows)])).encode()


def _number(shown: str) -> str:
    return national(shown) if shown.startswith("+") else shown  # a mask stays as it is


def _cells(row: HistoryRow, names: Mapping[UUID, UserName], locale: Locale) -> list[str]:
    return [
        row.opened.isoformat(timespec="seconds"),
        row.ended.isoformat(timespec="seconds") if row.ended else "",
        say(f"direction_{row.direction}", locale),
        say(f"medium_{row.medium}", locale),
        _number(row.address_value) if row.address_value else say(f"number_{row.withheld or 'none'}", locale),
        national(row.dialled) if row.dialled else "",
        ", ".join(names[user].name for user in row.users if user in names),
        say(f"outcome_{row.outcome}", locale),
        row.reason_ja if locale == "ja" else row.reason_en,
        say(f"resolution_{row.resolution}", locale) if row.resolution else "",
        str(row.ring_seconds),
        str(row.talk_seconds),
        str(row.hold_seconds),
        "" if row.wrap_seconds is None else str(row.wrap_seconds),
        str(row.id),
    ]

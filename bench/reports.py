"""Reports over a year of a centre at work: a day in half hours, a month by day, the year, each by person.

40 people with shifts on every day of a year: 20 calls each a day, all told 292,000 calls and 890,000 changes of
presence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from bench.callcentre import Hall, make_hall
from bench.casework import inside
from bench.frame import Place, Report, say

SIZE = "40"
QUEUES = 8
DAYS = 365
CALLS = 20
TIMES = 5
AT_ONCE = 30
GOAL_MS = 10_000
ZONE = ZoneInfo("Asia/Tokyo")
TABLES = {
    "interaction": "tenant_id id medium medium_ref direction conversation_id queue_id state opened answered ended "
    "closed",
    "report_contact": "tenant_id interaction_id queue_id user_id topic medium direction opened answered",
    "report_wait": "tenant_id id interaction_id queue_id user_id medium direction entered exit waited",
    "report_part": "tenant_id id interaction_id queue_id user_id medium direction began connected ended_by talk hold "
    "wrap",
    "report_offer": "tenant_id id interaction_id queue_id user_id medium direction made state",
    "report_presence": "tenant_id user_id at presence reason",
    "shift": "tenant_id id user_id day starts ends kind",
}
Rows = dict[str, list[tuple[object, ...]]]


class Year:
    """What happened, made day by day."""

    def __init__(self, tenant: UUID, hall: Hall, seed: int = 5) -> None:
        self.tenant, self.random = tenant, Random(seed)
        self.queues = {user: [queue for queue, who in hall.members.items() if user in who] for user in hall.people}

    def day(self, day: date) -> Rows:
        """One day of everybody's: from nine to six, an hour of lunch among their calls."""
        rows: Rows = {table: [] for table in TABLES}
        opens = datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)
        for user, queues in self.queues.items():
            self._planned(rows, user, day, opens)
            at = opens + timedelta(seconds=self.random.randrange(300))
            self._turned(rows, user, at, "ready")
            for n in range(CALLS):
                at = self._called(rows, user, self.random.choice(queues), at + self._some(300, 900))
                if n == CALLS // 2:
                    self._turned(rows, user, at + timedelta(seconds=1), "break", "lunch")
                    at += timedelta(minutes=60)
                    self._turned(rows, user, at, "ready")
            self._turned(rows, user, opens + timedelta(hours=9, seconds=self.random.randrange(600)), "offline")
        return rows

    def _some(self, least: int, most: int) -> timedelta:
        return timedelta(seconds=self.random.randint(least, most), microseconds=self.random.randrange(1_000_000))

    def _id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128))

    def _planned(self, rows: Rows, user: UUID, day: date, opens: datetime) -> None:
        for kind, begins, ends in (("work", 0, 9), ("break", 3, 4)):
            span = (opens + timedelta(hours=begins), opens + timedelta(hours=ends))
            rows["shift"].append((self.tenant, self._id(), user, day, *span, kind))

    def _turned(self, rows: Rows, user: UUID, at: datetime, presence: str, reason: str | None = None) -> None:
        rows["report_presence"].append((self.tenant, user, at, presence, reason))

    def _called(self, rows: Rows, user: UUID, queue: UUID, at: datetime) -> datetime:
        """One call, answered by `user`; returns when they are ready again."""
        contact, talk, wrap = self._id(), self._some(60, 420), self._some(10, 90)
        begun, over, done = at + self._some(2, 40), at + talk, at + talk + wrap
        of, on = (self.tenant, contact), ("voice", "in")
        rows["interaction"].append((*of, "voice", contact.hex, "in", contact, queue, "closed", at, begun, over, done))
        rows["report_contact"].append((*of, queue, user, "", *on, at, True))
        rows["report_wait"].append(
            (self.tenant, self._id(), contact, queue, user, *on, at, "connected", int((begun - at).total_seconds()))
        )
        seconds = int((over - begun).total_seconds()), 0, int(wrap.total_seconds())
        rows["report_part"].append(
            (self.tenant, self._id(), contact, queue, user, *on, begun, True, "customer", *seconds)
        )
        rows["report_offer"].append((self.tenant, self._id(), contact, queue, user, *on, at, "accepted"))
        for moment, presence in ((at, "busy"), (over, "wrap_up"), (done, "ready")):
            self._turned(rows, user, moment, presence)
        return done


async def measure(place: Place) -> Report:
    """Fill the year, then ask for each report a few times."""
    report = Report()
    async with inside(place):
        hall = await make_hall(place, place.count, QUEUES)
    last = datetime.now(ZONE).date() - timedelta(days=1)
    say(f"a year of {place.count * DAYS * CALLS:,} calls")
    await _fill(place, Year(place.tenant, hall), list(_days(last)))
    for name, days, step in (("day", 1, "half_hour"), ("month", 30, "day"), ("year", DAYS, "whole")):
        for by in ("person", "queue"):
            await _asked(place, report, f"{name}_by_{by}", last - timedelta(days=days - 1), last, step, by)
    return report


def _days(last: date) -> Iterator[date]:
    return (last - timedelta(days=n) for n in reversed(range(DAYS)))


async def _fill(place: Place, year: Year, days: Sequence[date]) -> None:
    for at in range(0, len(days), AT_ONCE):
        told = [year.day(day) for day in days[at : at + AT_ONCE]]
        for table, columns in TABLES.items():
            rows = [row for rows in told for row in rows[table]]
            await place.owner.copy_records_to_table(table, records=rows, columns=columns.split())
    await place.owner.execute(f"vacuum analyze {', '.join(TABLES)}")


async def _asked(place: Place, report: Report, name: str, first: date, last: date, step: str, by: str) -> None:
    say(name.replace("_", " "))
    path = f"/reports/figures?first={first}&last={last}&step={step}&by={by}"
    load = await place.load(lambda _: ("GET", path, None), TIMES, 1)
    report.put(f"{name}_ms", load.at(0.5), f"{place.count} people; goal {GOAL_MS:,}")

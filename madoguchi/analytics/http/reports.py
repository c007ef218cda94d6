"""Reports over HTTP: the catalogue, figures, the rows behind one, the same as a file, and counting anew."""

from __future__ import annotations

from datetime import UTC, date, datetime

from litestar import Response
from litestar.di import NamedDependency, Provide
from msgspec import Struct

from madoguchi.access import audit
from madoguchi.analytics import queries
from madoguchi.analytics.actions import looking
from madoguchi.analytics.behind import Behind, Wanted, behind
from madoguchi.analytics.definitions import Definition, definitions, moments
from madoguchi.analytics.export import as_csv
from madoguchi.analytics.http.asked import OWN, READ, Filters, cut_of, filters, held_by_reader
from madoguchi.analytics.model.catalogue import By
from madoguchi.analytics.model.periods import Step
from madoguchi.analytics.queries import Asked, Report
from madoguchi.analytics.terms import clock, terms
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Forbidden
from madoguchi.kit.http import get, post, principal
from madoguchi.kit.metrics import counter, histogram

FILTERED = {"wanted": Provide(filters)}
made = histogram("report_seconds", "How long a report takes to make", ("step",))
exported = counter("reports_exported", "Reports taken as files", ("by",))


class Catalogue(Struct, frozen=True, kw_only=True):
    """Every metric, and the clock of the reports: `today` is the day that runs now; `moments`: what only the board
    shows, as it is at this moment.
    """

    metrics: list[Definition]
    moments: list[Definition]
    zone: str
    day_begins: str
    today: date


class Recount(Struct, frozen=True, kw_only=True):
    """Which days to count anew."""

    first: date
    last: date


class Recounting(Struct, frozen=True, kw_only=True):
    """How many days are counted anew; it goes on by itself."""

    days: int


@get("/reports/metrics", needs=OWN)
async def list_metrics() -> Catalogue:
    """Every metric with its definition, formula and unit, in the reader's language."""
    hours, in_force = await clock(), await terms()
    return Catalogue(
        metrics=definitions(principal().locale, in_force),
        moments=moments(principal().locale, in_force),
        zone=hours.zone,
        day_begins=hours.begins,
        today=hours.day_of(now()),
    )


@get("/reports/figures", needs=OWN, dependencies=FILTERED)
async def show_figures(
    wanted: NamedDependency[Filters], first: date, last: date, step: Step = "whole", by: By = "total"
) -> Report:
    """Figures of whole days, in steps, one line a queue, line of business, team or person."""
    asked = Asked(first=first, last=last, step=step, by=by, cut=await cut_of(wanted, by))
    with made.labels(step).time():
        return await queries.report(asked, principal().locale)


@get("/reports/rows", needs=OWN, dependencies=FILTERED)
async def show_rows(
    wanted: NamedDependency[Filters],
    metric: str,
    start: datetime,
    end: datetime,
    counted: bool | None = None,
    after: str | None = None,
    limit: int = 25,
) -> Behind:
    """The rows behind a figure from `start` until before `end`; `counted`: only those in it, or only the others."""
    cut = await cut_of(wanted, "total")
    asked = Wanted(metric=metric, start=_utc(start), end=_utc(end), cut=cut, counted=counted)
    return await behind(asked, principal(), after, limit)


@get("/reports/export", needs=OWN, dependencies=FILTERED, media_type="text/csv")
async def export_figures(
    wanted: NamedDependency[Filters], first: date, last: date, step: Step = "whole", by: By = "total"
) -> Response[bytes]:
    """The same figures as a CSV file that Excel opens rightly, with their definitions. Of others: `reports.export`."""
    if READ in held_by_reader() and "reports.export" not in held_by_reader():
        raise Forbidden(needs="reports.export")
    asked = Asked(first=first, last=last, step=step, by=by, cut=await cut_of(wanted, by))
    report = await queries.report(asked, principal().locale)
    text = as_csv(report, definitions(principal().locale, await terms()), principal().locale)
    details: dict[str, str | int] = {
        "first": str(first),
        "last": str(last),
        "step": step,
        "by": by,
        "lines": len(report.lines),
    }
    for name in wanted.__struct_fields__:
        if getattr(wanted, name) is not None:
            details[name] = str(getattr(wanted, name))
    await audit("report.exported", "report", None, details)
    exported.labels(by).inc()
    return Response(
        text,
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="report-{by}-{first}-{last}.csv"'},
    )


@post("/reports/recount", needs="settings.admin", status=202)
async def recount(data: Recount) -> Recounting:
    """Count days anew from the contacts themselves, and look through them again; at most 31 at once."""
    await queries.asked_period(data.first, data.last, "half_hour")
    await audit("report.recounted", "report", None, {"first": str(data.first), "last": str(data.last)})
    return Recounting(days=await looking.recount_later(data.first, data.last))


def _utc(moment: datetime) -> datetime:
    """A time without a zone is meant in UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


routes = [list_metrics, show_figures, show_rows, export_figures, recount]

"""A report as a file for a spreadsheet: its lines, and below them the definition of every figure in it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from madoguchi.analytics.definitions import Definition
from madoguchi.analytics.model.catalogue import Unit
from madoguchi.analytics.model.periods import Step
from madoguchi.analytics.queries import Line, Report
from madoguchi.kit.csv_lines import BOM, csv_lines
from madoguchi.kit.i18n import Locale, say

DECIMALS: dict[Unit, int] = {"count": 0, "percent": 1, "seconds": 1, "hours": 2, "per_hour": 2}


def as_csv(report: Report, catalogue: list[Definition], locale: Locale) -> bytes:
    """One line a step and queue, line of business, team or person; times on the tenant's clock."""
    shown = [each for each in catalogue if any(each.code in line.figures for line in report.lines)]
    heading = [say(f"report_{report.step}", locale)]
    if report.by != "total":
        heading.append(say(f"report_{report.by}", locale))
    heading += [f"{each.name} [{each.unit_name}]" for each in shown]
    rows: list[list[str]] = [heading, *(_cells(report, line, shown, locale) for line in report.lines), []]
    rows.append([say(f"report_{part}", locale) for part in ("metric", "definition", "formula", "unit", "code")])
    rows += [[each.name, each.definition, each.formula, each.unit_name, each.code] for each in shown]
    return (BOM + csv_lines(rows)).encode()


def _cells(report: Report, line: Line, shown: list[Definition], locale: Locale) -> list[str]:
    cells = [_time(line.start, report.zone, report.step)]
    if report.by != "total":
        cells.append(report.names.get(str(line.key)) or say("report_none", locale))
    return cells + [_figure(line.figures.get(each.code), each.unit) for each in shown]


def _time(at: datetime, zone: str, step: Step) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M" if step == "half_hour" else "%Y-%m-%d")


def _figure(value: float | None, unit: Unit) -> str:
    return "" if value is None else f"{value:.{DECIMALS[unit]}f}"

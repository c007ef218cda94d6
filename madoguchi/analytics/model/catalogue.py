"""The catalogue of metrics: one code, one formula, one written definition for every figure that the product shows.

The words (`metric.<code>`, `….definition`, `….formula`) are in `messages/`; `docs/metrics.md` is made from both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, Literal

import msgspec

from madoguchi.analytics.model.sums import Sums

By = Literal["total", "queue", "line", "team", "person"]
Unit = Literal["count", "percent", "seconds", "hours", "per_hour"]
Better = Literal["more", "less", "neither"]
Source = Literal["contact", "wait", "part", "offer", "presence", "plan"]

EVERYWHERE: Final[tuple[By, ...]] = ("total", "queue", "line", "team", "person")
LINES: Final[tuple[By, ...]] = ("total", "queue", "line")
PEOPLE: Final[tuple[By, ...]] = ("total", "team", "person")


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """One figure. `by`: where it has a meaning; `better`: which way is good.

    Behind it lie rows of `source`: `over` names the measure of all of them, `of` that of those which count (the same,
    unless the figure is a share). `whole_day`: it needs what people did all day, not contact by contact.
    """

    code: str
    unit: Unit
    better: Better
    by: tuple[By, ...]
    source: Source
    of: str
    over: str
    formula: Callable[[Sums], float | None]
    whole_day: bool = False

    def meaningful(self, lines: Collection[By], whole_day: bool) -> bool:
        """Whether it can be told of all these at once (a person's part in a queue, say)."""
        return all(by in self.by for by in lines) and (whole_day or not self.whole_day)

    def figure(self, sums: Sums) -> float | None:
        """The figure, None where there is nothing to divide by. Percent are 0 to 100."""
        return self.formula(sums)


def _per(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _share(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None


def _count(code: str, better: Better, by: tuple[By, ...], source: Source, measure: str | None = None) -> Metric:
    name = measure or code
    return Metric(
        code=code,
        unit="count",
        better=better,
        by=by,
        source=source,
        of=name,
        over=name,
        formula=lambda sums: float(getattr(sums, name)),
    )


def _rate(
    code: str, better: Better, by: tuple[By, ...], source: Source, of: str, over: str,
    formula: Callable[[Sums], float | None],
) -> Metric:  # fmt: skip
    return Metric(code=code, unit="percent", better=better, by=by, source=source, of=of, over=over, formula=formula)


def _average(
    code: str, by: tuple[By, ...], source: Source, over: str, formula: Callable[[Sums], float | None]
) -> Metric:
    return Metric(code=code, unit="seconds", better="less", by=by, source=source, of=over, over=over, formula=formula)


METRICS: Final[tuple[Metric, ...]] = (
    _count("received", "neither", ("total", "line"), "contact"),
    _count("offered", "neither", LINES, "wait"),
    _count("answered", "neither", EVERYWHERE, "wait"),
    _rate("answer_rate", "more", LINES, "wait", "answered", "decided", lambda s: _share(s.answered, s.decided)),
    _count("abandoned", "less", LINES, "wait"),
    _rate("abandon_rate", "less", LINES, "wait", "abandoned", "decided", lambda s: _share(s.abandoned, s.decided)),
    _count("short_abandoned", "neither", LINES, "wait"),
    _count("diverted", "neither", LINES, "wait"),
    _rate("service_level", "more", LINES, "wait", "in_time", "decided", lambda s: _share(s.in_time, s.decided)),
    _average("asa", EVERYWHERE, "wait", "answered", lambda s: _per(s.answer_wait, s.answered)),
    _count("handled", "neither", EVERYWHERE, "part"),
    _average("att", EVERYWHERE, "part", "handled", lambda s: _per(s.talk, s.handled)),
    _average("hold", EVERYWHERE, "part", "handled", lambda s: _per(s.hold, s.handled)),
    _average("acw", EVERYWHERE, "part", "handled", lambda s: _per(s.wrap, s.handled)),
    _average("aht", EVERYWHERE, "part", "handled", lambda s: _per(s.talk + s.hold + s.wrap, s.handled)),
    _count("transfers", "neither", EVERYWHERE, "part", "transferred"),
    _rate("transfer_rate", "less", EVERYWHERE, "part", "transferred", "handled",
          lambda s: _share(s.transferred, s.handled)),
    Metric(code="occupancy", unit="percent", better="neither", by=PEOPLE, source="presence", of="engaged",
           over="in_service", formula=lambda s: _share(s.busy + s.wrapping, s.busy + s.wrapping + s.ready),
           whole_day=True),
    Metric(code="staffed", unit="hours", better="neither", by=PEOPLE, source="presence", of="staffed", over="staffed",
           formula=lambda s: s.staffed / 3600, whole_day=True),
    Metric(code="adherence", unit="percent", better="more", by=PEOPLE, source="plan", of="kept", over="planned",
           formula=lambda s: _share(s.kept, s.planned), whole_day=True),
    Metric(code="productivity", unit="per_hour", better="more", by=PEOPLE, source="part", of="handled", over="handled",
           formula=lambda s: _per(3600 * s.handled, s.staffed), whole_day=True),
    _rate("fcr", "more", EVERYWHERE, "contact", "resolved", "known", lambda s: _share(s.resolved, s.known)),
    _count("repeats", "less", LINES, "contact"),
    _rate("repeat_rate", "less", LINES, "contact", "repeats", "recognised", lambda s: _share(s.repeats, s.recognised)),
    _count("asked", "neither", EVERYWHERE, "offer"),
    _count("rona", "less", EVERYWHERE, "offer", "missed"),
    _rate("rona_rate", "less", EVERYWHERE, "offer", "missed", "asked", lambda s: _share(s.missed, s.asked)),
)  # fmt: skip


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of this very moment, which only the board shows. It opens who waits, or the people themselves."""

    code: str
    unit: Unit
    better: Better
    by: tuple[By, ...] = ("total", "queue", "team")


MOMENTS: Final[tuple[Moment, ...]] = (
    Moment(code="waiting", unit="count", better="less"),
    Moment(code="longest_wait", unit="seconds", better="less"),
    Moment(code="ready", unit="count", better="neither"),
    Moment(code="at_work", unit="count", better="neither"),
)
BY_CODE: Final = {metric.code: metric for metric in METRICS}


def figures(sums: Sums, lines: Collection[By], *, whole_day: bool = True) -> dict[str, float]:
    """Every figure that has a meaning here and something to be made of; rounded to thousandths."""
    found = {metric.code: metric.figure(sums) for metric in METRICS if metric.meaningful(lines, whole_day)}
    return {code: round(value, 3) for code, value in found.items() if value is not None}

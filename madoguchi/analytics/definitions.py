"""The catalogue in words: each metric's name, definition and formula in the reader's language, as it is in force."""

from __future__ import annotations

import msgspec

from madoguchi.analytics.model.catalogue import METRICS, MOMENTS, Better, By, Metric, Moment, Unit
from madoguchi.analytics.model.terms import Terms
from madoguchi.kit.i18n import Locale, say


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """One metric as it is shown. `by`: the lines in which it has a meaning; `better`: which way is good."""

    code: str
    name: str
    definition: str
    formula: str
    unit: Unit
    unit_name: str
    better: Better
    by: list[By]
    share: bool


def definitions(locale: Locale, terms: Terms) -> list[Definition]:
    """Everything that reports show, in the catalogue's order."""
    return [_defined(metric, locale, terms) for metric in METRICS]


def moments(locale: Locale, terms: Terms) -> list[Definition]:
    """What the board shows of this very moment."""
    return [_defined(moment, locale, terms) for moment in MOMENTS]


def _defined(metric: Metric | Moment, locale: Locale, terms: Terms) -> Definition:
    params = {
        "target_seconds": terms.service.target.seconds,
        "target_percent": terms.service.target.percent,
        "short_seconds": terms.service.short_abandon_seconds,
        "repeat_days": terms.repeat_days,
    }
    return Definition(
        code=metric.code,
        name=say(f"metric.{metric.code}", locale, params),
        definition=say(f"metric.{metric.code}.definition", locale, params),
        formula=say(f"metric.{metric.code}.formula", locale, params),
        unit=metric.unit,
        unit_name=say(f"metric_unit.{metric.unit}", locale),
        better=metric.better,
        by=list(metric.by),
        share=isinstance(metric, Metric) and metric.of != metric.over,
    )

"""Reports for the next morning: what is counted, what the figures mean, and what deserves a look.

Rows are kept by reactions to facts and can be counted anew from the rooms below (`count_days`). Every figure has one
definition in the catalogue (`METRICS`), and opens the rows behind it.
"""

from madoguchi.analytics.actions.counting import count_days
from madoguchi.analytics.actions.looking import look_through
from madoguchi.analytics.model.catalogue import METRICS, Metric
from madoguchi.analytics.queries import Asked, Line, Report, report
from madoguchi.analytics.settings import AnalyticsSettings
from madoguchi.analytics.terms import day_of

__all__ = [
    "METRICS", "AnalyticsSettings", "Asked", "Line", "Metric", "Report", "count_days", "day_of", "look_through",
    "report",
]  # fmt: skip

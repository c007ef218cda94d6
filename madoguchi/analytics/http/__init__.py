"""The routes of this room."""

from madoguchi.analytics.http import findings, reports

routes = [*reports.routes, *findings.routes]

"""The routes of this room."""

from madoguchi.supervision.http import alerts, board, messages, monitoring

routes = [*board.routes, *monitoring.routes, *alerts.routes, *messages.routes]

"""Routes of the room."""

from madoguchi.workflows.http import first, flows

routes = [*flows.routes, *first.routes]

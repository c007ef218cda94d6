"""Routes of the room."""

from madoguchi.workflows.http import flows

routes = [*flows.routes]

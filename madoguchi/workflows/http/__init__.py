"""Routes of the room."""

from madoguchi.workflows.http import flows, prompts

routes = [*flows.routes, *prompts.routes]

"""The routes of this room. Offers are answered through the workspace."""

from madoguchi.routing.http import offers, people, presence, queues, skills

routes = [*presence.routes, *queues.routes, *skills.routes, *people.routes, *offers.routes]

"""The routes of this room."""

from madoguchi.interactions.http import contacts, hands, history, past, recordings

routes = [*history.routes, *contacts.routes, *recordings.routes, *past.routes, *hands.routes]

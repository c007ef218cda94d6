"""The routes of this room."""

from madoguchi.interactions.http import contacts, history, past, recordings

routes = [*history.routes, *contacts.routes, *recordings.routes, *past.routes]

"""The routes of this room."""

from madoguchi.workspace.http import callbacks, calls, contacts, desk, drafts, handing, rules, wrapups

routes = [
    *desk.routes,
    *calls.routes,
    *handing.routes,
    *callbacks.routes,
    *contacts.routes,
    *drafts.routes,
    *wrapups.routes,
    *rules.routes,
]

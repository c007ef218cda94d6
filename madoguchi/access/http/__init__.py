"""HTTP of this room, a file a noun."""

from __future__ import annotations

from typing import Any

from madoguchi.access.http import audit, keys, links, organisation, session, settings, users

routes: list[Any] = [
    *session.routes,
    *links.routes,
    *users.routes,
    *keys.routes,
    *organisation.routes,
    *audit.routes,
    *settings.routes,
]

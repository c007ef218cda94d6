"""HTTP of this room, a file a noun."""

from __future__ import annotations

from typing import Any

from madoguchi.customers.http import cautions, commerce, identities, imports, people, wishes

routes: list[Any] = [
    *people.routes,
    *identities.routes,
    *wishes.routes,
    *commerce.routes,
    *imports.routes,
    *cautions.routes,
]

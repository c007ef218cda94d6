"""Routes of the room."""

from __future__ import annotations

from typing import Any

from madoguchi.calendars.http import closure_imports, hours, imports, shifts

routes: list[Any] = [*hours.routes, *shifts.routes, *imports.routes, *closure_imports.routes]

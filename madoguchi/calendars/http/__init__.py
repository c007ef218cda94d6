"""Routes of the room."""

from __future__ import annotations

from typing import Any

from madoguchi.calendars.http import hours, imports, shifts

routes: list[Any] = [*hours.routes, *shifts.routes, *imports.routes]

"""Settings of a tenant: each room declares one struct; every change is a new version with its author.

@tenant_settings("routing")
class RoutingSettings(msgspec.Struct, frozen=True, kw_only=True):
    offer_seconds: Annotated[int, Meta(ge=5, le=120, description="…")] = 20
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from madoguchi.kit.clock import now
from madoguchi.kit.db import current_tenant, db
from madoguchi.kit.errors import Invalid, NotFound, PreconditionFailed
from madoguchi.kit.explain import explain
from madoguchi.kit.remembered import Remembered
from madoguchi.kit.signals import signal

S = TypeVar("S", bound=msgspec.Struct)
_declared: dict[str, type[msgspec.Struct]] = {}
_names: dict[type[msgspec.Struct], str] = {}
_known: Remembered[str, tuple[int, msgspec.Struct]] = Remembered("settings")


class UnknownSetting(NotFound):
    code = "setting_unknown"


class SettingInvalid(Invalid):
    code = "setting_invalid"


def tenant_settings(name: str) -> Callable[[type[S]], type[S]]:
    """Declare a room's settings struct; every field has a default."""

    def register(kind: type[S]) -> type[S]:
        _declared[name] = kind
        _names[kind] = name
        return kind

    return register


def declared() -> dict[str, type[msgspec.Struct]]:
    """All settings structs by name, for the administrator's forms."""
    return dict(sorted(_declared.items()))


LATEST = "select version, body from tenant_setting where tenant_id = $1 and name = $2 order by version desc limit 1"


async def versioned(kind: type[S]) -> tuple[int, S]:
    """The tenant's settings and their version (0: never changed)."""
    name = _names[kind]

    async def read(_names: list[str]) -> dict[str, tuple[int, msgspec.Struct]]:
        row = await db().fetchrow(LATEST, current_tenant(), name)
        return {name: (row["version"], msgspec.convert(row["body"], kind)) if row else (0, kind())}

    version, value = (await _known.of([name], read))[name]
    assert isinstance(value, kind)
    return version, value


async def setting(kind: type[S]) -> S:
    """The tenant's settings of one room."""
    return (await versioned(kind))[1]


async def save_setting(value: msgspec.Struct, expected: int | None = None, by: UUID | None = None) -> int:
    """Keep `value` as the next version; returns its number. Raises `PreconditionFailed` when `expected` is not last."""
    name = _names[type(value)]
    tenant = current_tenant()
    row = await db().fetchrow(LATEST, tenant, name)
    last = int(row["version"]) if row else 0
    if expected is not None and expected != last:
        raise PreconditionFailed(version=last)
    await db().execute(
        "insert into tenant_setting (name, version, body, at, by_user) values ($1, $2, $3, $4, $5)",
        name, last + 1, msgspec.to_builtins(value), now(), by,
    )  # fmt: skip
    await signal("settings")
    return last + 1


def read_setting(name: str, body: Any) -> msgspec.Struct:
    """The struct behind `name` from JSON. Raises `UnknownSetting`, or `SettingInvalid` saying where and what."""
    kind = _declared.get(name)
    if kind is None:
        raise UnknownSetting(name=name)
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as error:
        raise SettingInvalid(faults=[explain(str(error))]) from error

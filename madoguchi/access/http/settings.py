"""/settings: what each room lets the tenant set, with the schema from which the form is made."""

from __future__ import annotations

from typing import Any

import msgspec

from madoguchi.access.ledger import audit
from madoguchi.kit.forms import form_of
from madoguchi.kit.http import Tagged, expected_version, get, principal, put
from madoguchi.kit.i18n import catalogue
from madoguchi.kit.settings import UnknownSetting, declared, read_setting, save_setting, versioned


class SettingsView(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one room. `form` is a JSON Schema titled in the reader's language; `version` 0: all as delivered."""

    name: str
    title: str
    version: int
    form: dict[str, Any]
    value: dict[str, Any]


async def _view(name: str, kind: type[msgspec.Struct]) -> SettingsView:
    locale = principal().locale
    version, value = await versioned(kind)
    return SettingsView(
        name=name,
        title=catalogue(locale).get(f"setting.{name}", name),
        version=version,
        form=form_of(f"setting.{name}", kind, locale),
        value=msgspec.to_builtins(value, str_keys=True),
    )


@get("/settings", needs="settings.admin")
async def list_settings() -> list[SettingsView]:
    """Every room's settings with the schema for their form."""
    return [await _view(name, kind) for name, kind in declared().items()]


@get("/settings/{name:str}", needs="settings.admin")
async def show_settings(name: str) -> Tagged[SettingsView]:
    """One room's settings."""
    kind = declared().get(name)
    if kind is None:
        raise UnknownSetting(name=name)
    view = await _view(name, kind)
    return Tagged(view, view.version)


@put("/settings/{name:str}", needs="settings.admin")
async def change_settings(name: str, data: dict[str, Any]) -> Tagged[SettingsView]:
    """Write one room's settings whole, as the next version. Needs If-Match."""
    value = read_setting(name, data)
    who = principal()
    version = await save_setting(value, expected_version(), by=who.user)
    await audit("settings.changed", "settings", None, {"name": name, "version": version})
    kind = type(value)
    fresh = await _view(name, kind)
    saved = msgspec.to_builtins(value, str_keys=True)
    return Tagged(msgspec.structs.replace(fresh, version=version, value=saved), version)


routes = [list_settings, show_settings, change_settings]

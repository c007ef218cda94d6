"""The connectors that this process holds open, one a connection and version of its settings."""

from __future__ import annotations

import asyncio
from uuid import UUID

import msgspec

from madoguchi.crm.errors import SettingsInvalid
from madoguchi.crm.guard import Guarded
from madoguchi.crm.model import Connection
from madoguchi.crm.store import connections as store
from madoguchi.crm.vendors import settings_of, vendor
from madoguchi.kit.db import current_tenant
from madoguchi.kit.errors import Fault
from madoguchi.kit.vault import Scope, seal, unseal

_open: dict[tuple[UUID, UUID], tuple[int, Guarded]] = {}
_closing: set[asyncio.Task[None]] = set()


async def connector(connection: Connection) -> Guarded:
    """The open connector of a connection, within the unit at work. Raises `SettingsInvalid`, `VendorUnknown`."""
    place = (current_tenant(), connection.id)
    held = _open.get(place)
    if held is not None and held[0] == connection.version:
        return held[1]
    kind = vendor(connection.vendor)
    secrets = await secrets_of(connection.id)
    missing = [name for name in kind.secrets if not secrets.get(name)]
    if missing:
        raise SettingsInvalid(faults=[Fault(at=f"secrets.{name}", code="crm_secret_missing") for name in missing])
    opened = Guarded(kind.code, kind.open(settings_of(connection.vendor, connection.settings), secrets))
    _open[place] = (connection.version, opened)
    if held is not None:
        _close(held[1])
    return opened


def resting(connection: UUID) -> bool:
    """Whether this process leaves a connection alone for a while because it failed repeatedly."""
    held = _open.get((current_tenant(), connection))
    return held is not None and held[1].breaker.resting


def forget(connection: UUID) -> None:
    """Close what is held open for a connection that is gone."""
    held = _open.pop((current_tenant(), connection), None)
    if held is not None:
        _close(held[1])


async def close_all() -> None:
    """Give back everything (orderly stop)."""
    held = list(_open.values())
    _open.clear()
    for _, opened in held:
        await opened.close()
    await asyncio.gather(*_closing, return_exceptions=True)


async def seal_secrets(connection: UUID, secrets: dict[str, str]) -> bytes:
    """Secrets as they are stored."""
    return await seal(Scope(connection), msgspec.json.encode(secrets))


async def secrets_of(connection: UUID) -> dict[str, str]:
    """The secrets of a connection, opened: for its connector, and to be kept where only some are changed."""
    sealed = await store.secrets_of(connection)
    if sealed is None:
        return {}
    return msgspec.json.decode(await unseal(Scope(connection), sealed), type=dict[str, str])


def _close(opened: Guarded) -> None:
    task = asyncio.create_task(opened.close())
    _closing.add(task)
    task.add_done_callback(_closing.discard)

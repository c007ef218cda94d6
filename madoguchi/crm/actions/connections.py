"""Connections made, changed, tested and taken away by an administrator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, structs, to_builtins

from madoguchi.access import audit
from madoguchi.crm import opened
from madoguchi.crm.booking import book
from madoguchi.crm.errors import ConnectionNameTaken, ConnectionUnknown, CrmFault, SettingsInvalid
from madoguchi.crm.model import Connection
from madoguchi.crm.store import connections as store
from madoguchi.crm.store import writebacks
from madoguchi.crm.vendors import settings_of, vendor
from madoguchi.kit.clock import now
from madoguchi.kit.errors import DomainError, Fault, PreconditionFailed
from madoguchi.kit.ids import new_id

Name = Annotated[str, Meta(min_length=1, max_length=100)]
Template = Annotated[str, Meta(max_length=4000)]
Secrets = dict[str, Annotated[str, Meta(max_length=4000)]]


class ConnectionForm(Struct, frozen=True, kw_only=True):
    """A connection to make. `settings` are the vendor's; `secrets`, what it names as such, are never shown."""

    vendor: str
    name: Name
    settings: dict[str, Any] = {}
    secrets: Secrets = {}
    active: bool = True
    locale: Literal["ja", "en"] = "ja"
    link_base: str = ""
    subject_template: Template = ""
    text_template: Template = ""


class ConnectionChange(Struct, frozen=True, kw_only=True):
    """What is to change; what is not named stays, secrets one by one."""

    name: Name | UnsetType = UNSET
    settings: dict[str, Any] | UnsetType = UNSET
    secrets: Secrets | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    locale: Literal["ja", "en"] | UnsetType = UNSET
    link_base: str | UnsetType = UNSET
    subject_template: Template | UnsetType = UNSET
    text_template: Template | UnsetType = UNSET


class CheckResult(Struct, frozen=True, kw_only=True):
    """What the test button says: `result` is "ok" or an error's code, `version` the CRM's own."""

    result: str
    version: str = ""


async def add_connection(form: ConnectionForm) -> Connection:
    """Connect to a CRM; nothing is sent yet. Raises `VendorUnknown`, `SettingsInvalid`, `ConnectionNameTaken`."""
    _secrets_fit(form.vendor, form.secrets)
    settings = settings_of(form.vendor, form.settings)
    await _free(form.name, None)
    moment = now()
    made = Connection(
        id=new_id(), vendor=form.vendor, name=form.name, active=form.active, settings=to_builtins(settings),
        locale=form.locale, link_base=form.link_base, subject_template=form.subject_template,
        text_template=form.text_template, created=moment, changed=moment, checked=None, check_result="", version=1,
    )  # fmt: skip
    await store.insert(made, await opened.seal_secrets(made.id, form.secrets))
    await audit("crm.connection_added", "crm_connection", made.id, {"vendor": made.vendor, "name": made.name})
    return made


async def change_connection(id: UUID, change: ConnectionChange, expected_version: int) -> Connection:
    """Change a connection. Switched on again, it is told at once what it is owed.

    Raises `ConnectionUnknown`, `SettingsInvalid`, `ConnectionNameTaken`, or `PreconditionFailed` after another change.
    """
    before = await store.by_id(id, lock=True)
    if before is None:
        raise ConnectionUnknown
    if before.version != expected_version:
        raise PreconditionFailed(version=before.version)
    named = {
        name: getattr(change, name)
        for name in ConnectionChange.__struct_fields__
        if name != "secrets" and getattr(change, name) is not UNSET
    }
    if "name" in named:
        await _free(named["name"], id)
    if "settings" in named:
        named["settings"] = to_builtins(settings_of(before.vendor, named["settings"]))
    after = structs.replace(before, **named, changed=now(), version=before.version + 1)
    sealed = None
    if change.secrets is not UNSET:
        _secrets_fit(before.vendor, change.secrets)
        sealed = await opened.seal_secrets(id, await opened.secrets_of(id) | change.secrets)
    await store.update(after, sealed)
    fields = sorted(named) + (["secrets"] if sealed else [])
    await audit("crm.connection_changed", "crm_connection", id, {"fields": [*fields]})
    if after.active:
        for customer in await writebacks.owed_customers(id):
            await book(id, customer, now())
    return after


async def remove_connection(id: UUID) -> None:
    """Forget a connection with its cards and what is still owed to it. Raises `ConnectionUnknown`."""
    if not await store.remove(id):
        raise ConnectionUnknown
    opened.forget(id)
    await audit("crm.connection_removed", "crm_connection", id)


async def check_connection(id: UUID) -> CheckResult:
    """Sign in over there now, whatever the breaker thinks. Raises `ConnectionUnknown`."""
    connection = await store.by_id(id)
    if connection is None:
        raise ConnectionUnknown
    try:
        checked = await (await opened.connector(connection)).check()
        result = CheckResult(result="ok", version=checked.version)
    except (CrmFault, DomainError) as error:
        result = CheckResult(result=error.reason)
    await store.checked(id, now(), result.result)
    await audit("crm.connection_tested", "crm_connection", id, {"result": result.result})
    return result


def _secrets_fit(code: str, secrets: Mapping[str, str]) -> None:
    unknown = sorted(set(secrets) - set(vendor(code).secrets))
    if unknown:
        raise SettingsInvalid(faults=[Fault(at=f"secrets.{name}", code="crm_secret_unknown") for name in unknown])


async def _free(name: str, mine: UUID | None) -> None:
    if await store.named(name) not in (None, mine):
        raise ConnectionNameTaken

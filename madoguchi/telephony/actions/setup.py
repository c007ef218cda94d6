"""Numbers and trunks: who may change them is checked above, that they can work is checked here."""

from __future__ import annotations

import re
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from madoguchi import access
from madoguchi.kit.db import unit
from madoguchi.kit.errors import Fault, PreconditionFailed
from madoguchi.kit.ids import new_id
from madoguchi.kit.log import log
from madoguchi.kit.signals import signal
from madoguchi.kit.vault import Erased, Scope, seal, unseal
from madoguchi.telephony.actions.testing import dialable
from madoguchi.telephony.errors import NumberTaken, NumberUnknown, TrunkInUse, TrunkInvalid, TrunkUnknown
from madoguchi.telephony.lines import trunk_applier
from madoguchi.telephony.model import Number, Trunk, TrunkLine
from madoguchi.telephony.store import setup as store

CHANGED = "telephony.trunks"
"""The signal on which nodes with a switch of their own tell it the trunks again."""

HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?(?::[0-9]{1,5})?")
SOURCE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.\-:]*[A-Za-z0-9])?(?:/[0-9]{1,3})?")
SECRET = re.compile(r"[^\s\[\];#][^\s\[\];]{0,127}")


class NumberForm(Struct, frozen=True, kw_only=True):
    """A number of ours, as people write it, and what it is for."""

    number: Annotated[str, Meta(min_length=2, max_length=32)]
    label: Annotated[str, Meta(max_length=100)] = ""
    entry_point: UUID | None = None
    line_of_business_id: UUID | None = None
    trunk_id: UUID | None = None
    outbound: bool = False
    active: bool = True


class TrunkForm(Struct, frozen=True, kw_only=True):
    """A line to the outside. `password`: None keeps it, "" removes it."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    host: Annotated[str, Meta(min_length=1, max_length=200)]
    accepts: Annotated[list[Annotated[str, Meta(max_length=100)]], Meta(max_length=50)] = []
    username: Annotated[str, Meta(max_length=128)] = ""
    password: Annotated[str, Meta(max_length=128)] | None = None
    registers: bool = False
    active: bool = True


async def add_number(form: NumberForm) -> Number:
    """Raises NumberInvalid, NumberTaken, TrunkUnknown."""
    return await _save_number(new_id(), form, 1)


async def change_number(id: UUID, form: NumberForm, expected: int) -> Number:
    """Raises NumberUnknown, PreconditionFailed, NumberInvalid, NumberTaken, TrunkUnknown."""
    before = await store.number(id, lock=True)
    if before is None:
        raise NumberUnknown
    if before.version != expected:
        raise PreconditionFailed(version=before.version)
    return await _save_number(id, form, expected + 1)


async def _save_number(id: UUID, form: NumberForm, version: int) -> Number:
    if form.trunk_id is not None and await store.trunk(form.trunk_id) is None:
        raise TrunkUnknown
    value = Number(
        id=id,
        e164=dialable(form.number),
        label=form.label.strip(),
        entry_point=form.entry_point,
        line_of_business_id=form.line_of_business_id,
        trunk_id=form.trunk_id,
        outbound=form.outbound,
        active=form.active,
        version=version,
    )
    if not await store.save_number(value):
        raise NumberTaken
    await access.audit("number.saved", "number", id, {"active": form.active})
    return value


async def add_trunk(form: TrunkForm) -> Trunk:
    """Raises TrunkInvalid."""
    return await _save_trunk(new_id(), form, 1, had_password=False)


async def change_trunk(id: UUID, form: TrunkForm, expected: int) -> Trunk:
    """Raises TrunkUnknown, PreconditionFailed, TrunkInvalid, TrunkInUse."""
    before = await store.trunk(id, lock=True)
    if before is None:
        raise TrunkUnknown
    if before.version != expected:
        raise PreconditionFailed(version=before.version)
    if before.active and not form.active and any(n.trunk_id == id and n.active for n in await store.numbers()):
        raise TrunkInUse
    return await _save_trunk(id, form, expected + 1, had_password=before.has_password)


async def _save_trunk(id: UUID, form: TrunkForm, version: int, *, had_password: bool) -> Trunk:
    _check(form)
    value = Trunk(
        id=id,
        name=form.name.strip(),
        host=form.host,
        accepts=list(form.accepts),
        username=form.username,
        has_password=had_password if form.password is None else bool(form.password),
        registers=form.registers,
        active=form.active,
        version=version,
    )
    if not await store.save_trunk(value):
        raise TrunkInvalid(faults=[Fault(at="name", code="trunk_name_taken")])
    if form.password is not None:
        await store.save_password(id, await seal(Scope(id), form.password.encode()) if form.password else None)
    await access.audit("trunk.saved", "trunk", id, {"active": form.active, "registers": form.registers})
    await signal(CHANGED)
    return value


def _check(form: TrunkForm) -> None:
    faults = []
    if not HOST.fullmatch(form.host):
        faults.append(Fault(at="host", code="trunk_host"))
    faults += [
        Fault(at=f"accepts[{place}]", code="trunk_source")
        for place, source in enumerate(form.accepts)
        if not SOURCE.fullmatch(source)
    ]
    for name, value in (("username", form.username), ("password", form.password or "")):
        if value and not SECRET.fullmatch(value):
            faults.append(Fault(at=name, code="trunk_secret"))
    if form.registers and not form.username:
        faults.append(Fault(at="username", code="trunk_needs_user"))
    if faults:
        raise TrunkInvalid(faults=faults)


async def apply_trunks() -> None:
    """Make this node's own switch know every tenant's trunks. Outside a unit; nothing where the switch is not ours."""
    applier = trunk_applier()
    if applier is None:
        return
    lines: list[TrunkLine] = []
    for tenant in await access.tenants():
        async with unit(tenant, readonly=True):
            lines += [await _line(trunk) for trunk in await store.trunks() if trunk.active]
    await applier(lines)


async def _line(trunk: Trunk) -> TrunkLine:
    sealed = await store.password(trunk.id)
    password = ""
    if sealed is not None:
        try:
            password = (await unseal(Scope(trunk.id), sealed)).decode()
        except Erased:
            log.error("trunk_password_lost", trunk=str(trunk.id))
    return TrunkLine(
        name=str(trunk.id),
        host=trunk.host,
        accepts=tuple(trunk.accepts),
        username=trunk.username,
        password=password,
        registers=trunk.registers,
    )

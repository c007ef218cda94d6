"""What a line of an import does: judged, written, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import asyncpg
import msgspec

from madoguchi.access import audit
from madoguchi.customers.actions.acting import defaults
from madoguchi.customers.actions.identities import attach, read_address
from madoguchi.customers.actions.profiles import changed_fields, form_of
from madoguchi.customers.actions.wishes import set_preferences
from madoguchi.customers.errors import CustomerInvalid
from madoguchi.customers.events import CustomerChanged, CustomerCreated
from madoguchi.customers.model.address import Address, AddressInvalid
from madoguchi.customers.model.form import Defaults, Profile, ProfileForm, read_profile
from madoguchi.customers.model.importing import Said, said
from madoguchi.customers.model.structs import Customer
from madoguchi.customers.settings import CustomerSettings
from madoguchi.customers.store import identities, profiles
from madoguchi.customers.store import imports as store
from madoguchi.customers.store.imports import Import, Judgement, Line
from madoguchi.kit.clock import now
from madoguchi.kit.db import db
from madoguchi.kit.errors import Fault
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.settings import setting


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A line, understood: what it says, its addresses in their one form, and everything wrong with it."""

    line: Line
    said: Said
    addresses: list[Address]
    faults: list[Fault]


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """How the lines of one import are read."""

    mapping: dict[int, str]
    tiers: dict[str, str]
    defaults: Defaults
    match_by: str

    async def read(self, line: Line) -> Reading:
        """Understand a line."""
        says = said(line.cells, self.mapping, self.tiers)
        faults = read_profile(says.form, self.defaults, now().date())[1]
        faults = [fault for fault in faults if fault.at in says.given or fault.code == "name_missing"]
        addresses: list[Address] = []
        for field, kind, raw in says.addresses:
            try:
                addresses.append(await read_address(kind, raw))
            except AddressInvalid as error:
                faults += [Fault(at=field, code=fault.code, params=fault.params) for fault in error.faults]
        if len(says.number) > 40:
            faults.append(Fault(at="number", code="too_long", params={"limit": 40}))
        return Reading(line=line, said=says, addresses=addresses, faults=faults)

    def key(self, reading: Reading) -> str | None:
        """What the line is recognised by."""
        if self.match_by == "number":
            return reading.said.number or None
        return next((a.value for a in reading.addresses if a.kind == self.match_by), None)


async def reader_of(work: Import) -> Reader:
    """How the lines of `work` are read."""
    settings = await setting(CustomerSettings)
    names = {name.casefold(): tier.code for tier in settings.tiers for name in (tier.code, tier.name_ja, tier.name_en)}
    return Reader(
        mapping={int(at): field for at, field in work.mapping.items()},
        tiers=names,
        defaults=await defaults(),
        match_by=work.options.match_by,
    )


async def _known(match_by: str, keys: Sequence[str]) -> dict[str, list[UUID]]:
    if match_by == "none" or not keys:
        return {}
    return await store.numbered(keys) if match_by == "number" else await store.owners(match_by, keys)


async def judge(work: Import, lines: Sequence[Line]) -> list[str]:
    """The dry run of some lines: what would become of each, with every fault. Returns the effects."""
    reader = await reader_of(work)
    readings = [await reader.read(line) for line in lines]
    keys = {reading.line.id: reader.key(reading) for reading in readings}
    wanted = [key for key in keys.values() if key]
    known, seen = await _known(reader.match_by, wanted), await store.keys_seen(work.id, wanted)
    judgements: list[Judgement] = []
    for reading in readings:
        key = keys[reading.line.id]
        found = known.get(key, []) if key else []
        faults = list(reading.faults)
        if key and key in seen:
            faults.append(Fault(at=reader.match_by, code="duplicate_in_file"))
        elif len(found) > 1:
            faults.append(Fault(at=reader.match_by, code="match_ambiguous", params={"count": len(found)}))
        if key:
            seen.add(key)
        skipped = bool(found) and work.options.on_match == "skip"
        judgements.append(
            Judgement(
                id=reading.line.id,
                effect="faulty" if faults else "skipped" if skipped else "ready",
                faults=faults,
                match_key=key,
                match_id=found[0] if len(found) == 1 else None,
            )
        )
    await store.judge(judgements)
    return [judgement.effect for judgement in judgements]


async def write(work: Import, lines: Sequence[Line]) -> list[str]:
    """Write lines that the dry run found ready. Returns the effects."""
    reader = await reader_of(work)
    effects: list[str] = []
    for line in lines:
        reading = await reader.read(line)
        await db().execute("savepoint line")
        try:
            effects.append(await _write(work, reader, reading))
        except (asyncpg.IntegrityConstraintViolationError, CustomerInvalid, AddressInvalid) as error:
            await db().execute("rollback to savepoint line")
            code = "already_there" if isinstance(error, asyncpg.UniqueViolationError) else "line_refused"
            judgement = Judgement(
                id=line.id, effect="faulty", faults=[Fault(at="line", code=code)], match_key=None, match_id=None
            )
            await store.judge([judgement])
            effects.append("faulty")
        await db().execute("release savepoint line")
    return effects


async def _write(work: Import, reader: Reader, reading: Reading) -> str:
    key = reader.key(reading)
    known = (await _known(reader.match_by, [key])).get(key, []) if key else []
    before = await profiles.by_id(known[0], lock=True) if known else None
    if before is None:
        return await _create(work, reader, reading)
    if work.options.on_match == "skip":
        await store.mark(reading.line.id, "skipped")
        return "skipped"
    return await _update(work, reader, reading, before)


async def _give_addresses(customer: UUID, addresses: Sequence[Address]) -> list[UUID]:
    added = [await attach(customer, address) for address in addresses]
    return [row.id for row in added if row is not None]


async def _finish(reading: Reading, customer: UUID, effect: str, before: Customer | None, added: list[UUID]) -> str:
    if reading.said.do_not_call:
        await set_preferences(customer, {"do_not_call": True})
    after = await profiles.by_id(customer)
    assert after is not None
    was = form_of(before) if before else None
    await store.done(reading.line.id, effect, customer, after.version, was, added)
    return effect


async def _create(work: Import, reader: Reader, reading: Reading) -> str:
    profile, _ = read_profile(reading.said.form, reader.defaults, now().date())
    customer = await profiles.insert(new_id(), reading.said.number or None, profile, now())
    added = await _give_addresses(customer.id, reading.addresses)
    await audit("customer.imported", "customer", customer.id, reason=work.id)
    record(CustomerCreated(customer=customer.id))
    return await _finish(reading, customer.id, "created", None, added)


def _merged(before: Customer, says: Said, with_defaults: Defaults) -> Profile:
    """The profile with what the line says over it; what the line leaves empty stays."""
    values = form_of(before) | {name: getattr(says.form, name) for name in says.given}
    return read_profile(msgspec.convert(values, ProfileForm), with_defaults, now().date())[0]


async def _update(work: Import, reader: Reader, reading: Reading, before: Customer) -> str:
    profile = _merged(before, reading.said, reader.defaults)
    fields = changed_fields(before, profile)
    if fields:
        after = await profiles.update(before.id, before.version, profile, now())
        assert after is not None
        await audit("customer.imported", "customer", before.id, {"fields": list(fields)}, reason=work.id)
        record(CustomerChanged(customer=before.id, fields=fields, version=after.version))
    added = await _give_addresses(before.id, reading.addresses)
    if added and not fields:
        await profiles.touch(before.id, now())
    if not fields and not added:
        await store.mark(reading.line.id, "skipped")
        return "skipped"
    return await _finish(reading, before.id, "updated", before, added)


async def take_back(work: Import, lines: Sequence[Line]) -> list[str]:
    """Undo lines: a created customer is removed, a changed one gets the old values. Returns the effects.

    What somebody changed since, or what the other rooms hold on to by now, is kept as it is; so is a do-not-call,
    which is better kept once too often.
    """
    with_defaults = await defaults()
    effects: list[str] = []
    for line in lines:
        await db().execute("savepoint line")
        try:
            effect = await _take_back(work, line, with_defaults)
        except asyncpg.ForeignKeyViolationError:
            await db().execute("rollback to savepoint line")
            effect = "kept"
        await db().execute("release savepoint line")
        await store.mark(line.id, effect)
        effects.append(effect)
    return effects


async def _take_back(work: Import, line: Line, with_defaults: Defaults) -> str:
    current = await profiles.by_id(line.customer_id, lock=True) if line.customer_id else None
    if current is None or current.version != line.version_after:
        return "kept"
    if line.effect == "created":
        await profiles.delete(current.id)
        await audit("customer.import_undone", "customer", current.id, reason=work.id)
        return "undone"
    await _restore(current, line.before or {}, with_defaults)
    for identity in line.added:
        await identities.delete(current.id, identity)
    await audit("customer.import_undone", "customer", current.id, reason=work.id)
    return "undone"


async def _restore(current: Customer, before: Mapping[str, object], with_defaults: Defaults) -> None:
    profile, _ = read_profile(msgspec.convert(before, ProfileForm), with_defaults, now().date())
    fields = changed_fields(current, profile)
    after = await profiles.update(current.id, current.version, profile, now())
    assert after is not None
    record(CustomerChanged(customer=current.id, fields=fields, version=after.version))

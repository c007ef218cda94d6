"""Imports step by step: upload, map, try (dry run), run, undo. The long steps are jobs of a few hundred lines each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from uuid import UUID

import msgspec

from madoguchi import files
from madoguchi.access import audit
from madoguchi.customers.actions.acting import actor
from madoguchi.customers.errors import ImportState, ImportUnknown, MappingInvalid
from madoguchi.customers.events import ImportProgressed
from madoguchi.customers.model.importing import mapping_fault, suggest
from madoguchi.customers.settings import CustomerSettings
from madoguchi.customers.store import imports as store
from madoguchi.customers.store.imports import Column, Import, Options
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault, PreconditionFailed
from madoguchi.kit.facts import record
from madoguchi.kit.jobs import schedule
from madoguchi.kit.settings import setting
from madoguchi.kit.sheets import SAMPLES, SheetUnreadable, read_table


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """Body of the jobs: the import to go on with."""

    id: UUID


def told(done: Import) -> Import:
    """Announce where an import stands."""
    record(ImportProgressed(id=done.id, state=done.state))
    return done


async def book(name: str, id: UUID) -> None:
    """Go on with a step as soon as may be."""
    await schedule(f"customers.import_{name}", Step(id=id), due=now(), key=f"customer_import:{id}")


async def upload(content: AsyncIterator[bytes], name: str) -> Import:
    """Keep a CSV file or Excel workbook and suggest what its columns are.

    Raises SheetUnreadable, files.FileTooLarge, files.FileTypeRefused, files.FileEmpty.
    """
    kept = await files.keep(content, name, "import")
    plain = await (await files.open_file(kept.id)).content()
    table = await asyncio.to_thread(read_table, plain, 200)
    if not table.rows:
        raise SheetUnreadable("import_empty")
    columns = [
        Column(heading=heading, samples=[row[at][:60] for row in table.rows[:SAMPLES]])
        for at, heading in enumerate(table.headings)
    ]
    mapping: dict[str, str] = {str(at): field for at, field in suggest(table.headings, table.rows).items()}
    made = await store.insert(kept.id, kept.name, columns, mapping, now(), actor())
    await audit("customer_import.uploaded", "customer_import", made.id, {"file": kept.name})
    return told(made)


async def _at_rest(id: UUID, *states: str) -> Import:
    found = await store.by_id(id, lock=True)
    if found is None:
        raise ImportUnknown
    if found.state not in states:
        raise ImportState(state=found.state)
    return found


async def set_mapping(id: UUID, mapping: Mapping[int, str], options: Options, expected: int) -> Import:
    """Say which column is which field and how lines find their customers; a dry run made before is void.

    Raises ImportUnknown, ImportState, MappingInvalid, PreconditionFailed.
    """
    found = await _at_rest(id, "uploaded", "checked", "failed")
    if found.version != expected:
        raise PreconditionFailed(version=found.version)
    fault = mapping_fault(mapping, len(found.columns))
    if fault is None and options.match_by not in {"none", *mapping.values()}:
        fault = "match_column_missing"
    if fault:
        raise MappingInvalid(faults=[Fault(at="mapping", code=fault)])
    named: dict[str, str] = {str(at): field for at, field in sorted(mapping.items())}
    return told(
        await store.change(
            id, mapping=named, options=msgspec.to_builtins(options), state="uploaded", problem=None, failed_rows=0
        )
    )


async def check(id: UUID) -> Import:
    """Begin the dry run: every line is read and judged, nothing is written. Raises ImportUnknown, ImportState."""
    found = await _at_rest(id, "uploaded", "checked", "failed")
    fault = mapping_fault({int(at): field for at, field in found.mapping.items()}, len(found.columns))
    if fault:
        raise MappingInvalid(faults=[Fault(at="mapping", code=fault)])
    await book("read", id)
    return told(
        await store.change(id, state="checking", total=0, reached=0, failed_rows=0, skipped_rows=0, problem=None)
    )


async def run(id: UUID) -> Import:
    """Begin to write what the dry run found ready; faulty lines are left out. Raises ImportUnknown, ImportState."""
    found = await _at_rest(id, "checked")
    await audit("customer_import.run", "customer_import", id, {"file": found.file_name, "lines": found.total})
    await book("write", id)
    left_out = found.failed_rows + found.skipped_rows
    return told(await store.change(id, state="running", reached=left_out))


async def undo(id: UUID) -> Import:
    """Begin to take a finished import back: what somebody changed since stays. Raises ImportUnknown, ImportState."""
    found = await _at_rest(id, "done")
    days = (await setting(CustomerSettings)).import_keep_days
    if found.finished is not None and now() - found.finished > timedelta(days=days):
        raise ImportState("import_undo_over", days=days)
    await audit("customer_import.undone", "customer_import", id, {"file": found.file_name})
    await book("undo", id)
    return told(
        await store.change(
            id, state="undoing", reached=0, total=found.created_rows + found.updated_rows, undone_rows=0, kept_rows=0
        )
    )

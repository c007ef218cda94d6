"""entry_flow and flow_version."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.kit.db import current_tenant, db, many, one
from madoguchi.workflows.model.flow import Flow, FlowRow, Version, VersionGraph
from madoguchi.workflows.model.graph import Graph

ROW = """f.id, f.name, f.active, f.published, v.at as published_at, v.graph is distinct from f.draft as changed,
    f.drafted, f.drafted_by, f.version"""
FROM = """from entry_flow f
    left join flow_version v on v.tenant_id = f.tenant_id and v.flow_id = f.id and v.number = f.published"""
VERSION = "number, note, at, by, came_from"


async def flows() -> list[FlowRow]:
    """Every flow by name."""
    return many(FlowRow, await db().fetch(f"select {ROW} {FROM} where f.tenant_id = $1 order by f.name", _tenant()))


async def flow(flow_id: UUID, *, lock: bool = False) -> Flow | None:
    """One flow with its draft."""
    hold = " for update of f" if lock else ""
    sql = f"select {ROW}, f.draft {FROM} where f.tenant_id = $1 and f.id = $2{hold}"
    return one(Flow, await db().fetchrow(sql, _tenant(), flow_id))


async def name_taken(name: str, but: UUID) -> bool:
    """Whether another flow has this name."""
    return bool(await db().fetchval("select exists (select from entry_flow where name = $1 and id <> $2)", name, but))


async def add(flow_id: UUID, name: str, draft: Graph, at: datetime, by: UUID | None) -> None:
    """A new flow, not published yet."""
    await db().execute(
        "insert into entry_flow (id, name, draft, drafted, drafted_by) values ($1, $2, $3, $4, $5)",
        flow_id, name, _plain(draft), at, by,
    )  # fmt: skip


async def rename(flow_id: UUID, name: str, active: bool) -> None:
    """Its name, and whether calls take it."""
    await db().execute(
        "update entry_flow set name = $2, active = $3, version = version + 1 where id = $1", flow_id, name, active
    )


async def save_draft(flow_id: UUID, draft: Graph, at: datetime, by: UUID | None) -> None:
    """What people work on."""
    await db().execute(
        "update entry_flow set draft = $2, drafted = $3, drafted_by = $4, version = version + 1 where id = $1",
        flow_id, _plain(draft), at, by,
    )  # fmt: skip


async def publish(
    flow_id: UUID, graph: Graph, at: datetime, by: UUID | None, note: str, came_from: int | None = None
) -> int:
    """Make a graph the newest version, which calls take from now on; returns its number."""
    number: int = await db().fetchval(
        """insert into flow_version (flow_id, number, graph, note, at, by, came_from)
           select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6 from flow_version where flow_id = $1
           returning number""",
        flow_id, _plain(graph), note, at, by, came_from,
    )  # fmt: skip
    await db().execute("update entry_flow set published = $2, version = version + 1 where id = $1", flow_id, number)
    return number


async def versions(flow_id: UUID) -> list[Version]:
    """What was published, the newest first."""
    sql = f"select {VERSION} from flow_version where tenant_id = $1 and flow_id = $2 order by number desc limit 200"
    return many(Version, await db().fetch(sql, _tenant(), flow_id))


async def version(flow_id: UUID, number: int) -> VersionGraph | None:
    """One published version."""
    sql = f"select {VERSION}, graph from flow_version where tenant_id = $1 and flow_id = $2 and number = $3"
    return one(VersionGraph, await db().fetchrow(sql, _tenant(), flow_id, number))


def _tenant() -> UUID:
    return current_tenant()


def _plain(graph: Graph) -> object:
    return msgspec.to_builtins(graph)

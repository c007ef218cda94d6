"""prompt: the library of what callers hear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

import msgspec

from madoguchi.kit.db import current_tenant, db, many, one
from madoguchi.kit.remembered import Remembered
from madoguchi.kit.signals import signal
from madoguchi.workflows.model.graph import Graph
from madoguchi.workflows.model.nodes import prompts_of
from madoguchi.workflows.model.prompt import Prompt, Speaker

PROMPT = "id, name, voices, changed, changed_by, version"
TOPIC: Final = "workflows.prompts"
_known: Final = Remembered[UUID, Prompt](TOPIC)


async def prompts() -> list[Prompt]:
    """Every prompt by name."""
    sql = f"select {PROMPT} from prompt where tenant_id = $1 order by name, id"
    return many(Prompt, await db().fetch(sql, current_tenant()))


async def prompt(id: UUID, *, lock: bool = False) -> Prompt | None:
    """One prompt."""
    sql = f"select {PROMPT} from prompt where tenant_id = $1 and id = $2" + (" for update" if lock else "")
    return one(Prompt, await db().fetchrow(sql, current_tenant(), id))


async def known(ids: list[UUID]) -> dict[UUID, Prompt]:
    """Prompts by id, remembered by the process: they are asked for at every call."""
    return await _known.of(ids, _read)


async def _read(ids: list[UUID]) -> Mapping[UUID, Prompt]:
    rows = await db().fetch(f"select {PROMPT} from prompt where tenant_id = $1 and id = any($2)", current_tenant(), ids)
    return {found.id: found for found in many(Prompt, rows)}


async def name_taken(name: str, but: UUID) -> bool:
    """Whether another prompt has this name."""
    return bool(await db().fetchval("select exists (select from prompt where name = $1 and id <> $2)", name, but))


async def save(value: Prompt) -> None:
    """New or changed."""
    await db().execute(
        """insert into prompt (id, name, voices, changed, changed_by, version) values ($1, $2, $3, $4, $5, $6)
           on conflict (tenant_id, id) do update set name = $2, voices = $3, changed = $4, changed_by = $5, version = $6
        """,
        value.id, value.name, msgspec.to_builtins(value.voices), value.changed, value.changed_by, value.version,
    )  # fmt: skip
    await signal(TOPIC)


async def remove(id: UUID) -> None:
    """Take a prompt away."""
    await db().execute("delete from prompt where id = $1", id)
    await signal(TOPIC)


SPEAKERS = """
    select f.id, f.name, f.draft, v.graph from entry_flow f
    left join flow_version v on v.tenant_id = f.tenant_id and v.flow_id = f.id and v.number = f.published
    where f.tenant_id = $1 order by f.name
"""


async def speakers() -> dict[str, list[Speaker]]:
    """By the name a step gives a prompt: the flows whose draft or published version speaks it."""
    found: dict[str, list[Speaker]] = {}
    for row in await db().fetch(SPEAKERS, current_tenant()):
        graphs = [msgspec.convert(each, Graph) for each in (row["draft"], row["graph"]) if each is not None]
        for spoken in {prompt for graph in graphs for node in graph.nodes for prompt in prompts_of(node)}:
            found.setdefault(spoken, []).append(Speaker(flow=row["id"], name=row["name"]))
    return found

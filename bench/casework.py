"""Cases to measure with, made by the product's own verbs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from uuid import UUID

from bench.frame import Place, say
from bench.people import fill, id_of
from madoguchi.cases import CaseFile, CaseStatus, Priority, open_case
from madoguchi.entrypoints.serving import calm_memory
from madoguchi.kit.db import close_database, open_database, unit
from madoguchi.kit.migrate import role_url
from madoguchi.kit.vault import open_vault

PEOPLE = 1_000
AT_ONCE = 8
TITLES = ("リモコンが動かない", "冷蔵庫が冷えない", "配送日の変更", "請求書の宛名", "保証期間の確認", "部品の取り寄せ")
PRIORITIES: tuple[Priority, ...] = ("normal", "normal", "normal", "low", "high", "urgent")
STATUSES: tuple[CaseStatus, ...] = ("new", "open", "pending", "resolved", "closed")


@asynccontextmanager
async def inside(place: Place) -> AsyncIterator[None]:
    """The product's database and vault, open in this process, its memory kept as the product keeps its own."""
    secret = (place.instance.folder / "data" / "secret").read_bytes().strip()
    urls = [role_url(place.instance.database_url, secret, role) for role in ("app", "sweep")]
    open_vault(secret)
    await open_database(urls[0], urls[1], AT_ONCE)
    calm_memory()
    try:
        yield
    finally:
        await close_database()


async def people(place: Place) -> None:
    """A thousand customers to open cases for."""
    count, place.count = place.count, PEOPLE
    await fill(place)
    place.count = count


async def make_cases(place: Place, count: int) -> list[UUID]:
    """Cases of every status and priority, within `inside`; most have somebody in charge and first words."""
    say(f"opening {count:,} cases")
    agent: UUID = await place.owner.fetchval("select id from app_user where tenant_id = $1 limit 1", place.tenant)
    random, made = Random(4), list[UUID]()

    async def one(n: int) -> CaseFile:
        async with unit(place.tenant):
            return await open_case(
                f"{random.choice(TITLES)} {n}", by=agent, customer=id_of(random.randrange(PEOPLE)),
                priority=random.choice(PRIORITIES), status=random.choice(STATUSES),
                assignee=agent if random.random() < 0.8 else None, text="お客様より電話。型番を確認済み。",
            )  # fmt: skip

    for start in range(0, count, AT_ONCE):
        made += [case.id for case in await asyncio.gather(*(one(n) for n in range(start, min(count, start + AT_ONCE))))]
    await place.owner.execute("vacuum analyze case_file, case_entry")
    return made

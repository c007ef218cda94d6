"""Building the demonstration: one tenant, in the order in which things refer to each other."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from uuid import UUID

from madoguchi import access
from madoguchi.access import Administrator
from madoguchi.entrypoints.demo.seed import (
    calendar,
    consenting,
    crowd,
    owed,
    reception,
    reported,
    story,
    todo,
    watch,
    wishes,
    year,
)
from madoguchi.entrypoints.demo.seed.company import ADMINISTRATOR, PEOPLE, found
from madoguchi.kit.clock import now
from madoguchi.kit.db import db, unit

PASSWORD = "minato-demo-2026"  # noqa: S105  # printed at every start: the demonstration is for everybody
SIGN_INS = tuple((person.email, person.role) for person in (*PEOPLE, ADMINISTRATOR))
CODE = "minato"
SEED = 315


async def seed(customers: int = 2000, contacts: int = 6000, begin: Callable[[], None] = lambda: None) -> UUID:
    """Make the company, unless it is there (`begin` is told); returns its tenant. A cut-short attempt is finished by
    the next start.
    """
    for tenant in await access.tenants():
        async with unit(tenant):
            if (await access.tenant()).code == CODE:
                break
    else:
        administrator = Administrator(
            email=ADMINISTRATOR.email, name=ADMINISTRATOR.name, kana=ADMINISTRATOR.kana, password=PASSWORD
        )
        tenant = (await access.create_tenant("みなと電機", administrator, code=CODE)).tenant.id
    password_hash = await access.hash_password(PASSWORD)
    async with unit(tenant):
        if await db().fetchval("select 1 from number limit 1"):
            return tenant
        begin()
        random, today = Random(SEED), now()
        first = await db().fetchval("select id from app_user order by id limit 1")
        company = await found(first, password_hash)
        people = await crowd.gather(random, company, today, customers)
        hours = await calendar.fill(Random(SEED), company, today)
        await reception.lay_out(company, hours["desk"])
        await wishes.say(random, company, today, people)
        await year.year(random, company, today, people, contacts)
        await todo.plan(random, company, today, people)
        await owed.owe(company, today, people)
        await story.tell(company, today)
        await consenting.ask(company, today)
        await watch.over()
        await reported.count(today)
    return tenant

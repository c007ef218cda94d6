"""Calls that are over and whose forms are owed: `python -m tests.soak.owed DATABASE_URL TENANT AGENT COUNT`."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from uuid import UUID

import msgspec

from madoguchi import customers, interactions
from madoguchi.entrypoints import bootstrap
from madoguchi.kit.clock import now
from madoguchi.kit.config import config, installation_secret
from madoguchi.kit.db import close_database, db, open_database, unit
from madoguchi.kit.facts import settle
from madoguchi.kit.migrate import role_url
from madoguchi.kit.vault import open_vault
from tests.founding import Company
from tests.instance import HERE, Instance

# The company's first call was over before it had a rule.
OPEN = "select id, interaction_id from wrapup where user_id = $1 and state <> 'done' and required = '{}'"


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """A form that the agent owes for a contact."""

    wrapup: UUID
    interaction: UUID


async def _call(agent: UUID, number: int) -> None:
    address = customers.normalise("phone", f"0901234{number:04d}")
    contact = await interactions.open_interaction("voice", f"owed-{number}", "in", address, dialled="+81312345678")
    await interactions.ringing(contact.id, agent, now())
    await interactions.joined(contact.id, agent, now())
    await interactions.left(contact.id, agent, now(), "customer")
    await interactions.customer_left(contact.id, now(), "normal")


async def _owe(database_url: str, tenant: UUID, agent: UUID, count: int) -> list[Owed]:
    secret = installation_secret(config())
    bootstrap.wire()
    open_vault(secret)
    await open_database(role_url(database_url, secret, "app"), role_url(database_url, secret, "sweep"), 4)
    for number in range(count):
        async with unit(tenant):
            await _call(agent, number)
        if number % 20 == 19:
            await settle()
    await settle()
    async with unit(tenant, readonly=True):
        rows = await db().fetch(OPEN, agent)
    await close_database()
    return [Owed(wrapup=row["id"], interaction=row["interaction_id"]) for row in rows]


def owe_forms(instance: Instance, company: Company, count: int) -> list[Owed]:
    """Let the company's agent owe `count` forms."""
    names = (instance.database_url, company.tenant, company.people["agent"], count)
    command = [sys.executable, "-m", "tests.soak.owed", *map(str, names)]
    done = subprocess.run(command, env=instance.environment, cwd=HERE, check=True, stdout=subprocess.PIPE)
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=list[Owed])


if __name__ == "__main__":
    url, tenant_, agent_, count_ = sys.argv[1:5]
    print(msgspec.json.encode(asyncio.run(_owe(url, UUID(tenant_), UUID(agent_), int(count_)))).decode())

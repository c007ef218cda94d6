"""A company for a running instance: `python -m tests.founding` beside it, as its first run would make one."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from uuid import UUID

import msgspec

from madoguchi import access, customers, interactions
from madoguchi.entrypoints import bootstrap
from madoguchi.kit.clock import now
from madoguchi.kit.config import config, installation_secret
from madoguchi.kit.db import close_database, open_database, unit
from madoguchi.kit.facts import settle
from madoguchi.kit.migrate import role_url
from madoguchi.kit.settings import save_setting
from madoguchi.kit.vault import open_vault
from madoguchi.workspace import WorkspaceSettings
from tests.instance import HERE, Instance

PASSWORD = "correct horse battery"
ROLES: tuple[access.Role, ...] = ("agent", "supervisor", "administrator", "auditor")


class Company(msgspec.Struct, frozen=True, kw_only=True):
    """What was founded: a person of each role has PASSWORD and the address `<role>@<code>.example.jp`."""

    tenant: UUID
    code: str
    people: dict[str, UUID]
    interaction: UUID
    segment: UUID

    def email(self, role: str) -> str:
        """The address of the person with that role."""
        return f"{role}@{self.code}.example.jp"


async def _found(database_url: str, code: str) -> Company:
    secret = installation_secret(config())
    bootstrap.wire()
    open_vault(secret)
    await open_database(role_url(database_url, secret, "app"), role_url(database_url, secret, "sweep"), 2)
    administrator = access.Administrator(email=f"administrator@{code}.example.jp", name="佐藤 一郎", password=PASSWORD)
    founded = await access.create_tenant(f"株式会社{code}", administrator, code=code)
    people = {"administrator": founded.administrator.id}
    hashed = await access.hash_password(PASSWORD)
    async with unit(founded.tenant.id):
        for role in ROLES:
            if role not in people:
                profile = access.Profile(
                    email=f"{role}@{code}.example.jp",
                    name=f"{code} {role}",
                    kana="",
                    locale="en",
                    roles=[role],
                    team_id=None,
                )
                people[role] = (await access.add_user(profile, hashed)).id
    async with unit(founded.tenant.id):
        await save_setting(WorkspaceSettings(wrapup_seconds=3600))  # open while a test looks on
        interaction, segment = await _call(people["agent"], code)
    await settle()
    async with unit(founded.tenant.id):
        while await access.seal_batch():
            pass
    await close_database()
    return Company(tenant=founded.tenant.id, code=code, people=people, interaction=interaction, segment=segment)


async def _call(agent: UUID, code: str) -> tuple[UUID, UUID]:
    """A call that one of ours took and that is over."""
    number = customers.normalise("phone", "090-1234-5678")
    moment = now()
    contact = await interactions.open_interaction("voice", f"past-{code}", "in", number, dialled="+81312345678")
    await interactions.ringing(contact.id, agent, moment)
    await interactions.joined(contact.id, agent, moment)
    await interactions.left(contact.id, agent, moment, "customer")
    await interactions.customer_left(contact.id, moment, "normal")
    return contact.id, (await interactions.segments_of(contact.id))[0].id


def found_company(instance: Instance, code: str = "sakura") -> Company:
    """Give a running instance a company."""
    command = [sys.executable, "-m", "tests.founding", instance.database_url, code]
    done = subprocess.run(command, env=instance.environment, cwd=HERE, check=True, stdout=subprocess.PIPE)
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Company)


if __name__ == "__main__":
    print(msgspec.json.encode(asyncio.run(_found(*sys.argv[1:3]))).decode())

"""A shift for two nodes: `python -m tests.nodes.shift DATABASE_URL COUNT` beside a running one gives it a company with
so many agents, a queue of them all, a number that leads there without a word, and a trunk that takes local calls.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys

import msgspec

from madoguchi import access, routing, telephony, workflows
from madoguchi.entrypoints import bootstrap
from madoguchi.kit.config import config, installation_secret
from madoguchi.kit.db import close_database, open_database, unit
from madoguchi.kit.facts import settle
from madoguchi.kit.migrate import role_url
from madoguchi.kit.settings import save_setting
from madoguchi.kit.vault import open_vault
from madoguchi.routing.actions.queues import QueueForm, set_members
from madoguchi.telephony import NumberForm, TelephonySettings, TrunkForm
from madoguchi.workflows import FlowForm, Short
from tests.founding import PASSWORD
from tests.instance import HERE, Instance

NUMBER = "0312340000"
CODE = "shift"


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """Who works: `<n>@shift.example.jp`, all with PASSWORD, and the administrator."""

    agents: list[str]
    administrator: str


async def _found(database_url: str, count: int) -> Shift:
    secret = installation_secret(config())
    bootstrap.wire()
    open_vault(secret)
    await open_database(role_url(database_url, secret, "app"), role_url(database_url, secret, "sweep"), 2)
    administrator = access.Administrator(email=f"administrator@{CODE}.example.jp", name="佐藤 一郎", password=PASSWORD)
    tenant = (await access.create_tenant(f"株式会社{CODE}", administrator, code=CODE)).tenant.id
    hashed = await access.hash_password(PASSWORD)
    emails = [f"{number}@{CODE}.example.jp" for number in range(count)]
    async with unit(tenant):
        people = [
            await access.add_user(
                access.Profile(email=email, name=email, kana="", locale="en", roles=["agent"], team_id=None), hashed
            )
            for email in emails
        ]
        queue = await routing.add_queue(QueueForm(code="all", name_ja="全員", name_en="All", offer_seconds=15))
        await set_members(queue.id, [person.id for person in people])
        to_all = Short(queue=queue.id, notice=False, max_wait_seconds=600)
        flow = await workflows.add(FlowForm(name="All", short=to_all))
        trunk = await telephony.add_trunk(TrunkForm(name="city", host="127.0.0.1:9", accepts=["127.0.0.1"]))
        await telephony.add_number(NumberForm(number=NUMBER, entry_point=flow.id, trunk_id=trunk.id))
        await save_setting(TelephonySettings(record_inbound="never"))
    await settle()
    await close_database()
    return Shift(agents=emails, administrator=administrator.email)


def found_shift(instance: Instance, count: int) -> Shift:
    """Give a running instance a shift."""
    command = [sys.executable, "-m", "tests.nodes.shift", instance.database_url, str(count)]
    done = subprocess.run(command, env=instance.environment, cwd=HERE, check=True, stdout=subprocess.PIPE)
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Shift)


if __name__ == "__main__":
    print(msgspec.json.encode(asyncio.run(_found(sys.argv[1], int(sys.argv[2])))).decode())

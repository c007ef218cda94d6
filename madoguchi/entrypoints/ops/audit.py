"""`madoguchi audit verify`: walk the ledger of every tenant and tell whether it holds."""

from __future__ import annotations

import argparse
import asyncio

import msgspec

from madoguchi import access
from madoguchi.entrypoints.installation import AlreadyRunning, Installation
from madoguchi.entrypoints.ops.place import Tell, database, teller
from madoguchi.kit.config import config
from madoguchi.kit.db import close_database, open_database, unit
from madoguchi.kit.i18n import say
from madoguchi.kit.migrate import role_url
from madoguchi.kit.postgres import PostgresFailed
from madoguchi.kit.vault import open_vault

name = "audit"
about = "verify the audit ledger"


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """One tenant's ledger, as it was found."""

    code: str
    found: access.Verification


def add(parser: argparse.ArgumentParser) -> None:
    """`verify` is the one thing to do."""
    verbs = parser.add_subparsers(required=True, metavar="verb")
    verify = verbs.add_parser("verify", help="walk every tenant's chain; exit status 1 when one does not hold")
    verify.set_defaults(act=act)


def act(_arguments: argparse.Namespace) -> int:
    """Tell each ledger's state; 1 when any does not hold."""
    from madoguchi.entrypoints.cli import terminal_locale

    locale = terminal_locale()
    tell = teller(locale)
    installation = Installation(config())
    try:
        with database(installation) as url:
            ledgers = asyncio.run(verify_all(url, installation.secret()))
    except (AlreadyRunning, PostgresFailed, OSError) as error:
        tell("audit.failed", why=error)
        return 1
    for ledger in ledgers:
        _tell(tell, ledger, say(f"audit.fault.{ledger.found.fault}", locale))
    if not ledgers:
        tell("audit.nothing")
    return 0 if all(ledger.found.holds for ledger in ledgers) else 1


def _tell(tell: Tell, ledger: Ledger, fault: str) -> None:
    found = ledger.found
    if found.holds:
        tell("audit.holds", tenant=ledger.code, entries=found.entries, seals=found.seals, head=found.head)
    else:
        tell("audit.broken", tenant=ledger.code, seal=found.fault_at, fault=fault)
    if found.unsealed:
        tell("audit.unsealed", tenant=ledger.code, entries=found.unsealed)


async def verify_all(owner_url: str, secret: bytes) -> list[Ledger]:
    """Walk every tenant's chain, as the application itself would."""
    open_vault(secret)
    await open_database(role_url(owner_url, secret, "app"), role_url(owner_url, secret, "sweep"), 2)
    try:
        ledgers = []
        for tenant in await access.tenants():
            async with unit(tenant, readonly=True):
                code = (await access.tenant()).code
                ledgers.append(Ledger(code=code, found=await access.verify()))
        return ledgers
    finally:
        await close_database()

"""The switches of the installation: of no tenant, and read by kit's sweep role.

A switch's password is sealed under the installation's key and bound to the switch's name.
"""

from __future__ import annotations

import os
from datetime import timedelta
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec.structs import asdict

from madoguchi.kit.db import database
from madoguchi.kit.log import log
from madoguchi.kit.vault import derived
from madoguchi.telephony.model import RegisteredSwitch

NONCE = 12

ANNOUNCE = """
    insert into switch (id, kind, url, account, password, phone_url, sip_address, owner, folder, announced, reached)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now(), now())
    on conflict (id) do update set kind = excluded.kind, url = excluded.url, account = excluded.account,
        password = excluded.password, phone_url = excluded.phone_url, sip_address = excluded.sip_address,
        owner = excluded.owner, folder = excluded.folder, announced = now()
"""
ALL = "select id, kind, url, account, password, phone_url, sip_address, owner, folder, holder from switch order by id"


async def announce(value: RegisteredSwitch) -> None:
    """Let every node know of a switch, or of what changed about it."""
    fields = asdict(value) | {"password": _seal(value.id, value.password)}
    names = ("id", "kind", "url", "account", "password", "phone_url", "sip_address", "owner", "folder")
    await database().sweep.execute(ANNOUNCE, *(fields[name] for name in names))


async def still_there(switches: list[str]) -> None:
    """Somebody still counts these among their switches."""
    await database().sweep.execute("update switch set announced = now() where id = any($1)", switches)


async def registered() -> list[RegisteredSwitch]:
    """All switches, by name. One whose password cannot be opened is left out."""
    found = []
    for row in await database().sweep.fetch(ALL):
        try:
            found.append(RegisteredSwitch(**{**row, "password": _open(row["id"], row["password"])}))
        except InvalidTag:
            log.error("switch_password_lost", switch=row["id"])
    return found


async def reached(switch: str, holder: UUID) -> None:
    """This node holds the switch's event socket, and the switch answers."""
    await database().sweep.execute("update switch set reached = now(), holder = $2 where id = $1", switch, holder)


async def silence(switch: str) -> timedelta:
    """How long no holder has reached the switch."""
    query = "select now() - reached from switch where id = $1"
    found: timedelta | None = await database().sweep.fetchval(query, switch)
    return found if found is not None else timedelta()


async def forgotten(unannounced: timedelta) -> list[str]:
    """Switches that nobody has counted among theirs for so long."""
    rows = await database().sweep.fetch(
        "select id from switch where announced < now() - $1::interval and reached < now() - $1::interval", unannounced
    )
    return [row["id"] for row in rows]


async def forget(switch: str) -> None:
    """The switch is no more."""
    await database().sweep.execute("delete from switch where id = $1", switch)


def _cipher() -> AESGCM:
    return AESGCM(derived("passwords of switches"))


def _seal(switch: str, password: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + _cipher().encrypt(nonce, password.encode(), switch.encode())


def _open(switch: str, sealed: bytes) -> str:
    return _cipher().decrypt(sealed[:NONCE], sealed[NONCE:], switch.encode()).decode()

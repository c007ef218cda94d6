"""The public network of the demonstration: whatever number an agent dials, somebody answers and speaks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from madoguchi import access, telephony
from madoguchi.entrypoints.demo.phones import Phone, phone
from madoguchi.kit.db import unit
from madoguchi.kit.tasks import end
from madoguchi.telephony import TrunkForm

NAME = "Demo"
THIS_MACHINE = "127.0.0.1"
BEFORE_ANSWERING, BEFORE_SPEAKING = 2.0, 1.0
SENTENCE = Path(__file__).parent / "sounds" / "thanks-ja.wav"


@asynccontextmanager
async def public_network() -> AsyncIterator[None]:
    """A phone that answers every call, behind a trunk of the first tenant that leads to it and takes local calls."""
    async with phone() as line:
        line.do("account", name="public", uri=f"sip:public@{line.address}")
        await line.wait("account", account="public")
        await _offer_trunk(line.address)
        answering = asyncio.create_task(_answer_all(line))
        try:
            yield
        finally:
            await end([answering])


async def _offer_trunk(address: str) -> None:
    tenants = await access.tenants()
    if not tenants:
        return
    async with unit(tenants[0]):
        form = TrunkForm(name=NAME, host=address, accepts=[THIS_MACHINE])
        before = next((trunk for trunk in await telephony.trunks() if trunk.name == NAME), None)
        if before is None:
            await telephony.add_trunk(form)
        elif before.host != address:
            await telephony.change_trunk(before.id, form, before.version)


async def _answer_all(line: Phone) -> None:
    known = 0
    talks: set[asyncio.Task[None]] = set()
    while True:
        ringing = await line.wait_for(lambda report: report["event"] == "incoming", timeout=1e9, since=known)
        known = line.reports.index(ringing) + 1
        talk = asyncio.create_task(_talk(line, str(ringing["call"])))
        talks.add(talk)
        talk.add_done_callback(talks.discard)


async def _talk(line: Phone, call: str) -> None:
    await asyncio.sleep(BEFORE_ANSWERING)
    line.do("answer", call=call)
    await asyncio.sleep(BEFORE_SPEAKING)
    line.do("play", call=call, path=str(SENTENCE), loop=False)

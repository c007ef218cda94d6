"""Contacts that are over, customers that a CRM knows, and the clockwork between them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import asyncpg

from madoguchi.crm import Connection, ConnectionForm, add_connection
from madoguchi.customers import NewIdentity, ProfileForm, create
from madoguchi.interactions import Outcome, classify, segments_of
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import db, unit
from madoguchi.kit.facts import settle
from madoguchi.kit.jobs import run_due
from tests.rooms.interactions.factory import Office, past_call

PHONE, EMAIL = "+819012345678", "m.hasegawa@example.jp"


async def hasegawa(phone: str = PHONE, email: str = EMAIL, name: str = "長谷川 美咲") -> UUID:
    """A customer with a phone number and an e-mail address."""
    made = await create(
        ProfileForm(name=name, kana="はせがわ みさき"),
        [NewIdentity(kind="phone", value=phone, preferred=True), NewIdentity(kind="email", value=email)],
    )
    return made.id


async def connect(office: Office, name: str = "顧客台帳", **settings: str) -> Connection:
    """A connection of the office to the fake CRM."""
    async with unit(office.tenant):
        return await add_connection(
            ConnectionForm(
                vendor="fake", name=name, settings=settings, secrets={"password": "x"}, link_base="https://desk.example.jp"
            )
        )  # fmt: skip


async def called(office: Office, customer: UUID, at: datetime | None = None) -> tuple[UUID, UUID]:
    """A call that is over, its wrap-up owed; its id and its part's."""
    async with unit(office.tenant):
        contact = await past_call(office, customer, at or now())
        part = (await segments_of(contact.id))[0].id
    return contact.id, part


async def wrapped_up(office: Office, part: UUID, result: str = "電池を交換") -> None:
    """The agent finishes the form."""
    outcome = Outcome(reason_ja="修理 > リモコン", reason_en="Repair > Remote", resolution="resolved", result=result)
    async with unit(office.tenant):
        await classify(part, outcome, office.agent)
    await settle()


async def timed_out(office: Office, part: UUID) -> None:
    """The form's time runs out."""
    async with unit(office.tenant):
        await classify(part, None, None)
    await settle()


async def work(clock: TestClock, seconds: float = 0.0, step: float = 0.0) -> None:
    """Let time pass (in steps) and run everything that falls due meanwhile."""
    passed = 0.0
    while True:
        for _ in range(20):
            if not await run_due(50):
                break
            await settle()
        if passed >= seconds:
            return
        ahead = min(step or seconds, seconds - passed)
        clock.advance(ahead)
        passed += ahead


async def states(office: Office) -> list[str]:
    """The states of all write-backs, in the order in which they were owed."""
    async with unit(office.tenant):
        rows: list[asyncpg.Record] = await db().fetch("select state from crm_writeback order by created, id")
    return [row["state"] for row in rows]

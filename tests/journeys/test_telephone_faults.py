"""A talk that outlives what breaks around it: the agent's page, their browser, the main process, the CRM meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
from playwright.async_api import expect

from madoguchi.entrypoints.demo.calling import STORY_CALLER, STORY_NUMBER, sip_address
from madoguchi.entrypoints.demo.phones import Phone, phone
from tests.demonstration import founded
from tests.instance import Instance
from tests.journeys.administration import connect_tryton, wrapup_rule
from tests.journeys.conftest import AGENT_TONE, CALLER_TONE
from tests.journeys.seat import Seat, seat
from tests.servers.tryton import TrytonServer
from tests.tones import heard, samples


class Caller:
    """One customer's call."""

    def __init__(self, line: Phone, switch: str, folder: Path) -> None:
        self.line, self.switch, self.folder = line, switch, folder
        self.call = ""

    def ring(self, tone: Path | None = None) -> None:
        self.call = self.line.call("customer", f"sip:{STORY_NUMBER}@{self.switch}")
        if tone is not None:
            self.line.do("play", call=self.call, path=str(tone))

    async def listen(self, hertz: float, seconds: float) -> float:
        """For how many of the next `seconds` this tone sounds."""
        ears = self.folder / f"heard-{len(self.line.reports)}.wav"
        since = len(self.line.reports)
        self.line.do("record", call=self.call, path=str(ears))
        await asyncio.sleep(seconds)
        self.line.do("stop_recording", call=self.call)
        await self.line.wait("recorded", since=since, call=self.call)
        return heard(samples(ears), hertz)

    async def over(self, seconds: float = 30) -> None:
        await self.line.wait("state", seconds, call=self.call, state="disconnected")


@asynccontextmanager
async def customer(switch: str, folder: Path, number: str = STORY_CALLER) -> AsyncIterator[Caller]:
    async with phone() as line:
        line.do("account", name="customer", uri=f"sip:{number}@carrier.invalid")
        yield Caller(line, switch, folder)


async def talk(desk: Seat, caller: Caller, tone: Path) -> None:
    """From the ring to two people hearing each other."""
    await desk.be("ready")
    caller.ring(tone)
    await desk.part("accept").click(timeout=40_000)
    await desk.hears(CALLER_TONE, seconds=20)
    await expect(desk.part("call-hold")).to_be_enabled(timeout=20_000)  # and Madoguchi knows that they do


async def row(centre: Instance, query: str, *values: object) -> asyncpg.Record | None:
    connection = await asyncpg.connect(centre.database_url)
    try:
        return await connection.fetchrow(query, *values)
    finally:
        await connection.close()


async def comes(centre: Instance, query: str, *values: object, seconds: float = 30) -> asyncpg.Record:
    """The row as soon as there is one."""
    async with asyncio.timeout(seconds):
        while (found := await row(centre, query, *values)) is None:
            await asyncio.sleep(0.2)  # between two looks
    return found


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_a_reloaded_desk_hears_the_caller_again_and_nothing_was_lost(
    centre: Instance, switch: str, agent_tone: Path, caller_tone: Path, tmp_path: Path
) -> None:
    async with seat(centre.url, agent_tone) as desk, customer(switch, tmp_path) as caller:
        await desk.sign_in("emma@minato.example")
        await talk(desk, caller, caller_tone)
        await desk.page.reload()
        await desk.hears(CALLER_TONE, seconds=30)
        assert await caller.listen(AGENT_TONE, 2) >= 1.2
        await desk.part("call-hangup").click()
        await caller.over()
        await expect(desk.part("wrapup")).to_be_visible()
        await desk.be("offline")


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_a_customer_whose_agent_s_browser_died_is_taken_by_the_next(
    centre: Instance, switch: str, agent_tone: Path, caller_tone: Path, tmp_path: Path
) -> None:
    async with seat(centre.url, agent_tone) as next_desk, customer(switch, tmp_path) as caller:
        async with seat(centre.url, agent_tone) as desk:
            await desk.sign_in("emma@minato.example")
            await talk(desk, caller, caller_tone)
        await next_desk.sign_in("tanaka@minato.example")
        await next_desk.be("ready")
        await next_desk.part("accept").click(timeout=60_000)
        await next_desk.hears(CALLER_TONE, seconds=20)
        assert await caller.listen(AGENT_TONE, 2) >= 1.2
        caller.line.do("hang_up", call=caller.call)
        await expect(next_desk.part("wrapup")).to_be_visible()


DEAF = """
    create function deaf() returns trigger language plpgsql as $$
        begin perform pg_advisory_xact_lock(7); return new; end $$;
    create trigger deaf before insert on interaction_event
        for each row when (new.kind = 'joined') execute function deaf();
"""


@asynccontextmanager
async def deaf(centre: Instance) -> AsyncIterator[None]:
    """Meanwhile Madoguchi gets no further than being about to write down that two people talk."""
    connection = await asyncpg.connect(centre.database_url)
    try:
        await connection.execute(DEAF)
        await connection.execute("select pg_advisory_lock(7)")
        yield
        await connection.execute("select pg_advisory_unlock(7)")
        await connection.execute("drop function deaf cascade")
    finally:
        await connection.close()


STATE_OF = """
    select s.status, s.connected_at, s.outcome, a.presence from segment s join app_user u on u.id = s.user_id
    join agent a on a.user_id = u.id where u.email = $1 order by s.ring_at desc limit 1
"""
"""Somebody's newest part, and what they do."""

ENDED_OF = """
    select i.ended from interaction i join segment s on s.interaction_id = i.id join app_user u on u.id = s.user_id
    where u.email = $1 and i.ended is not null order by i.opened desc limit 1
"""
"""When somebody's newest contact ended."""


MIDORI, RESULT = "0356780123", "見積書を郵送する"
TOLD = """
    select w.state, w.attempts, w.interaction_id from crm_writeback w join customer c on c.id = w.customer_id
    where c.name = '緑川 誠' and w.attempts > 0 and w.state = $1
"""
"""What became of the record that the CRM is owed about who is talked with."""


async def the_crm_has_it_once(centre: Instance, desk: Seat, tryton: TrytonServer, party: str) -> None:
    """The form is sent while the CRM is away; as soon as it is back it has one record of the call."""
    await desk.part("wrapup-result").fill(RESULT)
    await desk.part("wrapup-finish-break").click()
    await expect(desk.part("wrapup")).to_have_count(0)
    owed = await comes(centre, TOLD, "pending")
    await asyncio.to_thread(tryton.start)
    told = await comes(centre, TOLD, "delivered", seconds=90)
    assert told["interaction_id"] == owed["interaction_id"]
    assert told["attempts"] > owed["attempts"]
    (record,) = await asyncio.to_thread(tryton.attachments, party)
    assert RESULT in record["description"]
    assert str(told["interaction_id"]) in record["link"]


@pytest.mark.slow
@pytest.mark.timeout(600)  # the first run of all installs Tryton
async def test_killing_the_main_process_drops_no_call_and_who_calls_meanwhile_is_missed_not_lost(
    agent_tone: Path, caller_tone: Path, tmp_path: Path, tryton: TrytonServer
) -> None:
    centre = Instance(like=founded(), MADOGUCHI_TELEPHONY="asterisk").start()
    try:
        centre.environment["MADOGUCHI_PORT"] = str(urlsplit(centre.url).port)
        party = tryton.party("緑川 誠", phone="+81 3 5678 0123")
        await connect_tryton(centre, tryton)
        await wrapup_rule(centre, required=[])
        tryton.stop()  # and it stays away until the form is sent
        switch = sip_address(centre.folder / "data")
        async with (
            seat(centre.url, agent_tone) as desk,
            seat(centre.url, agent_tone) as colleague,
            customer(switch, tmp_path, MIDORI) as caller,
            customer(switch, tmp_path) as brief,
            customer(switch, tmp_path) as other,
        ):
            await desk.sign_in("sato@minato.example")
            await colleague.sign_in("suzuki@minato.example")
            await talk(desk, caller, caller_tone)
            await expect(desk.part("crm-state")).to_have_attribute("data-state", "down", timeout=15_000)
            async with deaf(centre):
                await colleague.be("ready")
                brief.ring(caller_tone)
                await colleague.part("accept").click(timeout=40_000)
                await colleague.hears(CALLER_TONE, seconds=20)
                centre.kill()
                unheard = await comes(centre, STATE_OF, "suzuki@minato.example")
                assert (unheard["status"], unheard["connected_at"]) == ("connecting", None)
                assert await caller.listen(AGENT_TONE, 2) >= 1.2
                brief.line.do("hang_up", call=brief.call)
                gone = datetime.now(UTC)
            other.ring()
            await other.line.wait("state", call=other.call, state="confirmed")
            await asyncio.to_thread(centre.start)
            assert await caller.listen(AGENT_TONE, 2) >= 1.2
            await desk.part("call-hangup").click(timeout=30_000)
            await caller.over()
            for each in (desk, colleague):
                await expect(each.part("wrapup")).to_be_visible(timeout=15_000)
            await the_crm_has_it_once(centre, desk, tryton, party)
            await other.over(60)
        missed = await comes(centre, "select cause, ended, opened from interaction where outcome = 'missed'")
        assert missed["cause"] == "fallback"
        assert missed["ended"] > missed["opened"]
        told = await comes(centre, STATE_OF, "suzuki@minato.example")
        assert (told["outcome"], told["presence"]) == ("pending", "wrap_up")
        left = await comes(centre, ENDED_OF, "suzuki@minato.example")
        assert abs((left["ended"] - gone).total_seconds()) < 2  # not when we came back
        assert await comes(centre, "select 1 from task where kind = 'missed_call' and state = 'open' and due > now()")
        kept = await comes(centre, "select r.seconds, r.channels from recording r join call c using (interaction_id)")
        assert (kept["channels"], kept["seconds"] >= 2) == (2, True)
    finally:
        centre.remove()

"""The event socket: what is said on it is taken in order, and it does not stay deaf."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import aiohttp

from madoguchi.entrypoints.demo.phones import Phone
from madoguchi.integrations.asterisk.configuration import APPLICATION
from madoguchi.integrations.asterisk.lanes import Lanes
from madoguchi.integrations.asterisk.node import Node
from madoguchi.telephony.ports import LegUp, Report
from tests.switch import Listener

NOW = datetime(2026, 4, 1, tzinfo=UTC)


async def test_a_socket_whose_application_the_switch_forgot_is_opened_again(
    caller: Phone, listener: Listener, address: Callable[[str], str], switch_node: Node
) -> None:
    state = switch_node.state
    authorization = aiohttp.encode_basic_auth(state.user, state.password)
    async with aiohttp.ClientSession(headers={"Authorization": authorization}) as session:
        url = f"{switch_node.ari_url}/events"
        other = await session.ws_connect(url, params={"app": APPLICATION, "subscribeAll": "true"})
        await other.close()  # the application was given to this one, and is gone with it
    await listener.connected(2)
    caller.do("account", name="hana", uri='"Hana Sato" <sip:+81312345678@carrier.test>')
    caller.call("hana", address("0120555123"))
    assert (await listener.wait("StasisStart")).args[:2] == ["inbound", "0120555123"]


async def test_a_look_that_is_broken_off_holds_up_no_report_for_ever() -> None:
    taken: list[str] = []

    async def listener(report: Report) -> None:
        assert isinstance(report, LegUp)
        taken.append(report.leg)

    lanes = Lanes(listener)
    looking, reconnected = asyncio.Event(), asyncio.Event()

    async def look() -> None:
        async with lanes.held():
            looking.set()
            try:
                await asyncio.Event().wait()
            finally:
                await reconnected.wait()  # the database takes its time to let go of a query

    first = asyncio.create_task(look())
    await looking.wait()
    lanes.put(LegUp(leg="meanwhile", at=NOW))
    first.cancel()

    async def look_again() -> None:
        async with lanes.held():
            assert taken == ["meanwhile"]

    second = asyncio.create_task(look_again())
    await asyncio.sleep(0)  # it has closed its gate, as the one before has not yet opened its own
    reconnected.set()
    async with asyncio.timeout(5):
        await second
    lanes.put(LegUp(leg="after", at=NOW))
    async with asyncio.timeout(5), lanes.held():
        assert taken == ["meanwhile", "after"]


async def test_reports_under_way_survive_a_look_that_is_broken_off() -> None:
    go, taken = asyncio.Event(), asyncio.Event()

    async def listener(report: Report) -> None:
        await go.wait()
        taken.set()

    lanes = Lanes(listener)
    lanes.put(LegUp(leg="a", at=NOW))
    await asyncio.sleep(0)  # it is being taken

    async def look() -> None:
        async with lanes.held():
            raise AssertionError("it waits for what is being taken")

    first = asyncio.create_task(look())
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    go.set()
    async with asyncio.timeout(5):
        await taken.wait()

"""Agents' SIP logins, made and unmade while the switch runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from madoguchi.entrypoints.demo.phones import Phone, phone
from madoguchi.integrations.asterisk import extensions
from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.configuration import APPLICATION
from madoguchi.integrations.asterisk.errors import Refused
from madoguchi.integrations.asterisk.node import Node
from tests.switch import Listener


@pytest.fixture
async def agent() -> AsyncIterator[Phone]:
    async with phone() as made:
        yield made


def sign_in(agent: Phone, switch: Node, password: str, name: str = "agent-1") -> None:
    registrar = f"sip:127.0.0.1:{switch.state.sip_port}"
    agent.do(
        "account",
        name=name,
        uri=f"sip:{name}@127.0.0.1:{switch.state.sip_port}",
        registrar=registrar,
        user=name,
        password=password,
        answers=True,
    )


async def test_a_login_works_until_it_is_revoked(ari: Ari, agent: Phone, switch_node: Node) -> None:
    await extensions.issue(ari, "agent-1", "a long password", "phone")
    sign_in(agent, switch_node, "a wrong password")
    await agent.registered("agent-1", code=401)
    sign_in(agent, switch_node, "a long password")
    registration = await agent.registered("agent-1")
    assert registration["expires"] <= extensions.LONGEST_REGISTRATION
    assert await extensions.reachable(ari, "agent-1")
    assert await extensions.revoke(ari, "agent-1")
    since = len(agent.reports)
    agent.do("register", name="agent-1")
    refused = await agent.wait("registration", since=since, account="agent-1")
    assert refused["code"] in (401, 403, 404)
    assert not await extensions.reachable(ari, "agent-1")
    assert not await extensions.revoke(ari, "agent-1")


async def test_a_new_password_replaces_the_old_one(ari: Ari, agent: Phone, switch_node: Node) -> None:
    await extensions.issue(ari, "agent-2", "the first password", "phone")
    await extensions.issue(ari, "agent-2", "the second password", "phone")
    sign_in(agent, switch_node, "the first password", "agent-2")
    await agent.registered("agent-2", code=401)
    sign_in(agent, switch_node, "the second password", "agent-2")
    await agent.registered("agent-2")
    await extensions.revoke(ari, "agent-2")


async def test_an_agent_is_called_with_what_travels_along(
    ari: Ari, agent: Phone, listener: Listener, switch_node: Node
) -> None:
    await extensions.issue(ari, "agent-3", "a long password", "phone")
    sign_in(agent, switch_node, "a long password", "agent-3")
    await agent.registered("agent-3")
    await ari.originate(
        "PJSIP/agent-3",
        "leg-of-ours",
        APPLICATION,
        ["agent", "call-1"],
        caller="<0312345678>",
        variables={"PJSIP_HEADER(add,X-Madoguchi-Interaction)": "call-1"},
    )
    incoming = await agent.wait("incoming")
    assert incoming["headers"]["X-Madoguchi-Interaction"] == "call-1"
    start = await listener.wait("StasisStart", lambda event: event.args == ["agent", "call-1"])
    assert start.channel is not None
    assert start.channel.id == "leg-of-ours"
    await extensions.revoke(ari, "agent-3")


async def test_calling_an_agent_who_is_not_there_fails_at_once(ari: Ari) -> None:
    await extensions.issue(ari, "agent-4", "a long password")
    with pytest.raises(Refused):
        await ari.originate("PJSIP/agent-nobody", "leg-1", APPLICATION, ["agent"])
    with pytest.raises(Refused):
        await ari.originate("PJSIP/agent-4", "leg-2", APPLICATION, ["agent"])
    assert await ari.channel("leg-2") is None
    await extensions.revoke(ari, "agent-4")


async def test_an_agents_phone_cannot_dial_by_itself(
    ari: Ari, agent: Phone, switch_node: Node, address: Callable[[str], str]
) -> None:
    await extensions.issue(ari, "agent-5", "a long password", "phone")
    sign_in(agent, switch_node, "a long password", "agent-5")
    await agent.registered("agent-5")
    call = agent.call("agent-5", address("0120555123"))
    ended = await agent.wait("state", call=call, state="disconnected")
    assert ended["code"] == 404
    await asyncio.gather(extensions.revoke(ari, "agent-5"))

"""Phones out of the house: which servers they are given, and for how long these believe them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from madoguchi.kit.clock import now
from madoguchi.kit.config import load
from madoguchi.telephony import http
from madoguchi.telephony.actions import phones
from madoguchi.telephony.ice import LONGEST_TALK, IceServer, ice_servers, turn_credential
from tests.api import api, person
from tests.rooms.telephony.world import World

SETTINGS = {
    "MADOGUCHI_STUN_URLS": "stun:relay.example:3478",
    "MADOGUCHI_TURN_URLS": "turn:relay.example:3478?transport=udp, turns:relay.example:443?transport=tcp",
    "MADOGUCHI_TURN_SECRET": "north wind",
}


def test_the_credential_is_the_one_that_a_relay_computes() -> None:
    # printf '%s' '1795132800:p1' | openssl dgst -sha1 -hmac 'north wind' -binary | base64
    expires = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
    assert turn_credential("north wind", "p1", expires) == ("1795132800:p1", "7kx1UkDgBIfBQ2tQY4arClyjjoc=")


def test_a_relay_s_credential_outlasts_the_login_by_one_talk() -> None:
    ends = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    stun, turn = ice_servers(load(SETTINGS), "p7", ends)
    assert stun == IceServer(["stun:relay.example:3478"])
    assert turn.urls == ["turn:relay.example:3478?transport=udp", "turns:relay.example:443?transport=tcp"]
    assert (turn.username, turn.credential) == turn_credential("north wind", "p7", ends + LONGEST_TALK)
    assert ice_servers(load({}), "p7", ends) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"MADOGUCHI_STUN_URLS": "relay.example:3478"}, "MADOGUCHI_STUN_URLS"),
        ({"MADOGUCHI_STUN_URLS": "turn:relay.example"}, "MADOGUCHI_STUN_URLS"),
        ({"MADOGUCHI_TURN_URLS": "turn:relay.example, turn://x"}, "MADOGUCHI_TURN_URLS"),
        ({"MADOGUCHI_TURN_URLS": "turn:relay.example?transport=carrier"}, "MADOGUCHI_TURN_URLS"),
        ({"MADOGUCHI_TURN_SECRET": ""}, "MADOGUCHI_TURN_SECRET"),
    ],
)
def test_what_no_browser_could_use_is_refused_by_the_name_of_its_setting(changes: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        ice_servers(load(SETTINGS | changes), "p1", now())


async def test_a_desk_gets_the_servers_with_its_login_and_nobody_else_does(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(phones, "config", lambda: load(SETTINGS))
    async with api(http.routes, person(world.tenant, "desk.use", user=world.office.agent)) as agent:
        answer = await agent.get("/phone/credentials")
        login: dict[str, Any] = answer.json()
        stun, turn = login["ice"]
        assert stun["urls"] == ["stun:relay.example:3478"]
        expiry, _, user = turn["username"].partition(":")
        assert user == login["user"]
        ends = datetime.fromisoformat(login["expires"]) + LONGEST_TALK
        assert int(expiry) == int(ends.timestamp())
        assert turn["credential"] == turn_credential("north wind", user, ends)[1]
        again: list[dict[str, Any]] = (await agent.get("/phone/credentials")).json()["ice"]
        assert again[1]["username"] != turn["username"]
        assert "north wind" not in answer.text
    async with api(http.routes, person(world.tenant, "telephony.admin", "queues.watch")) as others:
        refused: httpx.Response = await others.get("/phone/credentials")
        assert refused.status_code == 403
        assert "relay.example" not in refused.text
    assert "north wind" not in caplog.text

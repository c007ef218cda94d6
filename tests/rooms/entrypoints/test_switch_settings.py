"""Switches of the administrator's own, as one line of settings."""

from __future__ import annotations

import pytest

from madoguchi.entrypoints.telephone import external
from madoguchi.kit.config import load


def read(ari: str, sockets: str = "") -> list[tuple[str, str, str]]:
    settings = load({"MADOGUCHI_ARI_URL": ari, "MADOGUCHI_SIP_WS_URL": sockets, "MADOGUCHI_ARI_USER": "me"})
    return [(switch.id, switch.url, switch.phone_url) for switch in external(settings)]


def test_one_switch_is_named_by_its_host_and_port() -> None:
    assert read("http://sw1:8088") == [("sw1-8088", "http://sw1:8088/ari", "")]
    assert read("http://sw1:8088/ari/") == [("sw1-8088", "http://sw1:8088/ari", "")]


def test_several_have_names_and_sockets_of_their_own() -> None:
    found = read("east=http://sw1:8088, west=https://sw2", "wss://one/ws, wss://two/ws")
    assert found == [("east", "http://sw1:8088/ari", "wss://one/ws"), ("west", "https://sw2/ari", "wss://two/ws")]


@pytest.mark.parametrize("text", ["sw1:8088", "ftp://sw1", "east=", "http://sw1,,http://sw2"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="MADOGUCHI_ARI_URL"):
        read(text)

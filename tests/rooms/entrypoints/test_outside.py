"""How the private switch is reached from out of the house: settings, and what the doctor says to them."""

from __future__ import annotations

import pytest

from madoguchi.entrypoints.ops.checks import out_of_house
from madoguchi.entrypoints.ops.doctor import lines
from madoguchi.entrypoints.outside import outside, sound_ports
from madoguchi.kit.config import Config, load


def settings(**values: str) -> Config:
    return load({f"MADOGUCHI_{name.upper()}": value for name, value in values.items()})


def test_the_switch_asks_the_first_plain_stun_server_without_its_scheme() -> None:
    found = outside(settings(stun_urls="stuns:a.example:5349,stun:b.example:3478"), ["192.168.1.9"])
    assert (found.stun, found.address, found.own) == ("b.example:3478", "", ("192.168.1.9",))
    assert found.networks == ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("switch_external_address", "pbx.example"),
        ("switch_external_address", "203.0.113.5\n[evil]"),
        ("switch_local_networks", "192.168.1.9/16"),
        ("switch_rtp_ports", "16384"),
        ("switch_rtp_ports", "16384-16400"),
        ("switch_rtp_ports", "60000-70000"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    wrong = settings(**{name: value})
    with pytest.raises(ValueError, match=f"MADOGUCHI_{name.upper()}"):
        outside(wrong, ()), sound_ports(wrong)
    [found] = out_of_house(wrong)
    assert (found.code, found.state) == ("outside_wrong", "missing")


@pytest.mark.parametrize(
    ("values", "codes", "advice"),
    [
        ({}, ["outside_none"], "MADOGUCHI_TURN_URLS"),
        ({"stun_urls": "stun:a.example"}, ["outside_stun"], "MADOGUCHI_TURN_URLS"),
        ({"turn_urls": "turn:a.example", "turn_secret": "s"}, ["outside"], ""),
        ({"turn_urls": "turn:a.example"}, ["outside_wrong"], "start"),
        (
            {"turn_urls": "turn:a.example", "turn_secret": "s", "switch_external_address": "203.0.113.5"},
            ["outside", "outside_ports"],
            "MADOGUCHI_SWITCH_RTP_PORTS",
        ),
        (
            {
                "turn_urls": "turn:a.example",
                "turn_secret": "s",
                "switch_external_address": "203.0.113.5",
                "switch_sip_port": "5060",
                "switch_rtp_ports": "16384-17383",
            },
            ["outside", "outside_address"],
            "",
        ),
    ],
)
def test_the_doctor_says_whether_people_at_home_are_heard_and_what_to_set(
    values: dict[str, str], codes: list[str], advice: str
) -> None:
    found = out_of_house(settings(**values))
    assert [finding.code for finding in found] == codes
    for locale in ("ja", "en"):
        said = "\n".join(line for finding in found for line in lines(finding, locale))
        assert "doctor." not in said
        assert ("→" in said) == bool(advice)
        assert locale == "ja" or advice in said

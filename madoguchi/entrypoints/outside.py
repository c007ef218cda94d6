"""How the private switch is reached from out of the house, as the installation's settings say it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from madoguchi.integrations.asterisk.configuration import Outside
from madoguchi.kit.config import Config
from madoguchi.telephony import stun_urls

FEWEST_PORTS = 100
"""A call takes two ports, a talk with two parties four."""


def outside(settings: Config, own: Iterable[str]) -> Outside:
    """What the switch must know. `own`: its addresses here. Raises ValueError naming the setting that is wrong."""
    address = settings.switch_external_address.strip()
    if address and not _is(ip_address, address):
        raise ValueError(f"MADOGUCHI_SWITCH_EXTERNAL_ADDRESS: {address!r} is no IP address")
    networks = [network.strip() for network in settings.switch_local_networks.split(",") if network.strip()]
    for network in networks:
        if not _is(ip_network, network):
            raise ValueError(f"MADOGUCHI_SWITCH_LOCAL_NETWORKS: {network!r} is no network (such as 192.168.0.0/16)")
    plain = next((urlsplit(url).path for url in stun_urls(settings) if url.startswith("stun:")), "")
    return Outside(address=address, networks=tuple(networks), stun=plain, own=tuple(own))


def sound_ports(settings: Config) -> tuple[int, int] | None:
    """First and last of the ports for sound, where they are set. Raises ValueError."""
    if not settings.switch_rtp_ports:
        return None
    found = re.fullmatch(r"(\d{4,5})-(\d{4,5})", settings.switch_rtp_ports.strip())
    first, last = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1024 <= first <= last <= 65535 or last - first + 1 < FEWEST_PORTS:
        raise ValueError(f"MADOGUCHI_SWITCH_RTP_PORTS: at least {FEWEST_PORTS} ports, such as 16384-17383")
    return first, last


def _is(kind: Callable[[str], object], text: str) -> bool:
    try:
        kind(text)
    except ValueError:
        return False
    return True

"""STUN and TURN servers for phones out of the house: who is reached by them, and with which credentials."""

from __future__ import annotations

import hmac
import re
from base64 import b64encode
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from madoguchi.kit.config import Config

LONGEST_TALK: Final = timedelta(hours=2)
"""A talk that is under way when the login is renewed keeps its relay for this long."""

_HOST: Final = r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?"
_STUN: Final = re.compile(rf"stuns?:{_HOST}")
_TURN: Final = re.compile(rf"turns?:{_HOST}(?:\?transport=(?:udp|tcp))?")


class IceServer(Struct, frozen=True):
    """A STUN or TURN server, as browsers take it (RTCIceServer). STUN asks for neither name nor credential."""

    urls: list[str]
    username: str = ""
    credential: str = ""


def turn_credential(secret: str, user: str, expires: datetime) -> tuple[str, str]:
    """Name and credential that a TURN server believes until `expires` (UTC), whoever knows the secret having made them.

    The scheme of draft-uberti-behave-turn-rest-00, section 2.2: the name is "<expiry, seconds since 1970>:<user>", the
    credential base64(HMAC-SHA1(secret, name)). The secret itself never reaches a browser.
    """
    name = f"{int(expires.timestamp())}:{user}"
    return name, b64encode(hmac.digest(secret.encode(), name.encode(), "sha1")).decode()


def ice_servers(settings: Config, user: str, expires: datetime) -> list[IceServer]:
    """The servers for a phone whose login lasts until `expires`. Raises ValueError for what is no server's address."""
    servers = [IceServer(urls)] if (urls := stun_urls(settings)) else []
    if relays := turn_urls(settings):
        servers.append(IceServer(relays, *turn_credential(settings.turn_secret, user, expires + LONGEST_TALK)))
    return servers


def stun_urls(settings: Config) -> list[str]:
    """Raises ValueError for what is no address of a STUN server."""
    return _urls("MADOGUCHI_STUN_URLS", settings.stun_urls, _STUN)


def turn_urls(settings: Config) -> list[str]:
    """Raises ValueError for what is no address of a TURN server, or when nothing is shared with them."""
    urls = _urls("MADOGUCHI_TURN_URLS", settings.turn_urls, _TURN)
    if urls and not settings.turn_secret:
        raise ValueError("MADOGUCHI_TURN_URLS needs MADOGUCHI_TURN_SECRET")
    return urls


def _urls(variable: str, text: str, form: re.Pattern[str]) -> list[str]:
    urls = [url.strip() for url in text.split(",") if url.strip()]
    for url in urls:
        if not form.fullmatch(url):
            raise ValueError(f"{variable}: {url!r} is no address of such a server")
    return urls

"""/links: what the holder of a one-time link may do with it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from madoguchi.access.actions import links, sessions
from madoguchi.access.model import OpenLink
from madoguchi.access.passwords import MAX_LENGTH
from madoguchi.kit.http import get, post, request


class ChosenPassword(msgspec.Struct, frozen=True, kw_only=True):
    """The password to have from now on."""

    password: Annotated[str, Meta(min_length=1, max_length=4 * MAX_LENGTH)]


@get("/links/{token:str}", public=True)
async def show_link(token: str) -> OpenLink:
    """What a link is for. 410 when it was used, withdrawn or is too old."""
    return await links.open_link(token)


@post("/links/{token:str}", public=True, status=204)
async def use_link(token: str, data: ChosenPassword) -> None:
    """Choose a password; the link is used up, and every session of the person ends."""
    asked = request()
    place = sessions.Place(asked.client.host if asked.client else "", asked.headers.get("user-agent", ""))
    await links.use_link(token, data.password, place)


routes = [show_link, use_link]

"""Phones' logins, numbers, trunks and test calls over HTTP."""

from __future__ import annotations

import hmac
from typing import Annotated, Final
from uuid import UUID

from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter
from msgspec import Meta, Struct

from madoguchi.kit.http import Tagged, current_user, delete, expected_version, get, post, principal, put, request
from madoguchi.telephony import queries
from madoguchi.telephony.actions import phones, setup, sounds, testing
from madoguchi.telephony.actions.phones import PhoneLogin
from madoguchi.telephony.actions.setup import NumberForm, TrunkForm
from madoguchi.telephony.errors import SoundUnknown
from madoguchi.telephony.model import Number, TestCall, Trunk
from madoguchi.telephony.queries import Health

THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}
IfMatch = Annotated[str | None, HeaderParameter(name="If-Match", required=False)]


class TestNumber(Struct, frozen=True, kw_only=True):
    """Whom to ring for a test."""

    number: Annotated[str, Meta(min_length=2, max_length=32)]


def _near() -> bool:
    """Whether the browser runs on this machine, with nothing between it and us: then it reaches what we reach."""
    asked = request()
    client = asked.scope.get("client")
    return asked.url.scheme == "http" and {asked.url.hostname, client[0] if client else None} <= THIS_MACHINE


SOUND: Final = {200: ResponseSpec(bytes, description="The sound", media_type="audio/wav")}


@get("/phone/credentials", needs="desk.use")
async def phone_credentials() -> PhoneLogin:
    """A login of its own for this browser's phone."""
    return await phones.issue(current_user(), principal().session, near=_near())


@delete("/phone/credentials/{login:str}", needs="desk.use")
async def give_login_back(login: str) -> None:
    """This browser's phone is needed no more."""
    await phones.withdraw(current_user(), login)


@get("/telephony/health", needs="desk.use")
async def health() -> Health:
    """Which switch there is, and whether it answers."""
    return await queries.health()


@get("/numbers", needs="telephony.admin")
async def list_numbers() -> list[Number]:
    """Our numbers."""
    return await queries.numbers()


@post("/numbers", needs="telephony.admin")
async def add_number(data: NumberForm) -> Tagged[Number]:
    """Take a number into use."""
    value = await setup.add_number(data)
    return Tagged(value, value.version)


@get("/numbers/{number:uuid}", needs="telephony.admin")
async def show_number(number: UUID) -> Tagged[Number]:
    """One number."""
    value = await queries.number(number)
    return Tagged(value, value.version)


@put("/numbers/{number:uuid}", needs="telephony.admin")
async def change_number(number: UUID, data: NumberForm, if_match: IfMatch = None) -> Tagged[Number]:
    """Change a number."""
    value = await setup.change_number(number, data, expected_version())
    return Tagged(value, value.version)


@get("/trunks", needs="telephony.admin")
async def list_trunks() -> list[Trunk]:
    """Our lines to the outside."""
    return await queries.trunks()


@post("/trunks", needs="telephony.admin")
async def add_trunk(data: TrunkForm) -> Tagged[Trunk]:
    """Add a line to the outside; the switch knows it at once."""
    value = await setup.add_trunk(data)
    return Tagged(value, value.version)


@get("/trunks/{trunk:uuid}", needs="telephony.admin")
async def show_trunk(trunk: UUID) -> Tagged[Trunk]:
    """One trunk."""
    value = await queries.trunk(trunk)
    return Tagged(value, value.version)


@put("/trunks/{trunk:uuid}", needs="telephony.admin")
async def change_trunk(trunk: UUID, data: TrunkForm, if_match: IfMatch = None) -> Tagged[Trunk]:
    """Change a trunk; calls in progress are not touched."""
    value = await setup.change_trunk(trunk, data, expected_version())
    return Tagged(value, value.version)


@post("/trunks/{trunk:uuid}/test-call", needs="telephony.admin")
async def test_trunk(trunk: UUID, data: TestNumber) -> TestCall:
    """Ring a number over the trunk and speak a sentence."""
    return await testing.start(trunk, data.number)


@get("/test-calls", needs="telephony.admin")
async def list_test_calls() -> list[TestCall]:
    """The last test call of each trunk."""
    return await testing.latest()


@get("/test-calls/{test_call:uuid}", needs="telephony.admin")
async def show_test_call(test_call: UUID) -> TestCall:
    """How far a test call has come."""
    return await testing.find(test_call)


@get("/telephony/sounds/{name:str}/{token:str}/sound.wav", public=True, also=SOUND)
async def fetch_sound(name: str, token: str) -> Response[bytes]:
    """A sound, for a switch on another machine that is to play it; the token is part of the address it was told."""
    content = (
        await sounds.sound_named(name) if hmac.compare_digest(sounds.token_of(name).encode(), token.encode()) else None
    )
    if content is None:
        raise SoundUnknown
    return Response(content, media_type="audio/wav", headers={"Cache-Control": "private, max-age=31536000, immutable"})


routes = [
    fetch_sound,
    phone_credentials,
    give_login_back,
    health,
    list_numbers,
    add_number,
    show_number,
    change_number,
    list_trunks,
    add_trunk,
    show_trunk,
    change_trunk,
    test_trunk,
    list_test_calls,
    show_test_call,
]

"""*Call me*: the demonstration's caller, from a button on the desk."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from madoguchi import access, telephony
from madoguchi.entrypoints.demo.calling import STORY_CALLER, STORY_NUMBER, Caller, SwitchAway, ring_quietly, sip_address
from madoguchi.entrypoints.demo.seed.building import CODE
from madoguchi.entrypoints.demo.seed.story import EMMA_CALLER, HOUSEHOLD
from madoguchi.integrations.simulator.telephony import SimulatedLine
from madoguchi.kit.config import config
from madoguchi.kit.errors import Conflict, TooMany
from madoguchi.kit.http import get, post

Digits = Annotated[str, Meta(max_length=40)]
MOST_CALLERS = 4
SIMULATED_PATIENCE = 180.0
"""Seconds after which a simulated caller has said everything."""

_calling: set[asyncio.Task[None]] = set()


class NoDemoLine(Conflict):
    code = "demo_line_away"


class CallersBusy(TooMany):
    code = "demo_callers_busy"


class CallMe(msgspec.Struct, frozen=True):
    """Who should call; the story's customer when nobody is named."""

    number: Digits = STORY_CALLER
    dialled: Digits = STORY_NUMBER
    says: Literal["repair", "delivery", "thanks"] = "repair"
    language: Literal["ja", "en"] = "ja"


class Calling(msgspec.Struct, frozen=True):
    """A caller is on the way."""

    number: str
    dialled: str


class DemoCaller(msgspec.Struct, frozen=True):
    """Somebody of the tour. `story`: what their call shows; the desk has the words."""

    story: Literal["repeat", "household", "stranger", "withheld", "english"]
    call: CallMe


STRANGER = "09099990000"
STORIES = (
    DemoCaller("repeat", CallMe()),
    DemoCaller("household", CallMe(number=HOUSEHOLD, says="delivery")),
    DemoCaller("stranger", CallMe(number=STRANGER, says="delivery")),
    DemoCaller("withheld", CallMe(number="184", says="thanks")),
    DemoCaller("english", CallMe(number=EMMA_CALLER, says="repair", language="en")),
)


@get("/demo/callers", needs="desk.use")
async def list_callers() -> list[DemoCaller]:
    """Who can be asked to call; nobody where there is no demonstration company or no line of our own."""
    return list(STORIES) if await _line_of_demonstration() else []


@post("/demo/calls", needs="desk.use", status=202)
async def call_me(data: CallMe) -> Calling:
    """Let a demonstration caller ring (only on an installation with the demonstration company)."""
    if len(_calling) >= MOST_CALLERS:
        raise CallersBusy(retry_after=30)
    line = await _line_of_demonstration()
    if line is None:
        raise NoDemoLine
    task = asyncio.create_task(_call(line, Caller(data.number, data.dialled, data.says, data.language)))
    _calling.add(task)
    task.add_done_callback(_calling.discard)
    await access.audit("demo.call", "demo", None)
    return Calling(data.number, data.dialled)


async def _line_of_demonstration() -> SimulatedLine | str | None:
    """What callers ring on: the simulated line or the private switch's `host:port`; None for every other company."""
    if (await access.tenant()).code != CODE:
        return None
    line = next((switch.control for switch in telephony.switches()), None)
    if isinstance(line, SimulatedLine):
        return line
    try:
        return sip_address(config().data)
    except SwitchAway:
        return None


def _call(line: SimulatedLine | str, caller: Caller) -> Coroutine[Any, Any, None]:
    return ring_quietly(line, caller) if isinstance(line, str) else _simulated(line, caller)


async def _simulated(line: SimulatedLine, caller: Caller) -> None:
    """A caller whom nobody hears: they stay for a while, then hang up."""
    withheld = "anonymous" in caller.uri
    leg = await line.ring_in("" if withheld else caller.number, caller.dialled, withheld=withheld)
    await asyncio.sleep(SIMULATED_PATIENCE)
    await line.far_end_hangs_up(leg)


routes = [list_callers, call_me]

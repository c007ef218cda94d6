"""A caller for whoever has no telephone: a real SIP phone that rings the desk, speaks a sentence and listens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec

from madoguchi.entrypoints.demo.phones import Phone, PhoneSilent, Report, phone
from madoguchi.integrations.asterisk import node_state
from madoguchi.kit.tasks import end

SOUNDS = Path(__file__).parent / "sounds"
STORY_CALLER = "09012345678"
STORY_NUMBER = "0120000315"
WITHHELD = ("", "anonymous", "withheld", "184")
EVERYWHERE = "0.0.0.0"  # noqa: S104  # compared with, not bound
LONGEST_CALL, LONGEST_RING = 900.0, 180.0
BEFORE_SPEAKING = 1.2
"""Seconds between the answer and the first word, as a person would leave."""
BETWEEN_SENTENCES = 5.0
"""Seconds of listening before the caller says it again, for whoever answered after a while in the queue."""

Tell = Callable[[str], None]


class SwitchAway(RuntimeError):
    """There is no private switch to call on this installation."""


class Caller(msgspec.Struct, frozen=True):
    """Who calls whom, and what they say: the name of a sentence in `sounds`, in "ja" or "en"."""

    number: str = STORY_CALLER
    dialled: str = STORY_NUMBER
    says: str = "repair"
    language: str = "ja"
    heard: Path | None = None

    @property
    def uri(self) -> str:
        """The SIP address that the caller shows."""
        digits = "".join(c for c in self.number if c.isdigit() or c == "+")
        if self.number.lower() in WITHHELD or not digits:
            return '"Anonymous" <sip:anonymous@anonymous.invalid>'
        return f"sip:{digits}@carrier.invalid"


def sip_address(data: Path) -> str:
    """`host:port` of the private switch's SIP. Raises `SwitchAway`."""
    state = node_state.read(data / "asterisk")
    if state is None:
        raise SwitchAway(str(data))
    return f"{'127.0.0.1' if state.bind == EVERYWHERE else state.bind}:{state.sip_port}"


async def ring(switch: str, caller: Caller, tell: Tell = lambda _: None) -> None:
    """Call, speak once answered and again after a pause, listen until somebody hangs up.

    Raises `PhoneSilent` when the call never ends.
    """
    async with phone() as line:
        line.do("account", name="caller", uri=caller.uri)
        await line.wait("account", account="caller")
        dialled = "".join(c for c in caller.dialled if c.isdigit() or c == "+")
        call = line.call("caller", f"sip:{dialled}@{switch}")
        tell("call.ringing")
        state = await line.wait_for(
            lambda r: r["event"] == "state" and r["call"] == call and r["state"] in {"confirmed", "disconnected"},
            LONGEST_RING,
        )
        if state["state"] == "disconnected":
            tell("call.refused")
            return
        tell("call.answered")
        if caller.heard:
            line.do("record", call=call, path=str(caller.heard))
        await asyncio.sleep(BEFORE_SPEAKING)
        await _speak(line, call, SOUNDS / f"{caller.says}-{caller.language}.wav")
        tell("call.ended")


async def _speak(line: Phone, call: str, sentence: Path) -> None:
    """Say it, listen, and say it again until the call is over. Raises `PhoneSilent` when it never ends."""

    def over(report: Report) -> bool:
        return (report["event"], report.get("call"), report.get("state")) == ("state", call, "disconnected")

    def said(report: Report) -> bool:
        return over(report) or (report["event"], report.get("call")) == ("played", call)

    ended = asyncio.create_task(line.wait_for(over, LONGEST_CALL, what="end of the call"))
    try:
        while not ended.done():
            before = len(line.reports)
            line.do("play", call=call, path=str(sentence), loop=False)
            await line.wait_for(said, LONGEST_CALL, before, "end of the sentence")
            await asyncio.wait({ended}, timeout=BETWEEN_SENTENCES)
        await ended
    finally:
        await end([ended])


async def ring_quietly(switch: str, caller: Caller) -> None:
    """`ring` for a background task: a call that nobody ends is simply over."""
    try:
        await ring(switch, caller)
    except PhoneSilent:
        return

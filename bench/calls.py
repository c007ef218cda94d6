"""Concurrent calls on one Asterisk, without and with recording: how fast they are set up, what each costs, what is
lost.

Every call is two real SIP legs with sound: a customer of a second Asterisk (the city) calls in over the trunk, is
answered, a phone in the city is rung for the agent, and both are put together, through the very port by which the
application speaks to its switch. Both switches and the measuring share the machine; processor and memory are those of
the first one alone.
"""

from __future__ import annotations

import asyncio
import io
import tempfile
import time
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import numpy as np
import psutil

from bench.frame import Place, Report, say
from madoguchi.integrations.asterisk import extensions, node, prefix, recorder
from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.ari_events import Connected, Lost
from madoguchi.integrations.asterisk.configuration import APPLICATION, Trunk, trunk_endpoint
from madoguchi.integrations.asterisk.errors import SwitchError
from madoguchi.integrations.asterisk.node import Node, NodeSettings
from madoguchi.integrations.asterisk.telephony import AsteriskLine
from madoguchi.integrations.asterisk.translate import SNOOP
from madoguchi.kit.config import config
from madoguchi.telephony.ports import Arrived, LegsJoined, LegUp, Origination, ToAgent
from madoguchi.telephony.ports import Report as SwitchReport

SIZE = "100"
HOLD_SECONDS = 20
AT_ONCE = 8
"""So many calls are being set up at a time."""

EARS = 5
"""So many customers say nothing and listen: whoever sings endlessly is not read from by their own switch."""

PORTS = 3_000
RATE, FRAME = 8000, 160
QUIET = 0.01
SOUND = "tone:dial"
AGENT, CENTRE, CITY = "agent", "centre", "city"
CUSTOMER, LISTENER = "customer", "listener"
LOCAL = ("127.0.0.1",)


class Switches:
    """The switch that is measured behind its port, and the city around it."""

    def __init__(self, centre: Node, line: AsteriskLine, city: Ari) -> None:
        self.centre, self.line, self.city = centre, line, city
        self.process = psutil.Process(centre.state.switch.pid)
        self._awaited: dict[str, asyncio.Future[str]] = {}
        self._at_it: set[asyncio.Task[None]] = set()

    def wait_for(self, what: str) -> asyncio.Future[str]:
        """Until the switch has reported this; the id that it told."""
        return self._awaited.setdefault(what, asyncio.get_running_loop().create_future())

    async def hear(self, report: SwitchReport) -> None:
        """What the measured switch reports."""
        match report:
            case Arrived():
                self._tell(f"arrived {report.caller}", report.leg)
            case LegUp():
                self._tell(f"up {report.leg}", report.leg)
            case LegsJoined() if len(report.legs) > 1:
                self._tell(f"joined {report.bridge}", report.bridge)

    def _tell(self, what: str, told: str) -> None:
        waiting = self.wait_for(what)
        if not waiting.done():
            waiting.set_result(told)

    async def live(self) -> None:
        """The people of the city: whoever is rung answers, and everybody makes a sound, for ever."""
        async for event in self.city.events(APPLICATION):
            if isinstance(event, Connected | Lost) or event.channel is None or event.type != "StasisStart":
                continue
            if event.args[:1] not in ([SNOOP], [LISTENER]):
                task = asyncio.create_task(self._sing(event.channel.id))
                self._at_it.add(task)
                task.add_done_callback(self._at_it.discard)

    async def _sing(self, channel: str) -> None:
        try:
            await self.city.answer(channel)
            await self.city.play(f"channels/{channel}", SOUND, uuid4().hex)
        except SwitchError:
            return  # hung up meanwhile

    async def call(self, number: int, *, recorded: bool) -> tuple[str, float]:
        """One call set up; the customer's end of it, and the seconds that it took."""
        began, channel, caller = time.perf_counter(), f"customer-{uuid4().hex}", f"03{number:08}"
        who = LISTENER if 0 < number <= EARS else CUSTOMER
        target = f"PJSIP/0120555123@{trunk_endpoint(CENTRE)}"
        await self.city.originate(target, channel, APPLICATION, [who], caller=f"<{caller}>", timeout=60)
        leg = await self.wait_for(f"arrived {caller}")
        await self.line.answer(leg)
        agent, bridge = uuid4().hex, uuid4().hex
        await self.line.originate(Origination(leg=agent, call=bridge, to=ToAgent(AGENT), caller=caller))
        await self.wait_for(f"up {agent}")
        await self.line.bridge(bridge, [leg, agent])
        await self.wait_for(f"joined {bridge}")
        if recorded:
            await self.line.record(leg, f"call-{number}")
        return channel, time.perf_counter() - began

    def cpu_seconds(self) -> float:
        used = self.process.cpu_times()
        return used.user + used.system


@asynccontextmanager
async def switches() -> AsyncIterator[Switches]:
    """Both, new, with the agent's phone in the city."""
    built = await asyncio.to_thread(prefix.find_or_build, config().cache / "asterisk")
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as folder:
        Path(folder).chmod(0o755)
        homes = {name: Path(folder) / name for name in (CENTRE, CITY)}
        centre = await asyncio.to_thread(node.start, built, homes[CENTRE], _settings(CITY, "127.0.0.1:9"))
        try:
            there = f"127.0.0.1:{centre.state.sip_port}"
            city = await asyncio.to_thread(node.start, built, homes[CITY], _settings(CENTRE, there))
            async with _ari(centre) as ours, _ari(city) as theirs:
                await _phone(ours, city.state.sip_port)
                made = Switches(centre, AsteriskLine(ours), theirs)
                tasks = [asyncio.create_task(made.line.serve(made.hear)), asyncio.create_task(made.live())]
                await asyncio.sleep(1)  # both sockets stand
                yield made
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            for home in homes.values():
                await asyncio.to_thread(node.stop, home)


def _settings(trunk: str, host: str) -> NodeSettings:
    return NodeSettings(trunks=(Trunk(trunk, host, accepts=LOCAL),), rtp_port_count=PORTS)


def _ari(running: Node) -> Ari:
    return Ari(running.ari_url, running.state.user, running.state.password)


async def _phone(ari: Ari, sip_port: int) -> None:
    """The agent's phone is at an address in the city, and takes any number of calls."""
    await ari.put_object("aor", AGENT, {"contact": f"sip:{AGENT}@127.0.0.1:{sip_port}"})
    await ari.put_object("endpoint", AGENT, {**extensions.ENDPOINT, **extensions.MEDIA["phone"], "aors": AGENT})


async def measure(place: Place) -> Report:
    """The calls twice, without and with recording, on switches of their own."""
    report = Report()
    for recorded in (False, True):
        say(f"{place.count:,} calls {'with' if recorded else 'without'} recording")
        async with switches() as made:
            await _round(report, made, place.count, recorded=recorded)
    return report


async def _round(report: Report, made: Switches, count: int, *, recorded: bool) -> None:
    name = "_recorded" if recorded else ""
    await made.call(0, recorded=recorded)  # what the first call of all loads is nobody's share
    memory = made.process.memory_info().rss
    customers, took, seconds = await _set_up(made, count, recorded=recorded)
    report.put(f"set_up_per_second{name}", count / seconds, f"calls joined, {AT_ONCE} at a time")
    report.put(f"set_up_p95_ms{name}", 1000 * sorted(took)[int(0.95 * (count - 1))], "from dialling to both joined")
    listened = customers[:EARS]
    for number, channel in enumerate(listened):
        await recorder.begin(made.city, channel, f"ear-{number}")
    before, began = made.cpu_seconds(), time.perf_counter()
    await asyncio.sleep(HOLD_SECONDS)  # the time for which they are measured
    spent, held = made.cpu_seconds() - before, time.perf_counter() - began
    alive = {channel.id for channel in await made.city.channels()}
    report.put(f"calls_held{name}", len(alive & set(customers)), f"of {count}, after {HOLD_SECONDS} s of talking")
    report.put(f"cpu_percent_a_call{name}", 100 * spent / held / count, "of one core, while talking")
    grown = made.process.memory_info().rss - memory
    report.put(f"memory_kib_a_call{name}", grown / 1024 / count, "resident, both legs")
    gaps = [await _gaps(made.city, f"ear-{number}") for number in range(len(listened))]
    report.put(f"gap_ms_a_minute{name}", max(gaps), f"silence within a steady tone; the worst of {len(gaps)} customers")
    for channel in customers:
        await made.city.hang_up(channel)


async def _set_up(made: Switches, count: int, *, recorded: bool) -> tuple[list[str], list[float], float]:
    numbers, began = iter(range(1, count + 1)), time.perf_counter()
    done: dict[int, tuple[str, float]] = {}

    async def work() -> None:
        for number in numbers:
            done[number] = await made.call(number, recorded=recorded)

    async with asyncio.timeout(60 + count):
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return (
        [done[number][0] for number in sorted(done)],
        [took for _, took in done.values()],
        time.perf_counter() - began,
    )


async def _gaps(city: Ari, recording: str) -> float:
    """Milliseconds of silence a minute in what a customer heard, from the first sound on."""
    content = await recorder.take(city, recording, [])
    if content is None:
        raise RuntimeError("nothing reached the customer")
    with wave.open(io.BytesIO(content)) as file:
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, file.getnchannels())[:, 0]
    loud = np.abs(heard[: len(heard) // FRAME * FRAME].astype(np.float64)).reshape(-1, FRAME).max(axis=1) / 32768
    sounding = np.flatnonzero(loud >= QUIET)
    if len(sounding) == 0:
        raise RuntimeError("the customer hears nothing")
    within = loud[sounding[0] : sounding[-1] + 1]
    return float((within < QUIET).sum() * 1000 * FRAME / RATE / (len(within) * FRAME / RATE / 60))

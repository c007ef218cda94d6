"""Commands are booked with the change that wants them, carried out after the commit, then confirmed.

A command is a job that is due a few seconds later and cancelled when the switch has done as told. What a crash or a
silent switch leaves behind is found by that job and finished or given up there, never repeated blindly.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from uuid import UUID
from weakref import WeakValueDictionary

from msgspec import Struct

from madoguchi.kit.clock import now
from madoguchi.kit.db import after_commit, current_tenant, current_unit, unit
from madoguchi.kit.ids import new_id
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter
from madoguchi.telephony.commands import AnyCommand, gave_up
from madoguchi.telephony.errors import NoLine
from madoguchi.telephony.lines import MAIN, line
from madoguchi.telephony.ports import LegBusy, LegGone, NotReachable, SwitchAway
from madoguchi.telephony.store import calls

CHECK_AFTER = timedelta(seconds=6)
JOB = "telephony.command"

sent = counter("telephony_commands", "Commands to the switch", ("verb", "result"))
_turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()


class Pending(Struct, frozen=True, kw_only=True):
    """A command as it is booked, for the switch on which its call is."""

    id: UUID
    command: AnyCommand
    switch: str = MAIN

    @property
    def key(self) -> str:
        return f"{JOB}:{self.id}"


async def order(command: AnyCommand) -> None:
    """Book `command` with the unit at work and carry it out once that is durable, in the order of booking."""
    batch = next((act for act in current_unit().after if isinstance(act, _Batch)), None)
    if batch is None:
        batch = _Batch(current_tenant())
        after_commit(batch)
    pending = Pending(id=new_id(), command=command, switch=await batch.switch_of(command.interaction))
    await schedule(JOB, pending, due=now() + CHECK_AFTER, key=pending.key)
    batch.pending.append(pending)


class _Batch:
    """The commands of one unit."""

    def __init__(self, tenant: UUID) -> None:
        self.tenant = tenant
        self.pending: list[Pending] = []
        self._switches: dict[UUID, str] = {}

    async def switch_of(self, interaction: UUID) -> str:
        """Where the call of `interaction` is, asked once a unit."""
        if interaction not in self._switches:
            self._switches[interaction] = await calls.switch_of(interaction) or MAIN
        return self._switches[interaction]

    async def __call__(self) -> None:
        interactions = sorted({pending.command.interaction for pending in self.pending})
        async with AsyncExitStack() as turns:
            for interaction in interactions:
                await turns.enter_async_context(_turns.setdefault(interaction, asyncio.Lock()))
            results = [await _carry_out(pending) for pending in self.pending]
        async with unit(self.tenant):
            for interaction in interactions:
                await calls.lock(interaction)
            for pending, result in zip(self.pending, results, strict=True):
                if result in ("away", "busy"):
                    continue  # the job looks again
                await cancel(pending.key)
                if result == "done":
                    await pending.command.done()
                elif result != "gone":
                    await gave_up(pending.command, result)


async def _carry_out(pending: Pending) -> str:
    """`done`, `gone` (no such leg any more), `busy` (not now), `away` (nobody knows), or why nobody is there."""
    command = pending.command
    try:
        await command.act(line(pending.switch))
        result = "done"
    except LegBusy:
        result = "busy" if command.insists else "gone"
    except LegGone:
        result = "gone"
    except NotReachable as error:
        result = error.cause
    except (SwitchAway, NoLine) as error:
        log.warning("command_unanswered", verb=type(command).__name__, error=type(error).__name__)
        result = "away"
    sent.labels(type(command).__name__, result).inc()
    return result


async def settle(pending: Pending) -> None:
    """The job: a command that nobody confirmed. Raises SwitchAway, NoLine or (of one that insists) LegBusy, to be tried
    again later, unless the call is over by now.
    """
    command = pending.command
    await calls.lock(command.interaction)
    try:
        await command.doubt(line(pending.switch))
    except (LegBusy, SwitchAway, NoLine) as error:
        if isinstance(error, LegBusy) and not command.insists:
            return
        call = await calls.call(command.interaction)
        if call is not None and call.ended is None:
            raise
    except LegGone:
        return
    except NotReachable as error:
        await gave_up(command, error.cause)

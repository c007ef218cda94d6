"""The long steps of imports, a few hundred lines a transaction: left and come back to, through restarts too."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from madoguchi import files
from madoguchi.customers.actions import cautions, import_lines
from madoguchi.customers.actions.cautions import CautionOver
from madoguchi.customers.actions.imports import Step, book, told
from madoguchi.customers.settings import CustomerSettings
from madoguchi.customers.store import imports as store
from madoguchi.customers.store.imports import Import, Line
from madoguchi.kit.clock import now
from madoguchi.kit.jobs import every, job
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting
from madoguchi.kit.sheets import SheetUnreadable, read_table

AT_ONCE = 200

lines_done = counter("import_lines", "Lines of customer imports, by what became of them", ("effect",))


@job("customers.import_read")
async def read(step: Step) -> None:
    """Read the whole file into lines, then judge them."""
    work = await store.by_id(step.id, lock=True)
    if work is None or work.state != "checking":
        return
    content = await (await files.open_file(work.file_id)).content()
    try:
        table = await asyncio.to_thread(read_table, content)
    except SheetUnreadable as error:
        told(await store.change(work.id, state="failed", problem=error.reason))
        return
    await store.replace_lines(work.id, table.rows)
    told(await store.change(work.id, total=len(table.rows)))
    await book("judge", work.id)


Do = Callable[[Import, Sequence[Line]], Awaitable[list[str]]]


async def _some(step: Step, state: str, effects: Sequence[str], do: Do, name: str, *, backwards: bool = False) -> bool:
    """Do some lines and book the rest; True once none is left."""
    work = await store.by_id(step.id, lock=True)
    if work is None or work.state != state:
        return False
    lines = await store.lines(work.id, effects, AT_ONCE, backwards=backwards)
    if not lines:
        return True
    done = await do(work, lines)
    for effect in done:
        lines_done.labels(effect).inc()
    told(await store.count(work.id, done))
    await book(name, work.id)
    return False


@job("customers.import_judge")
async def judge(step: Step) -> None:
    """The dry run."""
    if await _some(step, "checking", ["waiting"], import_lines.judge, "judge"):
        told(await store.change(step.id, state="checked"))


@job("customers.import_write")
async def write(step: Step) -> None:
    """Write what is ready."""
    if await _some(step, "running", ["ready"], import_lines.write, "write"):
        told(await store.change(step.id, state="done", finished=now()))


@job("customers.import_undo")
async def undo(step: Step) -> None:
    """Take back, the last line first."""
    effects = ["created", "updated"]
    if await _some(step, "undoing", effects, import_lines.take_back, "undo", backwards=True):
        told(await store.change(step.id, state="undone"))


@every("customers.import_rows", seconds=6 * 3600)
async def forget_rows() -> None:
    """Let go of lines that can no longer be undone."""
    days = (await setting(CustomerSettings)).import_keep_days
    gone = await store.forget_older(now() - timedelta(days=days))
    if gone:
        log.info("import_lines_forgotten", count=gone)


@job("customers.caution_over")
async def caution_over(body: CautionOver) -> None:
    """A warning's time may be over."""
    await cautions.time_is_up(body.caution)

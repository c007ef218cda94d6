"""One day of calls, told by the board while it lasts and by the report: the same figures, by queue and in all."""

from __future__ import annotations

import pytest

from madoguchi import routing
from madoguchi.analytics.model.catalogue import MOMENTS
from madoguchi.kit.db import unit
from madoguchi.kit.settings import save_setting
from madoguchi.routing import QueueForm, ServiceSettings, Step
from madoguchi.routing.service import QueueTarget
from madoguchi.supervision import board
from madoguchi.supervision.model.figures import Day
from tests.rooms.analytics.floor import Floor, live_a_morning

COUNTS = ("offered", "answered", "abandoned", "short_abandoned", "diverted", "handled")
FIGURES = (*COUNTS, "service_level", "abandon_rate", "asa", "aht")


async def live_on(floor: Floor) -> None:
    """After the morning: one overflows into the queue `help` after a minute and gives up there, one waits still."""
    async with unit(floor.tenant):
        helping = await routing.add_queue(QueueForm(code="help", name_ja="応援", name_en="Help"))
        await routing.set_members(helping.id, [floor.colleague])
        form = QueueForm(code="repairs", name_ja="修理", name_en="Repairs", line_of_business=floor.line,
                         steps=[Step(after=60, overflow=helping.id)])  # fmt: skip
        await routing.change_queue(floor.queue, form, (await routing.queue(floor.queue)).version)
    floor.clock.to(700)
    ninth = await floor.ring()
    floor.clock.to(761)
    await floor.time_outs()
    floor.clock.to(770)
    await floor.gone(ninth.id)
    floor.clock.to(780)
    await floor.ring()
    floor.clock.to(790)
    await floor.time_outs()


@pytest.mark.parametrize("settings", [
    ServiceSettings(),
    ServiceSettings(seconds=5, short_abandon_seconds=0),
    ServiceSettings(targets=[QueueTarget(queue="repairs", percent=90, seconds=30)], short_abandon_seconds=41),
    ServiceSettings(day_begins="10:00"),  # the first two calls came before
], ids=["as delivered", "nobody is short", "a target of its own", "from ten on"])  # fmt: skip
async def test_board_and_report_say_the_same_of_a_day(floor: Floor, settings: ServiceSettings) -> None:
    await live_a_morning(floor)
    await live_on(floor)
    async with unit(floor.tenant):
        await save_setting(settings)
    async with unit(floor.tenant, readonly=True):
        shown = await board.board(names=False)
    by_queue = {line.key: line.figures for line in (await floor.figures(by="queue")).lines}
    assert len(shown.queues) == 2
    for queue in shown.queues:
        assert_same(queue.day, by_queue[queue.id])
    (total,) = (await floor.figures()).lines
    everybody = next(each for each in shown.totals if each.team is None)
    assert_same(everybody.day, total.figures, COUNTS[:-1] + FIGURES[6:9])  # a dialled call is of no queue


async def test_what_the_board_says_of_a_moment_is_worked_out_by_hand(floor: Floor) -> None:
    a, b = floor.agent, floor.colleague
    floor.clock.to(0)
    await floor.presence(a, "ready")
    await floor.presence(b, "break")
    floor.clock.to(10)
    await floor.ring()  # is asked of A, and waits still
    floor.clock.to(12)
    await floor.ring()
    assert await the_moment(floor) == {"waiting": 2, "longest_wait": 2, "ready": 1, "at_work": 2}
    floor.clock.to(15)
    await floor.accept(a)
    floor.clock.to(42)
    await floor.presence(b, "offline")
    assert await the_moment(floor) == {"waiting": 1, "longest_wait": 30, "ready": 0, "at_work": 1}


async def the_moment(floor: Floor) -> dict[str, float]:
    """Every figure of the moment, of the queue `repairs`, as the board has it."""
    async with unit(floor.tenant, readonly=True):
        shown = await board.board(names=False)
    (queue,) = shown.queues
    everybody = shown.totals[0]
    assert (everybody.waiting, everybody.oldest) == (queue.waiting, queue.oldest)
    assert queue.oldest is not None
    here = {presence: count for presence, count in queue.agents.items() if presence != "offline"}
    figures = {
        "waiting": queue.waiting,
        "longest_wait": (shown.at - queue.oldest).total_seconds(),
        "ready": here.get("ready", 0),
        "at_work": sum(here.values()),
    }
    assert set(figures) == {moment.code for moment in MOMENTS}
    return figures


def assert_same(day: Day, figures: dict[str, float], names: tuple[str, ...] = FIGURES) -> None:
    """Both say the same; the board rounds to a tenth."""
    for name in names:
        shown = getattr(day, name)
        assert (shown is None) == (name not in figures), name
        if shown is not None:
            assert shown == pytest.approx(figures[name], abs=0.051), name

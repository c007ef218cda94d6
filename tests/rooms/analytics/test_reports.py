"""Reports of one morning: by half hour, queue and person; counted anew, in any order; each figure opens its rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import get_args
from uuid import UUID

import asyncpg
import msgspec
import pytest

from madoguchi import access, analytics, interactions
from madoguchi.access import TeamForm
from madoguchi.analytics import METRICS
from madoguchi.analytics import reactions as reports
from madoguchi.analytics.actions import counting
from madoguchi.analytics.behind import Behind, Wanted, behind
from madoguchi.analytics.errors import MetricMeaningless
from madoguchi.analytics.model.catalogue import By
from madoguchi.analytics.model.terms import Cut
from madoguchi.kit import facts
from madoguchi.kit.db import db, unit
from madoguchi.kit.settings import save_setting
from madoguchi.routing import ServiceSettings
from madoguchi.routing.service import QueueTarget
from tests.api import person
from tests.rooms.analytics.floor import DAY, Floor, live_a_morning

TABLES = ("report_contact", "report_wait", "report_part", "report_offer", "report_presence")
LINES = get_args(By)


@pytest.fixture
async def morning(floor: Floor) -> Floor:
    await live_a_morning(floor)
    return floor


async def every_report(floor: Floor) -> list[analytics.Report]:
    """All that can be asked of the day."""
    return [await floor.figures(step, by) for step in ("half_hour", "day", "whole") for by in LINES]


async def wipe(floor: Floor) -> None:
    async with unit(floor.tenant):
        for table in TABLES:
            await db().execute(f"delete from {table}")


async def test_each_thing_counts_in_the_half_hour_in_which_it_began(morning: Floor) -> None:
    report = await morning.figures("half_hour")
    assert [line.start.isoformat() for line in report.lines] == [
        "2026-11-24T00:30:00+00:00",
        "2026-11-24T01:00:00+00:00",
    ]
    early, late = (line.figures for line in report.lines)
    assert (early["offered"], late["offered"]) == (2, 4)
    assert (early["answered"], early["asa"], late["asa"]) == (2, 17, 4)
    assert (early["handled"], early["aht"]) == (2, (100 + 20 + 30 + 60 + 40) / 2)
    # From 9:55 to 10:00 A was ready 44 s, busy 123 s, wrapped up 30 s and did not respond 103 s; B 1, 61 and 36 s.
    assert early["staffed"] == pytest.approx((44 + 123 + 30 + 103 + 1 + 61 + 36) / 3600, abs=0.0005)
    assert early["occupancy"] == pytest.approx(100 * (184 + 66) / (184 + 66 + 45), abs=0.001)
    assert len(report.steps) == 48


async def test_each_person_has_what_they_took_and_how_they_spent_their_time(morning: Floor) -> None:
    report = await morning.figures(by="person")
    of = {line.key: line.figures for line in report.lines}
    a, b = of[morning.agent], of[morning.colleague]
    assert (a["handled"], b["handled"]) == (3, 2)
    assert (a["answered"], a["asa"], b["answered"], b["asa"]) == (2, 5.5, 1, 27)
    assert (a["transfers"], b["transfers"], a["rona"], b["rona"]) == (1, 0, 1, 0)
    assert a["aht"] == pytest.approx((100 + 50 + 80 + 20 + 30 + 10 + 15) / 3, abs=0.001)
    assert b["occupancy"] == pytest.approx(100 * (93 + 60) / (93 + 60 + 180), abs=0.001)
    assert b["productivity"] == pytest.approx(2 * 3600 / 333, abs=0.001)
    assert "offered" not in a  # nobody's in particular
    assert set(report.names.values()) == {"佐藤 花", "鈴木 一郎"}


async def test_queues_and_lines_of_business_have_theirs(morning: Floor) -> None:
    (queue,) = [each for each in (await morning.figures(by="queue")).lines if each.key]  # 7 and 8 came to none
    (line,) = [each for each in (await morning.figures(by="line")).lines if each.key == morning.line]
    assert (queue.key, queue.figures["offered"], queue.figures["service_level"]) == (morning.queue, 6, 40)
    assert "occupancy" not in queue.figures  # people serve several queues
    assert (line.figures["received"], line.figures["handled"]) == (7, 5)


async def test_a_team_is_its_people(morning: Floor) -> None:
    async with unit(morning.tenant):
        team = await access.add_team(TeamForm(code="blue", name_ja="青", name_en="Blue"))
        await db().execute("update app_user set team_id = $1 where id = $2", team.id, morning.agent)
    (line,) = (await morning.figures(by="team")).lines
    (alone,) = [each for each in (await morning.figures(by="person")).lines if each.key == morning.agent]
    assert (line.key, line.figures) == (team.id, alone.figures)


async def test_a_day_counted_anew_gives_the_same_figures(morning: Floor) -> None:
    before = await every_report(morning)
    await wipe(morning)
    async with unit(morning.tenant):
        assert await analytics.count_days(DAY, DAY) == 8
    assert await every_report(morning) == before
    async with unit(morning.tenant):
        await analytics.count_days(DAY, DAY)  # and again
    assert await every_report(morning) == before


async def test_facts_that_come_late_twice_and_shuffled_give_the_same_figures(
    morning: Floor, owner: asyncpg.Connection
) -> None:
    before = await every_report(morning)
    await wipe(morning)
    rows = await owner.fetch("select kind, body from outbox where tenant_id = $1", morning.tenant)
    known = [facts.decode(row["kind"], msgspec.json.decode(row["body"])) for row in rows]
    told = [fact for fact in known if fact is not None] * 2
    Random(7).shuffle(told)
    for fact in told:
        for reaction in facts._reactions.get(type(fact), []):
            if reaction.__module__ == reports.__name__:
                async with unit(morning.tenant):
                    await reaction(fact)
    morning.clock.advance(5)
    await morning.time_outs()
    assert await every_report(morning) == before


async def test_who_is_recognised_afterwards_called_before(morning: Floor) -> None:
    async with unit(morning.tenant):
        second = await db().fetchval("select interaction_id from report_wait order by entered offset 1 limit 1")
        await interactions.recognised(second, morning.customer)
    await facts.settle()
    morning.clock.advance(5)
    await morning.time_outs()
    (line,) = (await morning.figures()).lines
    assert (line.figures["repeats"], line.figures["fcr"]) == (2, pytest.approx(100 / 3, abs=0.001))


async def test_targets_thresholds_and_the_day_s_beginning_are_as_set(morning: Floor) -> None:
    async with unit(morning.tenant):
        own = [QueueTarget(queue="repairs", seconds=5, percent=90)]
        await save_setting(ServiceSettings(targets=own, short_abandon_seconds=0, day_begins="10:00"))
    (early,) = (await _day_before(morning)).lines
    (late,) = (await morning.figures()).lines
    assert (early.figures["offered"], late.figures["offered"]) == (2, 4)  # before and after ten o'clock
    assert (late.figures["abandoned"], late.figures["short_abandoned"]) == (2, 0)
    assert late.figures["service_level"] == 100 * 1 / 4  # call 6, after 4 s
    assert early.figures["service_level"] == 0  # call 1 took 7 s


async def _day_before(floor: Floor) -> analytics.Report:
    day = DAY - timedelta(days=1)
    async with unit(floor.tenant, readonly=True):
        return await analytics.report(analytics.Asked(first=day, last=day), "ja")


async def opened(
    floor: Floor, metric: str, counted: bool | None = None, users: list[UUID] | None = None, cut: Cut | None = None
) -> Behind:
    """The rows behind a figure of the day."""
    start = datetime(2026, 11, 23, 15, tzinfo=UTC)
    cut = cut or Cut(users=users)
    wanted = Wanted(metric=metric, start=start, end=start + timedelta(days=1), cut=cut, counted=counted)
    async with unit(floor.tenant, readonly=True):
        return await behind(wanted, person(floor.tenant, "customers.unmasked"), None, 100)


async def test_every_figure_opens_exactly_the_rows_it_is_made_of(morning: Floor) -> None:
    (line,) = (await morning.figures()).lines
    for metric in METRICS:
        found = await opened(morning, metric.code)
        assert len(found.items) == found.rows
        assert sum(row.counted for row in found.items) == found.counted
        figure = line.figures[metric.code]
        if metric.unit == "count":
            assert (found.rows, found.counted) == (figure, figure), metric.code
        elif metric.unit == "percent" and metric.source not in ("presence", "plan"):
            assert 100 * found.counted / found.rows == pytest.approx(figure, abs=0.001), metric.code
    waits = [row.waited for row in (await opened(morning, "asa")).items]
    assert sum(each or 0 for each in waits) / len(waits) == pytest.approx(line.figures["asa"], abs=0.001)
    for code, figures in (("occupancy", {True: 473, False: 302}), ("adherence", {True: 480, False: 420})):
        lasted = {True: 0.0, False: 0.0}
        for span in (await opened(morning, code)).items:
            assert span.until is not None
            lasted[span.counted] += (span.until - span.at).total_seconds()
        assert lasted == figures


async def test_more_spans_than_are_shown_are_counted_all_the_same(
    morning: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {code: await opened(morning, code) for code in ("occupancy", "adherence")}
    for module in ("opening", "plans"):
        monkeypatch.setattr(f"madoguchi.analytics.store.{module}.MOST_SPANS", 1)
    for code, all_of_it in whole.items():
        assert all_of_it.rows > all_of_it.counted > 0
        for counted in (None, True, False):
            found = await opened(morning, code, counted)
            assert (len(found.items), found.rows, found.counted) == (1, all_of_it.rows, all_of_it.counted)


async def test_opened_rows_say_who_called_and_what_went_wrong(morning: Floor) -> None:
    late = await opened(morning, "service_level", counted=False)
    assert [(row.ended, row.waited) for row in late.items] == [("max_wait", 30), ("abandoned", 40), ("connected", 27)]
    assert (late.rows, late.counted) == (5, 2)
    first = (await opened(morning, "asa", users=[morning.agent])).items[-1]
    assert (first.user, first.customer, first.number) == (morning.agent, morning.customer, "+81312345678")


async def test_the_line_of_what_came_to_no_queue_opens_too(morning: Floor) -> None:
    (nowhere,) = [line for line in (await morning.figures(by="queue")).lines if line.key is None]
    for code in ("handled", "transfers"):
        found = await opened(morning, code, cut=Cut(without="queue"))
        assert found.counted == nowhere.figures[code]
        assert all(row.queue is None for row in found.items)
    with pytest.raises(MetricMeaningless):
        await opened(morning, "received", cut=Cut(without="queue"))


async def test_a_wait_that_goes_on_is_offered_and_nothing_more(floor: Floor) -> None:
    call = await floor.ring()
    async with unit(floor.tenant):
        await counting.later(call.id)
    floor.clock.advance(5)
    await floor.time_outs()
    (line,) = (await floor.figures()).lines
    assert (line.figures["offered"], line.figures["answered"], line.figures["abandoned"]) == (1, 0, 0)

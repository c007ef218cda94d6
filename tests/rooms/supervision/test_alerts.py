"""Alerts on a floor at work: what raises one, who is told, who sees to it, and how it goes down."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec

from madoguchi import interactions, routing
from madoguchi.kit.clock import TestClock
from madoguchi.kit.facts import record
from madoguchi.kit.feed import Desk, Feed
from madoguchi.kit.ids import new_id
from madoguchi.kit.settings import save_setting
from madoguchi.routing.events import SkillMissing
from madoguchi.supervision import jobs, views
from madoguchi.supervision.actions import alerts
from madoguchi.supervision.http import routes
from madoguchi.supervision.settings import SupervisionSettings
from madoguchi.supervision.views import AlertView
from tests.api import api
from tests.rooms.supervision.floor import Floor


async def up(floor: Floor) -> list[AlertView]:
    return await floor.look(views.standing_alerts)


async def kinds(floor: Floor) -> list[str]:
    return sorted(alert.kind for alert in await up(floor))


class Told:
    """A supervisor's desk, on whatever page."""

    def __init__(self, floor: Floor) -> None:
        self.feed, self.desk = Feed(), Desk(floor.tenant, ["permission:supervision.watch"])
        self.feed.join(self.desk)

    async def next(self) -> dict[str, Any]:
        while True:
            frame = msgspec.json.decode(await asyncio.wait_for(self.desk.queue.get(), 5))
            if frame.get("event") == "alert.changed":
                return dict(frame["body"])


async def test_a_call_that_waits_too_long_raises_one_alert_that_goes_down_when_it_is_taken(
    floor: Floor, clock: TestClock
) -> None:
    told = Told(floor)
    contact = await floor.waits()
    await floor.do(jobs.look)
    assert await kinds(floor) == []
    clock.advance(61)
    for _ in range(2):
        await floor.do(jobs.look)
    (alert,) = await up(floor)
    assert (alert.kind, alert.severity, alert.interaction) == ("longest_wait", "critical", contact.id)
    assert alert.queue is not None
    assert alert.queue.name_ja == "修理受付"
    assert (await told.next())["cleared"] is None
    clock.advance(30)
    await floor.do(jobs.look)
    (alert,) = await up(floor)
    assert alert.worst >= 91
    await floor.hangs_up(contact)
    await floor.do(jobs.look)
    assert len(await up(floor)) == 1  # calm, and not yet for long enough
    clock.advance(15)
    await floor.do(jobs.look)
    assert await up(floor) == []
    down = await told.next()
    assert down["cleared"] is not None
    assert down["worst"] >= 91


async def test_a_hand_is_told_at_once_and_whoever_sees_to_it_says_so(floor: Floor) -> None:
    told = Told(floor)
    contact = await floor.talks()
    await floor.do(lambda: interactions.raise_hand(contact.id, floor.agent))
    alert = await told.next()
    assert (alert["kind"], alert["person"]["name"], alert["interaction"]) == ("hand", "佐藤 花", str(contact.id))
    async with api(routes, floor.who()) as client:
        seen = await client.post(f"/supervision/alerts/{alert['id']}/acknowledge")
        assert seen.json()["acked_by"]["name"] == "小林 恵"
        assert (await told.next())["acked_by"]["name"] == "小林 恵"
        async with api(routes, floor.who(floor.other)) as second:
            late = await second.post(f"/supervision/alerts/{alert['id']}/acknowledge")
        assert late.json()["acked_by"]["name"] == "小林 恵"  # the first one counts
        lowered = await client.delete(f"/supervision/people/{floor.agent}/hands/{contact.id}")
        assert lowered.status_code == 204
        assert (await client.post(f"/supervision/alerts/{new_id()}/acknowledge")).status_code == 404
    hands = await floor.look(lambda: interactions.hands_of(contact.id))
    assert hands[0].lowered_by == floor.supervisor


async def test_a_skill_that_nobody_has_is_an_alert_until_the_wait_is_over(floor: Floor) -> None:
    contact = await floor.waits()

    async def missing() -> None:
        for skill in ("welding", "language:en", "welding"):
            record(SkillMissing(item=new_id(), interaction=contact.id, queue=floor.queue, skill=skill))

    await floor.do(missing)
    assert sorted(alert.skill for alert in await up(floor)) == ["language:en", "welding"]
    await floor.do(jobs.look)
    assert len(await up(floor)) == 2
    await floor.do(lambda: routing.withdraw(contact.id, "withdrawn"))
    assert await up(floor) == []


async def test_without_rules_nothing_is_raised_and_what_is_up_goes_down(floor: Floor, clock: TestClock) -> None:
    contact = await floor.talks()
    await floor.do(lambda: interactions.raise_hand(contact.id, floor.agent))
    assert await kinds(floor) == ["hand"]
    await floor.do(lambda: save_setting(SupervisionSettings(alerts=[])))
    await floor.do(jobs.look)
    clock.advance(20)
    await floor.do(jobs.look)
    assert await up(floor) == []


async def test_two_looks_at_the_same_instant_raise_one_alert(floor: Floor) -> None:
    contact = await floor.talks()
    await asyncio.gather(
        floor.do(lambda: interactions.raise_hand(contact.id, floor.agent)), *(floor.do(alerts.look) for _ in range(4))
    )
    assert await kinds(floor) == ["hand"]


async def test_the_history_keeps_what_was_and_who_saw_to_it(floor: Floor, clock: TestClock) -> None:
    for _ in range(3):
        contact = await floor.waits()
        clock.advance(61)
        await floor.do(jobs.look)
        await floor.hangs_up(contact)
        await floor.do(jobs.look)
        clock.advance(16)
        await floor.do(jobs.look)
    async with api(routes, floor.who()) as client:
        page = (await client.get("/supervision/alerts/history", params={"limit": 2})).json()
        rest = (await client.get("/supervision/alerts/history", params={"after": page["next"]})).json()
    assert [len(page["items"]), len(rest["items"]), rest["next"]] == [2, 1, None]
    assert all(alert["cleared"] for alert in [*page["items"], *rest["items"]])
    clock.advance(91 * 24 * 3600)
    await floor.do(jobs.tidy)
    async with api(routes, floor.who()) as client:
        assert (await client.get("/supervision/alerts/history")).json()["items"] == []


async def test_auditors_see_alerts_but_acknowledge_none(floor: Floor) -> None:
    contact = await floor.talks()
    await floor.do(lambda: interactions.raise_hand(contact.id, floor.agent))
    async with api(routes, floor.who(floor.other, "supervision.watch")) as client:
        (alert,) = (await client.get("/supervision/alerts")).json()
        assert (await client.post(f"/supervision/alerts/{alert['id']}/acknowledge")).status_code == 403

"""The wallboard: what stands on it, what is behind its numbers, and what moves on it by itself."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pytest

from madoguchi import access, interactions, routing
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import db, unit
from madoguchi.kit.feed import Desk, Feed
from madoguchi.kit.settings import save_setting
from madoguchi.routing import ServiceSettings
from madoguchi.routing.service import QueueTarget, day_start
from madoguchi.supervision import board
from madoguchi.supervision.feed import TOPIC
from madoguchi.supervision.http import routes
from madoguchi.supervision.model.board import Board, BoardPerson, BoardQueue
from tests.api import api
from tests.rooms.interactions.factory import incoming
from tests.rooms.supervision.floor import Floor
from tests.statements import at_most


async def shown(floor: Floor) -> Board:
    return await floor.look(lambda: board.board(names=True))


async def queue_of(floor: Floor) -> BoardQueue:
    return next(queue for queue in (await shown(floor)).queues if queue.id == floor.queue)


def person_of(now_shown: Board, user: UUID) -> BoardPerson:
    return next(person for person in now_shown.people if person.user == user)


async def stay(floor: Floor, waited: float, exit: str, queue: UUID | None = None) -> Interaction:
    """A stay that ended just now, after so many seconds."""
    async with unit(floor.tenant):
        contact = await incoming(floor.office, customer=floor.customer)
        ended = now()
        await db().execute(
            """insert into queue_item (id, interaction_id, medium, queue_id, entered, rank_at, arrived, state, exit,
                   ended)
               values (gen_random_uuid(), $1, 'voice', $2, $3, $3, $3, case $5 when 'connected' then 'connected'
                   else 'ended' end, $5, $4)""",
            contact.id, queue or floor.queue, ended - timedelta(seconds=waited), ended, exit,
        )  # fmt: skip
    return contact


async def test_who_waits_who_talks_and_with_whom(floor: Floor) -> None:
    talk = await floor.talks()
    await floor.be(floor.colleague, "break")
    waiting = await floor.waits()
    now_shown = await shown(floor)
    queue = next(queue for queue in now_shown.queues if queue.id == floor.queue)
    assert (queue.waiting, queue.oldest_contact) == (1, waiting.id)
    assert queue.agents == {"busy": 1, "break": 1}
    agent = person_of(now_shown, floor.agent)
    assert (agent.name, agent.team, agent.presence) == ("佐藤 花", floor.team, "busy")
    assert agent.talk is not None
    assert (agent.talk.interaction, agent.talk.status, agent.talk.name) == (talk.id, "talking", "高橋 美咲")
    assert agent.talk.queue == floor.queue
    assert person_of(now_shown, floor.colleague).talk is None


async def test_the_day_is_counted_as_the_metrics_are_written(floor: Floor, clock: TestClock) -> None:
    for waited, exit in ((3, "connected"), (20.9, "connected"), (21, "connected"), (40, "abandoned"),
                         (4.9, "abandoned"), (5, "abandoned"), (60, "max_wait")):  # fmt: skip
        await stay(floor, waited, exit)
    day = (await queue_of(floor)).day
    assert (day.offered, day.answered, day.in_time) == (7, 3, 2)
    assert (day.abandoned, day.short_abandoned, day.diverted) == (2, 1, 1)
    assert (day.decided, day.service_level, day.abandon_rate, day.asa) == (6, 33.3, 33.3, 14.7)
    clock.advance(24 * 3600)
    assert (await queue_of(floor)).day.offered == 0


async def test_a_queue_may_have_a_target_of_its_own_and_it_is_written_out(floor: Floor) -> None:
    await stay(floor, 25, "connected")
    assert (await queue_of(floor)).day.service_level == 0
    own = ServiceSettings(targets=[QueueTarget(queue="repairs", percent=90, seconds=30)])
    await floor.do(lambda: save_setting(own))
    queue = await queue_of(floor)
    assert (queue.target.percent, queue.target.seconds, queue.day.service_level) == (90, 30, 100)
    totals = {total.team: total for total in (await shown(floor)).totals}
    assert totals[None].target is None  # two queues with two targets
    assert totals[floor.team].target is not None


async def test_a_team_s_figures_are_those_of_the_queues_it_serves(floor: Floor) -> None:
    await stay(floor, 1, "connected")
    await stay(floor, 100, "connected", queue=floor.second)
    totals = {total.team: total for total in (await shown(floor)).totals}
    assert (totals[None].day.offered, totals[None].day.service_level) == (2, 50)
    assert (totals[floor.team].day.offered, totals[floor.team].day.service_level) == (1, 100)
    (team,) = (await shown(floor)).teams
    assert (team.code, team.leaders) == ("repairs", [floor.supervisor])


async def test_handle_time_is_talk_hold_and_wrap_up_of_what_is_finished(floor: Floor) -> None:
    contact = await floor.talks()
    (part,) = await floor.look(lambda: interactions.segments_of(contact.id))
    await floor.hangs_up(contact)
    await floor.becomes(floor.agent, "wrap_up")
    assert (await queue_of(floor)).day.handled == 0
    await floor.do(lambda: interactions.wrapped(part.id, now() + timedelta(seconds=90)))
    day = (await queue_of(floor)).day
    assert day.handled == 1
    assert day.aht is not None
    assert 89 <= day.aht <= 95


@pytest.mark.parametrize(
    ("zone", "begins", "at", "start"),
    [
        ("Asia/Tokyo", "00:00", "2026-11-26T14:59:00Z", "2026-11-25T15:00:00Z"),
        ("Asia/Tokyo", "00:00", "2026-11-26T15:00:00Z", "2026-11-26T15:00:00Z"),
        ("Asia/Tokyo", "05:00", "2026-11-26T18:00:00Z", "2026-11-25T20:00:00Z"),
        ("Europe/Berlin", "00:00", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z"),
    ],
)
def test_the_day_begins_where_the_tenant_says(zone: str, begins: str, at: str, start: str) -> None:
    assert day_start(datetime.fromisoformat(at), ZoneInfo(zone), begins) == datetime.fromisoformat(start)


async def test_every_number_opens_its_rows(floor: Floor) -> None:
    gave_up = await stay(floor, 40, "abandoned")
    await stay(floor, 3, "connected")
    waiting = await floor.waits()
    async with api(routes, floor.who()) as client:
        path = "/supervision/board/stays"
        mine = {"queue": str(floor.queue)}
        behind = {
            count: (await client.get(path, params={**mine, "count": count})).json()
            for count in (
                "waiting",
                "offered",
                "answered",
                "in_time",
                "late",
                "abandoned",
                "short_abandoned",
                "diverted",
                "decided",
            )
        }
        assert {count: len(rows["items"]) for count, rows in behind.items()} == {
            "waiting": 1, "offered": 3, "answered": 1, "in_time": 1, "late": 0, "abandoned": 1, "short_abandoned": 0,
            "diverted": 0, "decided": 2,
        }  # fmt: skip
        assert behind["waiting"]["items"][0]["stay"]["interaction"] == str(waiting.id)
        (row,) = behind["abandoned"]["items"]
        assert (row["stay"]["interaction"], row["stay"]["waited"]) == (str(gave_up.id), 40)
        assert behind["abandoned"]["customers"][0]["name"] == "高橋 美咲"
        assert row["address"] == "+81312345678"
    auditor = floor.who(floor.other, "supervision.watch", "customers.read")
    async with api(routes, auditor) as client:
        (row,) = (await client.get(path, params={**mine, "count": "abandoned"})).json()["items"]
        assert row["address"].endswith("5678")
        assert not row["address"].startswith("+81")


async def handled(floor: Floor, talk: int, user: UUID, queue: UUID | None = None) -> Interaction:
    """A contact of this queue (the second unless named) that somebody talked in, wrapped up, and is done with."""
    async with unit(floor.tenant):
        contact = await incoming(floor.office, customer=floor.customer)
        await db().execute(
            """insert into segment (id, interaction_id, user_id, queue_id, status, since, ring_at, connected_at,
                   ended_at, ended_by, talk_seconds, hold_seconds, wrap_seconds)
               values (gen_random_uuid(), $1, $2, $3, 'ended', $4, $4, $4, $4, 'customer', $5, 10, 30)""",
            contact.id, user, queue or floor.second, now(), talk,
        )  # fmt: skip
    return contact


async def test_handle_time_opens_the_parts_it_is_made_of(floor: Floor) -> None:
    first = await handled(floor, 100, floor.agent)
    second = await handled(floor, 200, floor.colleague)
    await handled(floor, 300, floor.agent, floor.queue)
    shown_now = next(queue for queue in (await shown(floor)).queues if queue.id == floor.second)
    assert (shown_now.day.handled, shown_now.day.aht) == (2, 190)
    path = "/supervision/board/handled"
    async with api(routes, floor.who()) as client:
        mine = {"queue": str(floor.second), "limit": 1}
        newest = (await client.get(path, params=mine)).json()
        oldest = (await client.get(path, params={**mine, "after": newest["next"]})).json()
        rows = [*newest["items"], *oldest["items"]]
        assert [row["part"]["interaction"] for row in rows] == [str(second.id), str(first.id)]
        assert [sum(row["part"][name] for name in ("talk", "hold", "wrap")) for row in rows] == [240, 140]
        assert (newest["users"][0]["id"], newest["customers"][0]["name"]) == (str(floor.colleague), "高橋 美咲")
        assert oldest["next"] is None
    async with api(routes, floor.who(floor.agent, "queues.watch", "desk.use")) as client:
        assert (await client.get(path, params=mine)).status_code == 403


async def test_who_waits_is_opened_longest_first_since_whenever(floor: Floor, clock: TestClock) -> None:
    first = await floor.waits()
    clock.advance(24 * 3600)
    second = await floor.waits()
    queue = await queue_of(floor)
    assert (queue.waiting, queue.oldest_contact, queue.day.offered) == (2, first.id, 1)
    async with api(routes, floor.who()) as client:
        asked = {"queue": str(floor.queue), "count": "waiting"}
        rows = (await client.get("/supervision/board/stays", params=asked)).json()["items"]
    assert [row["stay"]["interaction"] for row in rows] == [str(first.id), str(second.id)]


async def test_all_rows_behind_a_number_are_reached_page_by_page(floor: Floor) -> None:
    for _ in range(5):
        await stay(floor, 3, "connected")
    async with api(routes, floor.who()) as client:
        asked = {"queue": str(floor.queue), "count": "answered", "limit": "2"}
        seen, after = [], {}
        while after is not None:
            page = (await client.get("/supervision/board/stays", params=asked | after)).json()
            seen += [row["stay"]["item"] for row in page["items"]]
            after = {"after": page["next"]} if page["next"] else None
        assert len(seen) == len(set(seen)) == (await queue_of(floor)).day.answered == 5
        assert (await client.get("/supervision/board/stays", params=asked | {"after": "x"})).status_code == 422


async def test_customers_are_named_to_whoever_may_read_them(floor: Floor) -> None:
    await floor.talks()
    for permissions, name in ((("supervision.watch", "customers.read"), "高橋 美咲"), (("supervision.watch",), "")):
        async with api(routes, floor.who(floor.other, *permissions)) as client:
            people = (await client.get("/supervision/board")).json()["people"]
        (talk,) = [person["talk"] for person in people if person["talk"]]
        assert talk["name"] == name
    await handled(floor, 100, floor.agent)
    await stay(floor, 3, "connected", floor.second)
    for permissions, names in ((("supervision.watch", "customers.read"), ["高橋 美咲"]), (("supervision.watch",), [])):
        async with api(routes, floor.who(floor.other, *permissions)) as client:
            for path in ("/supervision/board/stays", "/supervision/board/handled"):
                rows = (await client.get(path, params={"queue": str(floor.second)})).json()
                assert len(rows["items"]) == 1
                assert [each["name"] for each in rows["customers"]] == names
    async with api(routes, floor.who(floor.agent, "queues.watch", "desk.use")) as client:
        assert (await client.get("/supervision/board")).status_code == 403


class Watching:
    """A supervisor's desk on the board's topic."""

    def __init__(self, floor: Floor) -> None:
        self.feed, self.desk = Feed(), Desk(floor.tenant, [TOPIC])
        self.feed.join(self.desk)

    async def next(self) -> dict[str, Any]:
        while True:
            frame = msgspec.json.decode(await asyncio.wait_for(self.desk.queue.get(), 5))
            if frame.get("event") == "board.changed":
                return frame["body"]


async def test_what_moves_is_pushed_once_however_much_moved(floor: Floor) -> None:
    watching = Watching(floor)
    for presence in ("ready", "break", "ready"):
        await floor.be(floor.agent, presence)
    await floor.be(floor.colleague, "break")
    body = await watching.next()
    assert {person["user"]: person["presence"] for person in body["people"]} == {
        str(floor.agent): "ready", str(floor.colleague): "break",
    }  # fmt: skip
    assert {queue["id"] for queue in body["queues"]} == {str(floor.queue), str(floor.second)}
    assert watching.desk.queue.empty()


async def test_a_hand_is_seen_go_up_and_down(floor: Floor) -> None:
    contact = await floor.talks()
    watching = Watching(floor)
    await floor.do(lambda: interactions.raise_hand(contact.id, floor.agent))
    (person,) = (await watching.next())["people"]
    assert person["hand"] is not None
    await floor.do(lambda: interactions.lower_hand(contact.id, floor.agent, floor.supervisor))
    (person,) = (await watching.next())["people"]
    assert person["hand"] is None
    await floor.do(lambda: interactions.raise_hand(contact.id, floor.agent))
    await floor.hangs_up(contact)
    await floor.becomes(floor.agent, "wrap_up")
    assert person_of(await shown(floor), floor.agent).hand is None  # down with the end of the talk
    hands = await floor.look(lambda: interactions.hands_of(contact.id))
    assert [(hand.lowered is not None, hand.lowered_by) for hand in hands] == [(True, floor.supervisor), (True, None)]


async def test_who_is_put_into_a_queue_or_leaves_the_floor_is_shown_so(floor: Floor) -> None:
    watching = Watching(floor)
    await floor.do(lambda: routing.set_members(floor.queue, [floor.agent, floor.colleague, floor.other]))
    body = await watching.next()
    assert str(floor.other) in {person["user"] for person in body["people"]}
    await floor.do(lambda: access.deactivate_user(floor.other))
    assert floor.other not in {person.user for person in (await shown(floor)).people}


async def test_the_board_is_read_in_a_handful_of_statements(floor: Floor) -> None:
    await floor.talks()
    await shown(floor)  # settings are remembered, statements prepared
    with at_most(5):  # begin, everything at once, the names, commit
        await shown(floor)

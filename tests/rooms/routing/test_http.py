"""Presence, queues and the live table, as the desk and the administrator's pages ask for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi import routing
from madoguchi.kit import nodes
from madoguchi.kit.db import unit
from madoguchi.kit.feed import Desk, Feed, compose
from madoguchi.kit.ids import new_id
from madoguchi.routing import feed
from madoguchi.routing.events import PresenceForced, QueuesMoved, SkillMissing
from madoguchi.routing.http import routes
from madoguchi.routing.model.sets import version_of
from tests.api import api, person
from tests.rooms.routing.hall import Hall

ALL = ("desk.use", "queues.watch", "interactions.read_all", "routing.admin")


@asynccontextmanager
async def desk(hall: Hall, *permissions: str, user: UUID | None = None) -> AsyncIterator[httpx.AsyncClient]:
    async with api(routes, person(hall.tenant, *(permissions or ALL), user=user or hall.people[0])) as client:
        yield client


async def as_shown(client: httpx.AsyncClient, url: str) -> dict[str, str]:
    """What makes an edit refer to what is there now."""
    return {"If-Match": (await client.get(url)).headers["etag"]}


def form(**changes: Any) -> dict[str, Any]:
    return {"code": "sales", "name_ja": "ご購入相談", "name_en": "Sales", **changes}


async def test_choosing_a_presence(hall: Hall) -> None:
    async with desk(hall, "desk.use") as client:
        assert (await client.get("/presence")).json()["presence"] == "offline"
        chosen = await client.put("/presence", json={"presence": "break", "reason": "lunch"})
        assert chosen.status_code == 200
        assert (chosen.json()["presence"], chosen.json()["reason"]) == ("break", "lunch")
        assert {r["code"] for r in chosen.json()["break_reasons"]} >= {"lunch", "meeting"}
        refused = await client.put("/presence", json={"presence": "busy"})
        assert refused.status_code == 422
        unknown = await client.put("/presence", json={"presence": "break", "reason": "siesta"})
        assert unknown.json()["code"] == "break_reason_unknown"


async def test_an_administrator_adds_and_edits_a_queue(hall: Hall) -> None:
    async with desk(hall) as client:
        made = await client.post("/queues", json=form(offer_seconds=10))
        assert made.status_code == 201, made.text
        url = f"/queues/{made.json()['id']}"
        assert (await client.post("/queues", json=form())).json()["code"] == "queue_code_taken"
        assert (await client.put(url, json=form(name_en="Shop"))).status_code == 428
        changed = await client.put(url, json=form(name_en="Shop"), headers={"If-Match": made.headers["etag"]})
        assert (changed.json()["name_en"], changed.json()["offer_seconds"]) == ("Shop", None)
        stale = await client.put(url, json=form(), headers={"If-Match": made.headers["etag"]})
        assert stale.status_code == 412
        wrong = await client.post("/queues", json=form(code="x", strategy="coin_toss"))
        assert wrong.json()["code"] == "strategy_unknown"
        assert {q["code"] for q in (await client.get("/queues")).json()} == {"support", "sales"}


async def test_a_queue_in_which_somebody_waits_is_not_closed(hall: Hall) -> None:
    await hall.call()
    async with desk(hall) as client:
        shown = await client.get(f"/queues/{hall.queue.id}")
        body = form(code="support", active=False)
        closed = await client.put(f"/queues/{hall.queue.id}", json=body, headers={"If-Match": shown.headers["etag"]})
        assert (closed.status_code, closed.json()["code"]) == (409, "queue_in_use")


async def test_who_waits_in_a_queue_that_was_closed_is_seen_all_the_same(hall: Hall) -> None:
    async with desk(hall) as client:
        shown = await client.get(f"/queues/{hall.queue.id}")
        body = form(code="support", active=False)
        closed = await client.put(f"/queues/{hall.queue.id}", json=body, headers={"If-Match": shown.headers["etag"]})
        assert closed.status_code == 200, closed.text
    async with unit(hall.tenant, readonly=True):
        assert hall.queue.id not in {load.id for load in await routing.queue_loads()}
    contact = await hall.call()
    async with unit(hall.tenant, readonly=True):
        (load,) = [load for load in await routing.queue_loads() if load.id == hall.queue.id]
    assert (load.waiting, load.oldest_contact) == (1, contact.id)


async def test_a_new_member_who_is_ready_is_offered_what_waits(hall: Hall) -> None:
    async with desk(hall) as client:
        url = f"/queues/{hall.queue.id}/members"
        assert (await client.put(url, json={"users": []})).status_code == 428
        emptied = await client.put(url, json={"users": []}, headers=await as_shown(client, url))
        assert emptied.json() == {"users": [], "version": 0}
        await hall.ready(hall.people[0])
        contact = await hall.call()
        assert await hall.offers(contact) == []
        nobody = await client.put(url, json={"users": [str(new_id())]}, headers={"If-Match": '"0"'})
        assert nobody.json()["code"] == "member_unknown"
        added = await client.put(url, json={"users": [str(hall.people[0])]}, headers={"If-Match": '"0"'})
        assert added.status_code == 200
    assert (await hall.offered(contact)).user == hall.people[0]


async def test_the_live_table_and_the_reason_of_an_offer(hall: Hall) -> None:
    await hall.ready(hall.people[0])
    contact = await hall.call()
    await hall.call()
    async with desk(hall) as client:
        table = (await client.get("/queues/live")).json()
        (queue,) = table["queues"]
        assert (queue["code"], queue["waiting"], queue["agents"]) == ("support", 2, {"ready": 1})
        assert queue["oldest"] is not None
        assert queue["oldest_contact"] == str(contact.id)
        assert table["names"][str(hall.people[0])]
        (offer,) = (await client.get(f"/interactions/{contact.id}/offers")).json()
        assert offer["reason"]["rule"] == "longest_idle"
        assert offer["reason"]["candidates"][0]["user"] == str(hall.people[0])
    async with desk(hall, "desk.use") as client:
        assert (await client.get("/queues/live")).status_code == 403
        assert (await client.post("/queues", json=form())).status_code == 403


async def test_desks_are_told_how_a_queue_stands_with_numbers_only(hall: Hall) -> None:
    await hall.call()
    (push,) = await compose(hall.tenant, QueuesMoved(queues=[hall.queue.id]))
    assert (push.to, push.event) == ("tenant", "queue.changed")
    assert isinstance(push.body, feed.QueuesNow)
    assert [load.waiting for load in push.body.queues] == [1]


async def test_many_changes_of_a_queue_are_told_together(hall: Hall) -> None:
    live, desk_now = Feed(), Desk(hall.tenant, ["tenant"])
    live.join(desk_now)
    for _ in range(5):
        await hall.call()
    told: list[dict[str, Any]] = []
    while not told or told[-1]["body"]["queues"][0]["waiting"] < 5:
        told.append(msgspec.json.decode(await asyncio.wait_for(desk_now.queue.get(), 5)))
    live.leave(desk_now)
    assert {frame["event"] for frame in told} == {"queue.changed"}
    assert len(told) <= 3, "a desk is told how it stands, not each step"


@pytest.mark.parametrize("eldest_tells", [True, False])
async def test_of_several_nodes_the_eldest_tells_and_another_when_it_does_not(
    hall: Hall, owner: asyncpg.Connection[asyncpg.Record], monkeypatch: pytest.MonkeyPatch, eldest_tells: bool
) -> None:
    monkeypatch.setattr(nodes, "eldest", lambda: False)
    monkeypatch.setattr(feed, "PAUSE", 0.2)
    live, desk_now = Feed(), Desk(hall.tenant, ["tenant"])
    live.join(desk_now)
    await hall.call()
    async with asyncio.timeout(5):
        while not feed._moved.get(hall.tenant):
            await asyncio.sleep(0.01)  # between two looks at what this node has gathered
    if eldest_tells:
        await compose(hall.tenant, QueuesMoved(queues=[hall.queue.id]))
    await asyncio.gather(*feed._tellers)
    live.leave(desk_now)
    told = "select count(*) from outbox where tenant_id = $1 and kind = 'routing.QueuesMoved'"
    assert await owner.fetchval(told, hall.tenant) == (0 if eldest_tells else 1)


async def test_who_was_accepted_waits_no_more_while_being_connected(hall: Hall) -> None:
    async def waiting() -> int:
        (load,) = await hall.do(lambda: routing.queues_of(hall.people[0]))
        return load.waiting

    await hall.ready(hall.people[0])
    live, desk_now = Feed(), Desk(hall.tenant, ["tenant"])
    live.join(desk_now)
    contact = await hall.call()
    assert await waiting() == 1
    offer = await hall.accept(contact)
    assert await waiting() == 0
    waits = 1
    while waits:  # and every desk is told so before the phone is picked up
        frame = msgspec.json.decode(await asyncio.wait_for(desk_now.queue.get(), 5))
        waits = frame["body"]["queues"][0]["waiting"]
    await hall.fail(contact, offer.user)
    assert await waiting() == 1
    while not waits:
        frame = msgspec.json.decode(await asyncio.wait_for(desk_now.queue.get(), 5))
        waits = frame["body"]["queues"][0]["waiting"]
    live.leave(desk_now)


async def test_whoever_watches_the_table_sees_what_a_colleague_does(hall: Hall) -> None:
    watching, elsewhere = Desk(hall.tenant, ["topic:queues"]), Desk(hall.tenant, ["topic:customer:1"])
    live = Feed()
    live.join(watching)
    live.join(elsewhere)
    await hall.do(lambda: routing.set_presence(hall.people[1], "break", "lunch"))
    told = msgspec.json.decode(await asyncio.wait_for(watching.queue.get(), 5))
    assert told["event"] == "agent.changed"
    assert (told["body"]["agent"]["user"], told["body"]["agent"]["presence"]) == (str(hall.people[1]), "break")
    assert told["body"]["agent"]["queues"] == [str(hall.queue.id)]
    assert told["body"]["name"]
    await hall.do(lambda: routing.set_members(hall.queue.id, [hall.people[0]]))
    await hall.do(lambda: routing.set_presence(hall.people[1], "offline"))
    while told["body"]["agent"] is not None:  # who serves no queue and goes home leaves the table
        told = msgspec.json.decode(await asyncio.wait_for(watching.queue.get(), 5))
    assert elsewhere.queue.empty()
    live.leave(watching)
    live.leave(elsewhere)


async def test_an_administrator_says_what_there_is_to_be_good_at_and_who_is(hall: Hall) -> None:
    async with desk(hall, *ALL, "routing.supervise") as client:
        made = await client.post("/skills", json={"code": "billing", "name_ja": "請求", "name_en": "Billing"})
        assert made.status_code == 201, made.text
        again = await client.post("/skills", json={"code": "billing", "name_ja": "請求", "name_en": "Billing"})
        assert again.json()["code"] == "skill_taken"
        renamed = await client.put(
            "/skills/billing", json={"code": "billing", "name_ja": "ご請求", "name_en": "Billing"},
            headers={"If-Match": made.headers["etag"]},
        )  # fmt: skip
        assert renamed.json()["name_ja"] == "ご請求"
        url = f"/routing/people/{hall.people[0]}"
        shown = await client.get(url)
        assert shown.json()["capacity"] == {"most": {"voice": 1, "chat": 4}, "beside_call": 0}
        body = {"skills": {"billing": 3}, "languages": ["ja", "en"], "capacity": {"most": {"voice": 1, "chat": 2}}}
        saved = await client.put(url, json=body, headers={"If-Match": shown.headers["etag"]})
        assert (saved.status_code, saved.json()["skills"]) == (200, {"billing": 3})
        stale = await client.put(url, json=body, headers={"If-Match": shown.headers["etag"]})
        assert stale.status_code == 412
        too_good = await client.put(url, json={"skills": {"billing": 6}}, headers={"If-Match": saved.headers["etag"]})
        assert too_good.status_code == 422
        unheard = await client.put(url, json={"skills": {"x": 1}}, headers={"If-Match": saved.headers["etag"]})
        assert unheard.json()["code"] == "skill_unknown"
        rows = {row["user"]: row for row in (await client.get("/routing/people")).json()}
        assert rows[str(hall.people[0])]["profile"]["skills"] == {"billing": 3}
        assert rows[str(hall.people[0])]["queues"] == [str(hall.queue.id)]
        in_use = await client.delete("/skills/billing")
        assert (in_use.status_code, in_use.json()["code"]) == (409, "skill_in_use")


async def test_a_queue_says_what_it_asks_for_and_how_that_gives_way(hall: Hall) -> None:
    async with desk(hall) as client:
        await client.post("/skills", json={"code": "billing", "name_ja": "請求", "name_en": "Billing"})
        steps = [{"after": 60, "drop": ["billing"]}, {"after": 30, "lower": 1}]
        made = await client.post(
            "/queues", json=form(required={"billing": 3}, steps=steps, strategy="best_skill", last_agent=True)
        )
        assert [step["after"] for step in made.json()["steps"]] == [30, 60]
        nowhere = await client.post("/queues", json=form(code="x", steps=[{"after": 5, "overflow": str(new_id())}]))
        assert nowhere.json()["code"] == "steps_invalid"
        strategies = (await client.get("/routing/strategies")).json()
        assert {"longest_idle", "least_occupied", "best_skill"} <= {one["code"] for one in strategies}


async def test_a_supervisor_puts_somebody_where_they_are_needed(hall: Hall) -> None:
    first = hall.people[0]
    await hall.ready(first)
    async with desk(hall, "desk.use", "routing.supervise", user=hall.people[1]) as client:
        reasons = (await client.get("/routing/force-reasons")).json()
        order = {"presence": "break", "reason": reasons[0]["code"]}
        forced = await client.put(f"/routing/people/{first}/presence", json=order)
        assert (forced.json()["presence"], forced.json()["forced_by"]) == ("break", str(hall.people[1]))
        mine = f"/routing/people/{first}/queues"
        assert (await client.put(mine, json={"queues": []})).status_code == 428
        moved = await client.put(mine, json={"queues": []}, headers=await as_shown(client, mine))
        assert (moved.json(), moved.headers["etag"]) == ({"queues": [], "version": 0}, '"0"')
    async with desk(hall, "desk.use") as client:
        mine = (await client.get("/presence")).json()
        assert (mine["presence"], mine["forced_reason"]) == ("break", reasons[0]["code"])
        refused = await client.put(f"/routing/people/{first}/presence", json=order)
        assert refused.status_code == 403


async def test_why_somebody_was_asked_is_told_in_words_and_tried_again_by_another_rule(hall: Hall) -> None:
    await hall.ready(*hall.people)
    contact = await hall.call()
    offer = await hall.offered(contact)
    async with desk(hall, *ALL, "routing.supervise") as client:
        (told,) = (await client.get(f"/interactions/{contact.id}/offers")).json()
        assert "2" in told["words"]["en"]
        assert "idle the longest" in told["words"]["en"]
        assert "待機時間が最も長い" in told["words"]["ja"]
        logged = (await client.get(f"/routing/decisions/{told['reason']['log']}")).json()
        assert logged["made"] == [[logged["snapshot"]["work"][0]["item"], str(offer.user)]]
        assert {p["user"] for p in logged["snapshot"]["people"]} == {str(user) for user in hall.people}
        span = {"start": "2020-01-01T00:00:00Z", "end": "2100-01-01T00:00:00Z"}
        again = (await client.get("/routing/replay", params={"strategy": "longest_idle", **span})).json()
        assert (again["offers"], again["same"]) == (1, 1)
        other = (await client.get("/routing/replay", params={"strategy": "best_skill", **span})).json()
        assert other["offers"] == 1
        standing = (await client.get(f"/interactions/{contact.id}/standing")).json()
        assert (standing["position"], standing["waiting"]) == (1, 1)
        await hall.give_up(contact)
        gone = await client.get(f"/interactions/{contact.id}/standing")
        assert (gone.status_code, gone.json()["code"]) == (404, "not_in_line")


async def test_supervisors_hear_at_once_of_a_skill_that_nobody_has(hall: Hall) -> None:
    fact = SkillMissing(item=new_id(), interaction=new_id(), queue=hall.queue.id, skill="billing")
    (push,) = await compose(hall.tenant, fact)
    assert (push.to, push.event) == ("permission:routing.supervise", "skill.missing")
    assert isinstance(push.body, feed.SkillMissed)
    assert (push.body.queue, push.body.skill) == (hall.queue.id, "billing")


async def test_who_is_put_somewhere_sees_at_once_by_whom_and_why(hall: Hall) -> None:
    first, second = hall.people
    (push,) = await compose(
        hall.tenant, PresenceForced(user=first, presence="break", previous="ready", by=second, reason="rest_due")
    )
    assert (push.to, push.event) == (f"user:{first}", "presence.forced")
    assert isinstance(push.body, feed.PresenceOrdered)
    assert (push.body.name, push.body.reason) == ("鈴木 一郎", "rest_due")


async def test_nobody_s_name_is_no_server_fault(hall: Hall) -> None:
    nobody = new_id()
    async with desk(hall, *ALL, "routing.supervise") as client:
        answers = [
            await client.get(f"/routing/people/{nobody}"),
            await client.put(f"/routing/people/{nobody}", json={}, headers={"If-Match": '"0"'}),
            await client.put(f"/routing/people/{nobody}/presence", json={"presence": "break", "reason": "other"}),
        ]
        assert [(a.status_code, a.json()["code"]) for a in answers] == [(404, "person_unknown")] * 3
        theirs, wish = f"/routing/people/{nobody}/queues", {"queues": [str(hall.queue.id)]}
        assert (await client.get(theirs)).json()["code"] == "person_unknown"
        moved = await client.put(theirs, json=wish, headers={"If-Match": '"0"'})
        assert moved.json()["code"] == "person_unknown"
        assert (await client.get(f"/routing/decisions/{nobody}")).json()["code"] == "decision_unknown"
        span = {"start": "2026-01-01T00:00:00", "end": "2026-02-01T00:00:00"}
        assert (await client.get("/routing/replay", params={"strategy": "best_skill", **span})).status_code < 500
        assert (await client.get("/skills/nothing")).json()["code"] == "no_such_skill"


async def test_of_two_who_describe_a_person_for_the_first_time_one_is_told(hall: Hall) -> None:
    async with desk(hall, *ALL, "routing.supervise") as client:
        url = f"/routing/people/{hall.people[0]}"
        wishes = [client.put(url, json={"languages": [one]}, headers={"If-Match": '"0"'}) for one in ("en", "ko")]
        assert sorted(answer.status_code for answer in await asyncio.gather(*wishes)) == [200, 412]


async def test_of_two_supervisors_who_move_somebody_at_once_one_is_told_and_nothing_is_lost(hall: Hall) -> None:
    async with desk(hall, *ALL, "routing.supervise") as client:
        sales = (await client.post("/queues", json=form())).json()["id"]
        returns = (await client.post("/queues", json=form(code="returns"))).json()["id"]
        support, url = str(hall.queue.id), f"/routing/people/{hall.people[0]}/queues"
        seen = await as_shown(client, url)
        wishes = [[support, sales], [support, returns]]
        answers = await asyncio.gather(*(client.put(url, json={"queues": one}, headers=seen) for one in wishes))
        assert sorted(answer.status_code for answer in answers) == [200, 412]
        (told,) = [answer for answer in answers if answer.status_code == 412]
        (kept,) = [answer for answer in answers if answer.status_code == 200]
        now = await client.get(url)
        assert now.json()["queues"] == kept.json()["queues"], "what the first decided stands"
        assert told.headers["etag"] == now.headers["etag"] == kept.headers["etag"], "and the second may decide anew"
        rows = {row["user"]: row for row in (await client.get("/routing/people")).json()}
        assert f'"{rows[str(hall.people[0])]["queues_version"]}"' == now.headers["etag"]
        both = {"queues": [support, sales, returns]}
        again = await client.put(url, json=both, headers={"If-Match": told.headers["etag"]})
        assert (again.status_code, set(again.json()["queues"])) == (200, {support, sales, returns})


async def test_of_two_who_man_a_queue_at_once_one_is_told_from_whichever_side(hall: Hall) -> None:
    async with desk(hall, *ALL, "routing.supervise") as client:
        first, second = map(str, hall.people)
        url, mine = f"/queues/{hall.queue.id}/members", f"/routing/people/{first}/queues"
        seen, seen_mine = await as_shown(client, url), await as_shown(client, mine)
        wishes = [client.put(url, json={"users": users}, headers=seen) for users in ([first], [second])]
        assert sorted(answer.status_code for answer in await asyncio.gather(*wishes)) == [200, 412]
        everybody = await client.put(url, json={"users": [first, second]}, headers=await as_shown(client, url))
        assert everybody.status_code == 200
        seen = await as_shown(client, url)
        gone = await client.put(mine, json={"queues": []}, headers=seen_mine)
        assert gone.status_code == 200, "nothing of theirs is another than it was shown"
        stale = await client.put(url, json={"users": [first, second]}, headers=seen)
        assert (stale.status_code, stale.json()["code"]) == (412, "version_changed")
        assert (await client.get(url)).json()["users"] == [second]


@given(st.sets(st.uuids(), max_size=8), st.sets(st.uuids(), max_size=8))
def test_the_version_of_a_set_is_its_own_in_whatever_order(one: set[UUID], other: set[UUID]) -> None:
    assert version_of(list(one)) == version_of(sorted(one, reverse=True))
    assert (version_of(one) == version_of(other)) == (one == other)
    assert 0 <= version_of(one) < 10**9
    assert version_of([]) == 0

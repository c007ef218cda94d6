"""The scene at the desk: it rings, the agent takes it, talks, hangs up, wraps up, and nothing is typed twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg

from madoguchi import cases, interactions, routing
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import unit
from madoguchi.kit.facts import settle
from madoguchi.kit.jobs import run_due
from madoguchi.workspace import feed
from madoguchi.workspace.actions.rules import ReasonForm, RuleForm, add_reason, set_rule
from madoguchi.workspace.http import routes
from tests.api import api
from tests.fakes.medium import FakeMedium
from tests.rooms.interactions.factory import past_call
from tests.rooms.workspace.factory import NUMBER, Centre, hang_up, make_known, offer_to, pushes, ready, ring, talk


async def presence(centre: Centre) -> str:
    async with unit(centre.tenant):
        return (await routing.presence_of(centre.agent)).presence


async def test_the_pop_says_which_desk_and_then_the_whole_customer(centre: Centre, owner: asyncpg.Connection) -> None:
    async with unit(centre.tenant):
        await past_call(centre, centre.customer, now() - timedelta(days=2), user=centre.colleague)
        await cases.open_case("冷蔵庫が冷えない", by=centre.colleague, customer=centre.customer)
    await settle()
    await ready(centre)
    call = await ring(centre)
    [push] = await pushes(owner, centre.tenant, feed.pop_screen, "routing.OfferMade")
    assert (push.to, push.event) == (f"user:{centre.agent}", "offer.made")
    pop = push.body
    assert (pop.desk.line_of_business.name_ja, pop.desk.dialled) == ("修理受付", "+81501112222")
    assert (pop.desk.opening_phrase_ja, pop.desk.queue.name_en) == ("修理受付です。", "Repairs")
    assert (pop.interaction.id, pop.recognition, pop.caller.address) == (call.id, "one", NUMBER)
    assert (pop.customer.name, pop.customer.kana, pop.customer.tier) == ("高橋 美咲", "タカハシ ミサキ", "gold")
    assert [row.title for row in pop.cases] == ["冷蔵庫が冷えない"]
    assert [entry.codes["talk_seconds"] for entry in pop.timeline if entry.kind == "interaction"] == [60]
    assert {reason.code for reason in pop.care} == {"repeat_contact"}
    assert {user.name for user in pop.users} == {"鈴木 一郎"}


async def test_from_the_ring_to_ready_again(centre: Centre, medium: FakeMedium) -> None:
    await ready(centre)
    call = await ring(centre)
    offer = await offer_to(centre)
    async with api(routes, centre.who()) as desk:
        assert (await desk.get("/desk")).json()["offer"]["offer"]["id"] == str(offer.id)
        answer = await desk.post(f"/offers/{offer.id}/accept")
        assert answer.json() == {"interaction": str(call.id)}
        shown = (await desk.get("/desk")).json()
        assert shown["offer"] is None
        assert [(one["state"], one["pop"]["customer"]["name"]) for one in shown["calls"]] == [
            ("connecting", "高橋 美咲")
        ]
        await talk(centre, call)
        assert (await desk.post(f"/calls/{call.id}/hold")).status_code == 204
        assert (await desk.post(f"/calls/{call.id}/dtmf", json={"digits": "12#"})).status_code == 204
        assert (medium.wishes(call.id), medium.digits) == (["connect", "hold", "dtmf"], "12#")
        await hang_up(centre, call)
        assert await presence(centre) == "wrap_up"
        [owed] = (await desk.get("/desk")).json()["wrapups"]
        form = {"reason": None, "asked": "音がする", "resolution": "resolved", "caller_relation": "self"}
        refused = await desk.post(f"/wrapups/{owed['id']}/finish", json=form)
        assert refused.status_code == 422
        assert [(fault["at"], fault["code"]) for fault in refused.json()["errors"]] == [("reason", "wrapup_required")]
        reason = await a_reason(centre)
        done = await desk.post(f"/wrapups/{owed['id']}/finish", json=form | {"reason": reason, "then": "ready"})
        assert done.json()["state"] == "done"
        await settle()
        assert (await desk.get("/desk")).json()["wrapups"] == []
    assert await presence(centre) == "ready"
    async with unit(centre.tenant):
        told = await interactions.detail(call.id)
    assert (told.interaction.state, told.interaction.outcome) == ("closed", "classified")
    assert (told.dispositions[0].asked, told.dispositions[0].reason_en) == ("音がする", "Repair › Fridge")
    assert told.segments[0].wrap_seconds is not None


async def a_reason(centre: Centre) -> str:
    """A reason of two levels."""
    async with unit(centre.tenant):
        parent = await add_reason(
            ReasonForm(code="repair", name_ja="修理", name_en="Repair", line_of_business=centre.line)
        )
        form = ReasonForm(
            code="fridge", name_ja="冷蔵庫", name_en="Fridge", line_of_business=centre.line, parent=parent.id
        )
        return str((await add_reason(form)).id)


async def a_wrapup(centre: Centre) -> Any:
    """A call that was taken and is over; its form."""
    await ready(centre)
    call = await ring(centre)
    offer = await offer_to(centre)
    async with api(routes, centre.who()) as desk:
        await desk.post(f"/offers/{offer.id}/accept")
        await talk(centre, call)
        await hang_up(centre, call)
        [owed] = (await desk.get("/desk")).json()["wrapups"]
    return owed


async def test_time_runs_out_and_the_form_stays_owed(centre: Centre, clock: TestClock) -> None:
    async with unit(centre.tenant):
        await set_rule(centre.line, RuleForm(seconds=30, extend_seconds=20, extensions=1, required=["resolution"]), 0)
    owed = await a_wrapup(centre)
    assert (owed["rule"]["seconds"], owed["rule"]["extensions_left"]) == (30, 1)
    async with api(routes, centre.who()) as desk:
        assert (await desk.post(f"/wrapups/{owed['id']}/extend")).json()["rule"]["extensions_left"] == 0
        assert (await desk.post(f"/wrapups/{owed['id']}/extend")).json()["code"] == "wrapup_no_more_extensions"
        clock.advance(40)
        await run_all()
        assert (await presence(centre), (await desk.get("/desk")).json()["wrapups"][0]["state"]) == ("wrap_up", "due")
        clock.advance(20)
        await run_all()
        assert await presence(centre) == "wrap_up_overdue"
        shown = (await desk.get("/desk")).json()
        assert shown["wrapups"][0]["state"] == "overdue"
        async with unit(centre.tenant):
            late = await interactions.interaction(owed_interaction(owed))
        assert (late.state, late.outcome) == ("closed", "unclassified")
        finished = await desk.post(f"/wrapups/{owed['id']}/finish", json={"resolution": "resolved"})
        assert finished.status_code == 200
        await settle()
    assert await presence(centre) == "ready"
    async with unit(centre.tenant):
        assert (await interactions.interaction(owed_interaction(owed))).outcome == "classified"


def owed_interaction(owed: Any) -> Any:
    return UUID(owed["interaction"])


async def run_all() -> None:
    while await run_due():
        pass
    await settle()


async def test_an_owed_form_finished_during_the_next_call_leaves_that_call_alone(
    centre: Centre, clock: TestClock
) -> None:
    owed = await a_wrapup(centre)
    clock.advance(600)
    await run_all()
    async with unit(centre.tenant):
        await routing.end_wrapup(centre.agent, "ready")
    await settle()
    call = await ring(centre, "+819011112222")
    offer = await offer_to(centre)
    async with api(routes, centre.who()) as desk:
        await desk.post(f"/offers/{offer.id}/accept")
        await talk(centre, call)
        reason = await a_reason(centre)
        body = {"reason": reason, "resolution": "resolved"}
        assert (await desk.post(f"/wrapups/{owed['id']}/finish", json=body)).status_code == 200
        await settle()
        assert [one["interaction"] for one in (await desk.get("/desk")).json()["calls"]] == [str(call.id)]
        assert (await desk.post(f"/wrapups/{owed['id']}/finish", json=body)).json()["code"] == "wrapup_done"
    assert await presence(centre) == "busy"


async def test_a_next_step_becomes_a_task_with_owner_and_time(centre: Centre) -> None:
    owed = await a_wrapup(centre)
    due = (now() + timedelta(days=1)).replace(microsecond=0)
    body = {
        "reason": await a_reason(centre),
        "resolution": "arranged",
        "callback_owed": True,
        "caller_relation": "family",
        "contract_holder": str(await another(centre)),
        "next_step": {"kind": "task", "due": due.isoformat(), "owner": str(centre.colleague), "text": "部品を確認"},
    }
    async with api(routes, centre.who()) as desk:
        assert (await desk.post(f"/wrapups/{owed['id']}/finish", json=body)).status_code == 200
    async with unit(centre.tenant):
        promised = {task.kind: task for task in await cases.tasks_of(customer=centre.customer)}
        contact = await interactions.interaction(owed_interaction(owed))
    follow_up, callback = promised["follow_up"], promised["callback"]
    assert (follow_up.owner_id, follow_up.due, follow_up.text) == (centre.colleague, due, "部品を確認")
    assert (callback.owner_id, callback.address_value) == (centre.agent, NUMBER)
    assert contact.caller_relation == "family"
    assert contact.contract_holder_id is not None


async def another(centre: Centre) -> Any:
    async with unit(centre.tenant):
        return await make_known("高橋 健", "タカハシ ケン", "+81399998888")


async def test_the_unfinished_form_is_there_on_another_device(centre: Centre) -> None:
    owed = await a_wrapup(centre)
    path = f"/wrapups/{owed['id']}"
    async with api(routes, centre.who()) as first:
        kept = await first.put(path, json={"asked": "途中まで"}, headers={"If-Match": "0"})
        assert (kept.status_code, kept.headers["etag"]) == (200, '"1"')
    async with api(routes, centre.who()) as other:
        [seen] = (await other.get("/desk")).json()["wrapups"]
        assert (seen["form"]["asked"], seen["version"]) == ("途中まで", 1)
        await other.put(path, json={"asked": "続き"}, headers={"If-Match": '"1"'})
        late = await other.put(path, json={"asked": "古い"}, headers={"If-Match": '"1"'})
        assert (late.status_code, late.json()["code"]) == (412, "version_changed")
        assert (await other.get(path)).json()["form"]["asked"] == "続き"
    async with api(routes, centre.who(centre.colleague)) as stranger:
        assert (await stranger.get(path)).json()["code"] == "wrapup_unknown"

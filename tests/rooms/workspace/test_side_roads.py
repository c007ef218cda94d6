"""Everything that may go otherwise at the desk: strangers, doubles, withheld numbers, giving up, handing on."""

from __future__ import annotations

from typing import Any

import asyncpg

from madoguchi import customers, interactions, routing
from madoguchi.customers import Address
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import unit
from madoguchi.kit.facts import settle
from madoguchi.kit.jobs import run_due
from madoguchi.routing import QueueForm, WaitPlan
from madoguchi.workspace import feed
from madoguchi.workspace.actions import wrapups
from madoguchi.workspace.http import routes
from tests.api import api
from tests.fakes.medium import FakeMedium
from tests.rooms.workspace.factory import NUMBER, Centre, hang_up, make_known, offer_to, pushes, ready, ring, talk

STRANGER = "+819099990000"


async def pop(centre: Centre, call: Interaction) -> Any:
    async with api(routes, centre.who()) as desk:
        answer = await desk.get(f"/interactions/{call.id}/pop")
        assert answer.status_code == 200, answer.text
        return answer.json()


async def test_an_unknown_caller_is_made_a_customer_in_one_call(centre: Centre) -> None:
    await ready(centre)
    call = await ring(centre, STRANGER)
    shown = await pop(centre, call)
    assert (shown["recognition"], shown["customer"], shown["caller"]["address"]) == ("none", None, STRANGER)
    async with api(routes, centre.who()) as desk:
        made = await desk.post(
            f"/interactions/{call.id}/customer/new", json={"name": "田中 次郎", "kana": "たなか じろう"}
        )
        assert made.status_code == 201, made.text
        assert made.json()["customer"]["kana"] == "タナカ ジロウ"
    async with unit(centre.tenant):
        known = await customers.recognise(Address(kind="phone", value=STRANGER))
        assert str(known.customer) == made.json()["customer"]["id"]
        assert (await interactions.interaction(call.id)).customer_id == known.customer


async def test_one_of_several_is_chosen_kept_for_the_number_and_corrected(centre: Centre) -> None:
    async with unit(centre.tenant):
        other = await make_known("高橋 健", "タカハシ ケン", NUMBER)
    await ready(centre)
    call = await ring(centre)
    shown = await pop(centre, call)
    assert (shown["recognition"], shown["customer"]) == ("several", None)
    assert {one["id"] for one in shown["candidates"]} == {str(centre.customer), str(other)}
    async with api(routes, centre.who()) as desk:
        chosen = await desk.post(f"/interactions/{call.id}/customer", json={"customer": str(other)})
        assert chosen.json()["customer"]["name"] == "高橋 健"
        assert len(chosen.json()["candidates"]) == 2  # still correctable
        await desk.post(f"/interactions/{call.id}/customer", json={"customer": str(centre.customer)})
    async with unit(centre.tenant):
        kept = await customers.recognise(Address(kind="phone", value=NUMBER))
    assert (kept.customer, kept.remembered) == (centre.customer, True)


async def test_a_withheld_number_shows_why_and_nobody(centre: Centre) -> None:
    await ready(centre)
    async with unit(centre.tenant):
        hidden = Address(kind="phone", value="", raw="anonymous", withheld="payphone")
        call = await interactions.open_interaction("voice", "w-1", "in", hidden, line_of_business=centre.line)
        await routing.enqueue(call.id, WaitPlan(queue=centre.queue))
    shown = await pop(centre, call)
    assert (shown["recognition"], shown["caller"]) == (
        "withheld",
        {"address": None, "kind": "phone", "withheld": "payphone"},
    )


async def test_the_pop_is_taken_back_when_the_caller_gives_up(centre: Centre, owner: asyncpg.Connection) -> None:
    await ready(centre)
    call = await ring(centre)
    offer = await offer_to(centre)
    async with unit(centre.tenant):
        await interactions.customer_left(call.id, now(), "normal")
    await settle()
    [push] = await pushes(owner, centre.tenant, feed.withdrawn, "routing.OfferWithdrawn")
    assert (push.to, push.event, push.body.state) == (f"user:{centre.agent}", "offer.ended", "withdrawn")
    assert push.body.offer == offer.id
    assert await pushes(owner, centre.tenant, feed.pop_screen, "routing.OfferMade") == [None]  # also on replay
    async with api(routes, centre.who()) as desk:
        assert (await desk.get("/desk")).json()["offer"] is None
        assert (await desk.post(f"/offers/{offer.id}/accept")).status_code in (404, 409)


async def test_giving_up_between_accept_and_talk_frees_the_agent(centre: Centre, medium: FakeMedium) -> None:
    await ready(centre)
    call = await ring(centre)
    offer = await offer_to(centre)
    async with api(routes, centre.who()) as desk:
        await desk.post(f"/offers/{offer.id}/accept")
        async with unit(centre.tenant):
            await interactions.customer_left(call.id, now(), "normal")
        await settle()
        shown = (await desk.get("/desk")).json()
    assert (shown["calls"], shown["wrapups"], shown["presence"]["state"]) == ([], [], "ready")
    assert medium.wishes(call.id) == ["connect"]


async def test_a_queue_without_wrap_up_time_gives_none(centre: Centre, medium: FakeMedium) -> None:
    form = QueueForm(
        code="repairs", name_ja="修理", name_en="Repairs", line_of_business=centre.line, wrapup_seconds=0
    )  # fmt: skip
    async with unit(centre.tenant):
        await routing.change_queue(centre.queue, form, 1)
        assert (await wrapups.rule_of(centre.line, centre.queue)).seconds == 0
    await ready(centre)
    call = await ring(centre)
    async with api(routes, centre.who()) as desk:
        await desk.post(f"/offers/{(await offer_to(centre)).id}/accept")
        await talk(centre, call)
        await hang_up(centre, call)
        shown = (await desk.get("/desk")).json()
    assert shown["presence"]["state"] == "ready"
    assert [form["interaction"] for form in shown["wrapups"]] == [str(call.id)], "the form is owed all the same"


async def test_who_declines_or_lets_it_ring_is_not_asked_again_and_the_next_one_is(
    centre: Centre, clock: TestClock
) -> None:
    await ready(centre, centre.agent, centre.colleague)
    call = await ring(centre)
    offer = await offer_to(centre)
    async with api(routes, centre.who()) as desk:
        assert (await desk.post(f"/offers/{offer.id}/decline")).status_code == 204
    await settle()
    assert (await offer_to(centre, centre.colleague)).interaction == call.id
    clock.advance(21)
    while await run_due():
        pass
    await settle()
    async with unit(centre.tenant):
        assert (await routing.presence_of(centre.colleague)).presence == "not_responding"


async def test_only_who_is_concerned_may_look_or_choose(centre: Centre) -> None:
    await ready(centre)
    call = await ring(centre)
    async with api(routes, centre.who(centre.colleague)) as desk:
        for answer in (
            await desk.get(f"/interactions/{call.id}/pop"),
            await desk.post(f"/interactions/{call.id}/customer", json={"customer": None}),
            await desk.post(f"/calls/{call.id}/hang-up"),
        ):
            assert answer.status_code in (403, 409)
        offer = await offer_to(centre)
        assert (await desk.post(f"/offers/{offer.id}/accept")).json()["code"] == "offer_unknown"


async def test_a_call_handed_on_pops_with_the_note_and_each_wraps_up_their_part(
    centre: Centre, medium: FakeMedium, owner: asyncpg.Connection
) -> None:
    await ready(centre)
    call = await ring(centre)
    async with api(routes, centre.who()) as desk:
        await desk.post(f"/offers/{(await offer_to(centre)).id}/accept")
        await talk(centre, call)
        body = {"to": str(centre.colleague), "note": "部品の在庫を確認済み"}
        refused = await desk.post(f"/calls/{call.id}/transfer", json=body)
        assert refused.json()["code"] == "agent_not_available"
        assert "transfer" not in medium.wishes(call.id)  # the customer stays where they are
        await ready(centre, centre.colleague)
        assert (await desk.post(f"/calls/{call.id}/transfer", json=body)).status_code == 204
        async with unit(centre.tenant):
            await interactions.left(call.id, centre.agent, now(), "transfer")
        await settle()
        assert len((await desk.get("/desk")).json()["wrapups"]) == 1
    made = await pushes(owner, centre.tenant, feed.pop_screen, "routing.OfferMade")
    handed = made[-1]
    assert handed.to == f"user:{centre.colleague}"
    assert (handed.body.from_agent.name, handed.body.from_agent.note) == ("佐藤 花", "部品の在庫を確認済み")
    async with api(routes, centre.who(centre.colleague)) as desk:
        await desk.post(f"/offers/{handed.body.offer.id}/accept")
        await talk(centre, call, centre.colleague)
        [current] = (await desk.get("/desk")).json()["calls"]
        assert (current["state"], current["pop"]["from_agent"]["name"]) == ("talking", "佐藤 花")


async def test_the_identity_check_is_kept_with_the_call(centre: Centre) -> None:
    await ready(centre)
    stranger = await ring(centre, STRANGER)
    async with api(routes, centre.who()) as desk:
        asked = (await desk.get("/identity-check-items")).json()
        items = [{"code": item["code"], "passed": True} for item in asked if item["required"]]
        path = f"/interactions/{stranger.id}/identity-checks"
        assert (await desk.post(path, json={"items": items})).json()["code"] == "customer_unclear"
        await desk.post(f"/interactions/{stranger.id}/customer", json={"customer": str(centre.customer)})
        assert (await desk.post(path, json={"items": items})).json() == {"result": "passed"}
        assert (await desk.post(path, json={"items": items[:1]})).json() == {"result": "partial"}
        wrong = [{"code": "shoe_size", "passed": True}]
        assert (await desk.post(path, json={"items": wrong})).status_code == 422


async def test_a_note_stands_on_every_desk_that_looks_at_the_customer(
    centre: Centre, owner: asyncpg.Connection
) -> None:
    await ready(centre)
    call = await ring(centre)
    async with api(routes, centre.who()) as desk:
        await desk.post(f"/offers/{(await offer_to(centre)).id}/accept")
    async with unit(centre.tenant):
        await interactions.write_note(call.id, "折り返し希望", centre.agent)
    [made] = await pushes(owner, centre.tenant, feed.noted, "interactions.NoteWritten")
    assert {push.to for push in made} == {
        f"user:{centre.agent}",
        f"topic:interaction:{call.id}",
        f"topic:customer:{centre.customer}",
    }
    assert {push.body.text for push in made} == {"折り返し希望"}

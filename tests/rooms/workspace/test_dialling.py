"""Click-to-dial, desks that go away, drafts, and the rules an administrator sets."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from madoguchi import calendars, customers, interactions, routing
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from madoguchi.kit.settings import save_setting
from madoguchi.workspace import feed
from madoguchi.workspace.http import routes
from tests.api import api
from tests.fakes.medium import FakeMedium
from tests.rooms.workspace.factory import NUMBER, Centre, hang_up, offer_to, pushes, ready, ring, talk


@pytest.fixture
async def daytime(centre: Centre) -> None:
    """Calling hours of the whole day: the tests run at night, too."""
    async with unit(centre.tenant):
        rules = (calendars.ContactRule(start="00:00", end="24:00"),)
        await save_setting(calendars.CalendarSettings(contact_rules=rules))


async def test_a_dialled_call_finds_the_customer_and_ends_in_the_same_wrap_up(
    centre: Centre, medium: FakeMedium, daytime: None
) -> None:
    await ready(centre)
    async with api(routes, centre.who()) as desk:
        dialled = await desk.post("/calls", json={"to": "03-1234-5678"})
        assert dialled.status_code == 201, dialled.text
        call = UUID(dialled.json()["interaction"])
        assert medium.wishes(call) == ["start"]
        [current] = (await desk.get("/desk")).json()["calls"]
        assert (current["state"], current["pop"]["interaction"]["direction"]) == ("connecting", "out")
        assert current["pop"]["customer"]["name"] == "高橋 美咲"
        assert current["pop"]["desk"]["line_of_business"]["code"] == "support"
        async with unit(centre.tenant):
            await interactions.customer_left(call, now() + timedelta(seconds=20), "no_answer")
        await settle()
        [owed] = (await desk.get("/desk")).json()["wrapups"]
        assert (owed["rule"]["required"], owed["form"]["resolution"]) == ([], "absent")
        done = await desk.post(f"/wrapups/{owed['id']}/finish", json=owed["form"])
        assert done.status_code == 200, done.text
        await settle()
    async with unit(centre.tenant):
        told = await interactions.interaction(call)
        assert (told.address_value, told.state, told.outcome) == (NUMBER, "closed", "classified")
        assert (await routing.presence_of(centre.agent)).presence == "ready"


async def test_the_gate_refuses_a_call_and_says_every_reason(centre: Centre, medium: FakeMedium, daytime: None) -> None:
    await ready(centre)
    async with unit(centre.tenant):
        await customers.set_preference(centre.customer, "do_not_call", True)
        await customers.block_address("phone", NUMBER, reason="asked")
    async with api(routes, centre.who()) as desk:
        refused = await desk.post("/calls", json={"to": NUMBER, "customer": str(centre.customer)})
        assert (refused.status_code, refused.json()["code"]) == (403, "may_not_call")
        assert {fault["code"] for fault in refused.json()["errors"]} == {"do_not_call", "address_blocked"}
        assert all(fault["detail"] != fault["code"] for fault in refused.json()["errors"])
        assert (await desk.post("/calls", json={"to": "hello"})).status_code == 422
    assert medium.asked == []


async def test_who_is_busy_cannot_dial(centre: Centre, daytime: None) -> None:
    await ready(centre)
    call = await ring(centre)
    async with api(routes, centre.who()) as desk:
        await desk.post(f"/offers/{(await offer_to(centre)).id}/accept")
        await talk(centre, call)
        assert (await desk.post("/calls", json={"to": "03-9999-8888"})).json()["code"] == "agent_busy"


async def test_a_repeated_click_dials_once(centre: Centre, medium: FakeMedium, daytime: None) -> None:
    await ready(centre)
    async with api(routes, centre.who()) as desk:
        key = {"Idempotency-Key": "click-1"}
        first = await desk.post("/calls", json={"to": NUMBER}, headers=key)
        again = await desk.post("/calls", json={"to": NUMBER}, headers=key)
    assert first.json() == again.json()
    assert [wish for wish, _, _ in medium.asked] == ["start"]


async def test_a_closed_browser_ends_no_call_and_the_next_one_has_it_all(centre: Centre, medium: FakeMedium) -> None:
    node = new_id()
    async with unit(centre.tenant):
        await routing.desk_connected(centre.agent, node)
    await ready(centre)
    call = await ring(centre)
    async with api(routes, centre.who()) as desk:
        await desk.post(f"/offers/{(await offer_to(centre)).id}/accept")
        await talk(centre, call)
        await desk.put(f"/drafts/{call.id}/note", json={"body": {"text": "書きかけ"}})
    async with unit(centre.tenant):
        await routing.desk_gone(centre.agent, node)
    await settle()
    assert medium.wishes(call.id) == ["connect"]
    async with api(routes, centre.who()) as other:
        [current] = (await other.get("/desk")).json()["calls"]
        assert (current["state"], current["pop"]["customer"]["name"]) == ("talking", "高橋 美咲")
        assert (await other.get(f"/drafts/{call.id}/note")).json()["body"] == {"text": "書きかけ"}
        await hang_up(centre, call, by="agent")
        assert len((await other.get("/desk")).json()["wrapups"]) == 1


async def test_drafts_are_versioned_sealed_and_ones_own(centre: Centre, owner: asyncpg.Connection) -> None:
    await ready(centre)
    call = await ring(centre)
    path = f"/drafts/{call.id}/note"
    async with api(routes, centre.who()) as desk:
        assert (await desk.get(path)).json()["code"] == "draft_unknown"
        first = await desk.put(path, json={"body": {"text": "一"}}, headers={"If-Match": "0"})
        assert first.status_code == 200, first.text
        assert (await desk.put(path, json={"body": 1}, headers={"If-Match": "0"})).status_code == 412
        assert (await desk.put(path, json={"body": {"text": "二"}})).headers["etag"] == '"2"'
        assert (await desk.put(f"/drafts/{call.id}/poem", json={"body": 1})).status_code in (400, 404, 422)
        assert (await desk.put(path, json={"body": "長" * 100_001})).json()["code"] == "draft_too_long"
        assert [draft["version"] for draft in (await desk.get("/drafts")).json()] == [2]
        stored = await owner.fetchval("select body from draft where interaction_id = $1", call.id)
        assert "二".encode() not in stored
        assert (await desk.delete(path)).status_code == 204
        assert (await desk.get("/drafts")).json() == []
    async with api(routes, centre.who(centre.colleague)) as stranger:
        assert (await stranger.get(path)).status_code == 404


async def test_a_desk_is_told_how_its_call_stands(centre: Centre, owner: asyncpg.Connection) -> None:
    await ready(centre)
    call = await ring(centre)
    async with api(routes, centre.who()) as desk:
        await desk.post(f"/offers/{(await offer_to(centre)).id}/accept")
    [connecting] = await pushes(owner, centre.tenant, feed.connecting, "interactions.SegmentConnecting")
    assert (connecting.to, connecting.event) == (f"user:{centre.agent}", "call.changed")
    assert (connecting.body.interaction, connecting.body.state) == (call.id, "connecting")
    await talk(centre, call)
    async with unit(centre.tenant):
        await interactions.muted(call.id, centre.agent, True, now())
        await interactions.held(call.id, centre.agent, now())
    [muted] = await pushes(owner, centre.tenant, feed.muted, "interactions.SegmentMuted")
    assert (muted.body.state, muted.body.muted) == ("held", True)  # as it stands now, whatever is replayed
    await hang_up(centre, call)
    [opened] = await pushes(owner, centre.tenant, feed.wrapup_opened, "workspace.WrapupOpened")
    assert (opened.event, opened.body.state, opened.body.interaction) == ("wrapup.opened", "due", call.id)
    moved = await pushes(owner, centre.tenant, feed.presence, "routing.PresenceChanged")
    assert moved[-1].body.presence == "wrap_up"


async def test_colleagues_who_are_ready_come_first(centre: Centre) -> None:
    await ready(centre, centre.colleague)
    async with api(routes, centre.who()) as desk:
        found = (await desk.get("/colleagues")).json()
    assert [(one["name"], one["presence"]) for one in found] == [("鈴木 一郎", "ready")]


async def test_an_administrator_sets_reasons_rules_and_templates(centre: Centre) -> None:
    async with api(routes, centre.who(None, "settings.admin")) as desk:
        top = {"code": "repair", "name_ja": "修理", "name_en": "Repair", "line_of_business": str(centre.line)}
        parent: dict[str, str] = {}
        for level in (1, 2, 3):
            answer = await desk.post("/contact-reasons", json=top | {"parent": parent.get("id")})
            assert (answer.status_code, answer.json()["level"]) == (201, level)
            parent = answer.json()
        deep = await desk.post("/contact-reasons", json=top | {"parent": parent["id"]})
        assert deep.json()["errors"][0]["code"] == "reason_too_deep"
        assert (await desk.post("/contact-reasons", json=top)).json()["errors"][0]["code"] == "reason_code_taken"
        shown = (await desk.get("/contact-reasons", params={"line_of_business": "support"})).json()
        assert [reason["level"] for reason in shown] == [1, 2, 3]
        change = await desk.put(
            f"/contact-reasons/{shown[0]['id']}", json=top | {"name_en": "Repairs"}, headers={"If-Match": '"1"'}
        )
        assert (change.json()["name_en"], change.headers["etag"]) == ("Repairs", '"2"')
        rule = {"seconds": 45, "required": ["resolution", "reason"], "reason_depth": 3}
        path = "/wrapup-rules?line_of_business=support"
        assert (await desk.put(path, json=rule, headers={"If-Match": "0"})).json()["required"] == [
            "reason",
            "resolution",
        ]
        late = await desk.put(path, json=rule, headers={"If-Match": "0"})
        assert (late.status_code, late.headers["etag"]) == (412, '"1"')
        wrong = await desk.put(path, json=rule | {"required": ["mood"]}, headers={"If-Match": "1"})
        assert wrong.json()["errors"][0]["detail"] != "wrapup_field_unknown"
        words = {"name_ja": "定型", "name_en": "Usual", "line_of_business": str(centre.line), "reason": parent["id"]}
        made = await desk.post("/wrapup-templates", json=words | {"resolution": "resolved"})
        assert made.status_code == 201, made.text
        assert (await desk.post("/wrapup-templates", json=words | {"resolution": "?"})).status_code == 422
        assert len((await desk.get("/wrapup-templates?line_of_business=support")).json()) == 1
        assert (await desk.get("/wrapup-templates?line_of_business=sales")).json() == []
    async with api(routes, centre.who()) as agent:
        assert (await agent.post("/contact-reasons", json=top)).status_code == 403


async def test_a_wish_is_passed_by_with_a_reason_that_the_ledger_keeps(
    centre: Centre, medium: FakeMedium, daytime: None, owner: asyncpg.Connection
) -> None:
    await ready(centre)
    async with unit(centre.tenant):
        await customers.set_preference(centre.customer, "do_not_call", True)
    async with api(routes, centre.who()) as desk:
        asked = await desk.post("/calls", json={"to": NUMBER})
        assert (asked.status_code, asked.json()["code"]) == (409, "call_needs_reason")
        assert [fault["code"] for fault in asked.json()["errors"]] == ["do_not_call"]
        assert medium.asked == []
        made = await desk.post("/calls", json={"to": NUMBER, "override": "customer_asked"})
        assert made.status_code == 201, made.text
    told = "select count(*) from audit_entry where tenant_id = $1 and action = 'call.overridden'"
    assert await owner.fetchval(told, centre.tenant) == 1


@pytest.mark.parametrize("purpose", ["marketing", "collections"])
async def test_nobody_goes_past_a_wish_to_sell_or_to_collect(
    centre: Centre, medium: FakeMedium, daytime: None, purpose: str
) -> None:
    await ready(centre)
    async with unit(centre.tenant):
        await customers.set_preference(centre.customer, "do_not_call", True)
    async with api(routes, centre.who()) as desk:
        form = {"to": NUMBER, "purpose": purpose, "override": "customer_asked"}
        refused = await desk.post("/calls", json=form)
    assert (refused.status_code, refused.json()["code"]) == (403, "may_not_call")
    assert medium.asked == []


async def test_nobody_goes_past_the_law_s_hours(centre: Centre, medium: FakeMedium) -> None:
    """By the clock of the number: where it is night for them, whatever hour it is here."""
    await ready(centre)
    async with unit(centre.tenant):
        rules = (
            calendars.ContactRule(zones=("Europe/*",), start="00:00", end="00:00"),
            calendars.ContactRule(start="00:00", end="24:00"),
        )
        await save_setting(calendars.CalendarSettings(contact_rules=rules))
    async with api(routes, centre.who()) as desk:
        refused = await desk.post("/calls", json={"to": "+493012345678", "override": "urgent"})
        assert (refused.status_code, refused.json()["code"]) == (403, "may_not_call")
        assert [fault["code"] for fault in refused.json()["errors"]] == ["outside_calling_hours"]
        assert (await desk.post("/calls", json={"to": "03-9999-8888"})).status_code == 201


async def test_a_number_is_tried_so_often_a_day(centre: Centre, medium: FakeMedium, daytime: None) -> None:
    await ready(centre)
    async with unit(centre.tenant):
        await save_setting(interactions.OutboundSettings(attempts_per_day=2))
        order = interactions.Outbound(address=customers.normalise("phone", NUMBER), customer=centre.customer)
        for _ in range(2):
            await interactions.originate(order)
        assert await interactions.refusals(order, now()) == ["called_too_often"]
        assert await interactions.refusals(order, now() + timedelta(days=1)) == [], "tomorrow is another day"
        with pytest.raises(interactions.CallNeedsReason):
            await interactions.originate(order)
    async with api(routes, centre.who()) as desk:
        promised = await desk.post("/calls", json={"to": NUMBER, "purpose": "callback"})
        assert promised.status_code == 201, promised.text

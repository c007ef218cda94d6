"""A callback from the desk's side: in line at its old place, offered like a call, taken, called, tried again."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import httpx

from madoguchi import calendars, cases, customers, interactions, notifications, routing
from madoguchi.access import TeamForm, add_team, set_team_members
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.config import Config
from madoguchi.kit.db import db, unit
from madoguchi.kit.facts import settle
from madoguchi.kit.metrics import registry
from madoguchi.kit.settings import save_setting
from madoguchi.kit.vault import unseal
from madoguchi.notifications.actions import scope
from madoguchi.workspace import WorkspaceSettings
from madoguchi.workspace.http import desk, routes
from madoguchi.workspace.slots import most_at, slots
from tests.api import api
from tests.due import run_due
from tests.fakes.medium import FakeMedium
from tests.rooms.interactions.factory import hire, incoming
from tests.rooms.workspace.factory import NUMBER, Centre, hang_up, offer_to, ready, ring, talk

WRITER = ("cases.read", "cases.write")


async def _turns(centre: Centre) -> None:
    """Time-outs that are due run, and what follows from them."""
    for _ in range(3):
        await run_due()
        await settle()


async def _keeps_place(centre: Centre, number: str = NUMBER) -> tuple[Interaction, UUID]:
    """Somebody waits, asks for a call and hangs up."""
    call = await ring(centre, number)
    async with unit(centre.tenant):
        task = (await cases.keep_place(call.id)).task_id
        await routing.withdraw(call.id, "callback")
    await settle()
    async with unit(centre.tenant):
        await interactions.customer_left(call.id, now(), "normal")
    await settle()
    await _turns(centre)
    return call, task


async def _takes(centre: Centre, client: httpx.AsyncClient) -> UUID:
    """The agent accepts what rings; the contact."""
    offer = await offer_to(centre)
    answer = await client.post(f"/offers/{offer.id}/accept")
    assert answer.status_code == 200, answer.text
    await settle()
    return UUID(answer.json()["interaction"])


async def _contact(centre: Centre, id: UUID) -> Interaction:
    async with unit(centre.tenant):
        return await interactions.interaction(id)


async def _counted(centre: Centre) -> tuple[int, int]:
    """Of the queue's waits today: given up by the caller, and led on otherwise."""
    async with unit(centre.tenant):
        (sums,) = await routing.stays_since(now() - timedelta(hours=1), await routing.service())
    return sums.abandoned + sums.short_abandoned, sums.diverted


async def test_the_callback_comes_when_it_would_have_been_their_turn(centre: Centre, morning: TestClock) -> None:
    await _keeps_place(centre)
    morning.advance(30)
    later = await ring(centre, "+81399998888")
    await ready(centre)
    first = await offer_to(centre)
    assert first.interaction != later.id, "who came later waits behind the callback"
    async with unit(centre.tenant):
        contact = await interactions.interaction(first.interaction)
    assert (contact.direction, contact.address_value, contact.customer_id) == ("out", NUMBER, centre.customer)


async def test_who_was_promised_a_call_at_the_desk_and_hangs_up_has_not_given_up(
    centre: Centre, morning: TestClock
) -> None:
    call = await ring(centre)
    async with api(routes, centre.who(None, *WRITER)) as client:
        made = await client.post("/callbacks", json={"interaction": str(call.id)})
        assert made.status_code == 201, made.text
    morning.advance(20)
    async with unit(centre.tenant):
        await interactions.customer_left(call.id, now(), "normal")
    await settle()
    assert await _counted(centre) == (0, 1), "led on, not abandoned"
    assert (await _contact(centre, call.id)).outcome == "callback"
    await _turns(centre)
    await ready(centre)
    assert (await _contact(centre, (await offer_to(centre)).interaction)).direction == "out"


async def test_who_was_answered_and_then_gave_up_in_another_line_has_given_up(
    centre: Centre, morning: TestClock
) -> None:
    call = await ring(centre)
    async with unit(centre.tenant):
        await cases.keep_place(call.id)
    await ready(centre)
    await talk(centre, call)
    async with unit(centre.tenant):
        await interactions.left(call.id, centre.agent, now(), "agent")
        await routing.enqueue(call.id, routing.WaitPlan(queue=centre.queue), from_user=centre.agent)
    morning.advance(20)
    async with unit(centre.tenant):
        await interactions.customer_left(call.id, now(), "normal")
    await settle()
    assert await _counted(centre) == (1, 0)


async def test_it_rings_as_a_callback_and_accepting_calls_the_customer(
    centre: Centre, medium: FakeMedium, morning: TestClock
) -> None:
    call, task = await _keeps_place(centre)
    await ready(centre)
    async with api(routes, centre.who(None, *WRITER)) as client:
        pop = (await client.get("/desk")).json()["offer"]
        assert pop["callback"]["task"]["id"] == str(task)
        assert (pop["callback"]["asked_in"], pop["callback"]["attempt"]) == (str(call.id), 1)
        contact = await _takes(centre, client)
        assert medium.wishes(contact) == ["start"], "their own phone first, then the customer's"
        await talk(centre, await _contact(centre, contact))
        desk = (await client.get("/desk")).json()
        assert [row["state"] for row in desk["calls"]] == ["talking"]
        await hang_up(centre, await _contact(centre, contact))
        assert (await client.get("/desk")).json()["presence"]["state"] == "wrap_up"
    async with unit(centre.tenant):
        row = await cases.task_row(task)
        found = await interactions.interaction(contact)
    assert (row.state, row.tried_outcome) == ("done", "reached")
    assert found.conversation_id == call.conversation_id


async def test_nobody_there_it_is_in_line_again_later_and_no_agent_is_stuck(
    centre: Centre, medium: FakeMedium, morning: TestClock
) -> None:
    await _keeps_place(centre)
    await ready(centre)
    async with api(routes, centre.who(None, *WRITER)) as client:
        contact = await _takes(centre, client)
        async with unit(centre.tenant):
            await interactions.ringing(contact, centre.agent)
            await interactions.customer_left(contact, now(), "no_answer")
        await settle()
        wrapup = (await client.get("/wrapups")).json()[0]
        assert wrapup["form"]["resolution"] == "absent"
        await client.post(f"/wrapups/{wrapup['id']}/finish", json={"resolution": "absent"})
        await settle()
        row = (await client.get("/desk")).json()
        assert (row["presence"]["state"], row["offer"]) == ("ready", None), "not at once"
        morning.advance(1801)
        await _turns(centre)
        again = (await client.get("/desk")).json()["offer"]["callback"]
    assert (again["attempt"], again["task"]["tried_outcome"]) == (2, "absent")


async def test_the_agents_own_phone_failing_is_no_attempt(
    centre: Centre, medium: FakeMedium, morning: TestClock
) -> None:
    _, task = await _keeps_place(centre)
    await ready(centre)
    async with api(routes, centre.who(None, *WRITER)) as client:
        contact = await _takes(centre, client)
    async with unit(centre.tenant):
        await interactions.connect_failed(contact, centre.agent, "unreachable")
        await interactions.customer_left(contact, now(), "failed")
    await settle()
    async with unit(centre.tenant):
        row = await cases.task_row(task)
    assert row.booking is not None
    assert (row.booking.state, row.booking.attempts, row.tries) == ("planned", 0, 0)


async def test_called_off_while_it_waits_it_leaves_the_line(centre: Centre, morning: TestClock) -> None:
    _, task = await _keeps_place(centre)
    async with unit(centre.tenant):
        waiting = (await cases.callback(task)).interaction_id
        assert waiting is not None
        await cases.cancel_callback(task, by=centre.agent)
    await settle()
    await ready(centre)
    async with unit(centre.tenant):
        assert await routing.live_offer_to(centre.agent) is None
        assert (await interactions.interaction(waiting)).state == "closed"
    assert (await _counted(centre))[0] == 0, "nobody gave up: we did not call"


async def test_who_calls_again_and_gets_through_is_not_called_back(centre: Centre, morning: TestClock) -> None:
    _, task = await _keeps_place(centre)
    again = await ring(centre)
    await talk(centre, again)
    async with unit(centre.tenant):
        assert (await cases.callback(task)).state == "cancelled"
        assert (await cases.task_row(task)).state == "done"
    await hang_up(centre, again)
    await ready(centre, centre.colleague)
    async with unit(centre.tenant):
        assert await routing.live_offer_to(centre.colleague) is None


async def test_at_the_end_of_the_calling_hours_it_leaves_the_line_until_the_morning(
    centre: Centre, morning: TestClock
) -> None:
    morning.advance(10 * 3600 + 50 * 60)  # 20:50
    _, task = await _keeps_place(centre)
    morning.advance(11 * 60)
    await _turns(centre)
    morning.advance(61)
    await _turns(centre)
    async with unit(centre.tenant):
        row = (await cases.task_row(task)).booking
    assert row is not None
    assert (row.state, row.attempts) == ("planned", 0)
    assert row.next_at is not None
    assert row.next_at.astimezone(calendars.zone("Asia/Tokyo")).hour == 8


async def test_one_press_on_a_promise_calls_and_books_the_attempt(
    centre: Centre, medium: FakeMedium, morning: TestClock
) -> None:
    await ready(centre)
    async with unit(centre.tenant):
        form = cases.TaskForm(
            kind="callback", customer_id=centre.customer, owner_id=centre.agent, due=now() + timedelta(hours=1)
        )
        task = (await cases.owe_callback(form, by=centre.agent)).id
    async with api(routes, centre.who(None, *WRITER)) as client:
        answer = await client.post(f"/tasks/{task}/call")
        assert answer.status_code == 201, answer.text
        contact = UUID(answer.json()["interaction"])
        assert medium.wishes(contact) == ["start"]
        async with unit(centre.tenant):
            await interactions.ringing(contact, centre.agent)
            await interactions.customer_left(contact, now(), "busy")
        await settle()
    async with unit(centre.tenant):
        row = await cases.task_row(task)
        calls = await cases.attempts_of(task)
    assert (row.state, row.tries, row.tried_outcome) == ("open", 1, "busy")
    assert [(one.interaction_id, one.outcome) for one in calls] == [(contact, "busy")]


async def test_a_done_promise_cannot_be_called_for(centre: Centre, morning: TestClock) -> None:
    await ready(centre)
    async with unit(centre.tenant):
        task = (await cases.owe_callback(cases.TaskForm(kind="callback", customer_id=centre.customer), by=None)).id
        await cases.complete_task(task, by=centre.agent)
        todo = (await cases.create_task(cases.TaskForm(kind="todo"), by=None)).id
    async with api(routes, centre.who(None, *WRITER)) as client:
        assert (await client.post(f"/tasks/{task}/call")).json()["code"] == "task_ended"
        assert (await client.post(f"/tasks/{todo}/call")).json()["code"] == "nothing_to_call"


async def test_what_nobody_has_taken_is_on_the_desks_of_the_queue_and_the_team_alone(
    centre: Centre, morning: TestClock
) -> None:
    await _keeps_place(centre)  # the house calls by itself: nobody is to take it
    async with unit(centre.tenant):
        missed = await incoming(centre, number="+81399998888")
        await interactions.queued(missed.id, centre.queue)
        await interactions.customer_left(missed.id, now(), "normal")
        team = await add_team(TeamForm(code="second", name_ja="二次対応", name_en="Second line"))
        await set_team_members(team.id, [centre.colleague])
        asked = await cases.create_task(cases.TaskForm(kind="todo", team_id=team.id, due=now()), by=None)
        stranger = await hire("別の担当")
    await settle()
    kinds = {}
    for user in (centre.agent, centre.colleague, stranger):
        async with api(desk.routes, centre.who(user, *WRITER)) as client:
            kinds[user] = {row["kind"] for row in (await client.get("/desk/tasks")).json()}
    assert kinds == {centre.agent: {"missed_call"}, centre.colleague: {"missed_call", "todo"}, stranger: set()}
    async with unit(centre.tenant):
        await cases.change_task(asked.id, cases.TaskChange(owner_id=centre.colleague), by=centre.colleague)
    async with api(desk.routes, centre.who(centre.colleague, *WRITER)) as client:
        assert [row["kind"] for row in (await client.get("/desk/tasks")).json()] == ["missed_call"]


class TestAppointments:
    """By appointment: times that people are there for, an invitation, the call at its time."""

    async def _slots(self, client: httpx.AsyncClient, centre: Centre) -> list[dict[str, str]]:
        answer = await client.get("/callback-slots", params={"queue": str(centre.queue), "days": 1})
        assert answer.status_code == 200, answer.text
        return list(answer.json())

    async def test_times_are_on_the_round_half_hour_within_calling_hours(
        self, centre: Centre, morning: TestClock
    ) -> None:
        async with api(routes, centre.who(None, *WRITER)) as client:
            slots = await self._slots(client, centre)
        starts = [datetime.fromisoformat(slot["start"]) for slot in slots]
        tokyo = calendars.zone("Asia/Tokyo")
        assert {start.minute for start in starts} == {0, 30}
        assert starts[0] > now()
        assert {start.astimezone(tokyo).hour for start in starts} <= set(range(8, 21))
        assert {slot["free"] for slot in slots} == {2}, "no shifts are known: the fixed number"

    async def test_it_is_promised_until_it_is_full_and_called_at_its_time(
        self, centre: Centre, medium: FakeMedium, morning: TestClock
    ) -> None:
        async with api(routes, centre.who(None, *WRITER)) as client:
            at = (await self._slots(client, centre))[2]["start"]
            body = {"queue": str(centre.queue), "to": "090-1234-5678", "at": at}
            made = await client.post("/callbacks", json=body | {"customer": str(centre.customer)})
            assert made.status_code == 201, made.text
            assert (made.json()["booking"]["kind"], made.json()["address_value"]) == ("appointment", "+819012345678")
            assert (await client.post("/callbacks", json=body)).status_code == 201
            full = await client.post("/callbacks", json=body)
            assert (full.status_code, full.json()["code"]) == (409, "slot_taken")
            assert {s["start"]: s["free"] for s in await self._slots(client, centre)}[at] == 0
            await ready(centre)
            assert (await client.get("/desk")).json()["offer"] is None, "not before its time"
            morning.advance((datetime.fromisoformat(at) - now()).total_seconds() + 1)
            await _turns(centre)
            pop = (await client.get("/desk")).json()["offer"]
        assert pop["callback"]["task"]["booking"]["slot_start"] == at

    async def test_every_time_that_is_offered_can_be_promised_however_long_it_is(
        self, centre: Centre, morning: TestClock
    ) -> None:
        async with unit(centre.tenant):
            await save_setting(WorkspaceSettings(slot_minutes=50))
            offered = await slots(centre.queue, now(), 3)
            assert len({slot.start.date() for slot in offered}) > 2
            assert [slot.start for slot in offered if not await most_at(centre.queue, slot.start)] == []

    async def test_a_time_that_was_never_offered_is_refused(self, centre: Centre, morning: TestClock) -> None:
        async with api(routes, centre.who(None, *WRITER)) as client:
            at = (now() + timedelta(hours=2, minutes=7)).isoformat()
            body = {"queue": str(centre.queue), "to": "090-1234-5678", "at": at}
            answer = await client.post("/callbacks", json=body)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "slot_unknown")

    async def test_both_sides_can_put_it_into_their_calendars(self, centre: Centre, morning: TestClock) -> None:
        notifications.use_mail_server(
            notifications.server_of(Config(smtp_url="smtp://127.0.0.1:9", mail_from="窓口 <desk@example.jp>"))
        )
        try:
            async with unit(centre.tenant):
                await customers.add_identity(
                    centre.customer, customers.NewIdentity(kind="email", value="misaki@example.jp")
                )
            async with api(routes, centre.who(None, *WRITER)) as client:
                at = (await self._slots(client, centre))[2]["start"]
                body = {
                    "queue": str(centre.queue), "customer": str(centre.customer), "at": at, "owner": str(centre.agent),
                    "text": "社内用：見積の件",
                }  # fmt: skip
                made = await client.post("/callbacks", json=body)
                assert made.status_code == 201, made.text
                task = made.json()["id"]
                file = await client.get(f"/callbacks/{task}/invitation")
                await client.post(f"/callbacks/{task}/cancel")
            await settle()
        finally:
            notifications.use_mail_server(None)
        assert file.headers["content-type"].startswith("text/calendar")
        unfolded = file.text.replace("\r\n ", "")
        assert f"UID:{task}@madoguchi" in unfolded
        assert "METHOD:REQUEST" in unfolded
        assert "折り返し：高橋 美咲 様" in unfolded
        async with unit(centre.tenant):
            rows = await db().fetch("select kind, user_id, content from mail order by created, id")
            words = [(await unseal(scope(), row["content"])).decode() for row in rows]
        assert [row["kind"] for row in rows] == ["callback_invitation"] * 2 + ["callback_called_off"] * 2
        assert [row["user_id"] for row in rows[:2]] == [None, centre.agent]
        assert "見積の件" not in words[0], "what we wrote for ourselves is not the customer's to read"
        assert "見積の件" in words[1]
        assert all("CANCEL" in word for word in words[2:])


async def test_a_callback_is_counted_among_the_calls_of_ours(centre: Centre, morning: TestClock) -> None:
    def originated() -> float:
        of = {"purpose": "callback", "result": "allowed"}
        return registry.get_sample_value("madoguchi_calls_originated_total", of) or 0

    before = originated()
    await _keeps_place(centre)
    await _turns(centre)
    assert originated() == before + 1

"""Callbacks of the house: the place kept, the time kept, tried again, called off."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import httpx
import pytest

from madoguchi import cases, files, interactions
from madoguchi.cases import CallbackForm, CallbackRefused, SlotTaken
from madoguchi.cases.events import CallbackDue
from madoguchi.customers import Address, NewIdentity, add_identity, block_address
from madoguchi.interactions import Interaction
from madoguchi.kit import facts
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import db, unit
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from tests.due import run_due
from tests.rooms.interactions.factory import Office, incoming

QUEUE = new_id()
NUMBER = "+81312345678"


@pytest.fixture(autouse=True)
def nobody_above(monkeypatch: pytest.MonkeyPatch) -> None:
    """The room alone: whoever lets callbacks wait in line, in another test of this process, does not listen here."""
    monkeypatch.setitem(facts._reactions, CallbackDue, [])


async def _waits(office: Office, customer: UUID | None = None, number: str = NUMBER) -> Interaction:
    """Somebody who has waited in the queue for a while."""
    contact = await incoming(office, customer=customer, number=number)
    return await interactions.queued(contact.id, QUEUE)


async def _kept(office: Office, customer: UUID | None = None) -> tuple[Interaction, UUID]:
    async with unit(office.tenant):
        contact = await _waits(office, customer)
        made = await cases.keep_place(contact.id)
    return contact, made.task_id


async def _hangs_up(office: Office, contact: UUID) -> None:
    async with unit(office.tenant):
        await interactions.customer_left(contact, now(), "normal")
    await settle()


async def _planned(office: Office) -> UUID:
    """A callback whose turn it is."""
    contact, task = await _kept(office)
    await _hangs_up(office, contact.id)
    await run_due()
    return task


async def _calls(office: Office, task: UUID) -> UUID:
    """An agent takes the callback: the contact in which they call."""
    async with unit(office.tenant):
        row = await db().fetchrow("select address_value from task where id = $1", task)
        address = Address(kind="phone", value=row["address_value"])
        contact = await interactions.open_interaction("voice", str(new_id()), "out", address)
        await cases.lined_up(task, contact.id)
        await cases.begin_attempt(task, contact.id, office.agent)
    return contact.id


async def _nobody_answers(office: Office, contact: UUID, cause: str = "no_answer") -> None:
    async with unit(office.tenant):
        await interactions.ringing(contact, office.agent)
        await interactions.customer_left(contact, now(), cause)
    await settle()


async def test_who_keeps_their_place_may_hang_up_and_has_not_given_up(
    agent: httpx.AsyncClient, office: Office, customer: UUID, morning: TestClock
) -> None:
    contact, task = await _kept(office, customer)
    morning.advance(20)
    await _hangs_up(office, contact.id)
    rows = (await agent.get("/tasks")).json()["items"]
    assert [(row["id"], row["kind"]) for row in rows] == [(str(task), "callback")], "no missed call beside it"
    assert (rows[0]["booking"]["state"], rows[0]["customer_name"]) == ("planned", "高橋 美咲")
    async with unit(office.tenant):
        assert (await interactions.interaction(contact.id)).outcome == "callback"
        kept = await cases.callback(task)
        waited_since = await interactions.queued_since(contact.id)
    assert kept.since == waited_since, "as if they had stayed in line"


async def test_asking_twice_in_one_call_is_one_callback(office: Office, morning: TestClock) -> None:
    contact, task = await _kept(office)
    async with unit(office.tenant):
        assert (await cases.keep_place(contact.id)).task_id == task


async def test_without_a_number_nobody_can_be_called(office: Office, morning: TestClock) -> None:
    async with unit(office.tenant):
        contact = await _waits(office, number="")
        with pytest.raises(CallbackRefused) as refused:
            await cases.keep_place(contact.id)
        assert [fault.code for fault in refused.value.faults] == ["address_withheld"]
        assert (await cases.keep_place(contact.id, address=NUMBER)).state == "kept", "they named one"


async def test_a_blocked_number_is_refused_at_once(office: Office, morning: TestClock) -> None:
    async with unit(office.tenant):
        await block_address("phone", NUMBER)
        contact = await _waits(office)
        with pytest.raises(CallbackRefused):
            await cases.keep_place(contact.id)


async def test_at_night_it_is_planned_for_the_first_hour_at_which_one_may_call(
    office: Office, morning: TestClock
) -> None:
    morning.advance(12 * 3600)  # 22:00 in Japan
    async with unit(office.tenant):
        made = await cases.book_callback(CallbackForm(queue_id=QUEUE, address=NUMBER), by=office.agent)
        due = await db().fetchval("select due from task where id = $1", made.task_id)
    assert made.due is not None
    assert (made.due - now()).total_seconds() == pytest.approx(10 * 3600, abs=60)  # eight in the morning
    assert due - made.due == timedelta(minutes=60)


async def test_who_never_hangs_up_is_called_all_the_same(office: Office, morning: TestClock) -> None:
    _, task = await _kept(office)
    morning.advance(301)
    await run_due()
    async with unit(office.tenant):
        assert (await cases.callback(task)).state == "planned"


async def test_an_agent_who_answers_before_makes_the_callback_needless(
    agent: httpx.AsyncClient, office: Office, morning: TestClock
) -> None:
    contact, task = await _kept(office)
    async with unit(office.tenant):
        await interactions.joined(contact.id, office.agent, now())
    await settle()
    async with unit(office.tenant):
        assert (await cases.callback(task)).cause == "served"
    assert (await agent.get("/tasks")).json()["items"] == []


async def test_reached_the_promise_is_kept_and_the_task_done(
    agent: httpx.AsyncClient, office: Office, morning: TestClock
) -> None:
    task = await _planned(office)
    contact = await _calls(office, task)
    async with unit(office.tenant):
        await interactions.joined(contact, office.agent, now())
    await settle()
    row = (await agent.get(f"/tasks/{task}")).json()
    assert (row["state"], row["tries"], row["tried_outcome"]) == ("done", 1, "reached")
    assert row["booking"]["state"] == "reached"


async def test_absent_it_is_tried_again_and_at_last_left_to_people(
    agent: httpx.AsyncClient, office: Office, morning: TestClock
) -> None:
    task = await _planned(office)
    for _ in range(3):
        await _nobody_answers(office, await _calls(office, task))
        morning.advance(1801)
        await run_due()
    row = (await agent.get(f"/tasks/{task}")).json()
    assert (row["state"], row["tries"], row["tried_outcome"]) == ("open", 3, "absent")
    assert (row["booking"]["state"], row["booking"]["attempts"]) == ("given_up", 3)


async def test_the_agent_says_that_a_machine_answered(
    agent: httpx.AsyncClient, office: Office, morning: TestClock
) -> None:
    task = await _planned(office)
    contact = await _calls(office, task)
    async with unit(office.tenant):
        await interactions.joined(contact, office.agent, now())
        await interactions.left(contact, office.agent, now() + timedelta(seconds=5), "agent")
        await interactions.customer_left(contact, now() + timedelta(seconds=5), "normal")
    await settle()
    assert (await agent.get(f"/tasks/{task}")).json()["state"] == "done"
    async with unit(office.tenant):
        part = (await interactions.segments_of(contact))[0]
        await interactions.classify(part.id, interactions.Outcome(resolution="absent"), office.agent)
    await settle()
    row = (await agent.get(f"/tasks/{task}")).json()
    assert (row["state"], row["tried_outcome"], row["booking"]["state"]) == ("open", "absent", "planned")


async def test_our_own_fault_is_not_held_against_them(
    agent: httpx.AsyncClient, office: Office, morning: TestClock
) -> None:
    task = await _planned(office)
    await _nobody_answers(office, await _calls(office, task), "failed")
    row = (await agent.get(f"/tasks/{task}")).json()
    assert (row["tries"], row["booking"]["state"], row["booking"]["attempts"]) == (0, "planned", 0)


async def test_no_more_appointments_than_people(office: Office, morning: TestClock) -> None:
    start = now() + timedelta(hours=3)
    form = CallbackForm(
        queue_id=QUEUE, address=NUMBER, slot=(start, start + timedelta(minutes=30)), most_in_slot=2
    )  # fmt: skip
    async with unit(office.tenant):
        for _ in range(2):
            await cases.book_callback(form, by=office.agent)
    with pytest.raises(SlotTaken):
        async with unit(office.tenant):
            await cases.book_callback(form, by=office.agent)


async def test_an_appointment_outside_calling_hours_or_in_the_past_is_refused(
    office: Office, morning: TestClock
) -> None:
    for hours, code in ((12, "outside_calling_hours"), (-1, "slot_past")):
        start = now() + timedelta(hours=hours)
        form = CallbackForm(queue_id=QUEUE, address=NUMBER, slot=(start, start + timedelta(minutes=30)))
        with pytest.raises(CallbackRefused) as refused:
            async with unit(office.tenant):
                await cases.book_callback(form, by=office.agent)
        assert [fault.code for fault in refused.value.faults] == [code]


async def test_a_cancelled_promise_is_not_called(agent: httpx.AsyncClient, office: Office, morning: TestClock) -> None:
    task = await _planned(office)
    async with unit(office.tenant):
        await cases.cancel_callback(task, by=office.agent)
        assert not await cases.lined_up(task, new_id())
        assert (await cases.callback(task)).state == "cancelled"


async def test_a_missed_call_is_settled_by_a_later_talk_whichever_number_they_call_from(
    agent: httpx.AsyncClient, office: Office, customer: UUID, morning: TestClock
) -> None:
    async with unit(office.tenant):
        missed = await incoming(office, customer=customer, number="+81311112222")
        await interactions.customer_left(missed.id, now(), "normal")
    await settle()
    assert len((await agent.get("/tasks")).json()["items"]) == 1
    async with unit(office.tenant):
        later = await incoming(office, customer=customer, number="+819012345678")
        await interactions.joined(later.id, office.agent, now())
    await settle()
    assert (await agent.get("/tasks")).json()["items"] == []


async def test_a_message_is_a_task_of_its_queue_with_the_recording_until_they_are_reached(
    agent: httpx.AsyncClient, office: Office, customer: UUID, morning: TestClock
) -> None:
    async with unit(office.tenant):
        contact = await _waits(office, customer)
        file = await files.keep(b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(32), "message.wav", "recording")
        await interactions.remedied(contact.id, "voicemail")
        await interactions.leave_message(contact.id, file.id, now(), 9, [], queue=QUEUE)
        await interactions.customer_left(contact.id, now(), "normal")
    await settle()
    [row] = (await agent.get("/tasks")).json()["items"]
    assert (row["kind"], row["queue_id"], row["interaction_id"]) == ("voicemail", str(QUEUE), str(contact.id))
    async with unit(office.tenant):
        [recording] = await interactions.recordings_of(contact.id)
        assert recording.seconds == 9
    assert row["said"] == "", "nobody has written it down yet"
    async with unit(office.tenant):
        await interactions.transcribe(recording.id, "冷蔵庫の件です。", language="ja", author=office.agent)
    assert (await agent.get(f"/tasks/{row['id']}")).json()["said"] == "冷蔵庫の件です。"
    called = await _calls(office, UUID(row["id"]))
    async with unit(office.tenant):
        await interactions.joined(called, office.agent, now())
    await settle()
    assert (await agent.get(f"/tasks/{row['id']}")).json()["state"] == "done"


async def test_missed_calls_of_a_number_join_those_of_whoever_it_turns_out_to_be(
    agent: httpx.AsyncClient, office: Office, customer: UUID, morning: TestClock
) -> None:
    async with unit(office.tenant):
        for number, known in (("+81311112222", customer), ("+819012345678", None)):
            missed = await incoming(office, customer=known, number=number)
            await interactions.customer_left(missed.id, now(), "normal")
    await settle()
    assert len((await agent.get("/tasks")).json()["items"]) == 2
    async with unit(office.tenant):
        await add_identity(customer, NewIdentity(kind="phone", value="+819012345678"))
    await settle()
    rows = (await agent.get("/tasks")).json()["items"]
    assert [(row["customer_id"], row["attempts"]) for row in rows] == [(str(customer), 2)]


async def test_nobody_there_by_another_telephone_is_an_attempt_and_owed_on(
    agent: httpx.AsyncClient, office: Office, customer: UUID, morning: TestClock
) -> None:
    body = {"kind": "callback", "customer_id": str(customer), "owner_id": str(office.agent), "due": now().isoformat()}
    task = (await agent.post("/tasks", json=body)).json()["id"]
    answer = await agent.post(f"/tasks/{task}/absent")
    assert answer.status_code == 200, answer.text
    row = answer.json()
    assert (row["state"], row["tries"], row["tried_outcome"], row["overdue"]) == ("open", 1, "absent", False)
    assert timedelta(minutes=29) < datetime.fromisoformat(row["due"]) - now() <= timedelta(minutes=30)
    [call] = (await agent.get(f"/tasks/{task}/attempts")).json()
    assert (call["user_name"], call["outcome"], call["interaction_id"]) == ("佐藤 花", "absent", None)
    async with unit(office.tenant):
        await cases.complete_task(UUID(task), by=office.agent)
    assert (await agent.post(f"/tasks/{task}/absent")).json()["code"] == "task_ended"


async def test_the_house_waits_too_when_somebody_tried_by_another_telephone(
    agent: httpx.AsyncClient, office: Office, morning: TestClock
) -> None:
    task = await _planned(office)
    booking = (await agent.post(f"/tasks/{task}/absent")).json()["booking"]
    assert (booking["state"], booking["attempts"], booking["cause"]) == ("planned", 1, "absent")
    assert timedelta(minutes=29) < datetime.fromisoformat(booking["next_at"]) - now() <= timedelta(minutes=30)

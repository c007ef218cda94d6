"""An appointment that is moved: the new time is taken, the old one free, the call comes once, both sides hear of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from icalendar import Calendar, Event

from madoguchi import cases, customers, interactions, notifications, routing
from madoguchi.cases import TaskChange
from madoguchi.cases.http import routes as case_routes
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.config import Config
from madoguchi.kit.db import db, unit
from madoguchi.kit.facts import settle
from madoguchi.kit.metrics import registry
from madoguchi.kit.vault import unseal
from madoguchi.notifications.actions import scope
from madoguchi.workspace.http import routes
from tests.api import api, person
from tests.due import run_due
from tests.rooms.workspace.factory import Centre, offer_to, ready

MISAKI = "misaki@example.jp"
Row = dict[str, Any]


@dataclass(frozen=True)
class Letter:
    """One mail with its appointment."""

    kind: str
    to: str
    text: str
    method: str
    event: Event

    @property
    def sequence(self) -> int:
        return int(self.event["sequence"])


@pytest.fixture
def mail() -> Iterator[None]:
    """A mail server that nobody reaches: what is written waits."""
    notifications.use_mail_server(
        notifications.server_of(Config(smtp_url="smtp://127.0.0.1:9", mail_from="窓口 <desk@example.jp>"))
    )
    yield
    notifications.use_mail_server(None)


@pytest.fixture
async def client(centre: Centre, morning: TestClock) -> AsyncIterator[httpx.AsyncClient]:
    """An agent's client; the customer has an address for mail."""
    async with unit(centre.tenant):
        await customers.add_identity(centre.customer, customers.NewIdentity(kind="email", value=MISAKI))
    async with api([*routes, *case_routes], centre.who(None, "cases.read", "cases.write")) as made:
        yield made


async def _free(client: httpx.AsyncClient, centre: Centre) -> dict[str, int]:
    answer = await client.get("/callback-slots", params={"queue": str(centre.queue), "days": 1})
    return {slot["start"]: slot["free"] for slot in answer.json()}


async def _times(client: httpx.AsyncClient, centre: Centre) -> list[str]:
    return list(await _free(client, centre))[2:6]


async def _booked(client: httpx.AsyncClient, centre: Centre, at: str, owner: UUID | None = None) -> Row:
    body = {"queue": str(centre.queue), "customer": str(centre.customer), "at": at, "text": "見積の件"}
    made = await client.post("/callbacks", json=body | ({"owner": str(owner)} if owner else {}))
    assert made.status_code == 201, made.text
    return dict(made.json())


async def _move(client: httpx.AsyncClient, row: Row, **change: object) -> httpx.Response:
    headers = {"If-Match": f'"{row["version"]}"'}
    answer = await client.post(f"/callbacks/{row['id']}/move", json=change, headers=headers)
    await settle()
    return answer


async def _letters(centre: Centre) -> list[Letter]:
    """What was written to both sides since it was asked last."""
    async with unit(centre.tenant):
        rows = await db().fetch("delete from mail returning kind, content, created, id")
        opened = [msgspec.json.decode(await unseal(scope(), row["content"])) for row in _in_order(rows)]
    made = []
    for row, letter in zip(_in_order(rows), opened, strict=True):
        calendar = Calendar.from_ical(letter["calendar"])
        (event,) = calendar.walk("VEVENT")
        made.append(Letter(row["kind"], letter["to"], letter["text"], str(calendar["method"]), event))
    return made


def _in_order(rows: list[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row["created"], row["id"]))


async def _until(moment: str | datetime, clock: TestClock) -> None:
    """It becomes this time, and what is due happens."""
    when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    clock.advance((when - now()).total_seconds() + 1)
    for _ in range(3):
        await run_due()
        await settle()


async def _asked(client: httpx.AsyncClient) -> str | None:
    """The task of the callback that the agent is being offered."""
    offer = (await client.get("/desk")).json()["offer"]
    return offer and str(offer["callback"]["task"]["id"])


async def test_the_new_time_is_taken_the_old_one_free_and_the_call_comes_at_the_new_one_alone(
    client: httpx.AsyncClient, centre: Centre, morning: TestClock
) -> None:
    old, new = (await _times(client, centre))[:2]
    row = await _booked(client, centre, old)
    answer = await _move(client, row, at=new)
    assert answer.status_code == 200, answer.text
    moved = answer.json()
    assert moved["booking"]["slot_start"] == new == moved["booking"]["next_at"]
    assert moved["due"] == moved["booking"]["slot_end"], "owed within the new time"
    free = await _free(client, centre)
    assert (free[old], free[new]) == (2, 1)
    await ready(centre)
    await _until(old, morning)
    assert await _asked(client) is None, "not at the time before"
    await _until(new, morning)
    assert await _asked(client) == row["id"]


async def test_a_full_time_is_refused_and_nothing_is_changed(
    client: httpx.AsyncClient, centre: Centre, mail: None
) -> None:
    old, full = (await _times(client, centre))[:2]
    row = await _booked(client, centre, old, centre.agent)
    for _ in range(2):
        await _booked(client, centre, full)
    await _letters(centre)
    before, free = (await client.get(f"/tasks/{row['id']}")).json(), await _free(client, centre)
    answer = await _move(client, row, at=full, owner=str(centre.colleague), text="別の件")
    assert (answer.status_code, answer.json()["code"]) == (409, "slot_taken")
    assert (await client.get(f"/tasks/{row['id']}")).json() == before
    assert await _free(client, centre) == free
    assert await _letters(centre) == []


async def test_of_two_who_want_the_last_place_at_a_time_one_gets_it(client: httpx.AsyncClient, centre: Centre) -> None:
    old, wanted = (await _times(client, centre))[:2]
    rows = [await _booked(client, centre, old), await _booked(client, centre, old)]
    await _booked(client, centre, wanted)
    answers = await asyncio.gather(*(_move(client, row, at=wanted) for row in rows))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    free = await _free(client, centre)
    assert (free[old], free[wanted]) == (1, 0)


async def test_both_sides_get_the_new_time_under_the_same_id_and_a_higher_number(
    client: httpx.AsyncClient, centre: Centre, mail: None
) -> None:
    old, new = (await _times(client, centre))[:2]
    row = await _booked(client, centre, old, centre.agent)
    first = await _letters(centre)
    answer = await _move(client, row, at=new)
    letters = await _letters(centre)
    assert [(one.kind, one.method) for one in letters] == [("callback_moved", "REQUEST")] * 2
    assert [one.to for one in letters] == [one.to for one in first]
    assert letters[0].to == MISAKI
    for before, after in zip(first, letters, strict=True):
        assert after.event["uid"] == before.event["uid"]
        assert after.sequence > before.sequence
        assert after.event.decoded("dtstart") == datetime.fromisoformat(new)
        assert after.event.decoded("dtend") == datetime.fromisoformat(new) + timedelta(minutes=30)
        assert after.event["status"] == "CONFIRMED"
    assert "見積の件" not in letters[0].text
    again = await _move(client, answer.json(), at=(await _times(client, centre))[2])
    assert again.status_code == 200
    assert min(one.sequence for one in await _letters(centre)) > letters[0].sequence


async def test_the_file_of_the_page_gives_the_new_time_also_where_no_mail_is_set_up(
    client: httpx.AsyncClient, centre: Centre
) -> None:
    old, new = (await _times(client, centre))[:2]
    row = await _booked(client, centre, old)

    async def shown() -> Event:
        file = await client.get(f"/callbacks/{row['id']}/invitation")
        (event,) = Calendar.from_ical(file.text).walk("VEVENT")
        return event

    before = await shown()
    await _move(client, row, at=new)
    after = await shown()
    assert after.decoded("dtstart") == datetime.fromisoformat(new)
    assert after["uid"] == before["uid"]
    assert int(after["sequence"]) > int(before["sequence"])


async def test_another_owner_is_invited_and_the_former_one_is_out_of_it(
    client: httpx.AsyncClient, centre: Centre, mail: None
) -> None:
    old, new = (await _times(client, centre))[:2]
    row = await _booked(client, centre, old, centre.agent)
    first = {one.to: one for one in await _letters(centre)}
    await _move(client, row, at=new, owner=str(centre.colleague))
    letters = {one.kind: one for one in await _letters(centre)}
    assert set(letters) == {"callback_moved", "callback_invitation", "callback_passed_on"}
    out, into, customer = (
        letters["callback_passed_on"], letters["callback_invitation"], letters["callback_moved"],
    )  # fmt: skip
    assert (out.method, into.method, customer.method) == ("CANCEL", "REQUEST", "REQUEST")
    assert (customer.to, into.to != out.to, out.to in first) == (MISAKI, True, True)
    assert out.sequence > first[out.to].sequence
    assert out.event["uid"] == into.event["uid"] == first[out.to].event["uid"]
    assert out.event.decoded("dtstart") == datetime.fromisoformat(old), "what their calendar knows it by"
    assert "status" not in out.event, "the event itself goes on"
    assert str(out.event["attendee"]) == f"MAILTO:{out.to}"
    assert into.event.decoded("dtstart") == datetime.fromisoformat(new)


async def test_taken_from_the_list_it_is_the_new_persons_and_the_customer_is_left_in_peace(
    client: httpx.AsyncClient, centre: Centre, mail: None, morning: TestClock
) -> None:
    at = (await _times(client, centre))[0]
    row = await _booked(client, centre, at)
    await _letters(centre)
    answer = await client.patch(
        f"/tasks/{row['id']}", json={"owner_id": str(centre.agent)}, headers={"If-Match": f'"{row["version"]}"'}
    )
    assert answer.status_code == 200, answer.text
    await settle()
    taken = answer.json()
    assert taken["due"] == at, "a person calls as it begins"
    assert datetime.fromisoformat(taken["booking"]["next_at"]) == datetime.fromisoformat(at) + timedelta(minutes=5)
    assert [(one.kind, one.to != MISAKI) for one in await _letters(centre)] == [("callback_invitation", True)]
    async with unit(centre.tenant):
        await cases.change_task(UUID(row["id"]), TaskChange(owner_id=None), by=centre.agent)
    await settle()
    assert [one.kind for one in await _letters(centre)] == ["callback_passed_on"]
    await ready(centre)
    await _until(at, morning)
    assert await _asked(client) == row["id"], "nobody's any more: the house calls as it begins"


async def test_the_time_of_an_appointment_is_not_moved_as_a_tasks_is(client: httpx.AsyncClient, centre: Centre) -> None:
    at, _, other = (await _times(client, centre))[:3]
    row = await _booked(client, centre, at)
    answer = await client.patch(f"/tasks/{row['id']}", json={"due": other}, headers={"If-Match": f'"{row["version"]}"'})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["code"] == "due_by_slot"
    async with unit(centre.tenant):
        promised = await cases.owe_callback(
            cases.TaskForm(kind="callback", customer_id=centre.customer, due=now()), by=None
        )
    plain = await client.patch(f"/tasks/{promised.id}", json={"due": other}, headers={"If-Match": '"1"'})
    assert (plain.status_code, plain.json()["due"]) == (200, other)
    none = await _move(client, plain.json(), at=other)
    assert (none.status_code, none.json()["code"]) == (404, "callback_unknown")


async def test_who_looked_at_an_older_state_moves_nothing(
    client: httpx.AsyncClient, centre: Centre, mail: None
) -> None:
    old, new, third = (await _times(client, centre))[:3]
    row = await _booked(client, centre, old)
    moved = (await _move(client, row, at=new)).json()
    assert (await _move(client, row, at=third)).status_code == 412
    assert (await client.post(f"/callbacks/{row['id']}/move", json={"at": third})).status_code == 428
    await _letters(centre)
    same = await _move(client, moved, at=new)
    assert (same.status_code, same.json()["version"]) == (200, moved["version"]), "to where it is already: nothing"
    assert await _letters(centre) == []
    assert (await _free(client, centre))[new] == 1


async def test_only_times_that_are_offered_for_known_people_at_permitted_hours(
    client: httpx.AsyncClient, centre: Centre
) -> None:
    old, new = (await _times(client, centre))[:2]
    row = await _booked(client, centre, old)
    never = await _move(client, row, at=(now() + timedelta(hours=2, minutes=7)).isoformat())
    assert (never.status_code, never.json()["errors"][0]["code"]) == (422, "slot_unknown")
    stranger = await _move(client, row, at=new, owner="00000000-0000-4000-8000-000000000000")
    assert (stranger.status_code, stranger.json()["errors"][0]["code"]) == (422, "owner_unknown")
    async with unit(centre.tenant):
        task = await cases.task_row(UUID(row["id"]))
        await customers.block_address("phone", task.address_value)
    blocked = await _move(client, row, at=new)
    assert (blocked.status_code, blocked.json()["code"]) == (409, "callback_refused")
    assert (await _free(client, centre))[old] == 1
    assert (await client.get(f"/tasks/{row['id']}")).json()["version"] == row["version"]


async def test_to_move_needs_the_permission_to_book_and_is_written_down(
    client: httpx.AsyncClient, centre: Centre
) -> None:
    old, new = (await _times(client, centre))[:2]
    row = await _booked(client, centre, old)
    async with api(routes, person(centre.tenant, "cases.read")) as reader:
        assert (await _move(reader, row, at=new)).status_code == 403
    counted = registry.get_sample_value("madoguchi_appointments_changed_total", {"what": "time"}) or 0
    await _move(client, row, at=new)
    assert registry.get_sample_value("madoguchi_appointments_changed_total", {"what": "time"}) == counted + 1
    async with unit(centre.tenant):
        said = await db().fetch(
            "select action from audit_entry where subject_id = $1 and action = 'callback.moved'", row["id"]
        )
    assert len(said) == 1


async def test_moved_while_it_waits_in_line_it_leaves_it_and_comes_at_its_new_time(
    client: httpx.AsyncClient, centre: Centre, morning: TestClock
) -> None:
    old, new = (await _times(client, centre))[:2]
    row = await _booked(client, centre, old)
    await _until(old, morning)
    async with unit(centre.tenant):
        queued = await cases.callback(UUID(row["id"]))
    assert (queued.state, queued.interaction_id is not None) == ("queued", True)
    moved = await _move(client, (await client.get(f"/tasks/{row['id']}")).json(), at=new)
    assert moved.json()["booking"]["state"] == "planned"
    async with unit(centre.tenant):
        assert queued.interaction_id is not None
        assert (await interactions.interaction(queued.interaction_id)).state == "closed"
        (sums,) = await routing.stays_since(now() - timedelta(hours=1), await routing.service())
    assert sums.abandoned == 0, "nobody gave up: we did not call"
    await ready(centre)
    assert await _asked(client) is None
    await _until(new, morning)
    assert await _asked(client) == row["id"]


async def test_moved_in_the_instant_in_which_it_is_taken_nobody_is_called_at_the_old_time(
    client: httpx.AsyncClient, centre: Centre, morning: TestClock
) -> None:
    old, new = (await _times(client, centre))[:2]
    row = await _booked(client, centre, old)
    await ready(centre)
    await _until(old, morning)
    offer = await offer_to(centre)
    shown = (await client.get(f"/tasks/{row['id']}")).json()
    async with unit(centre.tenant):
        held = await cases.appointment(UUID(row["id"]), shown["version"])
        start = datetime.fromisoformat(new).astimezone(UTC)
        form = cases.AppointmentForm(
            slot=(start, start + timedelta(minutes=30)), most_in_slot=2, owner_id=None, text=""
        )
        await cases.move_appointment(held, form, by=centre.agent)
    late = await client.post(f"/offers/{offer.id}/accept")
    assert (late.status_code, late.json()["code"]) == (409, "callback_moved")
    await settle()
    async with unit(centre.tenant):
        assert await routing.live_offer_to(centre.agent) is None


async def test_while_they_are_being_called_it_is_not_moved(
    client: httpx.AsyncClient, centre: Centre, morning: TestClock
) -> None:
    old, new = (await _times(client, centre))[:2]
    row = await _booked(client, centre, old)
    await ready(centre)
    await _until(old, morning)
    assert (await client.post(f"/offers/{(await offer_to(centre)).id}/accept")).status_code == 200
    await settle()
    shown = (await client.get(f"/tasks/{row['id']}")).json()
    answer = await _move(client, shown, at=new)
    assert (answer.status_code, answer.json()["code"]) == (409, "callback_running")


async def test_called_off_after_a_move_it_ends_for_whoever_has_it_now(
    client: httpx.AsyncClient, centre: Centre, mail: None
) -> None:
    old, new = (await _times(client, centre))[:2]
    row = await _booked(client, centre, old, centre.agent)
    await _move(client, row, at=new, owner=str(centre.colleague))
    before = await _letters(centre)
    await client.post(f"/callbacks/{row['id']}/cancel")
    await settle()
    letters = await _letters(centre)
    invited = {one.to for one in before if one.method == "REQUEST"} - {
        one.to for one in before if one.kind == "callback_passed_on"
    }
    assert {one.to for one in letters} == invited
    assert {(one.method, str(one.event["status"])) for one in letters} == {("CANCEL", "CANCELLED")}
    assert min(one.sequence for one in letters) > max(one.sequence for one in before)

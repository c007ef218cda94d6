"""A raised hand, and a contact that is kept as evidence."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import pytest

from madoguchi import files, interactions
from madoguchi.files import FileHeld
from madoguchi.files.actions import remove_expired
from madoguchi.files.http import routes as file_routes
from madoguchi.interactions import NotInContact, feed
from madoguchi.interactions.http import routes
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import unit
from madoguchi.kit.ids import new_id
from madoguchi.kit.vault import Scope
from tests.api import api, person
from tests.rooms.interactions.factory import Office, incoming, make_customer
from tests.rooms.workspace.factory import pushes

SUPERVISOR = ("desk.use", "interactions.read", "interactions.read_all")


async def _talking(office: Office) -> interactions.Interaction:
    async with unit(office.tenant):
        call = await incoming(office, customer=await make_customer())
        await interactions.joined(call.id, office.agent, now())
    return call


class TestHands:
    """One key; every supervisor sees it; it never stays up for nothing."""

    async def test_one_key_raises_it_and_every_supervisor_sees_whose_it_is(
        self, office: Office, owner: asyncpg.Connection[asyncpg.Record]
    ) -> None:
        call = await _talking(office)
        async with api(routes, person(office.tenant, "desk.use", user=office.agent)) as agent:
            first = await agent.post(f"/interactions/{call.id}/hand")
            assert first.status_code == 200, first.text
            assert (await agent.post(f"/interactions/{call.id}/hand")).json() == first.json(), "twice is once"
            assert (await agent.get("/hands")).status_code == 403
        async with api(routes, person(office.tenant, *SUPERVISOR)) as boss:
            [up] = (await boss.get("/hands")).json()
        assert (up["user_name"], up["interaction_id"]) == ("佐藤 花", str(call.id))
        [made] = await pushes(owner, office.tenant, feed.hand_up, "interactions.HandRaised")
        assert [(push.to, push.event) for push in made] == [
            ("permission:interactions.read_all", "hand.changed"),
            (f"user:{office.agent}", "hand.changed"),
        ]
        assert made[0].body.hand.user_name == "佐藤 花"

    async def test_either_side_lowers_it_and_the_end_does(self, office: Office) -> None:
        for lowered_by in ("agent", "supervisor", "ended"):
            call = await _talking(office)
            boss = office.colleague
            async with unit(office.tenant):
                await interactions.raise_hand(call.id, office.agent)
            if lowered_by == "ended":
                async with unit(office.tenant):
                    await interactions.customer_left(call.id, now() + timedelta(seconds=1), "normal")
            else:
                who = office.agent if lowered_by == "agent" else boss
                async with api(routes, person(office.tenant, *SUPERVISOR, user=who)) as client:
                    gone = await client.delete(f"/interactions/{call.id}/hand", params={"user": str(office.agent)})
                    assert gone.status_code == 204, gone.text
            async with unit(office.tenant):
                assert await interactions.hands_up() == []
                [hand] = await interactions.hands_of(call.id)
                events = [event.kind for event in (await interactions.detail(call.id)).events]
            assert hand.cause == lowered_by
            assert [kind for kind in events if kind.startswith("hand")] == ["hand_raised", "hand_lowered"]

    async def test_only_who_is_in_the_contact_may_raise_and_only_a_supervisor_lowers_anothers(
        self, office: Office
    ) -> None:
        call = await _talking(office)
        async with unit(office.tenant):
            with pytest.raises(NotInContact):
                await interactions.raise_hand(call.id, office.colleague)
            await interactions.raise_hand(call.id, office.agent)
        async with api(routes, person(office.tenant, "desk.use", user=office.colleague)) as colleague:
            refused = await colleague.delete(f"/interactions/{call.id}/hand", params={"user": str(office.agent)})
        assert refused.status_code == 403


class TestEvidence:
    """What was recorded of harassment is not deleted by its retention, nor by hand."""

    async def _record(self, office: Office, call: interactions.Interaction) -> files.StoredFile:
        file = await files.keep(
            b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(32), "call.wav", "recording",
            scope=Scope(call.id, call.customer_id), retain_until=now() + timedelta(days=1),
        )  # fmt: skip
        await interactions.add_recording(call.id, file.id, now(), 3, 2, [])
        return file

    @pytest.mark.parametrize("before", [True, False])
    async def test_a_recording_made_before_or_after_is_held(
        self, office: Office, clock: TestClock, before: bool
    ) -> None:
        call = await _talking(office)
        async with unit(office.tenant):
            file = await self._record(office, call) if before else None
            await interactions.record_incident(call.id, "threat", "「家に行く」と言われた", office.agent)
            file = file or await self._record(office, call)
        clock.advance(2 * 86400)
        async with unit(office.tenant):
            assert await remove_expired() == 0
            held = await files.file(file.id)
            assert (held.removed, held.hold_reason) == (None, "harassment")
            with pytest.raises(FileHeld):
                await files.remove(file.id)
            await files.release(file.id)
            assert await remove_expired() == 1

    async def test_the_reason_is_kept_in_the_open_and_the_words_sealed(
        self, office: Office, owner: asyncpg.Connection[asyncpg.Record]
    ) -> None:
        call = await _talking(office)
        async with unit(office.tenant):
            await interactions.record_incident(call.id, "threat", "「家に行く」と言われた", office.agent)
            found = (await interactions.detail(call.id)).incidents
            entry = (await interactions.timeline(call.customer_id or new_id()))[0]
        assert [(one.reason, one.note) for one in found] == [("threat", "「家に行く」と言われた")]
        assert entry.codes["incident"] == "threat"
        stored = await owner.fetchval("select note from incident where interaction_id = $1", call.id)
        assert "家に行く".encode() not in stored

    async def test_supervisors_hear_of_it_at_once(
        self, office: Office, owner: asyncpg.Connection[asyncpg.Record]
    ) -> None:
        call = await _talking(office)
        async with unit(office.tenant):
            await interactions.record_incident(call.id, "abuse", "", office.agent)
        [made] = await pushes(owner, office.tenant, feed.incident, "interactions.IncidentRecorded")
        assert made[0].to == "permission:interactions.read_all"
        assert (made[0].event, made[0].body.reason) == ("incident.recorded", "abuse")

    async def test_whoever_reads_the_contact_sees_that_it_is_kept_and_may_lift_it(self, office: Office) -> None:
        call = await _talking(office)
        async with unit(office.tenant):
            file = await self._record(office, call)
            await interactions.record_incident(call.id, "threat", "", office.agent)
        who = person(office.tenant, "interactions.read", "interactions.read_all", "recordings.hold", user=office.agent)
        async with api([*routes, *file_routes], who) as client:
            [held] = (await client.get(f"/interactions/{call.id}")).json()["held"]
            assert (held["file"], held["reason"]) == (str(file.id), "harassment")
            assert (await client.delete(f"/files/{file.id}/hold")).status_code == 204
            assert (await client.get(f"/interactions/{call.id}")).json()["held"] == []

"""Beside a talk: what a supervisor may, what two of them may, what is kept of it and who sees it."""

from __future__ import annotations

import asyncio
from uuid import UUID

import msgspec
import pytest

from madoguchi import interactions, routing
from madoguchi.kit.db import db
from madoguchi.kit.feed import Desk, Feed
from madoguchi.kit.settings import save_setting
from madoguchi.supervision import queries
from madoguchi.supervision.actions import monitoring
from madoguchi.supervision.errors import AlreadyBeside, BusyYourself, MonitoringOver, NotYourOwn, NotYours, VoiceTaken
from madoguchi.supervision.http import routes
from madoguchi.supervision.settings import SupervisionSettings
from madoguchi.telephony import PhoneNotReady
from tests.api import api
from tests.rooms.supervision.floor import Floor


async def audited(floor: Floor, action: str) -> list[UUID]:
    """For which contacts that was written into the ledger."""
    rows = await floor.look(lambda: db().fetch("select subject_id from audit_entry where action = $1", action))
    return [row["subject_id"] for row in rows]


async def test_from_listening_over_whispering_into_the_talk(floor: Floor) -> None:
    contact = await floor.talks()
    await floor.phone(floor.supervisor)
    began = await floor.beside(contact)
    for mode in ("whisper", "barge", "listen"):
        await floor.do(lambda mode=mode: monitoring.change(began.id, floor.supervisor, mode))
        await floor.until(lambda mode=mode: floor.is_beside(began.id, mode), mode)
    await floor.do(lambda: monitoring.end(began.id, floor.supervisor))
    over = await floor.until(lambda: floor.is_over(began.id), "the end")
    assert [step.mode for step in over.steps] == ["listen", "whisper", "barge", "listen"]
    assert over.cause == "left"
    for action in ("monitoring.listen", "monitoring.whisper", "monitoring.barge", "monitoring.ended"):
        assert contact.id in await audited(floor, action)
    with pytest.raises(MonitoringOver):
        await floor.do(lambda: monitoring.change(began.id, floor.supervisor, "whisper"))
    await floor.do(lambda: monitoring.end(began.id, floor.supervisor))  # harmless


async def test_two_listen_but_only_one_has_a_voice(floor: Floor) -> None:
    contact = await floor.talks()
    await floor.phone(floor.supervisor)
    await floor.phone(floor.other)
    first = await floor.beside(contact)
    second = await floor.beside(contact, by=floor.other)
    await floor.do(lambda: monitoring.change(first.id, floor.supervisor, "whisper"))
    for mode in ("whisper", "barge", "take_over"):
        with pytest.raises(VoiceTaken):
            await floor.do(lambda mode=mode: monitoring.change(second.id, floor.other, mode))
    await floor.do(lambda: monitoring.change(first.id, floor.supervisor, "listen"))
    await floor.do(lambda: monitoring.change(second.id, floor.other, "barge"))
    await floor.until(lambda: floor.is_beside(second.id, "barge"), "the other in the talk")


async def test_who_comes_to_whisper_where_another_whispers_is_told_so(floor: Floor) -> None:
    contact = await floor.talks()
    await floor.phone(floor.supervisor)
    await floor.beside(contact, "whisper")
    with pytest.raises(VoiceTaken):
        await floor.do(lambda: monitoring.begin(contact.id, floor.agent, floor.other, "barge"))


async def test_of_two_who_take_over_at_the_same_instant_one_has_it(floor: Floor) -> None:
    contact = await floor.talks()
    for each in (floor.supervisor, floor.other):
        await floor.phone(each)
    began = [await floor.beside(contact, by=each) for each in (floor.supervisor, floor.other)]
    wishes = [monitoring.change(one.id, one.user_id, "take_over") for one in began]
    results = await asyncio.gather(*(floor.do(lambda w=wish: w) for wish in wishes), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Monitoring", "VoiceTaken"]
    winner = next(one.user_id for one, r in zip(began, results, strict=True) if not isinstance(r, Exception))
    await floor.until(lambda: floor.has(contact, winner, "talking"), "the one who took over")


async def test_nobody_is_beside_two_talks_or_their_own(floor: Floor) -> None:
    contact = await floor.talks()
    await floor.phone(floor.supervisor)
    await floor.beside(contact)
    other = await floor.talks(floor.colleague)
    with pytest.raises(AlreadyBeside):
        await floor.do(lambda: monitoring.begin(other.id, floor.colleague, floor.supervisor, "listen"))
    with pytest.raises(NotYourOwn):
        await floor.do(lambda: monitoring.begin(contact.id, floor.agent, floor.agent, "listen"))
    with pytest.raises(BusyYourself):
        await floor.do(lambda: monitoring.begin(contact.id, floor.agent, floor.colleague, "listen"))


async def test_another_s_monitoring_is_not_mine_to_change(floor: Floor) -> None:
    contact = await floor.talks()
    await floor.phone(floor.supervisor)
    began = await floor.beside(contact)
    with pytest.raises(NotYours):
        await floor.do(lambda: monitoring.end(began.id, floor.other))


async def test_who_was_ready_is_not_offered_a_call_meanwhile_and_ready_again_afterwards(floor: Floor) -> None:
    contact = await floor.talks()
    await floor.phone(floor.supervisor)
    await floor.do(lambda: routing.set_members(floor.queue, [floor.agent, floor.supervisor]))
    await floor.be(floor.supervisor, "ready")
    began = await floor.beside(contact)
    await floor.becomes(floor.supervisor, "break")
    await floor.do(lambda: monitoring.end(began.id, floor.supervisor))
    await floor.until(lambda: floor.is_over(began.id), "the end")
    await floor.becomes(floor.supervisor, "ready")


@pytest.mark.parametrize("before", ["offline", "break"])
async def test_taking_over_keeps_the_customer_and_lets_the_agent_wrap_up(floor: Floor, before: str) -> None:
    contact = await floor.talks()
    await floor.phone(floor.supervisor)
    if before == "break":
        await floor.be(floor.supervisor, "break")
    began = await floor.beside(contact)
    await floor.do(lambda: monitoring.change(began.id, floor.supervisor, "take_over"))
    await floor.until(lambda: floor.has(contact, floor.supervisor, "talking"), "the supervisor's talk")
    over = await floor.until(lambda: floor.is_over(began.id), "the end of standing beside")
    assert (over.cause, over.steps[-1].mode) == ("took_over", "take_over")
    await floor.becomes(floor.agent, "wrap_up")
    await floor.becomes(floor.supervisor, "busy")
    assert (await floor.look(lambda: interactions.interaction(contact.id))).ended is None
    await floor.hangs_up(contact)
    await floor.becomes(floor.supervisor, "wrap_up")
    await floor.do(lambda: routing.end_wrapup(floor.supervisor))
    await floor.becomes(floor.supervisor, before)


async def test_a_supervisor_whose_phone_has_not_signed_in_is_told_so_at_once(floor: Floor) -> None:
    contact = await floor.talks()
    await _without_phone(floor)
    with pytest.raises(PhoneNotReady):
        await floor.do(lambda: monitoring.begin(contact.id, floor.agent, floor.supervisor, "listen"))
    assert await floor.look(lambda: queries.beside_me(floor.agent)) == []


async def test_a_supervisor_whose_phone_has_gone_meanwhile_is_free_again(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = await floor.talks()
    await _without_phone(floor)

    async def was_there(login: str) -> bool:
        return True

    monkeypatch.setattr(floor.line, "reachable", was_there)
    began = await floor.do(lambda: monitoring.begin(contact.id, floor.agent, floor.supervisor, "take_over"))
    over = await floor.until(lambda: floor.is_over(began.id), "the end")
    assert over.cause == "unreachable"
    await floor.becomes(floor.supervisor, "offline")
    assert await floor.look(lambda: floor.has(contact, floor.agent, "talking"))


async def _without_phone(floor: Floor) -> None:
    await floor.phone(floor.supervisor)
    login = await floor.look(lambda: db().fetchval("select login from sip_login where user_id = $1", floor.supervisor))
    await floor.line.revoke_login(login)


async def test_the_end_of_the_call_is_the_end_of_it(floor: Floor) -> None:
    contact = await floor.talks()
    await floor.phone(floor.supervisor)
    began = await floor.beside(contact)
    await floor.hangs_up(contact)
    assert (await floor.until(lambda: floor.is_over(began.id), "the end")).cause == "over"


async def test_agents_are_told_who_is_beside_them_as_the_tenant_decided(floor: Floor) -> None:
    contact = await floor.talks()
    await floor.phone(floor.supervisor)
    feed, desk = Feed(), Desk(floor.tenant, [f"user:{floor.agent}"])
    feed.join(desk)
    began = await floor.beside(contact)
    beside = await floor.look(lambda: queries.beside_me(floor.agent))
    assert [(each.name, each.mode) for each in beside] == [("小林 恵", "listen")]
    await floor.do(lambda: save_setting(SupervisionSettings(listening_is_shown=False)))
    assert await floor.look(lambda: queries.beside_me(floor.agent)) == []
    await floor.do(lambda: monitoring.change(began.id, floor.supervisor, "whisper"))
    await floor.until(lambda: floor.is_beside(began.id, "whisper"), "a whisper")
    assert [each.mode for each in await floor.look(lambda: queries.beside_me(floor.agent))] == ["whisper"]
    told = [msgspec.json.decode(desk.queue.get_nowait()) for _ in range(desk.queue.qsize())]
    assert next(frame["body"]["people"] for frame in told if frame.get("event") == "monitoring.beside") == []


async def test_the_record_says_who_listened_to_those_who_may_know(floor: Floor) -> None:
    contact = await floor.talks()
    await floor.phone(floor.supervisor)
    began = await floor.beside(contact)
    path = f"/interactions/{contact.id}/monitorings"
    async with api(routes, floor.who()) as client:
        (row,) = (await client.get(path)).json()
    assert (row["supervisor"], row["agent"], row["monitoring"]["state"]) == ("小林 恵", "佐藤 花", "on")
    agent = floor.who(floor.agent, "interactions.read", "desk.use")
    async with api(routes, agent) as client:
        assert len((await client.get(path)).json()) == 1
    await floor.do(lambda: save_setting(SupervisionSettings(listening_is_shown=False)))
    async with api(routes, agent) as client:
        assert (await client.get(path)).json() == []
    async with api(routes, floor.who(floor.colleague, "interactions.read", "desk.use")) as client:
        assert (await client.get(path)).json() == []
    await floor.do(lambda: monitoring.change(began.id, floor.supervisor, "barge"))
    await floor.until(lambda: floor.is_beside(began.id, "barge"), "the supervisor in the talk")
    async with api(routes, agent) as client:
        assert len((await client.get(path)).json()) == 1  # what they heard is no secret


async def test_over_http_a_supervisor_begins_changes_and_leaves(floor: Floor) -> None:
    contact = await floor.talks()
    await floor.phone(floor.supervisor)
    async with api(routes, floor.who()) as client:
        wish = {"interaction": str(contact.id), "agent": str(floor.agent), "mode": "listen"}
        made = await client.post("/supervision/monitorings", json=wish)
        assert made.status_code == 201
        one = made.json()["id"]
        again = await client.post("/supervision/monitorings", json=wish)
        assert again.json()["id"] == one
        assert (await client.put(f"/supervision/monitorings/{one}", json={"mode": "whisper"})).status_code == 200
        await floor.until(lambda: floor.is_beside(UUID(one), "whisper"), "a whisper")
        mine = (await client.get("/supervision/monitorings/mine")).json()
        assert (mine["monitoring"]["mode"], mine["agent_name"]) == ("whisper", "佐藤 花")
        async with api(routes, floor.who(floor.other)) as second:
            refused = await second.post("/supervision/monitorings", json={**wish, "mode": "barge"})
        assert (refused.status_code, refused.json()["code"]) == (409, "voice_taken")
        assert "Another supervisor" in refused.json()["title"]
        assert (await client.delete(f"/supervision/monitorings/{one}")).status_code == 204
        await floor.until(lambda: floor.is_over(UUID(one)), "the end")
        assert (await client.get("/supervision/monitorings/mine")).json()["monitoring"] is None
    async with api(routes, floor.who(floor.agent, "desk.use")) as client:
        assert (await client.post("/supervision/monitorings", json=wish)).status_code == 403

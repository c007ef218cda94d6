"""A call handed on, and people asked into it, as the desks see it: on the simulated line, through the API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import pytest

from madoguchi import calendars, interactions, routing
from madoguchi.integrations.simulator.telephony import SimulatedLine
from madoguchi.interactions import Interaction
from madoguchi.interactions.media import forget_medium
from madoguchi.kit.db import unit
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from madoguchi.kit.settings import save_setting
from madoguchi.routing import QueueForm
from madoguchi.telephony import TrunkForm, VoiceMedium, add_trunk, jobs, take, use_line
from madoguchi.telephony.actions import phones
from madoguchi.telephony.actions.context import HEADER
from madoguchi.workspace import feed
from madoguchi.workspace.http import routes
from tests.api import api, person
from tests.rooms.interactions.factory import hire
from tests.rooms.telephony.test_faults import make_due
from tests.rooms.workspace.factory import Centre, offer_to, pushes, ready

__all__ = ["jobs"]

SHOP = "03-5555-1234"
T = TypeVar("T")


class Floor:
    """A centre with a telephone: agents at their phones, and one of them in a talk."""

    def __init__(self, centre: Centre, line: SimulatedLine) -> None:
        self.centre, self.line, self.tenant = centre, line, centre.tenant
        self.call: Interaction
        self.customer = ""

    async def sit(self, user: UUID) -> None:
        async with unit(self.tenant):
            await phones.issue(user, None)
        await settle()

    async def ask(self, user: UUID, path: str, body: dict[str, Any] | None = None, *, status: int = 204) -> Any:
        """One request of somebody's about the call."""
        async with api(routes, self.centre.who(user)) as desk:
            answer = await desk.post(path.replace("CALL", str(self.call.id)), json=body or {})
            assert answer.status_code == status, answer.text
        await settle()
        return answer.json() if answer.content else None

    async def desk(self, user: UUID) -> Any:
        async with api(routes, self.centre.who(user)) as desk:
            return (await desk.get("/desk")).json()

    async def accept(self, user: UUID) -> None:
        offer = await offer_to(self.centre, user)
        await self.ask(user, f"/offers/{offer.id}/accept", status=200)

    async def until(self, look: Callable[[], Awaitable[T]], what: str) -> T:
        async with asyncio.timeout(20):
            while not (found := await look()):
                await settle()
                await asyncio.sleep(0.02)  # between two looks
        return found

    async def state(self, user: UUID, state: str) -> Any:
        """Their call, once it is in that state."""

        async def look() -> Any:
            calls = (await self.desk(user))["calls"]
            return calls[0] if calls and calls[0]["state"] == state else None

        return await self.until(look, f"{state} of {user}")

    async def presence(self, user: UUID, wanted: str) -> bool:
        async def look() -> bool:
            async with unit(self.tenant):
                return (await routing.presence_of(user)).presence == wanted

        return await self.until(look, wanted)


@pytest.fixture
async def floor(centre: Centre) -> AsyncIterator[Floor]:
    """The agent talks with the known customer; the colleague is ready. One may call at any hour: tests run at night."""
    line = SimulatedLine(pace=0.02)
    use_line(line)
    interactions.register_medium("voice", VoiceMedium())
    task = asyncio.create_task(line.serve(take))
    made = Floor(centre, line)
    async with unit(centre.tenant):
        await add_trunk(TrunkForm(name="carrier", host="192.0.2.1", accepts=["192.0.2.0/24"]))
        rules = (calendars.ContactRule(start="00:00", end="24:00"),)
        await save_setting(calendars.CalendarSettings(contact_rules=rules))
    for user in (centre.agent, centre.colleague):
        await made.sit(user)
    await _talk(made)
    await ready(centre, centre.colleague)
    yield made
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    forget_medium("voice")
    use_line(None)


async def _talk(floor: Floor) -> None:
    """Dialled by the agent, to have both legs at once: what follows is the same for a call that came in."""
    centre = floor.centre
    await ready(centre, centre.agent)
    async with api(routes, centre.who()) as desk:
        made = await desk.post("/calls", json={"to": "03-1234-5678"})
        assert made.status_code == 201, made.text
        interaction = UUID(made.json()["interaction"])
    async with unit(centre.tenant):
        floor.call = await interactions.interaction(interaction)
    await floor.state(centre.agent, "talking")


async def test_the_second_sees_the_customer_and_the_note_before_they_answer(floor: Floor) -> None:
    agent, colleague = floor.centre.agent, floor.centre.colleague
    await floor.ask(agent, "/calls/CALL/consult", {"to": str(colleague), "note": "部品の見立てを確認したい"})
    ringing = (await floor.desk(colleague))["offer"]
    assert ringing["customer"]["name"] == "高橋 美咲"
    assert ringing["from_agent"]["note"] == "部品の見立てを確認したい"
    assert ringing["from_agent"]["purpose"] == "consult"
    assert [note["text"] for note in ringing["notes"]] == ["部品の見立てを確認したい"]
    mine = await floor.state(agent, "held")
    assert (mine["invitation"]["state"], mine["invitation"]["by_me"]) == ("asked", True)


async def test_consulted_completed_both_wrap_up_their_own_part(floor: Floor) -> None:
    agent, colleague = floor.centre.agent, floor.centre.colleague
    await floor.ask(agent, "/calls/CALL/consult", {"to": str(colleague)})
    await floor.accept(colleague)
    theirs = await floor.state(colleague, "aside")
    assert theirs["invitation"]["by_me"] is False
    assert await floor.presence(colleague, "busy")
    await floor.ask(agent, "/calls/CALL/consult/swap")
    await floor.ask(agent, "/calls/CALL/consult/swap")
    await floor.ask(agent, "/calls/CALL/consult/complete")
    await floor.state(colleague, "talking")
    assert await floor.presence(agent, "wrap_up")
    assert len((await floor.desk(agent))["wrapups"]) == 1
    await floor.ask(colleague, "/calls/CALL/hang-up")
    assert await floor.presence(colleague, "wrap_up")
    assert len((await floor.desk(colleague))["wrapups"]) == 1


async def test_consulted_and_let_go_the_colleague_is_ready_and_owes_nothing(floor: Floor) -> None:
    agent, colleague = floor.centre.agent, floor.centre.colleague
    await floor.ask(agent, "/calls/CALL/consult", {"to": str(colleague)})
    await floor.accept(colleague)
    await floor.state(colleague, "aside")
    await floor.ask(agent, "/calls/CALL/consult/abort")
    await floor.state(agent, "talking")
    assert await floor.presence(colleague, "ready")
    assert (await floor.desk(colleague))["wrapups"] == []


async def test_a_colleague_who_declines_is_told_of_and_the_customer_is_back(
    floor: Floor, owner: asyncpg.Connection
) -> None:
    agent, colleague = floor.centre.agent, floor.centre.colleague
    await floor.ask(agent, "/calls/CALL/consult", {"to": str(colleague)})
    offer = await offer_to(floor.centre, colleague)
    await floor.ask(colleague, f"/offers/{offer.id}/decline")
    await floor.state(agent, "talking")
    [told] = await pushes(owner, floor.tenant, feed.asked, "telephony.InvitationEnded")
    assert (told.to, told.event, told.body.cause) == (f"user:{agent}", "call.told", "declined")
    assert told.body.name == "鈴木 一郎"
    assert await floor.presence(colleague, "ready")


async def test_asked_no_more_it_rings_no_more(floor: Floor) -> None:
    agent, colleague = floor.centre.agent, floor.centre.colleague
    await floor.ask(agent, "/calls/CALL/consult", {"to": str(colleague)})
    await floor.ask(agent, "/calls/CALL/consult/abort")
    assert (await floor.desk(colleague))["offer"] is None
    await floor.state(agent, "talking")
    assert await floor.presence(colleague, "ready")


async def test_who_hangs_up_while_a_colleague_is_asked_has_the_customer_again(floor: Floor) -> None:
    agent, colleague = floor.centre.agent, floor.centre.colleague
    await floor.ask(agent, "/calls/CALL/consult", {"to": str(colleague)})
    await floor.ask(agent, "/calls/CALL/hang-up")
    await floor.state(agent, "talking")
    assert (await floor.desk(colleague))["offer"] is None


async def test_a_busy_colleague_is_not_asked_and_nothing_moves(floor: Floor) -> None:
    agent, colleague = floor.centre.agent, floor.centre.colleague
    async with unit(floor.tenant):
        await routing.set_presence(colleague, "break")
    for wish in ("consult", "parties", "transfer"):
        refused = await floor.ask(agent, f"/calls/CALL/{wish}", {"to": str(colleague)}, status=409)
        assert refused["code"] == "agent_not_available"
    assert (await floor.state(agent, "talking"))["invitation"] is None


async def test_three_agents_share_one_customer_s_card(floor: Floor) -> None:
    agent, colleague = floor.centre.agent, floor.centre.colleague
    async with unit(floor.tenant):
        third = await hire("中村 彩")
        await routing.set_members(floor.centre.queue, [agent, colleague, third])
    await floor.sit(third)
    await ready(floor.centre, third)
    for who in (colleague, third):
        await floor.ask(agent, "/calls/CALL/parties", {"to": str(who)})
        await floor.accept(who)
        await floor.state(who, "talking")
    shown = [(await floor.desk(who))["calls"][0] for who in (agent, colleague, third)]
    assert {call["pop"]["customer"]["name"] for call in shown} == {"高橋 美咲"}
    assert {len(call["parties"]) for call in shown} == {4}
    assert [sum(party["me"] for party in call["parties"]) for call in shown] == [1, 1, 1]
    mine = next(party for party in shown[0]["parties"] if party["name"] == "中村 彩")
    async with api(routes, floor.centre.who(agent)) as desk:
        assert (await desk.delete(f"/calls/{floor.call.id}/parties/{mine['id']}")).status_code == 204
    await settle()
    assert await floor.presence(third, "wrap_up")


async def test_into_a_queue_the_customer_keeps_their_place_and_it_is_offered_with_the_note(floor: Floor) -> None:
    agent, colleague = floor.centre.agent, floor.centre.colleague
    async with unit(floor.tenant):
        second = await routing.add_queue(QueueForm(code="second", name_ja="二次対応", name_en="Second line"))
        await routing.set_members(second.id, [colleague])
    await floor.ask(agent, "/calls/CALL/transfer", {"queue": str(second.id), "note": "二次対応をお願いします"})
    ringing = (await floor.desk(colleague))["offer"]
    given = {"user": str(agent), "name": "佐藤 花", "note": "二次対応をお願いします", "purpose": "transfer"}
    assert ringing["from_agent"] == given
    assert await floor.presence(agent, "wrap_up")
    await floor.accept(colleague)
    await floor.state(colleague, "talking")


async def test_to_a_wrong_number_the_customer_comes_back_and_it_is_said(
    floor: Floor, owner: asyncpg.Connection
) -> None:
    agent = floor.centre.agent
    await floor.ask(agent, "/calls/CALL/transfer", {"number": "03-5555-0404"})
    await floor.state(agent, "talking")
    [told] = await pushes(owner, floor.tenant, feed.asked, "telephony.InvitationEnded")
    assert (told.body.cause, told.body.purpose) == ("unreachable", "transfer")
    wrong = await floor.ask(agent, "/calls/CALL/transfer", {"number": "abc"}, status=422)
    assert wrong["code"] == "number_invalid"


@pytest.mark.parametrize("body", [{}, {"number": SHOP, "queue": str(new_id())}])
async def test_exactly_one_is_asked(floor: Floor, body: dict[str, str]) -> None:
    refused = await floor.ask(floor.centre.agent, "/calls/CALL/transfer", body, status=422)
    assert refused["code"] == "target_unclear"


async def test_an_outside_number_needs_the_permission_to_dial(floor: Floor) -> None:
    who = person(floor.tenant, "desk.use", user=floor.centre.agent)
    async with api(routes, who) as desk:
        refused = await desk.post(f"/calls/{floor.call.id}/transfer", json={"number": SHOP})
    assert (refused.status_code, refused.json()["code"]) == (403, "may_not_dial_out")


async def test_a_parked_customer_is_seen_by_the_team_and_taken_with_all_that_is_known(floor: Floor) -> None:
    agent, colleague = floor.centre.agent, floor.centre.colleague
    await floor.ask(agent, "/calls/CALL/park")
    assert (await floor.state(agent, "held"))["parked_by_me"]
    async with api(routes, floor.centre.who(colleague)) as desk:
        [seen] = (await desk.get("/parked")).json()
    assert (seen["customer"]["name"], seen["by"], seen["by_me"]) == ("高橋 美咲", "佐藤 花", False)
    await floor.ask(colleague, "/parked/CALL/take")
    theirs = await floor.state(colleague, "talking")
    assert theirs["pop"]["customer"]["name"] == "高橋 美咲"
    assert await floor.presence(agent, "wrap_up")
    gone = await floor.ask(colleague, "/parked/CALL/take", status=409)
    assert gone["code"] == "parked_no_more"


async def test_two_who_take_a_parked_customer_at_once_are_one(floor: Floor) -> None:
    agent, colleague = floor.centre.agent, floor.centre.colleague
    async with unit(floor.tenant):
        third = await hire("中村 彩")
    await floor.sit(third)
    await ready(floor.centre, third)
    await floor.ask(agent, "/calls/CALL/park")

    async def reach(user: UUID) -> int:
        async with api(routes, floor.centre.who(user)) as desk:
            return (await desk.post(f"/parked/{floor.call.id}/take")).status_code

    answers = await asyncio.gather(reach(colleague), reach(third))
    assert sorted(answers) == [204, 409]


async def test_parked_too_long_they_are_back_and_it_is_said(floor: Floor, owner: asyncpg.Connection) -> None:
    agent = floor.centre.agent
    await floor.ask(agent, "/calls/CALL/park")
    await make_due(floor, "telephony.park_due")  # type: ignore[arg-type]  # it asks for the tenant alone
    await floor.state(agent, "talking")
    told = [
        push for made in await pushes(owner, floor.tenant, feed.unparked, "telephony.CallUnparked") for push in made
    ]
    assert [push.body.what for push in told if push.event == "call.told"] == ["park"]


async def test_what_travels_outside_leads_an_authorised_key_to_the_context(floor: Floor) -> None:
    agent = floor.centre.agent
    await floor.ask(agent, "/calls/CALL/parties", {"number": SHOP, "note": "出張修理の手配"})

    async def rung() -> str | None:
        found = [leg for leg in floor.line._legs.values() if HEADER in leg.headers]
        return found[0].headers[HEADER] if found else None

    token = await floor.until(rung, "the shop's phone")
    key = person(floor.tenant, "context.read")
    async with api(routes, key) as system:
        shown = (await system.get(f"/context/{token}")).json()
        assert (await system.get("/context/something-else")).status_code == 404
    assert shown["customer"]["name"] == "高橋 美咲"
    assert shown["notes"][0]["text"] == "出張修理の手配"
    async with api(routes, person(new_id(), "context.read")) as other:
        assert (await other.get(f"/context/{token}")).status_code == 404
    async with api(routes, floor.centre.who(agent)) as desk:
        assert (await desk.get(f"/context/{token}")).status_code == 403

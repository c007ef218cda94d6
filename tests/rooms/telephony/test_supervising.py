"""A supervisor beside a talk: who hears whom, who has the customer in the end, and what is announced."""

from __future__ import annotations

import pytest

from madoguchi import interactions
from madoguchi.interactions import Interaction, NotInContact, SupervisionMode
from madoguchi.kit.db import db, unit
from madoguchi.telephony import NoPhone
from madoguchi.telephony.commands import Barge, Command, Monitor, TakeOver
from madoguchi.telephony.ports import CallControl, LegBusy, LegGone
from tests.rooms.telephony.test_faults import lose, make_due
from tests.rooms.telephony.world import World


class Beside:
    """A talk of the agent, with the colleague as supervisor, whose phone is signed in."""

    def __init__(self, world: World, customer: str, contact: Interaction) -> None:
        self.world, self.customer, self.contact = world, customer, contact
        self.agent, self.supervisor = world.office.agent, world.office.colleague

    async def wish(self, mode: SupervisionMode) -> None:
        async with unit(self.world.tenant):
            await interactions.supervise(self.contact.id, self.agent, self.supervisor, mode)

    async def leg(self, role: str) -> str | None:
        """The live leg in that role."""
        found: str | None = await db().fetchval(
            "select id from leg where interaction_id = $1 and role = $2 and state <> 'down' order by made desc limit 1",
            self.contact.id, role,
        )  # fmt: skip
        return found

    async def joined(self, mode: str) -> dict[str, object]:
        """The announcement that the supervisor is there, in that way."""

        async def told() -> dict[str, object] | None:
            facts = await self.world.facts("interactions.SupervisorJoined")
            return facts[-1] if facts and facts[-1]["mode"] == mode else None

        return await self.world.until(told, f"a supervisor who is there to {mode}")

    async def left(self) -> object:
        """Why the supervisor is not there any more."""

        async def told() -> object:
            facts = await self.world.facts("interactions.SupervisorLeft")
            return facts[-1]["cause"] if facts else None

        return await self.world.until(told, "a supervisor who left")

    async def hear(self) -> dict[str, set[str]]:
        """Who hears whom: by role, the roles they hear."""
        legs = {"customer": self.customer}
        for role in ("agent", "supervisor"):
            found = await self.world.look(lambda role=role: self.leg(role))
            if found:
                legs[role] = found
        roles = {leg: role for role, leg in legs.items()}
        return {role: {roles[other] for other in self.world.line.hears(leg)} for role, leg in legs.items()}

    async def has(self, user: object, status: str) -> bool:
        """Whether this person's newest part in the contact is in that state."""
        parts = await interactions.segments_of(self.contact.id)
        mine = [part for part in parts if part.user_id == user]
        return bool(mine) and mine[-1].status == status

    async def takes_it(self) -> None:
        """Wait until the supervisor talks and the agent does not."""
        await self.world.until(lambda: self.has(self.supervisor, "talking"), "the supervisor's talk")
        await self.world.until(lambda: self.has(self.agent, "ended"), "the end of the agent's part")


@pytest.fixture
async def beside(world: World) -> Beside:
    customer, contact = await world.talk()
    made = Beside(world, customer, contact)
    await world.phone(made.supervisor)
    return made


async def test_listening_and_whispering_and_being_in_the_talk(beside: Beside) -> None:
    await beside.wish("listen")
    fact = await beside.joined("listen")
    assert fact["agent"] == str(beside.agent)
    assert await beside.hear() == {"customer": {"agent"}, "agent": {"customer"}, "supervisor": {"customer", "agent"}}
    await beside.wish("whisper")
    await beside.joined("whisper")
    assert await beside.hear() == {
        "customer": {"agent"}, "agent": {"customer", "supervisor"}, "supervisor": {"customer", "agent"},
    }  # fmt: skip
    await beside.wish("barge")
    await beside.joined("barge")
    assert (await beside.hear())["customer"] == {"agent", "supervisor"}
    await beside.wish("listen")
    await beside.joined("listen")
    assert (await beside.hear())["customer"] == {"agent"}
    parts = await beside.world.look(lambda: interactions.segments_of(beside.contact.id))
    assert [part.user_id for part in parts] == [beside.agent]  # who only stands beside has no part of their own


async def test_the_supervisor_leaves_and_the_talk_goes_on(beside: Beside) -> None:
    await beside.wish("barge")
    await beside.joined("barge")
    async with unit(beside.world.tenant):
        await interactions.unsupervise(beside.contact.id, beside.supervisor)
    assert await beside.left() == "left"
    assert await beside.hear() == {"customer": {"agent"}, "agent": {"customer"}}


async def test_the_end_of_the_call_is_the_end_of_listening(beside: Beside) -> None:
    await beside.wish("listen")
    await beside.joined("listen")
    await beside.world.line.far_end_hangs_up(beside.customer)
    assert await beside.left() == "over"
    await beside.world.until(lambda: beside.world.over(beside.contact.id), "the end")


@pytest.mark.parametrize("before", ["listen", "barge", None])
async def test_taking_over_keeps_the_customer(beside: Beside, before: SupervisionMode | None) -> None:
    if before:
        await beside.wish(before)
        await beside.joined(before)
    await beside.wish("take_over")
    await beside.takes_it()
    parts = await beside.world.look(lambda: interactions.segments_of(beside.contact.id))
    assert [(part.user_id, part.ended_by) for part in parts] == [(beside.agent, "takeover"), (beside.supervisor, "")]
    assert await beside.left() == "took_over"
    assert await beside.hear() == {"customer": {"agent"}, "agent": {"customer"}}  # the supervisor is the agent now
    async with unit(beside.world.tenant):
        await interactions.hang_up(beside.contact.id, beside.supervisor)
    await beside.world.until(lambda: beside.world.over(beside.contact.id), "the end")


async def test_who_breaks_off_in_the_moment_of_taking_over_leaves_the_customer_to_others(
    beside: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    await beside.wish("listen")
    await beside.joined("listen")
    leg = await beside.world.look(lambda: beside.leg("supervisor"))
    assert leg is not None

    async def too_late(self: TakeOver, switch: CallControl) -> None:
        raise LegGone

    monkeypatch.setattr(TakeOver, "act", too_late)
    await beside.wish("take_over")
    beside.world.line._drop(beside.world.line._legs[leg], "lost")

    async def lost() -> list[dict[str, object]]:
        return await beside.world.facts("telephony.CallLost")

    (fact,) = await beside.world.until(lost, "somebody who must take the customer")
    assert fact["user"] == str(beside.supervisor)
    assert beside.world.line._legs[beside.customer].music


async def refuse(beside: Beside, monkeypatch: pytest.MonkeyPatch, mode: SupervisionMode) -> None:
    """The supervisor wishes for that in an instant in which the switch has no place for them yet."""
    with monkeypatch.context() as instant:

        async def not_yet(self: Command, switch: CallControl) -> None:
            raise LegBusy

        for command in (Monitor, Barge):
            instant.setattr(command, "act", not_yet)
        await beside.wish(mode)


@pytest.mark.parametrize("mode", ["whisper", "barge"])
async def test_who_is_refused_for_an_instant_gets_there_later(
    beside: Beside, monkeypatch: pytest.MonkeyPatch, mode: SupervisionMode
) -> None:
    await beside.wish("listen")
    await beside.joined("listen")
    await refuse(beside, monkeypatch, mode)
    assert "supervisor" not in (await beside.hear())["agent"]
    await make_due(beside.world)
    await beside.joined(mode)
    assert "supervisor" in (await beside.hear())["agent"]


async def test_a_wish_refused_for_an_instant_does_not_come_back_after_another(
    beside: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    await beside.wish("listen")
    await beside.joined("listen")
    await refuse(beside, monkeypatch, "barge")
    await beside.wish("whisper")
    await beside.joined("whisper")
    await make_due(beside.world)
    assert (await beside.hear())["customer"] == {"agent"}
    facts = await beside.world.look(lambda: beside.world.facts("interactions.SupervisorJoined"))
    assert [fact["mode"] for fact in facts] == ["listen", "whisper"]


async def test_a_customer_on_hold_is_taken_off_it_by_taking_over_only(beside: Beside) -> None:
    async with unit(beside.world.tenant):
        await interactions.hold(beside.contact.id, beside.agent)
    await beside.world.until(lambda: beside.has(beside.agent, "held"), "the hold")
    await beside.wish("barge")
    await beside.joined("barge")
    assert await beside.hear() == {"customer": set(), "agent": {"supervisor"}, "supervisor": {"agent"}}
    await beside.wish("take_over")
    await beside.takes_it()
    assert await beside.hear() == {"customer": {"agent"}, "agent": {"customer"}}


async def test_an_agent_who_hangs_up_leaves_the_customer_to_the_supervisor_in_the_talk(beside: Beside) -> None:
    await beside.wish("barge")
    await beside.joined("barge")
    async with unit(beside.world.tenant):
        await interactions.hang_up(beside.contact.id, beside.agent)
    await beside.takes_it()
    assert await beside.left() == "took_over"
    assert await beside.hear() == {"customer": {"agent"}, "agent": {"customer"}}


async def test_handing_the_customer_on_ends_what_was_beside_the_talk(beside: Beside) -> None:
    await beside.wish("whisper")
    await beside.joined("whisper")
    async with unit(beside.world.tenant):
        await interactions.transfer(beside.contact.id, beside.agent)
    assert await beside.left() == "over"


async def test_a_supervisor_who_puts_the_receiver_down_is_gone(beside: Beside) -> None:
    await beside.wish("listen")
    await beside.joined("listen")
    leg = await beside.world.look(lambda: beside.leg("supervisor"))
    assert leg is not None
    await beside.world.line.far_end_hangs_up(leg)
    assert await beside.left() == "normal"
    assert await beside.hear() == {"customer": {"agent"}, "agent": {"customer"}}


async def lose_the_agent(beside: Beside) -> str:
    """The agent's browser is gone without a word."""
    leg = await beside.world.look(lambda: beside.leg("agent"))
    assert leg is not None
    await lose(beside.world, leg)
    return leg


async def test_listening_goes_on_when_the_agent_s_page_is_reloaded(beside: Beside) -> None:
    await beside.wish("listen")
    await beside.joined("listen")
    await lose_the_agent(beside)
    assert (await beside.hear())["supervisor"] == set()
    await make_due(beside.world, "telephony.rejoin")

    async def again() -> bool:
        leg = await beside.leg("supervisor")
        return leg is not None and len(beside.world.line.hears(leg)) == 2

    await beside.world.until(again, "the talk in the supervisor's ear")


async def test_a_supervisor_in_the_talk_keeps_the_customer_company_when_the_agent_is_lost(beside: Beside) -> None:
    await beside.wish("barge")
    await beside.joined("barge")
    await lose_the_agent(beside)
    assert await beside.hear() == {"customer": {"supervisor"}, "supervisor": {"customer"}}
    login = await beside.world.look(lambda: db().fetchval("select login from leg where role = 'agent'"))
    await beside.world.line.revoke_login(login)
    await make_due(beside.world, "telephony.talk_lost")
    await beside.takes_it()
    assert not await beside.world.look(lambda: beside.world.facts("telephony.CallLost"))


async def test_nobody_is_put_beside_a_talk_that_is_none(world: World) -> None:
    _, contact = await world.waiting()
    with pytest.raises(NotInContact):
        async with unit(world.tenant):
            await interactions.supervise(contact.id, world.office.agent, world.office.colleague, "listen")


async def test_a_supervisor_needs_a_phone(world: World) -> None:
    _, contact = await world.talk()
    with pytest.raises(NoPhone):
        async with unit(world.tenant):
            await interactions.supervise(contact.id, world.office.agent, world.office.colleague, "listen")


async def test_an_agent_who_gets_the_customer_back_begins_a_part_of_their_own(world: World) -> None:
    _, contact = await world.talk()
    async with unit(world.tenant):
        await interactions.transfer(contact.id, world.office.agent)
    await world.until(lambda: world.segment(contact.id, "ended"), "the end of the first part")
    async with unit(world.tenant):
        await interactions.connect(contact.id, world.office.agent)
    await world.until(lambda: world.segment(contact.id, "talking"), "the second talk")

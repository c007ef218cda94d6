"""The other side's yes to a recording: by the rule of where their number is at home, and never before it is given."""

from __future__ import annotations

from functools import partial
from uuid import UUID

import pytest

from madoguchi import interactions, telephony
from madoguchi.interactions import Interaction, RecordingConsent
from madoguchi.kit.db import db, unit
from madoguchi.kit.ids import new_id
from madoguchi.kit.settings import save_setting
from madoguchi.telephony import RecordingConsentSettings, TelephonySettings, recording_now, use_line
from madoguchi.telephony.jurisdictions import Rule
from madoguchi.telephony.settings import RegionRule
from tests.rooms.telephony.test_faults import make_due
from tests.rooms.telephony.test_outbound import dialled
from tests.rooms.telephony.world import World

BERLIN, TOKYO = "+493012345678", "+81312345678"


async def said(world: World, interaction: UUID) -> RecordingConsent | None:
    return await world.look(lambda: interactions.consent_of(interaction))


async def asked(world: World, caller: str = BERLIN) -> tuple[str, Interaction, UUID]:
    """A caller to whom the question is put, and what their flow waits for."""
    leg, contact = await world.ring_in(caller)
    id = new_id()
    async with unit(world.tenant):
        await telephony.answer(contact.id)
        rule = (await telephony.ruling_of(contact.id)).rule
        await telephony.tell(contact.id, id, ["consent-ja", "consent-en"], rule, seconds=20)
    await world.until(partial(_hears, world, leg), "the question")
    return leg, contact, id


async def _hears(world: World, leg: str) -> bool:
    return bool(world.line.played.get(leg))


async def goes_on(world: World, wait: UUID) -> None:
    """The flow hears that it is over."""

    async def told() -> bool:
        return str(wait) in {str(fact["playback"]) for fact in await world.facts("telephony.AnnouncementFinished")}

    await world.until(told, "the end of the question")


async def talks(world: World, contact: Interaction) -> None:
    await world.phone()
    async with unit(world.tenant):
        await interactions.connect(contact.id, world.office.agent)
    await world.until(lambda: world.segment(contact.id, "talking"), "a talk")


@pytest.mark.parametrize(
    ("keys", "state", "how"), [("1", "agreed", "key"), ("2", "refused", "other_key"), ("", "refused", "silence")]
)
async def test_who_presses_the_key_is_recorded_and_nobody_else(world: World, keys: str, state: str, how: str) -> None:
    leg, contact, wait = await asked(world)
    if keys:
        await world.line.far_end_presses(leg, keys)
    else:
        await world.until(partial(_said_to_the_end, world, contact.id), "the caller's time")
        await make_due(world, "telephony.digits_due")
    await goes_on(world, wait)
    kept = await said(world, contact.id)
    assert kept is not None
    assert (kept.state, kept.how, kept.rule, kept.region) == (state, how, "consent", "DE")
    await talks(world, contact)
    assert await world.look(lambda: recording_now(contact.id)) is (state == "agreed")
    events = [event.kind for event in (await world.look(lambda: interactions.detail(contact.id))).events]
    assert f"recording_{state}" in events


async def _said_to_the_end(world: World, interaction: UUID) -> bool:
    asked = "select playback is null from gathering where interaction_id = $1"
    return bool(await db().fetchval(asked, interaction))


async def test_nothing_is_recorded_while_the_question_is_out(world: World) -> None:
    _, contact, _ = await asked(world)
    await talks(world, contact)
    assert not await world.look(lambda: recording_now(contact.id))
    kept = await said(world, contact.id)
    assert kept is not None
    assert (kept.state, kept.how) == ("unheard", "failed")


async def test_a_notice_is_enough_where_the_law_says_so(world: World) -> None:
    leg, contact, wait = await asked(world, TOKYO)
    await goes_on(world, wait)
    await world.line.far_end_presses(leg, "2")
    kept = await said(world, contact.id)
    assert kept is not None
    assert (kept.state, kept.how, kept.region) == ("noticed", "notice", "JP")
    await talks(world, contact)
    assert await world.look(lambda: recording_now(contact.id))


async def test_a_notice_that_could_not_be_played_is_none(world: World) -> None:
    _, contact = await world.ring_in(TOKYO)
    id = new_id()
    async with unit(world.tenant):
        await telephony.answer(contact.id)
    use_line(None)
    async with unit(world.tenant):
        await telephony.tell(contact.id, id, ["notice-ja"], "notice", seconds=8)
    use_line(world.line)
    await make_due(world, "telephony.command")  # the switch knows nothing of it
    await goes_on(world, id)
    kept = await said(world, contact.id)
    assert kept is not None
    assert kept.state == "unheard"
    await talks(world, contact)
    assert not await world.look(lambda: recording_now(contact.id))


@pytest.mark.parametrize(("rule", "recorded"), [("notice", True), ("consent", False), ("never", False)])
async def test_the_tenant_s_own_rule_goes_before_the_delivered_one(world: World, rule: Rule, recorded: bool) -> None:
    async with unit(world.tenant):
        await save_setting(RecordingConsentSettings(regions=[RegionRule(region="JP", rule=rule)]))
        await save_setting(TelephonySettings(record_inbound="always"))
    _, contact = await world.waiting()
    await talks(world, contact)
    assert await world.look(lambda: recording_now(contact.id)) is recorded


@pytest.mark.parametrize("unknown", ["notice", "consent", "never"])
async def test_who_shows_no_number_is_treated_as_the_tenant_chose(world: World, unknown: Rule) -> None:
    async with unit(world.tenant):
        await save_setting(RecordingConsentSettings(unknown=unknown))
    _, contact = await world.ring_in(withheld=True)
    found = await world.look(lambda: telephony.ruling_of(contact.id))
    assert (found.rule, found.region) == (unknown, "")


async def call_out(world: World, number: str) -> Interaction:
    async with unit(world.tenant):
        await save_setting(TelephonySettings(record_outbound=True))
    await world.phone()
    return await dialled(world, number)


async def customer_leg(world: World, contact: Interaction) -> str | None:
    from madoguchi.telephony.store import calls

    call = await calls.call(contact.id)
    return call.customer_leg if call and call.customer_leg and world.line.played.get(call.customer_leg) else None


async def test_a_customer_who_is_called_hears_the_notice_before_the_agent(world: World) -> None:
    contact = await call_out(world, "+819012345678")
    leg = await world.until(lambda: customer_leg(world, contact), "the notice")
    await world.until(lambda: world.segment(contact.id, "talking"), "the talk")
    assert world.line.played[leg] == ["recorded-ja"]
    assert await world.look(lambda: recording_now(contact.id))


@pytest.mark.parametrize(("key", "recorded"), [("1", True), ("9", False)])
async def test_a_customer_abroad_who_is_called_is_asked_first(world: World, key: str, recorded: bool) -> None:
    contact = await call_out(world, BERLIN)
    leg = await world.until(lambda: customer_leg(world, contact), "the question")
    assert world.line.played[leg] == ["consent-ja", "consent-en"]
    assert await world.look(lambda: world.segment(contact.id, "talking")) is None
    assert (await world.look(lambda: telephony.situation(contact.id))).consent == "asking"
    await world.line.far_end_presses(leg, key)
    await world.until(lambda: world.segment(contact.id, "talking"), "the talk")
    assert await world.look(lambda: recording_now(contact.id)) is recorded


async def test_who_calls_out_unrecorded_asks_nothing(world: World) -> None:
    await world.phone()
    contact = await dialled(world, BERLIN)
    await world.until(lambda: world.segment(contact.id, "talking"), "the talk")
    assert world.line.played == {}
    assert await said(world, contact.id) is None


async def test_an_agent_whose_phone_breaks_off_during_the_question_leaves_nobody_waiting(world: World) -> None:
    contact = await call_out(world, BERLIN)
    await world.until(lambda: customer_leg(world, contact), "the question")
    mine = await world.look(lambda: world.leg_of(contact.id, world.office.agent))
    assert mine is not None
    await world.line.far_end_hangs_up(mine)
    await world.until(lambda: world.over(contact.id), "the end")
    assert (await world.line.snapshot()).legs == ()


async def test_a_question_of_which_nothing_is_heard_ends_by_itself(world: World) -> None:
    contact = await call_out(world, BERLIN)
    await world.until(lambda: customer_leg(world, contact), "the question")
    await make_due(world, "telephony.consent_due")
    await world.until(lambda: world.segment(contact.id, "talking"), "the talk")
    assert not await world.look(lambda: recording_now(contact.id))

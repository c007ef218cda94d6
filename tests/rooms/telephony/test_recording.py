"""Recordings: when they begin, and that they end up in our keeping with both voices."""

from __future__ import annotations

from datetime import timedelta

import pytest

from madoguchi import files, interactions
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import now
from madoguchi.kit.db import db, unit
from madoguchi.kit.facts import settle
from madoguchi.kit.settings import save_setting
from madoguchi.telephony import TelephonySettings, recording_now, situation, use_line
from madoguchi.telephony.errors import NotRecorded
from tests.due import run_due
from tests.rooms.telephony.test_faults import make_due
from tests.rooms.telephony.world import World


async def recorded(world: World, *, noticed: bool) -> Interaction:
    """A talk that was had and is over."""
    leg, contact = await world.talk(noticed=noticed)
    await world.line.far_end_hangs_up(leg)
    await world.until(lambda: world.over(contact.id), "the end")
    async with unit(world.tenant):
        await db().execute("update job set due = $1", now() - timedelta(seconds=1))
    await run_due()
    return contact


async def test_a_talk_after_the_notice_is_kept_with_both_voices(world: World) -> None:
    contact = await recorded(world, noticed=True)
    async with unit(world.tenant):
        (recording,) = (await interactions.detail(contact.id)).recordings
        file = await files.file(recording.file_id)
    assert recording.channels == 2
    assert file.media_type in ("audio/wav", "audio/x-wav", "audio/vnd.wave")
    assert recording.waveform
    assert max(recording.waveform) <= 255
    assert recording.started >= contact.opened


async def test_without_the_notice_nothing_is_recorded(world: World) -> None:
    contact = await recorded(world, noticed=False)
    async with unit(world.tenant):
        assert (await interactions.detail(contact.id)).recordings == []


@pytest.mark.parametrize(("rule", "noticed", "count"), [("always", False, 1), ("never", True, 0)])
async def test_the_tenant_s_rule_decides(world: World, rule: str, noticed: bool, count: int) -> None:
    async with unit(world.tenant):
        await save_setting(TelephonySettings(record_inbound=rule))  # type: ignore[arg-type]  # a parameter's str is one of the literals
    contact = await recorded(world, noticed=noticed)
    async with unit(world.tenant):
        assert len((await interactions.detail(contact.id)).recordings) == count


async def test_the_switch_keeps_no_copy(world: World) -> None:
    contact = await recorded(world, noticed=True)
    async with unit(world.tenant):
        name = await db().fetchval("select recording from call where interaction_id = $1", contact.id)
    assert await world.line.take_recording(name) is None


async def test_what_is_said_during_a_pause_is_left_out_in_its_place(world: World) -> None:
    leg, contact = await world.talk(noticed=True)
    await world.wish(lambda: interactions.pause_recording(contact.id, world.office.agent, "payment"))
    assert (await world.look(lambda: situation(contact.id))).recording == "paused"
    assert not await world.look(lambda: recording_now(contact.id))
    await world.wish(lambda: interactions.pause_recording(contact.id, world.office.agent, "payment"))
    await world.wish(lambda: interactions.resume_recording(contact.id, world.office.agent))
    assert (await world.look(lambda: situation(contact.id))).recording == "on"
    await world.line.far_end_hangs_up(leg)
    await world.until(lambda: world.over(contact.id), "the end")
    await make_due(world, "telephony.keep_recording")
    async with unit(world.tenant):
        (recording,) = (await interactions.detail(contact.id)).recordings
    (gap,) = recording.gaps
    assert gap.reason == "payment"
    assert 0 <= gap.at <= recording.seconds + 1
    assert [event.kind for event in (await world.look(lambda: interactions.detail(contact.id))).events].count(
        "recording_paused"
    ) == 1


async def test_a_pause_that_is_forgotten_ends_by_itself(world: World) -> None:
    _, contact = await world.talk(noticed=True)
    await world.wish(lambda: interactions.pause_recording(contact.id, world.office.agent, "payment"))
    await make_due(world, "telephony.pause_due")
    assert (await world.look(lambda: situation(contact.id))).recording == "on"


async def test_a_pause_that_the_switch_did_not_obey_is_shown_to_nobody(world: World) -> None:
    _, contact = await world.talk(noticed=True)
    use_line(None)
    await world.wish(lambda: interactions.pause_recording(contact.id, world.office.agent, "payment"))
    assert (await world.look(lambda: situation(contact.id))).recording == "on"
    use_line(world.line)
    await make_due(world, "telephony.command")
    assert (await world.look(lambda: situation(contact.id))).recording == "paused"


async def test_a_pause_that_was_taken_back_meanwhile_is_not_made_up_for(world: World) -> None:
    _, contact = await world.talk(noticed=True)
    use_line(None)
    await world.wish(lambda: interactions.pause_recording(contact.id, world.office.agent, "payment"))
    use_line(world.line)
    await world.wish(lambda: interactions.resume_recording(contact.id, world.office.agent))
    await make_due(world, "telephony.command")
    assert (await world.look(lambda: situation(contact.id))).recording == "on"


async def test_what_is_not_recorded_is_not_paused(world: World) -> None:
    _, contact = await world.talk()
    with pytest.raises(NotRecorded):
        await world.wish(lambda: interactions.pause_recording(contact.id, world.office.agent, "payment"))


@pytest.mark.parametrize("noticed", [True, False])
async def test_whether_it_is_recorded_now_is_known_while_they_talk_and_not_after(world: World, noticed: bool) -> None:
    leg, contact = await world.talk(noticed=noticed)
    await settle()
    assert await world.look(lambda: recording_now(contact.id)) is noticed
    assert len(await world.look(lambda: world.facts("telephony.RecordingBegan"))) == int(noticed)
    await world.line.far_end_hangs_up(leg)
    await world.until(lambda: world.over(contact.id), "the end")
    assert not await world.look(lambda: recording_now(contact.id))

"""What every switch behind `telephony.ports.CallControl` must do. A vendor's test gives a bench and inherits all."""

from __future__ import annotations

import asyncio
import io
import wave
from datetime import timedelta

import pytest

from madoguchi.telephony.ports import (
    Arrived,
    DigitPressed,
    LegDown,
    LegGone,
    LegSeen,
    LegsJoined,
    LegUp,
    NotReachable,
    Origination,
    Pause,
    PlaybackEnded,
    RecordingEnded,
    Snapshot,
    ToAgent,
    ToNumber,
)
from tests.conformance.call_bench import AGENT, CUSTOMER, OTHER, SUPERVISOR, Bench, Talk, fresh, loudness

MOMENT = timedelta(milliseconds=50)
"""A switch tells times to the millisecond, by a clock of its own."""


class CallControlSuite:
    """Inherit, and give a `bench` fixture."""

    @pytest.fixture
    async def inbound(self, bench: Bench) -> str:
        """A caller's answered leg."""
        await bench.ring_in("+81312345678", "0120555123")
        leg = (await bench.reports.wait(Arrived)).leg
        await bench.line.answer(leg)
        await bench.reports.wait(LegUp, lambda report: report.leg == leg)
        return leg

    @pytest.fixture
    async def agent(self, bench: Bench) -> str:
        """An agent's answered leg."""
        login, leg = f"a{fresh()}", fresh()
        await bench.line.issue_login(login, "a long password")
        await bench.sign_in(login)
        await bench.line.originate(Origination(leg=leg, call="call-1", to=ToAgent(login), caller="0312345678"))
        await bench.reports.wait(LegUp, lambda report: report.leg == leg)
        return leg

    async def test_a_call_arrives_with_its_numbers(self, bench: Bench) -> None:
        await bench.ring_in("+81312345678", "0120555123")
        arrived = await bench.reports.wait(Arrived)
        assert (arrived.caller, arrived.dialled, arrived.withheld) == ("+81312345678", "0120555123", False)

    async def test_a_withheld_number_is_told(self, bench: Bench) -> None:
        await bench.ring_in("+81312345678", "0120555123", withheld=True)
        assert (await bench.reports.wait(Arrived)).withheld

    async def test_answering_twice_is_answering_once(self, bench: Bench, inbound: str) -> None:
        await bench.line.answer(inbound)
        assert (await self.seen(bench, inbound)).up

    async def test_a_caller_who_hangs_up_is_gone(self, bench: Bench, inbound: str) -> None:
        await bench.far_end_hangs_up(inbound)
        down = await bench.reports.wait(LegDown, lambda report: report.leg == inbound)
        assert down.cause == "normal"
        with pytest.raises(LegGone):
            await bench.line.music(inbound)
        await bench.line.hang_up(inbound)

    async def test_we_hang_up(self, bench: Bench, inbound: str) -> None:
        await bench.line.hang_up(inbound)
        assert (await bench.reports.wait(LegDown)).leg == inbound

    async def test_a_prompt_plays_to_its_end(self, bench: Bench, inbound: str) -> None:
        playback = fresh()
        await bench.line.play(inbound, playback, ["short"])
        assert await bench.line.playing(playback)
        ended = await bench.reports.wait(PlaybackEnded)
        assert (ended.leg, ended.playback) == (inbound, playback)
        assert not await bench.line.playing(playback)

    async def test_a_prompt_is_ended_before_its_end(self, bench: Bench, inbound: str) -> None:
        playback = fresh()
        await bench.line.play(inbound, playback, ["long"])
        assert await bench.line.playing(playback)
        began = asyncio.get_running_loop().time()
        await bench.line.stop_playing(playback)
        ended = await bench.reports.wait(PlaybackEnded)
        assert (ended.leg, ended.playback) == (inbound, playback)
        assert asyncio.get_running_loop().time() - began < 1.5, "well before the end of what was played"
        await bench.line.stop_playing(playback)

    async def test_keys_arrive_while_a_prompt_plays(self, bench: Bench, inbound: str) -> None:
        playback = fresh()
        await bench.line.play(inbound, playback, ["long"])
        await bench.far_end_presses(inbound, "7")
        await bench.reports.wait(DigitPressed, lambda report: report.digit == "7")
        assert await bench.line.playing(playback), "the switch itself ends nothing"
        await bench.line.stop_playing(playback)

    async def test_a_message_ends_when_the_caller_is_silent(self, bench: Bench, inbound: str) -> None:
        recording = fresh()
        await bench.line.take_message(inbound, recording, 30, 2)
        await bench.line.take_message(inbound, recording, 30, 2)
        ended = await bench.reports.wait(RecordingEnded, lambda report: report.recording == recording)
        assert ended.leg == inbound
        assert (await self.seen(bench, inbound)).up, "the caller is still there"
        content = await bench.line.take_recording(recording)
        assert content is not None
        with wave.open(io.BytesIO(content)) as file:
            assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 8000)
        await bench.line.drop_recording(recording)
        assert await bench.line.take_recording(recording) is None

    async def test_a_message_outlives_its_caller(self, bench: Bench, inbound: str) -> None:
        recording = fresh()
        await bench.line.take_message(inbound, recording, 30, 20)
        await asyncio.sleep(0.5)  # what is to be recorded
        await bench.far_end_hangs_up(inbound)
        ended = await bench.reports.wait(RecordingEnded, lambda report: report.recording == recording)
        assert ended.leg == inbound
        down = await bench.reports.wait(LegDown, lambda report: report.leg == inbound)
        assert bench.reports.all.index(ended) < bench.reports.all.index(down)
        assert await bench.line.take_recording(recording) is not None

    async def test_music_starts_and_stops(self, bench: Bench, inbound: str) -> None:
        await bench.line.music(inbound)
        await bench.line.music(inbound)
        await bench.line.stop_music(inbound)
        assert (await self.seen(bench, inbound)).up

    async def test_keys_of_the_caller_arrive_in_order(self, bench: Bench, inbound: str) -> None:
        await bench.far_end_presses(inbound, "4#")
        await bench.reports.wait(DigitPressed, lambda report: report.digit == "#")
        pressed = [report.digit for report in bench.reports.all if isinstance(report, DigitPressed)]
        assert pressed == ["4", "#"]

    async def test_keys_reach_the_caller(self, bench: Bench, inbound: str) -> None:
        await bench.line.send_digits(inbound, "12")
        assert await bench.heard_digits(inbound, 2) == "12"

    async def test_an_agent_is_called_under_an_id_of_ours(self, bench: Bench, agent: str) -> None:
        assert (await self.seen(bench, agent)).call == "call-1"

    async def test_a_login_nobody_uses_is_not_reachable(self, bench: Bench) -> None:
        assert not await bench.line.reachable("a-nobody")
        with pytest.raises(NotReachable):
            await bench.line.originate(Origination(leg=fresh(), call="call-1", to=ToAgent("a-nobody")))

    async def test_a_revoked_login_is_not_reachable(self, bench: Bench) -> None:
        await bench.line.issue_login("a-short", "a long password")
        await bench.sign_in("a-short")
        assert await bench.line.reachable("a-short")
        await bench.line.revoke_login("a-short")
        assert not await bench.line.reachable("a-short")

    async def test_a_number_nobody_has_fails(self, bench: Bench) -> None:
        order = Origination(leg=fresh(), call="call-1", to=ToNumber("0312340404", "test"), ring_seconds=2)
        try:
            await bench.line.originate(order)
        except NotReachable:
            return
        down = await bench.reports.wait(LegDown, lambda report: report.leg == order.leg)
        assert down.cause in ("unreachable", "no_answer", "failed")

    async def test_two_legs_are_joined_held_and_joined_again(self, bench: Bench, inbound: str, agent: str) -> None:
        bridge = fresh()
        await bench.line.bridge(bridge, [inbound, agent])
        joined = await bench.reports.wait(LegsJoined, lambda report: len(report.legs) == 2)
        assert (joined.bridge, set(joined.legs)) == (bridge, {inbound, agent})
        await bench.line.unbridge(bridge, inbound)
        await bench.line.music(inbound)
        assert (await self.seen(bench, inbound)).bridge is None
        assert (await self.seen(bench, agent)).bridge == bridge
        await bench.line.stop_music(inbound)
        await bench.line.bridge(bridge, [inbound])
        assert (await self.seen(bench, inbound)).bridge == bridge
        await bench.line.close_bridge(bridge)
        assert (await self.seen(bench, inbound)).bridge is None

    @pytest.fixture
    async def talk(self, bench: Bench, inbound: str) -> Talk:
        """A customer and an agent who talk, and a supervisor whose phone is up, each with a voice of their own."""
        agent, supervisor = await self.voice(bench, AGENT), await self.voice(bench, SUPERVISOR)
        await bench.sings(inbound, "", CUSTOMER)
        made = Talk(bridge=fresh(), customer=inbound, agent=agent, supervisor=supervisor)
        await bench.line.bridge(made.bridge, [inbound, agent])
        await bench.hears(inbound, AGENT)
        return made

    async def voice(self, bench: Bench, hertz: float) -> str:
        """The answered leg of one of ours who sings."""
        login, leg = f"a{fresh()}", fresh()
        await bench.line.issue_login(login, "a long password")
        await bench.sign_in(login)
        await bench.line.originate(Origination(leg=leg, call="call-1", to=ToAgent(login), caller="0312345678"))
        await bench.reports.wait(LegUp, lambda report: report.leg == leg)
        await bench.sings(leg, login, hertz)
        return leg

    async def test_who_listens_hears_both_and_is_heard_by_nobody(self, bench: Bench, talk: Talk) -> None:
        for _ in range(2):
            await bench.line.monitor("m", talk.agent, talk.supervisor, whisper=False)
        await bench.hears(talk.supervisor, CUSTOMER, AGENT)
        await bench.hears(talk.agent, CUSTOMER)
        await bench.hears(talk.customer, AGENT)

    async def test_a_whisper_reaches_the_agent_alone(self, bench: Bench, talk: Talk) -> None:
        await bench.line.monitor("m", talk.agent, talk.supervisor, whisper=True)
        await bench.hears(talk.supervisor, CUSTOMER, AGENT)
        await bench.hears(talk.agent, CUSTOMER, SUPERVISOR)
        await bench.hears(talk.customer, AGENT)

    async def test_from_whisper_back_to_silence_and_away(self, bench: Bench, talk: Talk) -> None:
        await bench.line.monitor("m", talk.agent, talk.supervisor, whisper=True)
        await bench.hears(talk.agent, CUSTOMER, SUPERVISOR)
        await bench.line.monitor("m", talk.agent, talk.supervisor, whisper=False)
        await bench.hears(talk.agent, CUSTOMER)
        await bench.hears(talk.supervisor, CUSTOMER, AGENT)
        for _ in range(2):
            await bench.line.stop_monitoring("m")
        await bench.hears(talk.supervisor)
        assert (await self.seen(bench, talk.supervisor)).up

    async def test_from_listening_into_the_talk_everybody_hears_everybody(self, bench: Bench, talk: Talk) -> None:
        await bench.line.monitor("m", talk.agent, talk.supervisor, whisper=False)
        await bench.hears(talk.supervisor, CUSTOMER, AGENT)
        await bench.line.stop_monitoring("m")
        await bench.line.bridge(talk.bridge, [talk.supervisor])
        await bench.hears(talk.customer, AGENT, SUPERVISOR)
        await bench.hears(talk.agent, CUSTOMER, SUPERVISOR)
        await bench.hears(talk.supervisor, CUSTOMER, AGENT)
        joined = await bench.reports.wait(LegsJoined, lambda report: len(report.legs) == 3)
        assert set(joined.legs) == {talk.customer, talk.agent, talk.supervisor}
        await bench.line.monitor("m", talk.agent, talk.supervisor, whisper=False)
        await bench.hears(talk.customer, AGENT)
        await bench.hears(talk.supervisor, CUSTOMER, AGENT)

    async def test_in_and_out_of_the_talk_again_and_again(self, bench: Bench, talk: Talk) -> None:
        for _ in range(6):
            await bench.line.monitor("m", talk.agent, talk.supervisor, whisper=False)
            await bench.line.monitor("m", talk.agent, talk.supervisor, whisper=True)
            await bench.line.bridge(talk.bridge, [talk.supervisor])
            await bench.line.stop_monitoring("m")
        await bench.line.monitor("m", talk.agent, talk.supervisor, whisper=False)
        await bench.hears(talk.supervisor, CUSTOMER, AGENT)
        await bench.hears(talk.customer, AGENT)

    async def test_two_listen_and_one_of_them_whispers(self, bench: Bench, talk: Talk) -> None:
        other = await self.voice(bench, OTHER)
        await bench.line.monitor("m1", talk.agent, talk.supervisor, whisper=False)
        await bench.line.monitor("m2", talk.agent, other, whisper=True)
        await bench.hears(talk.agent, CUSTOMER, OTHER)
        await bench.hears(talk.customer, AGENT)
        await bench.line.stop_monitoring("m1")
        await bench.hears(talk.agent, CUSTOMER, OTHER)

    async def test_a_leg_that_is_gone_cannot_be_listened_to(self, bench: Bench, talk: Talk) -> None:
        await bench.line.monitor("m", talk.agent, talk.supervisor, whisper=False)
        await bench.line.hang_up(talk.agent)
        await bench.reports.wait(LegDown, lambda report: report.leg == talk.agent)
        with pytest.raises(LegGone):
            await bench.line.monitor("m2", talk.agent, talk.supervisor, whisper=False)
        assert (await self.seen(bench, talk.supervisor)).up

    async def test_a_third_joins_without_disturbing_the_two(self, bench: Bench, inbound: str, agent: str) -> None:
        bridge, third = fresh(), await self.another_agent(bench)
        await bench.line.bridge(bridge, [inbound, agent])
        await bench.reports.wait(LegsJoined, lambda report: len(report.legs) == 2)
        await bench.line.bridge(bridge, [inbound, agent, third])
        joined = await bench.reports.wait(LegsJoined, lambda report: len(report.legs) == 3)
        assert (joined.leg, set(joined.legs)) == (third, {inbound, agent, third})
        came_in = [report.leg for report in bench.reports.all if isinstance(report, LegsJoined)]
        assert sorted(came_in) == sorted([inbound, agent, third])

    async def test_a_call_has_several_bridges_and_legs_move_between_them(
        self, bench: Bench, inbound: str, agent: str
    ) -> None:
        main, side, third = fresh(), fresh(), await self.another_agent(bench)
        await bench.line.bridge(main, [inbound, agent])
        await bench.line.bridge(side, [third])
        await bench.line.bridge(side, [agent])
        joined = await bench.reports.wait(LegsJoined, lambda report: report.bridge == side and len(report.legs) == 2)
        assert set(joined.legs) == {agent, third}
        assert (await self.seen(bench, inbound)).bridge == main
        await bench.line.bridge(main, [agent, third])
        all_three = await bench.reports.wait(LegsJoined, lambda report: len(report.legs) == 3)
        assert (all_three.bridge, set(all_three.legs)) == (main, {inbound, agent, third})

    async def test_the_called_phone_is_told_what_travels_with_the_call(self, bench: Bench) -> None:
        login, order = f"a{fresh()}", fresh()
        await bench.line.issue_login(login, "a long password")
        await bench.sign_in(login)
        told = {"X-Madoguchi-Context": "an-opaque-token"}
        await bench.line.originate(Origination(leg=order, call="call-2", to=ToAgent(login), headers=told))
        await bench.reports.wait(LegUp, lambda report: report.leg == order)
        assert await bench.heard_header(order, "X-Madoguchi-Context") == "an-opaque-token"

    async def test_muting_is_no_state_of_the_leg_but_may_be_repeated(self, bench: Bench, agent: str) -> None:
        for muted in (True, True, False, False):
            await bench.line.mute(agent, muted)
        assert (await self.seen(bench, agent)).up

    async def test_a_recording_has_two_channels_and_outlives_the_leg(self, bench: Bench, inbound: str) -> None:
        recording = fresh()
        await bench.line.record(inbound, recording)
        await bench.line.record(inbound, recording)
        await asyncio.sleep(1.0)  # what is to be recorded
        await bench.far_end_hangs_up(inbound)
        await bench.reports.wait(RecordingEnded, lambda report: report.recording == recording)
        content = await bench.line.take_recording(recording)
        assert content is not None
        with wave.open(io.BytesIO(content)) as file:
            assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, 8000)
            assert 0.7 <= file.getnframes() / 8000 <= 2.0
        await bench.line.drop_recording(recording)
        assert await bench.line.take_recording(recording) is None

    async def test_a_paused_recording_keeps_silence_and_its_time(self, bench: Bench, inbound: str) -> None:
        recording = fresh()
        await bench.sing(inbound)
        await bench.line.record(inbound, recording)
        await asyncio.sleep(1.0)  # what is to be recorded
        for _ in range(2):
            await bench.line.pause_recording(recording)
        await asyncio.sleep(1.0)  # what is not
        for _ in range(2):
            await bench.line.resume_recording(recording)
        await asyncio.sleep(1.0)  # and what is again
        await bench.line.stop_recording(recording)
        content = await bench.line.take_recording(recording, [Pause(at=1.0, seconds=1.0)])
        assert content is not None
        loud = loudness(content)
        assert 2.6 <= len(loud) / 10 <= 4.0
        before, gap, after = loud[2:8], loud[12:18], loud[-6:-1]
        assert min(*before, *after) > 0.02, loud
        assert max(gap) < 0.001, loud

    async def test_what_is_not_recorded_cannot_be_paused(self, bench: Bench) -> None:
        with pytest.raises(LegGone):
            await bench.line.pause_recording(fresh())
        await bench.line.resume_recording(fresh())

    async def test_after_a_gap_a_snapshot_tells_how_things_are(self, bench: Bench, inbound: str, agent: str) -> None:
        bridge = fresh()
        await bench.line.bridge(bridge, [inbound, agent])
        await bench.reports.wait(LegsJoined, lambda report: len(report.legs) == 2)
        bench.reports.all.clear()
        await bench.reconnect()
        snapshot = await bench.reports.wait(Snapshot)
        legs = {leg.leg: leg for leg in snapshot.legs}
        assert legs[inbound].arrival is not None
        assert legs[inbound].arrival.dialled == "0120555123"
        assert legs[inbound].bridge == legs[agent].bridge == bridge
        assert legs[agent].call == "call-1"

    async def test_a_bridge_outlives_who_was_in_it_until_it_is_closed(
        self, bench: Bench, inbound: str, agent: str
    ) -> None:
        bridge, before = fresh(), (await bench.line.snapshot()).at
        await bench.line.bridge(bridge, [inbound, agent])
        joined = await bench.reports.wait(LegsJoined, lambda report: len(report.legs) == 2)
        for leg in (inbound, agent):
            await bench.line.hang_up(leg)
            await bench.reports.wait(LegDown, lambda report, leg=leg: report.leg == leg)  # type: ignore[misc]  # bound now
        assert before - MOMENT <= (await bench.line.snapshot()).bridges[bridge] <= joined.at + MOMENT
        await bench.line.close_bridge(bridge)
        assert bridge not in (await bench.line.snapshot()).bridges

    async def test_the_switch_says_whether_it_is_well(self, bench: Bench) -> None:
        assert await bench.line.healthy()

    async def another_agent(self, bench: Bench) -> str:
        login, leg = f"a{fresh()}", fresh()
        await bench.line.issue_login(login, "a long password")
        await bench.sign_in(login)
        await bench.line.originate(Origination(leg=leg, call="call-1", to=ToAgent(login)))
        await bench.reports.wait(LegUp, lambda report: report.leg == leg)
        return leg

    async def seen(self, bench: Bench, leg: str) -> LegSeen:
        return next(found for found in (await bench.line.snapshot()).legs if found.leg == leg)

"""Digits that a caller types, and sounds that they interrupt."""

from __future__ import annotations

import asyncio
from functools import partial
from uuid import UUID

import asyncpg
import pytest

from madoguchi import telephony
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import TestClock
from madoguchi.kit.db import db, unit
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from madoguchi.telephony import jobs
from madoguchi.telephony.ports import DigitPressed
from tests.due import run_due
from tests.rooms.telephony.world import World


async def answered(world: World) -> tuple[str, Interaction]:
    leg, contact = await world.ring_in()
    async with unit(world.tenant):
        await telephony.answer(contact.id)
    return leg, contact


async def ask(world: World, contact: Interaction, *sounds: str, most: int = 1, wait: int | None = 5) -> UUID:
    id = new_id()
    async with unit(world.tenant):
        await telephony.gather(
            contact.id, id, list(sounds), most=most, end_digit="#", wait_seconds=wait, between_seconds=3
        )
    return id


async def typed(world: World, id: UUID) -> str | None:
    """What was typed, once it is complete."""

    async def told() -> bool:
        return str(id) in {fact["gathering"] for fact in await world.facts("telephony.DigitsGathered")}

    await world.until(told, "the digits")
    async with unit(world.tenant):
        return await telephony.gathered(id)


async def timer(world: World) -> bool:
    return bool(await db().fetchval("select count(*) from job where kind = 'telephony.digits_due'"))


async def test_a_digit_interrupts_what_is_said_and_counts(world: World) -> None:
    leg, contact = await answered(world)
    id = await ask(world, contact, "welcome-ja", "menu-ja")
    await world.until(partial(_heard, world, leg), "the prompts")
    await world.line.far_end_presses(leg, "2")
    assert await typed(world, id) == "2"
    assert world.line.played[leg] == ["welcome-ja", "menu-ja"]
    assert not await world.line.playing("any")
    async with unit(world.tenant):
        assert await telephony.gathered(id) is None, "it is handed out once"
    assert await world.look(lambda: world.facts("telephony.AnnouncementFinished")) == []


async def test_several_digits_end_with_the_key_or_with_the_last_one(world: World) -> None:
    leg, contact = await answered(world)
    first = await ask(world, contact, most=6)
    await world.line.far_end_presses(leg, "4711#")
    assert await typed(world, first) == "4711"
    second = await ask(world, contact, most=3)
    await world.line.far_end_presses(leg, "00712")
    assert await typed(world, second) == "007"


async def test_who_presses_nothing_is_not_waited_for_for_ever(world: World, clock: TestClock) -> None:
    _, contact = await answered(world)
    id = await ask(world, contact, "menu-ja")
    await world.until(lambda: timer(world), "the end of the prompt, when time begins")
    clock.advance(6)
    await run_due()
    await settle()
    assert await typed(world, id) == ""


async def test_a_pause_between_digits_ends_them(world: World, clock: TestClock) -> None:
    leg, contact = await answered(world)
    id = await ask(world, contact, most=8, wait=30)
    await world.line.far_end_presses(leg, "12")

    async def both() -> bool:
        return bool(await db().fetchval("select count = 2 from gathering where id = $1", id))

    await world.until(both, "both digits")
    clock.advance(4)
    await run_due()
    assert await typed(world, id) == "12"


async def test_while_waiting_in_line_only_a_digit_ends_it(world: World) -> None:
    leg, contact = await answered(world)
    id = await ask(world, contact, wait=None)
    assert not await world.look(lambda: timer(world))
    await world.line.far_end_presses(leg, "9")
    assert await typed(world, id) == "9"


async def test_a_new_question_forgets_the_one_before_and_the_end_of_a_call_forgets_all(world: World) -> None:
    leg, contact = await answered(world)
    old = await ask(world, contact, most=4)
    await world.line.far_end_presses(leg, "12")
    await asyncio.sleep(0)
    new = await ask(world, contact, most=2)
    async with unit(world.tenant):
        assert await telephony.gathered(old) is None
    await world.line.far_end_hangs_up(leg)
    await world.until(lambda: world.over(contact.id), "the end")
    async with unit(world.tenant):
        assert await telephony.gathered(new) is None
        assert await db().fetchval("select count(*) from gathering") == 0


async def test_a_prompt_that_may_be_interrupted_is_and_another_is_not(world: World) -> None:
    leg, contact = await answered(world)
    for interruptible in (False, True):
        id = new_id()
        async with unit(world.tenant):
            sounds = ["one-ja", "two-ja", "three-ja"] * 20
            await telephony.play(contact.id, id, sounds, interruptible=interruptible)
        await world.until(partial(_plays, world, id), "the prompt")
        await world.line.far_end_presses(leg, "1")
        if interruptible:
            await world.until(partial(_finished, world, id), "its end")
        else:
            await asyncio.sleep(0.1)  # time enough to be wrongly interrupted
            assert await world.line.playing(id.hex)


async def test_digits_are_nowhere_in_the_open(
    world: World, owner: asyncpg.Connection[asyncpg.Record], capsys: pytest.CaptureFixture[str]
) -> None:
    leg, contact = await answered(world)
    id = await ask(world, contact, most=16)
    await world.line.far_end_presses(leg, "4242424242424242")
    await world.until(lambda: _done(id), "all digits")
    everything = await owner.fetch("select body::text as said from outbox where tenant_id = $1", world.tenant)
    everything += await owner.fetch("select body::text as said from job where tenant_id = $1", world.tenant)
    sealed = await owner.fetchval("select typed from gathering where id = $1", id)
    assert "42424242" not in "".join(row["said"] for row in everything) + capsys.readouterr().out
    assert b"4242" not in sealed
    assert await typed(world, id) == "4242424242424242"


async def test_typed_digits_are_forgotten_within_minutes(world: World, clock: TestClock) -> None:
    leg, contact = await answered(world)
    id = await ask(world, contact, most=2)
    await world.line.far_end_presses(leg, "12")
    await world.until(lambda: _done(id), "the digits")
    clock.advance(601)
    async with unit(world.tenant):
        await jobs.forgotten_digits()
        assert await telephony.gathered(id) is None


async def test_a_key_pressed_twice_by_a_doubled_report_is_harmless_once_it_is_enough(world: World) -> None:
    leg, contact = await answered(world)
    id = await ask(world, contact)
    for _ in range(3):
        await telephony.take(DigitPressed(leg=leg, digit="5", at=contact.opened))
    assert await typed(world, id) == "5"
    assert len(await world.look(lambda: world.facts("telephony.DigitsGathered"))) == 1


async def _heard(world: World, leg: str) -> bool:
    return bool(world.line.played.get(leg))


async def _plays(world: World, id: UUID) -> bool:
    return await world.line.playing(id.hex)


async def _finished(world: World, id: UUID) -> bool:
    return str(id) in {fact["playback"] for fact in await world.facts("telephony.AnnouncementFinished")}


async def _done(id: UUID) -> bool:
    return bool(await db().fetchval("select done from gathering where id = $1", id))

"""One record a contact, whatever happens to the CRM, to us, or to the form."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from madoguchi import interactions
from madoguchi.crm import deliver
from madoguchi.crm.ports import Identity
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import unit
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from tests.fakes.crm import FakeCrm
from tests.rooms.crm.factory import called, connect, hasegawa, states, timed_out, work, wrapped_up
from tests.rooms.interactions.factory import Office, incoming, make_customer, make_office


async def test_the_record_is_written_at_the_end_of_the_wrap_up(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    await connect(office)
    contact, part = await called(office, customer)
    await work(clock)
    assert fake.of(misaki) == []  # the form is still being filled in
    await wrapped_up(office, part)
    await work(clock)
    (text,) = fake.of(misaki)
    for expected in ("入電", "03-1234-5678", "佐藤 花", "修理 > リモコン", "電池を交換", "解決", "1:00"):
        assert expected in text
    assert f"https://desk.example.jp/history/{contact}" in text
    assert await states(office) == ["delivered"]


async def test_after_a_time_out_it_says_unclassified_until_the_owed_form_arrives(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    await connect(office)
    _, part = await called(office, customer)
    await timed_out(office, part)
    await work(clock)
    assert ["未分類" in text for text in fake.of(misaki)] == [True]
    clock.advance(1800)
    await wrapped_up(office, part, "後から書いた結果")
    await work(clock)
    assert ["後から書いた結果" in text for text in fake.of(misaki)] == [True]  # the one record, brought up to date


async def test_an_hour_without_the_crm_loses_and_doubles_nothing(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    await connect(office)
    fake.mood = "dead"
    for n in range(3):
        _, part = await called(office, customer)
        await wrapped_up(office, part, f"用件{n}")
        await work(clock, seconds=1200, step=60)
    assert fake.written == []
    fake.mood = "well"
    await work(clock, seconds=420, step=30)
    assert [text.partition("結果：用件")[2][:1] for _, text in fake.written] == ["0", "1", "2"]  # in their order
    assert await states(office) == ["delivered"] * 3


async def test_while_the_crm_is_dead_it_is_asked_less_and_less(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    await connect(office)
    fake.mood = "dead"
    _, part = await called(office, customer)
    await wrapped_up(office, part)
    await work(clock, seconds=3600, step=30)
    assert fake.asked < 40


async def test_once_one_record_got_through_the_others_follow_at_once(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    await connect(office)
    async with unit(office.tenant):
        other = await hasegawa("+819011112222", "t.ono@example.jp", "小野 太郎")
    ono = fake.person("小野 太郎", Identity("phone", "+819011112222"))
    fake.mood = "dead"
    _, part = await called(office, other)
    await wrapped_up(office, part)
    await work(clock, seconds=3000, step=60)  # by now its next attempt is minutes away
    fake.mood = "well"
    _, part = await called(office, customer)
    await wrapped_up(office, part)
    await work(clock, seconds=150, step=10)
    assert (len(fake.of(misaki)), len(fake.of(ono))) == (1, 1)


async def test_a_lost_answer_does_not_double_the_record(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    connection = await connect(office)
    async with unit(office.tenant) as now_open:
        await now_open.connection.execute(
            "insert into crm_link (connection_id, customer_id, ref, found) values ($1, $2, $3, now())",
            connection.id, customer, misaki,
        )  # fmt: skip
    fake.mood = "deaf"  # does what it is asked, and the answer is lost
    _, part = await called(office, customer)
    await wrapped_up(office, part)
    await work(clock)
    assert len(fake.records) == 1
    assert await states(office) == ["pending"]
    fake.mood = "well"
    await work(clock, seconds=60, step=20)
    assert len(fake.written) == 1  # it may still be at it over there: not asked again before that is over
    await work(clock, seconds=300, step=30)
    assert await states(office) == ["delivered"]
    assert len(fake.records) == 1


async def test_dying_between_write_and_acknowledgement_does_not_double_the_record(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await connect(office)

    async def killed(*_: object) -> None:
        """kill -9 comes after the write and before its outcome is kept."""

    with monkeypatch.context() as dying:
        dying.setattr(deliver, "_settle", killed)
        _, part = await called(office, customer)
        await wrapped_up(office, part)
        await work(clock)
    assert len(fake.records) == 1
    assert await states(office) == ["sending"]
    await work(clock, seconds=130, step=130)
    assert await states(office) == ["delivered"]
    assert len(fake.records) == 1


async def test_a_form_that_changes_while_its_record_is_being_sent_is_sent_again(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await connect(office)
    _, part = await called(office, customer)
    await timed_out(office, part)
    write = fake.write_activity

    async def slowly(*arguments: Any) -> str:
        written = await write(*arguments)
        monkeypatch.setattr(fake, "write_activity", write)
        await wrapped_up(office, part, "途中で届いた結果")
        return written

    monkeypatch.setattr(fake, "write_activity", slowly)
    await work(clock, seconds=1)
    assert ["途中で届いた結果" in text for text in fake.of(misaki)] == [True]
    assert await states(office) == ["delivered"]


async def test_somebody_whom_the_crm_does_not_know_waits_until_it_does(
    office: Office, customer: UUID, fake: FakeCrm, clock: TestClock
) -> None:
    await connect(office)
    _, part = await called(office, customer)
    await wrapped_up(office, part)
    await work(clock)
    assert await states(office) == ["no_record"]
    misaki = fake.person("長谷川 美咲", Identity("phone", "+819012345678"))
    _, part = await called(office, customer)
    await wrapped_up(office, part)
    await work(clock)
    assert len(fake.of(misaki)) == 2
    assert await states(office) == ["delivered", "delivered"]


async def test_two_people_over_there_are_told_apart_by_a_second_address(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    fake.person("長谷川 誠", Identity("phone", "+819012345678"))  # shares the phone, not the e-mail
    await connect(office)
    _, part = await called(office, customer)
    await wrapped_up(office, part)
    await work(clock)
    assert len(fake.of(misaki)) == 1


async def test_what_is_refused_stays_visible_and_does_not_hold_up_the_next(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    await connect(office)
    fake.refuses_writes = True
    _, part = await called(office, customer)
    await wrapped_up(office, part)
    await work(clock)
    fake.refuses_writes = False
    _, part = await called(office, customer)
    await wrapped_up(office, part)
    await work(clock)
    assert await states(office) == ["failed", "delivered"]


async def test_a_corrected_customer_takes_the_record_along(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    await connect(office)
    async with unit(office.tenant):
        other = await hasegawa("+819011112222", "t.ono@example.jp", "小野 太郎")
    ono = fake.person("小野 太郎", Identity("phone", "+819011112222"))
    contact, part = await called(office, customer)
    await wrapped_up(office, part)
    await work(clock)
    async with unit(office.tenant):
        await interactions.recognised(contact, other)
    await settle()
    await work(clock)
    assert (len(fake.of(misaki)), len(fake.of(ono))) == (0, 1)


async def test_a_note_after_the_end_joins_the_record(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    await connect(office)
    contact, part = await called(office, customer)
    await wrapped_up(office, part)
    async with unit(office.tenant):
        await interactions.write_note(contact, "翌日に再確認", office.agent)
    await settle()
    await work(clock)
    assert ["翌日に再確認" in text for text in fake.of(misaki)] == [True]
    assert len(fake.records) == 1


async def test_nobody_is_told_about_a_stranger(office: Office, fake: FakeCrm, clock: TestClock) -> None:
    await connect(office)
    async with unit(office.tenant):
        contact = await incoming(office)
        await interactions.customer_left(contact.id, now() + timedelta(seconds=5), "cancelled")
    await settle()
    await work(clock)
    assert await states(office) == []


async def test_an_abandoned_call_is_told_too(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    await connect(office)
    async with unit(office.tenant):
        contact = await incoming(office, customer=customer)
        await interactions.customer_left(contact.id, now() + timedelta(seconds=5), "cancelled")
    await settle()
    await work(clock)
    assert ["放棄呼" in text for text in fake.of(misaki)] == [True]


async def test_without_a_connection_nothing_is_owed(office: Office, clock: TestClock) -> None:
    async with unit(office.tenant):
        customer = await make_customer()
    _, part = await called(office, customer)
    await wrapped_up(office, part)
    await work(clock)
    assert await states(office) == []


async def test_after_a_week_it_is_given_up_visibly(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    await connect(office)
    fake.mood = "dead"
    _, part = await called(office, customer)
    await wrapped_up(office, part)
    await work(clock)
    clock.advance(7 * 86_400 + 60)
    await work(clock)
    assert await states(office) == ["failed"]


async def test_another_tenants_crm_hears_nothing(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    await connect(await make_office(new_id()))
    _, part = await called(office, customer)
    await wrapped_up(office, part)
    await work(clock)
    assert fake.records == {}

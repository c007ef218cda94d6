"""A customer's past, page by page, and the words that only their key opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from madoguchi import interactions
from madoguchi.customers import LineForm, OrderForm, add_order
from madoguchi.interactions import Cursor, Outcome, TimelineEntry
from madoguchi.interactions.errors import NoteInvalid
from madoguchi.interactions.timeline import NEWEST, forget_timeline
from madoguchi.kit.clock import now
from madoguchi.kit.db import db, unit
from madoguchi.kit.ids import new_id
from madoguchi.kit.vault import forget_subject
from tests.rooms.interactions.factory import Office, incoming, make_customer, past_call

START = datetime(2026, 1, 1, tzinfo=UTC)


async def many_contacts(customer: UUID, count: int) -> None:
    """A long past, three contacts a minute so that moments coincide."""
    await db().executemany(
        """insert into interaction (id, medium, medium_ref, direction, conversation_id, customer_id, opened)
           values ($1, 'voice', $2, 'in', $1, $3, $4)""",
        [(new_id(), str(new_id()), customer, START + timedelta(minutes=n // 3)) for n in range(count)],
    )


async def test_pages_hold_every_contact_once_newest_first(office: Office) -> None:
    async with unit(office.tenant):
        customer = await make_customer()
        await many_contacts(customer, 47)
        seen: list[TimelineEntry] = []
        before: Cursor | None = None
        while True:
            page = await interactions.timeline(customer, before=before, limit=10)
            seen += page
            if len(page) < 10:
                break
            before = Cursor(page[-1].at, page[-1].id)
    assert len({entry.id for entry in seen}) == len(seen) == 47
    assert [(entry.at, entry.id) for entry in seen] == sorted(((e.at, e.id) for e in seen), reverse=True)


class Cases:
    """Another room's rows."""

    def __init__(self, entries: Sequence[TimelineEntry]) -> None:
        self.entries = entries

    async def page(self, customer: UUID, before: Cursor, limit: int) -> Sequence[TimelineEntry]:
        older = [e for e in self.entries if (e.at, e.id) < (before.at, before.id)]
        return sorted(older, key=lambda e: (e.at, e.id), reverse=True)[:limit]


async def test_other_rooms_rows_stand_among_the_contacts_in_time(office: Office) -> None:
    cases = [TimelineEntry(id=new_id(), kind="case", at=START + timedelta(seconds=90 * n)) for n in range(5)]
    interactions.register_timeline("case", Cases(cases))
    try:
        async with unit(office.tenant):
            customer = await make_customer()
            await many_contacts(customer, 12)
            page = await interactions.timeline(customer, limit=8)
            rest = await interactions.timeline(customer, before=Cursor(page[-1].at, page[-1].id), limit=50)
            only = await interactions.timeline(customer, frozenset({"interaction"}), limit=50)
    finally:
        forget_timeline("case")
    whole = [*page, *rest]
    assert [entry.at for entry in whole] == sorted((entry.at for entry in whole), reverse=True)
    assert {entry.kind for entry in page} == {"interaction", "case"}
    assert (len(whole), len(only)) == (17, 12)


async def test_an_entry_tells_what_the_call_was(office: Office) -> None:
    case = new_id()
    async with unit(office.tenant):
        customer = await make_customer()
        call = await past_call(office, customer, now() - timedelta(days=1), talk=75)
        [part] = await interactions.segments_of(call.id)
        await interactions.wrapped(part.id, part.ended_at + timedelta(seconds=20))  # type: ignore[operator]  # it has ended
        said = Outcome(reason_ja="修理", reason_en="Repair", resolution="arranged", result="部品を手配")
        await interactions.classify(part.id, said, office.agent)
        await interactions.link(call.id, "case", case)
        await interactions.add_recording(call.id, new_id(), call.opened, 75, 2, [0, 128, 255, 3])
    async with unit(office.tenant):
        [entry] = await interactions.timeline(customer)
    assert (entry.kind, entry.title, entry.users, entry.links) == (
        "interaction",
        "部品を手配",
        (office.agent,),
        (("case", case),),
    )
    expected = {"ring_seconds": 10, "talk_seconds": 75, "hold_seconds": 0, "wrap_seconds": 20, "outcome": "classified"}
    assert expected.items() <= entry.codes.items()
    assert entry.codes["recording"] is not None
    assert entry.codes["recording_seconds"] == 75


async def test_a_note_is_unreadable_in_the_database_and_readable_in_the_room(
    office: Office, owner: asyncpg.Connection
) -> None:
    async with unit(office.tenant):
        call = await incoming(office, customer=await make_customer())
        await interactions.write_note(call.id, "お子様がアレルギー", office.agent)
        assert [note.text for note in (await interactions.detail(call.id)).notes] == ["お子様がアレルギー"]
    stored = await owner.fetchval("select body from note where interaction_id = $1", call.id)
    assert "アレルギー".encode() not in stored


async def test_correcting_the_customer_moves_the_words_to_the_other_key(office: Office) -> None:
    async with unit(office.tenant):
        first, second = await make_customer("A"), await make_customer("B")
        call = await incoming(office, customer=first)
        await interactions.write_note(call.id, "取り違え", office.agent)
    async with unit(office.tenant):
        await interactions.recognised(call.id, second)
    async with unit(office.tenant):
        await forget_subject(first)
    async with unit(office.tenant):
        assert [note.text for note in (await interactions.detail(call.id)).notes] == ["取り違え"]
        assert [entry.id for entry in await interactions.timeline(second)] == [call.id]
        assert await interactions.timeline(first) == []
    async with unit(office.tenant):
        await forget_subject(second)
    async with unit(office.tenant):
        assert [note.text for note in (await interactions.detail(call.id)).notes] == [""]


@pytest.mark.parametrize("text", ["", "  \n", "字" * 20_001])
async def test_an_empty_or_endless_note_is_refused(office: Office, text: str) -> None:
    async with unit(office.tenant):
        call = await incoming(office)
        with pytest.raises(NoteInvalid):
            await interactions.write_note(call.id, text, office.agent)


async def test_links_and_recordings_are_kept_once(office: Office) -> None:
    ref, sound = new_id(), new_id()
    async with unit(office.tenant):
        call = await incoming(office)
        for _ in range(2):
            await interactions.link(call.id, "order", ref)
            await interactions.add_recording(call.id, sound, call.opened, 3, 2, [1, 2])
        found = await interactions.detail(call.id)
    assert (len(found.links), len(found.recordings)) == (1, 1)


async def test_orders_stand_in_the_timeline_page_by_page(office: Office) -> None:
    async with unit(office.tenant):
        customer = await make_customer()
        for day in range(5):
            line = LineForm(title=f"Part {day}", quantity=1, price_minor=100)
            form = OrderForm(number=f"A-{day}", ordered=START + timedelta(days=day), lines=[line])
            await add_order(customer, form)
        first = await interactions.OrderTimeline().page(customer, NEWEST, 3)
        rest = await interactions.OrderTimeline().page(customer, Cursor(first[-1].at, first[-1].id), 3)
    assert [entry.codes["number"] for entry in (*first, *rest)] == ["A-4", "A-3", "A-2", "A-1", "A-0"]
    assert first[0].title == "Part 4"

"""The demonstration company is believable, the same from every start, and speaks both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from msgspec import structs

from madoguchi import analytics, calendars, customers, interactions
from madoguchi.entrypoints.demo.seed import seed
from madoguchi.entrypoints.demo.seed.calendar import TOKYO, at_work
from madoguchi.entrypoints.demo.seed.year import mornings
from madoguchi.kit.clock import now
from madoguchi.kit.db import db, unit

OVERLAPPING = """
    with crowd as (
        select s.* from segment s join interaction i on i.id = s.interaction_id
            join customer c on c.id = i.customer_id and c.number >= 'M000100')
    select count(*) from crowd a join crowd b on a.user_id = b.user_id and a.id < b.id
        and a.connected_at < b.ended_at and b.connected_at < a.ended_at
"""


@pytest.mark.parametrize("hour", range(24))
def test_at_any_hour_yesterday_has_a_past_and_today_has_none(hour: int) -> None:
    moment = datetime(2026, 11, 26, hour, 29, tzinfo=UTC)
    last = mornings(moment)[-1]
    assert last.astimezone(TOKYO).date() == moment.astimezone(TOKYO).date() - timedelta(days=1)


@pytest.fixture(scope="session")
async def minato(database: None) -> UUID:
    """A small Minato Electric."""
    return await seed(customers=120, contacts=300)


async def test_a_second_start_makes_nothing_twice(minato: UUID) -> None:
    assert await seed(customers=120, contacts=300) == minato
    async with unit(minato):
        assert await db().fetchval("select count(*) from customer") == 126


async def test_the_repeat_caller_of_the_tour_is_known_by_her_number(minato: UUID) -> None:
    async with unit(minato):
        seen = await customers.recognise(customers.caller("sip:09012345678@carrier"))
        assert seen.customer is not None
        card = await customers.profile(seen.customer)
        assert (card.name, card.tier) == ("長谷川 美咲", "gold")
        assert [order.number for order in card.orders] == ["W239985"]
        assert card.contracts


async def test_who_was_asked_about_the_recording_and_refused_has_none(minato: UUID) -> None:
    async with unit(minato):
        schmidt = await db().fetchval("select id from customer where name = 'Anna Schmidt'")
        calls = await db().fetch("select id from interaction where customer_id = $1 order by opened", schmidt)
        told = [await interactions.consent_of(row["id"]) for row in calls]
        assert [(each.state, each.how, each.region) for each in told if each] == [
            ("refused", "silence", "DE"),
            ("refused", "other_key", "DE"),
        ]
        assert await db().fetchval("select count(*) from recording_consent where state = 'noticed'") > 10


async def test_every_offer_of_the_past_says_whom_it_was_made_to_and_why(minato: UUID) -> None:
    async with unit(minato):
        wrong = "select count(*) from offer where reason -> 'candidates' -> 0 ->> 'user' is distinct from user_id::text"
        assert await db().fetchval("select count(*) from offer") > 50
        assert await db().fetchval(wrong) == 0


async def test_everybody_can_be_found_and_sorted_by_reading(minato: UUID) -> None:
    async with unit(minato):
        names = await db().fetch("select kana from customer where kana <> '' order by sort_key limit 5")
        assert names[0]["kana"][0] in "アイウエオ"
        assert await customers.search("佐藤")


async def test_contacts_have_words_in_the_customers_language(minato: UUID) -> None:
    async with unit(minato):
        for language in ("ja", "en"):
            person = await db().fetchval(
                "select c.id from customer c join interaction i on i.customer_id = c.id "
                "where c.language = $1 and i.outcome = 'classified' limit 1",
                language,
            )
            entries = await interactions.timeline(person)
            said = [entry.title for entry in entries if entry.kind == "interaction"]
            assert any(text and text.isascii() == (language == "en") for text in said), said


async def test_our_people_have_work_for_today(minato: UUID) -> None:
    async with unit(minato):
        rows = await db().fetch(
            "select u.email, count(*) as tasks from task t join app_user u on u.id = t.owner_id "
            "where t.state = 'open' group by u.email"
        )
    assert {row["email"].split("@")[0] for row in rows} == {"sato", "suzuki", "tanaka", "emma"}


async def test_nobody_has_promised_anything_for_the_night(minato: UUID) -> None:
    async with unit(minato):
        due = await db().fetch(
            "select due from task where due is not null and kind <> 'missed_call' "
            "union all select due from case_file where is_open and due is not null"
        )
    hours = {row["due"].astimezone(TOKYO).hour for row in due}
    assert hours
    assert hours <= set(range(9, 18))


@pytest.mark.parametrize("hour", range(24))
def test_a_moment_of_the_night_moves_to_the_nearest_hour_of_work_on_its_side_of_now(hour: int) -> None:
    today = datetime(2026, 11, 26, hour, 29, tzinfo=UTC)
    for hours in (-30, -3, -1, 1, 2, 6, 26):
        meant = today + timedelta(hours=hours)
        moved = at_work(meant, today)
        assert 9 <= moved.astimezone(TOKYO).hour < 18
        assert (moved < today) == (hours < 0)
        assert abs(moved - meant) <= timedelta(hours=16)


async def test_a_newcomer_may_dial_at_any_hour(minato: UUID) -> None:
    async with unit(minato):
        someone = await db().fetchval("select id from customer where name = '長谷川 美咲'")
        address = customers.normalise("phone", "090-1234-5678")
        for hour in range(24):
            when = datetime(2026, 11, 24, hour, tzinfo=UTC)
            assert (await customers.may_contact(someone, "voice", address, when)).allowed


async def test_the_company_has_lunch_closes_at_the_year_s_end_and_plans_its_people(minato: UUID) -> None:
    async with unit(minato):
        desk = next(hours for hours in await calendars.all_hours() if hours.name == "お客様窓口")
        moments = {"2027-02-02T12:30:00+09:00": "lunch", "2028-12-30T10:00:00+09:00": "holiday"}
        for moment, why in moments.items():
            assert (await calendars.openness(desk.id, datetime.fromisoformat(moment))).why == why
        planned = await db().fetch("select kind, count(distinct user_id) as people from shift group by kind")
        assert {row["kind"]: row["people"] for row in planned}["work"] == 5


async def test_the_law_of_numbers_holds(minato: UUID) -> None:
    async with unit(minato):
        counts = await db().fetchrow(
            "select (select count(*) from contract) as contracts, (select count(*) from consent) as consents, "
            "(select count(*) from preference) as wishes, (select count(*) from note) as notes, "
            "(select count(*) from interaction where opened > now()) as future"
        )
    assert counts is not None
    assert min(counts["contracts"], counts["consents"], counts["wishes"], counts["notes"]) > 3
    assert counts["future"] == 0


async def test_the_past_fills_the_reports_and_its_figures_fit_each_other(minato: UUID) -> None:
    async with unit(minato):
        last = await analytics.day_of(now()) - timedelta(days=1)
        year = analytics.Asked(first=last - timedelta(days=364), last=last)
        (whole,) = (await analytics.report(year, "ja")).lines
        people = (await analytics.report(structs.replace(year, by="person"), "ja")).lines
        (before,) = await db().fetch("select count(*) as contacts from report_contact")
        (taken,) = await db().fetch("select count(*) as parts from segment where connected_at is not null")
        overlap = await db().fetchval(OVERLAPPING)
    figures = whole.figures
    assert before["contacts"] > 200
    assert figures["offered"] == sum(figures[code] for code in ("answered", "abandoned", "short_abandoned", "diverted"))
    assert sum(line.figures["handled"] for line in people) == figures["handled"] <= taken["parts"]
    assert 0 < figures["occupancy"] < 80  # in this small company few call
    assert 60 < figures["fcr"] <= 100
    assert overlap == 0  # nobody talks with two at once

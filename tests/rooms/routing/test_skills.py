"""Who can do what is asked for: skills, levels, languages; and what happens when nobody can, or not soon enough."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from madoguchi import routing
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import db
from madoguchi.kit.errors import Conflict, Invalid
from madoguchi.kit.settings import save_setting
from madoguchi.routing import ProfileForm, QueueForm, SkillForm, Step, WaitPlan
from madoguchi.routing.model.skills import Need, relaxed, speaks
from madoguchi.routing.settings import TierPoints
from tests.rooms.interactions.factory import incoming, make_customer
from tests.rooms.routing.hall import Hall, time_outs


@pytest.fixture
async def skilled(hall: Hall) -> Hall:
    """The first speaks English and knows billing at level 2, the second at level 4."""
    for code in ("billing", "repair"):
        await hall.do(lambda code=code: routing.add_skill(SkillForm(code=code, name_ja=code, name_en=code)))
    first, second = hall.people
    await profile(hall, first, skills={"billing": 2}, languages=["ja", "en"])
    await profile(hall, second, skills={"billing": 4})
    return hall


async def profile(hall: Hall, user: UUID, **form: Any) -> None:
    version = (await hall.do(lambda: routing.profile_of(user))).version
    await hall.do(lambda: routing.change_profile(user, ProfileForm(**form), version))


async def change_queue(hall: Hall, **form: Any) -> None:
    queue = await hall.do(lambda: routing.queue(hall.queue.id))
    written = QueueForm(code=queue.code, name_ja=queue.name_ja, name_en=queue.name_en, **form)
    await hall.do(lambda: routing.change_queue(queue.id, written, queue.version))


async def facts(owner: asyncpg.Connection[asyncpg.Record], hall: Hall, kind: str) -> list[dict[str, Any]]:
    sql = "select body::text from outbox where tenant_id = $1 and kind = $2 order by id"
    return [json.loads(row[0]) for row in await owner.fetch(sql, hall.tenant, f"routing.{kind}")]


async def test_only_who_has_the_level_is_asked(skilled: Hall) -> None:
    first, second = skilled.people
    await skilled.ready(first, second)
    contact = await skilled.wait(skills={"billing": 3})
    offer = await skilled.offered(contact)
    assert (offer.user, offer.reason.considered) == (second, 1)
    assert offer.reason.need.skills == {"billing": 3}
    assert offer.reason.candidates[0].levels == {"billing": 4}


async def test_a_language_is_asked_for(skilled: Hall) -> None:
    first, second = skilled.people
    await skilled.ready(second)
    contact = await skilled.wait(language="en")
    assert await skilled.offers(contact) == []
    await skilled.ready(first)
    assert (await skilled.offered(contact)).user == first


@pytest.mark.parametrize(("spoken", "asked"), [("en", "en-US"), ("en-GB", "en"), ("zh-TW", "zh-TW")])
async def test_who_speaks_a_language_takes_what_asks_for_it_by_region_or_at_large(
    skilled: Hall, spoken: str, asked: str
) -> None:
    first, second = skilled.people
    await profile(skilled, first, languages=["ja"])
    await profile(skilled, second, languages=["ja", spoken])
    await skilled.ready(first, second)
    contact = await skilled.wait(language=asked)
    offer = await skilled.offered(contact)
    assert (offer.user, offer.reason.need.language) == (second, asked)


def test_a_language_of_another_region_is_not_the_same() -> None:
    assert not speaks(["ja", "zh-CN"], "zh-TW")
    assert not speaks(["en"], "enm")


async def test_a_minimum_gives_way_with_time(skilled: Hall, clock: TestClock) -> None:
    first, _ = skilled.people
    await change_queue(skilled, required={"billing": 3}, steps=[Step(after=30, lower=1)])
    await skilled.ready(first)
    contact = await skilled.wait()
    assert await skilled.offers(contact) == []
    clock.advance(31)
    await time_outs()
    offer = await skilled.offered(contact)
    assert (offer.user, offer.reason.step, offer.reason.need.skills) == (first, 1, {"billing": 2})


async def test_a_language_gives_way_with_time(skilled: Hall, clock: TestClock) -> None:
    first, second = skilled.people
    await change_queue(skilled, required={"billing": 2}, steps=[Step(after=30, any_language=True)])
    await skilled.ready(second)
    contact = await skilled.wait(language="en")
    assert await skilled.offers(contact) == [], "who speaks it is not here, but may come"
    clock.advance(29)
    await time_outs()
    assert await skilled.offers(contact) == []
    clock.advance(2)
    await time_outs()
    offer = await skilled.offered(contact)
    assert (offer.user, offer.reason.step) == (second, 1)
    assert (offer.reason.need.skills, offer.reason.need.language) == ({"billing": 2}, None), (
        "the skill is asked for still"
    )
    await skilled.ready(first)
    assert (await skilled.offered(contact)).user == second


def test_any_language_drops_the_language_alone_and_for_good() -> None:
    asked = Need(skills={"billing": 3}, language="en")
    steps = [Step(after=10, any_language=True), Step(after=20, lower=1)]
    assert relaxed(asked, steps[:1]) == Need(skills={"billing": 3})
    assert relaxed(asked, steps) == Need(skills={"billing": 2})


async def test_a_skill_nobody_has_is_announced_and_not_waited_for(
    skilled: Hall, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    await skilled.ready(skilled.people[0])
    contact = await skilled.wait(skills={"repair": 1})
    assert (await skilled.offered(contact)).user == skilled.people[0]
    (told,) = await facts(owner, skilled, "SkillMissing")
    assert (told["queue"], told["skill"]) == (str(skilled.queue.id), "repair")


async def test_a_skill_nobody_has_overflows_where_the_queue_says_so(
    skilled: Hall, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    other = await skilled.do(
        lambda: routing.add_queue(QueueForm(code="second", name_ja="二次対応", name_en="Second line"))
    )
    helper = skilled.people[1]
    await skilled.do(lambda: routing.set_members(skilled.queue.id, [skilled.people[0]]))
    await skilled.do(lambda: routing.set_members(other.id, [helper]))
    await profile(skilled, helper, skills={"repair": 1})
    await change_queue(skilled, steps=[Step(after=90, overflow=other.id)])
    await skilled.ready(helper)
    contact = await skilled.wait(skills={"repair": 1})
    offer = await skilled.offered(contact)
    assert (offer.user, offer.queue) == (helper, other.id)
    (moved,) = await facts(owner, skilled, "ItemMoved")
    assert (moved["previous"], moved["queue"], moved["why"]) == (str(skilled.queue.id), str(other.id), "skill_missing")


async def test_overflow_by_time_keeps_the_place(skilled: Hall, clock: TestClock) -> None:
    other = await skilled.do(
        lambda: routing.add_queue(QueueForm(code="second", name_ja="二次対応", name_en="Second line"))
    )
    await skilled.do(lambda: routing.set_members(other.id, [skilled.people[0]]))
    await change_queue(skilled, steps=[Step(after=60, overflow=other.id)])
    contact = await skilled.wait()
    clock.advance(61)
    later = await skilled.wait(queue=other.id)
    await time_outs()
    assert (await skilled.do(lambda: routing.standing(contact.id))).position == 1
    assert (await skilled.do(lambda: routing.standing(later.id))).position == 2
    await skilled.ready(skilled.people[0])
    assert (await skilled.offered(contact)).queue == other.id


async def test_a_place_in_line_is_kept_by_since(hall: Hall) -> None:
    waiting = await hall.call()
    earlier = await hall.wait(since=now() - timedelta(minutes=5))
    assert (await hall.do(lambda: routing.standing(earlier.id))).position == 1
    assert (await hall.do(lambda: routing.standing(waiting.id))).position == 2


async def test_what_somebody_handed_over_is_not_offered_back_to_them(hall: Hall) -> None:
    first, second = hall.people
    await hall.ready(first)

    async def hand_over() -> Interaction:
        contact = await incoming(hall.office)
        await routing.enqueue(contact.id, WaitPlan(queue=hall.queue.id), from_user=first)
        return contact

    contact = await hall.do(hand_over)
    assert await hall.offers(contact) == []
    await hall.ready(second)
    assert (await hall.offered(contact)).user == second


async def test_standing_tells_position_and_who_is_there(hall: Hall) -> None:
    first = await hall.call()
    second = await hall.call()
    standing = await hall.do(lambda: routing.standing(second.id))
    assert (standing.position, standing.waiting, standing.staffed) == (2, 2, 0)
    assert standing.estimated_wait_seconds is None
    await hall.give_up(first)
    assert (await hall.do(lambda: routing.standing(second.id))).position == 1
    assert await hall.do(lambda: routing.standing(first.id)) is None


async def test_a_skill_in_use_is_neither_deleted_nor_retired(skilled: Hall) -> None:
    with pytest.raises(Conflict):
        await skilled.do(lambda: routing.delete_skill("billing"))
    form = SkillForm(code="billing", name_ja="請求", name_en="Billing", active=False)
    with pytest.raises(Conflict):
        await skilled.do(lambda: routing.change_skill("billing", form, 1))
    await skilled.do(lambda: routing.delete_skill("repair"))
    assert [skill.code for skill in await skilled.do(routing.skills)] == ["billing"]


async def test_a_plan_may_only_ask_for_skills_that_exist(hall: Hall) -> None:
    with pytest.raises(Invalid):
        await hall.wait(skills={"juggling": 1})


async def test_nobody_is_sent_to_a_queue_that_nobody_serves(skilled: Hall, clock: TestClock) -> None:
    other = await skilled.do(
        lambda: routing.add_queue(QueueForm(code="second", name_ja="二次対応", name_en="Second line"))
    )
    await change_queue(skilled, steps=[Step(after=60, overflow=other.id)])
    contact = await skilled.wait()
    clock.advance(61)
    await time_outs()
    assert (await skilled.do(lambda: routing.standing(contact.id))).queue == skilled.queue.id


async def test_what_no_one_has_together_comes_as_near_as_somebody_can(skilled: Hall) -> None:
    first, second = skilled.people
    await skilled.ready(first, second)
    contact = await skilled.wait(skills={"billing": 3}, language="en")
    offer = await skilled.offered(contact)
    assert (offer.user, offer.reason.need.skills, offer.reason.need.language) == (first, {"billing": 2}, "en")


async def test_a_queue_that_changes_what_it_asks_for_changes_it_for_those_who_wait(skilled: Hall) -> None:
    first = skilled.people[0]
    await change_queue(skilled, required={"billing": 4})
    contact = await skilled.wait()
    await skilled.ready(first)
    assert await skilled.offers(contact) == []
    await change_queue(skilled, required={"billing": 1})
    assert (await skilled.offered(contact)).user == first


async def test_who_spoke_with_the_customer_last_is_preferred_where_the_queue_says_so(skilled: Hall) -> None:
    first, second = skilled.people
    await change_queue(skilled, last_agent=True)
    customer = await skilled.do(make_customer)
    await skilled.ready(second)
    before = await skilled.wait(customer=customer)
    await skilled.talk(before)
    await skilled.hang_up(before, second)
    await skilled.do(lambda: routing.end_wrapup(second, "break"))
    await skilled.ready(first, second)
    offer = await skilled.offered(await skilled.wait(customer=customer))
    assert (offer.user, offer.reason.rule) == (second, "last_agent")


async def test_customers_of_a_tier_bring_points_and_a_language(skilled: Hall) -> None:
    first, second = skilled.people
    await change_queue(skilled, match_language=True)
    await skilled.do(lambda: save_setting(routing.RoutingSettings(tier_points=[TierPoints(tier="gold", points=5)])))
    customer = await skilled.do(make_customer)
    await skilled.do(lambda: db().execute("update customer set tier = 'gold', language = 'en' where id = $1", customer))
    plain = await skilled.wait()
    gold = await skilled.wait(customer=customer)
    assert (await skilled.do(lambda: routing.standing(gold.id))).position == 1
    await skilled.ready(second)
    assert (await skilled.offered(plain)).user == second, "who does not speak the language takes the next"
    await skilled.ready(first)
    assert (await skilled.offered(gold)).user == first

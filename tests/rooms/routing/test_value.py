"""What moves a place in line besides time: who the customer is, what they ordered, how urgent it is; told in words."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from madoguchi import customers, routing
from madoguchi.customers import OrderForm
from madoguchi.customers.actions.commerce import OrderStatus
from madoguchi.customers.settings import CustomerSettings
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.settings import save_setting
from madoguchi.routing import RoutingSettings, words
from madoguchi.routing.model.waiting import Item, Rules, WaitPlan, queued
from madoguchi.routing.model.work import About
from madoguchi.routing.settings import TierPoints, ValuePoints
from madoguchi.routing.store import items
from tests.rooms.interactions.factory import make_customer
from tests.rooms.routing.hall import Hall
from tests.rooms.routing.setting import START

STEPS = [ValuePoints(from_minor=50_000, points=2), ValuePoints(from_minor=200_000, points=5)]


async def buyer(hall: Hall, *totals: int) -> UUID:
    """A customer who ordered for so much."""

    async def buy() -> UUID:
        customer = await make_customer()
        for number, total in enumerate(totals):
            await customers.add_order(customer, OrderForm(number=f"{customer.hex}-{number}", total_minor=total))
        return customer

    return await hall.do(buy)


async def item_of(hall: Hall, contact: Interaction) -> Item:
    item = await hall.do(lambda: items.live_item(contact.id))
    assert item is not None
    return item


async def position(hall: Hall, contact: Interaction) -> int:
    standing = await hall.do(lambda: routing.standing(contact.id))
    assert standing is not None
    return standing.position


async def test_a_customer_s_value_is_what_they_ordered_in_the_last_year(hall: Hall) -> None:
    def order(number: int, total: int, days: int, status: OrderStatus = "delivered", **more: str) -> OrderForm:
        ordered = now() - timedelta(days=days)
        return OrderForm(number=f"W{number}", total_minor=total, ordered=ordered, status=status, **more)

    bought = [
        order(1, 30_000, 1),
        order(2, 25_000, 364, "ordered"),
        order(3, 40_000, 366),
        order(4, 10_000, 5, "returned"),
        order(5, 5_000, 5, "cancelled"),
        order(6, 99_900, 5, currency="USD"),
    ]
    customer = await hall.do(make_customer)
    for each in bought:
        await hall.do(lambda each=each: customers.add_order(customer, each))
    worth = await hall.do(lambda: customers.worth(customer))
    assert worth is not None
    assert worth.ordered_minor == 30_000 + 25_000
    waiting = await item_of(hall, await hall.wait(customer=customer))
    assert (waiting.about.value, waiting.about.points) == (55_000.0, {}), "nothing is worth a point until it is said"
    await hall.do(lambda: save_setting(CustomerSettings(currency="USD")))
    abroad = await hall.do(lambda: customers.worth(customer))
    assert abroad is not None
    assert abroad.ordered_minor == 99_900


async def test_customers_who_ordered_for_much_stand_nearer_to_the_head(hall: Hall, clock: TestClock) -> None:
    settings = RoutingSettings(value_points=STEPS, tier_points=[TierPoints(tier="standard", points=1)])
    await hall.do(lambda: save_setting(settings))
    plain = await hall.wait()
    clock.advance(100)
    little, much = await buyer(hall, 49_999), await buyer(hall, 30_000, 20_000)
    behind, ahead = await hall.wait(customer=little), await hall.wait(customer=much)
    assert [await position(hall, each) for each in (ahead, plain, behind)] == [1, 2, 3], "3 minutes against 1:40 and 1"
    held = await item_of(hall, ahead)
    assert held.entered - held.rank_at == timedelta(seconds=(2 + 1) * 60)
    dearest = await hall.wait(customer=await buyer(hall, 200_000))
    assert (await item_of(hall, dearest)).about.points == {"tier": 1, "value": 5}, "the highest step alone"


async def test_an_offer_says_why_this_contact_came_first(hall: Hall) -> None:
    await hall.do(lambda: save_setting(RoutingSettings(value_points=STEPS)))
    customer = await buyer(hall, 60_000)
    await hall.ready(hall.people[0])
    offer = await hall.offered(await hall.wait(customer=customer, urgency=3, priority=-1))
    assert offer.reason.points == {"value": 2, "urgency": 3, "plan": -1}
    (told,) = await hall.do(lambda: words.why([offer]))
    assert "Points of priority: set on arrival -1, urgency +3, customer value +2." in told.en
    assert "優先度の内訳：受付時の指定 -1、緊急度 +3、購入額 +2。" in told.ja
    await hall.ready(hall.people[1])
    plain = await hall.offered(await hall.wait())
    assert plain.reason.points == {}
    (untold,) = await hall.do(lambda: words.why([plain]))
    assert "riority" not in untold.en


async def test_what_is_urgent_goes_ahead_by_as_much_as_it_is_worth(hall: Hall, clock: TestClock) -> None:
    plain = await hall.wait()
    clock.advance(100)
    hurried = await hall.wait(urgency=1)
    assert (await position(hall, plain), await position(hall, hurried)) == (1, 2), "a minute is less than 1:40"
    urgent = await hall.wait(urgency=2)
    assert [await position(hall, each) for each in (urgent, plain, hurried)] == [1, 2, 3], "two minutes are more"
    await hall.ready(hall.people[0])
    assert (await hall.offered(urgent)).user == hall.people[0]


@pytest.mark.parametrize(
    ("plan", "known", "seconds"),
    [
        ({}, {}, 0),
        ({"urgency": 2}, {}, 60),
        ({"priority": 1, "urgency": 2}, {"tier": 4, "value": 3}, 300),
        ({"priority": -2}, {"value": 3, "tier": -4}, -90),
    ],
)
def test_points_of_every_kind_add_up(plan: dict[str, int], known: dict[str, int], seconds: int) -> None:
    wish = WaitPlan(queue=UUID(int=1), priority=plan.get("priority", 0), urgency=plan.get("urgency", 0))
    rules = Rules(priority_seconds=30)
    item = queued(UUID(int=2), UUID(int=3), "voice", wish, START, rules, about=About(points=known))
    assert item.rank_at == START - timedelta(seconds=seconds)
    assert sum(item.about.points.values()) * 30 == seconds
    assert 0 not in item.about.points.values()

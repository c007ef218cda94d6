"""A caller types the number of an order: whose it is, what the agent sees of it, what a flow may ask about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from madoguchi import customers, interactions
from madoguchi.customers import NewIdentity, OrderForm, ProfileForm
from madoguchi.interactions.http import routes as contacts
from madoguchi.kit.ids import new_id
from madoguchi.workflows.model.nodes import Branch, Clause, CollectNode, ConditionNode, HangUpNode, StartNode
from madoguchi.workspace.model.pop import ScreenPop
from madoguchi.workspace.pop import pop_of
from tests.api import api, person
from tests.rooms.routing.hall import Hall, make_hall
from tests.rooms.workflows.conftest import CALLER, Phone, press, publish, ring, trail
from tests.rooms.workflows.graphs import graph
from tests.rooms.workflows.test_running import collecting, waiting_in


async def ordered(hall: Hall, name: str, number: str, *, phone: str = "", **form: Any) -> tuple[UUID, UUID]:
    """A customer, known by `phone` if it is given, and an order of theirs."""
    someone = await hall.do(lambda: customers.create(ProfileForm(name=name)))
    if phone:
        await hall.do(lambda: customers.add_identity(someone.id, NewIdentity(kind="phone", value=phone)))
    order = await hall.do(lambda: customers.add_order(someone.id, OrderForm(number=number, **form)))
    return someone.id, order.id


async def about(hall: Hall, call: UUID) -> tuple[UUID | None, list[UUID]]:
    """Whose the contact is, and the orders that it is about."""
    contact = await hall.do(lambda: interactions.interaction(call))
    return contact.customer_id, await hall.do(lambda: interactions.links_of(call, "order"))


async def screen(hall: Hall, call: UUID) -> ScreenPop:
    """What whoever takes the call sees of it."""

    async def look() -> ScreenPop:
        return await pop_of(await interactions.interaction(call))

    return await hall.do(look)


async def test_a_typed_order_number_says_who_calls_and_about_which_order(hall: Hall, phone: Phone) -> None:
    someone, order = await ordered(hall, "長谷川 美咲", "A-10294")
    flow = await publish(hall, await collecting(hall, what="order_number", prefix="A-"))
    call = await ring(hall, flow)
    await press(hall, phone, call, "10294")
    assert await about(hall, call) == (someone, [order])
    assert await waiting_in(hall, call) == hall.queue.id
    shown = await screen(hall, call)
    assert shown.order is not None
    assert (shown.order.number, shown.repeat) == ("A-10294", None)
    async with api(contacts, person(hall.tenant, "interactions.read")) as client:
        page = (await client.get(f"/interactions/{call}")).json()
    assert [(one["number"], one["status"]) for one in page["orders"]] == [("A-10294", "ordered")]


async def test_an_order_number_that_is_unknown_or_another_tenant_s_is_nobody_s(hall: Hall, phone: Phone) -> None:
    elsewhere = await make_hall(new_id())
    await ordered(elsewhere, "よその客", "70001")
    flow = await publish(hall, await collecting(hall, what="order_number"))
    for number in ("70001", "70002"):
        call = await ring(hall, flow, "+81311112222")
        for _ in range(2):
            await press(hall, phone, call, number)
        assert await about(hall, call) == (None, [])
        assert (await trail(hall, call))[-1] == "who.not_found"


async def test_an_order_of_somebody_else_never_says_that_they_call(hall: Hall, phone: Phone) -> None:
    caller, _ = await ordered(hall, "高橋 健", "50001", phone=CALLER)
    other, order = await ordered(hall, "高橋 美咲", "50002")
    call = await ring(hall, await publish(hall, await collecting(hall, what="order_number")))
    await press(hall, phone, call, "50002")
    assert await about(hall, call) == (caller, [order])
    assert (await trail(hall, call))[-1] == "who.found"
    assert await hall.do(lambda: customers.addresses_of(other)) == [], "their number is not taken for hers"


async def test_who_types_the_same_order_again_is_a_repeat_caller(hall: Hall, phone: Phone) -> None:
    _, order = await ordered(hall, "高橋 健", "50001", phone=CALLER)
    flow = await publish(hall, await collecting(hall, what="order_number"))
    first, second = await ring(hall, flow), await ring(hall, flow)
    for call in (first, second):
        await press(hall, phone, call, "50001")
        await press(hall, phone, call, "50001")  # told twice: nothing more happens
    assert (await about(hall, second))[1] == [order]
    shown = await screen(hall, second)
    assert shown.repeat is not None
    assert (shown.repeat.topic, shown.repeat.number, shown.repeat.count) == ("order", "50001", 2)


async def test_a_flow_asks_whether_an_order_was_given_and_how_it_stands(hall: Hall, phone: Phone) -> None:
    await ordered(hall, "高橋 健", "60001", status="shipped")
    await ordered(hall, "高橋 美咲", "60002")
    shipped = Branch(exit="shipped", clauses=[Clause(fact="order.status", value="shipped")])
    given = Branch(exit="given", clauses=[Clause(fact="order.given", value=True)])
    made = graph(
        [StartNode(id="start"), CollectNode(id="which", prompt="waiting", what="order_number", tries=1),
         ConditionNode(id="if", branches=[shipped, given]), HangUpNode(id="end", prompt="sorry")],
        "start.next>which", "which.found>if", "which.not_found>if", "which.no_input>if", "if.shipped>end",
        "if.given>end", "if.otherwise>end",
    )  # fmt: skip
    flow = await publish(hall, made)
    expected = (("60001", "shipped"), ("60002", "given"), ("69999", "otherwise"), ("", "otherwise"))
    for place, (digits, exit) in enumerate(expected):
        call = await ring(hall, flow, f"+8131111000{place}")
        await press(hall, phone, call, digits)
        assert (await trail(hall, call))[-1] == f"if.{exit}"

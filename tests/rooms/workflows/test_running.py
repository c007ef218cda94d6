"""A call through a whole flow: hours, menu, numbers, conditions, lines with keys, callbacks, messages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from madoguchi import calendars, cases, customers, interactions, routing, telephony
from madoguchi.calendars import OpeningHoursForm, Span
from madoguchi.customers import NewIdentity, OrderForm, ProfileForm
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.facts import record
from madoguchi.routing import QueueForm
from madoguchi.routing.events import WaitEnded
from madoguchi.workflows.http import routes
from madoguchi.workflows.model.graph import Graph
from madoguchi.workflows.model.nodes import (
    AssignNode,
    Branch,
    Choice,
    Clause,
    CollectNode,
    ConditionNode,
    HangUpNode,
    MenuNode,
    PromptNode,
    QueueNode,
    StartNode,
    VoicemailNode,
)
from madoguchi.workflows.store import runs
from tests.api import api, person
from tests.rooms.routing.hall import Hall, time_outs
from tests.rooms.workflows.conftest import CALLER, Phone, finish_prompt, press, publish, ring, speak, trail
from tests.rooms.workflows.graphs import again, company, graph

ALWAYS = [[Span(start="00:00", end="24:00")] for _ in range(7)]
NEVER: list[list[Span]] = [[] for _ in range(7)]


async def hours(hall: Hall, week: list[list[Span]] = ALWAYS) -> UUID:
    form = OpeningHoursForm(name=f"受付 {len(week[0])}", week=week, country="")
    return (await hall.do(lambda: calendars.add_hours(form))).id


async def sales(hall: Hall) -> UUID:
    form = QueueForm(code="sales", name_ja="配送", name_en="Delivery")
    return (await hall.do(lambda: routing.add_queue(form))).id


async def whole(hall: Hall, week: list[list[Span]] = ALWAYS) -> Graph:
    """The company's flow, speaking prompts of the house alone."""
    made = company(hall.queue.id, await sales(hall), await hours(hall, week))
    nodes = [replace(node, prompt="waiting") if isinstance(node, MenuNode) else node for node in made.nodes]
    return replace(made, nodes=nodes)


async def waiting_in(hall: Hall, call: UUID) -> UUID | None:
    standing = await hall.do(lambda: routing.standing(call))
    return standing.queue if standing else None


async def test_a_digit_leads_to_its_queue(hall: Hall, phone: Phone) -> None:
    made = await whole(hall)
    await hall.ready(hall.people[0])
    call = await ring(hall, await publish(hall, made))
    await finish_prompt(hall, phone, call)
    assert phone.heard[call] == ["answered", "notice-ja", "waiting-ja"]
    await press(hall, phone, call, "2")
    assert phone.heard[call][-1] == "music"
    assert await waiting_in(hall, call) != hall.queue.id
    assert await trail(hall, call) == ["start.next", "hours.open", "notice.next", "menu.2"]


async def test_who_presses_nothing_is_asked_again_and_then_led_on(hall: Hall, phone: Phone, clock: TestClock) -> None:
    await hall.ready(hall.people[0])
    call = await ring(hall, await publish(hall, await whole(hall)))
    await finish_prompt(hall, phone, call)
    first = phone.gathering[call]
    await press(hall, phone, call, "")
    assert phone.heard[call][2:] == ["waiting-ja", "waiting-ja"]
    await press(hall, phone, call, "2", first)
    assert phone.heard[call][2:] == ["waiting-ja", "waiting-ja"], "what was typed for the first try is too late"
    clock.advance(300)
    await time_outs()
    assert await waiting_in(hall, call) == hall.queue.id, "nobody told anything, and still they are led on"


async def test_a_wrong_digit_is_told_before_the_menu_comes_again(hall: Hall, phone: Phone) -> None:
    menu = MenuNode(id="menu", prompt="waiting", choices=[Choice(digit="1")], tries=3, wrong_prompt="sorry",
                    silent_prompt="closed")  # fmt: skip
    made = graph([StartNode(id="start"), menu, QueueNode(id="q", queue=hall.queue.id), HangUpNode(id="end")],
                 "start.next>menu", "menu.1>q", "menu.no_input>end", "q.max_wait>end")  # fmt: skip
    call = await ring(hall, await publish(hall, made))
    await press(hall, phone, call, "9")
    await press(hall, phone, call, "")
    assert phone.heard[call][1:] == ["waiting-ja", "sorry-ja", "waiting-ja", "closed-ja", "waiting-ja"]
    await press(hall, phone, call, "1")
    assert await waiting_in(hall, call) == hall.queue.id


async def test_closed_takes_a_message_and_ends(hall: Hall, phone: Phone) -> None:
    call = await ring(hall, await publish(hall, await whole(hall, NEVER)))
    assert phone.heard[call] == ["answered", "closed-ja", "beep"]
    await speak(hall, phone, call, 12)
    assert phone.heard[call][-1] == "sorry-ja"
    await finish_prompt(hall, phone, call)
    assert phone.heard[call][-1] == "ended"
    assert await trail(hall, call) == ["start.next", "hours.closed", "voicemail.recorded"]
    who = person(hall.tenant, "routing.admin", user=hall.people[0])
    async with api(routes, who) as client:
        (row,) = (await client.get("/flows")).json()
        traffic = (await client.get(f"/flows/{row['id']}/traffic", params={"hours": 1})).json()
    assert {"step": "hours", "exit": "closed", "contacts": 1} in traffic


async def test_a_line_without_anybody_is_not_waited_in(hall: Hall, phone: Phone) -> None:
    call = await ring(hall, await publish(hall, await whole(hall)))
    await finish_prompt(hall, phone, call)
    await press(hall, phone, call, "1")
    assert phone.heard[call][-2:] == ["closed-ja", "beep"]
    assert await waiting_in(hall, call) is None


async def test_a_key_in_line_promises_a_callback_that_keeps_the_place(
    hall: Hall, phone: Phone, clock: TestClock
) -> None:
    await hall.ready(hall.people[0])
    flow = await publish(hall, await whole(hall))
    taken = await ring(hall, flow, "+81399990000")
    for call in (taken, waits := await ring(hall, flow)):
        await finish_prompt(hall, phone, call)
        await press(hall, phone, call, "1")
    assert await waiting_in(hall, waits) == hall.queue.id
    began = now()
    clock.advance(120)
    await press(hall, phone, waits, "7")
    assert await waiting_in(hall, waits) == hall.queue.id, "a key that stands for nothing changes nothing"
    await press(hall, phone, waits, "1")
    assert await waiting_in(hall, waits) is None
    assert phone.heard[waits][-1] == "sorry-ja"
    assert (await trail(hall, waits))[-2:] == ["repairs.1", "callback.accepted"]
    contact = await hall.do(lambda: interactions.interaction(waits))
    assert contact.remedy == "callback"
    tasks = await hall.do(lambda: cases.list_tasks(cases.TaskFilter(kind="callback"), "due", None, 10))
    (task,) = tasks.items
    promised = await hall.do(lambda: cases.callback(task.id))
    assert abs((promised.since - began).total_seconds()) < 30


async def test_who_gave_no_number_cannot_be_called_back(hall: Hall, phone: Phone) -> None:
    await hall.ready(hall.people[0])
    flow = await publish(hall, await whole(hall))
    for call in (await ring(hall, flow, "+81399990000"), hidden := await withheld(hall, flow.id)):
        await finish_prompt(hall, phone, call)
        await press(hall, phone, call, "1")
    await press(hall, phone, hidden, "1")
    assert (await trail(hall, hidden))[-2:] == ["repairs.1", "callback.impossible"]
    assert phone.heard[hidden][-1] == "beep"


async def withheld(hall: Hall, entry: UUID) -> UUID:
    opened = await hall.do(lambda: interactions.open_interaction("voice", "hidden", "in", None, entry_point=entry))
    return opened.id


async def collecting(hall: Hall, **form: Any) -> Graph:
    node = CollectNode(id="who", prompt="waiting", least=3, wrong_prompt="sorry", **form)
    return graph(
        [StartNode(id="start"), node, QueueNode(id="q", queue=hall.queue.id), HangUpNode(id="end"),
         VoicemailNode(id="m", prompt="closed")],
        "start.next>who", "who.found>q", "who.not_found>m", "who.no_input>end", "q.max_wait>end", "m.recorded>end",
    )  # fmt: skip


async def test_a_typed_customer_number_says_who_calls(hall: Hall, phone: Phone) -> None:
    someone = await hall.do(lambda: customers.create(ProfileForm(name="長谷川 美咲")))
    prefix = someone.number.rstrip("0123456789")
    call = await ring(hall, await publish(hall, await collecting(hall, prefix=prefix)))
    await press(hall, phone, call, "99")
    assert phone.heard[call][-2:] == ["sorry-ja", "waiting-ja"], "too short a number is nobody's"
    await press(hall, phone, call, someone.number.removeprefix(prefix))
    assert (await hall.do(lambda: interactions.interaction(call))).customer_id == someone.id
    assert await waiting_in(hall, call) == hall.queue.id


async def test_a_number_that_is_nobody_s_and_no_number_at_all(hall: Hall, phone: Phone) -> None:
    flow = await publish(hall, await collecting(hall))
    unknown, silent = await ring(hall, flow), await ring(hall, flow)
    for _ in range(2):
        await press(hall, phone, unknown, "123456")
        await press(hall, phone, silent, "")
    assert (await trail(hall, unknown))[-1] == "who.not_found"
    assert (await trail(hall, silent))[-1] == "who.no_input"
    memory = (await hall.do(lambda: runs.lock(unknown))).memory  # type: ignore[union-attr]  # it is there
    assert "123456" not in repr(memory)


async def test_conditions_and_what_they_assign_reach_the_line(hall: Hall, phone: Phone) -> None:
    await hall.do(lambda: routing.add_skill(routing.SkillForm(code="fridge", name_ja="冷蔵庫", name_en="Fridges")))
    miller = await hall.do(lambda: customers.create(ProfileForm(name="John Miller", tier="gold", language="en")))
    await hall.do(lambda: customers.add_identity(miller.id, NewIdentity(kind="phone", value=CALLER)))
    gold = Branch(exit="gold", clauses=[Clause(fact="customer.tier", value="gold")])
    made = graph(
        [StartNode(id="start"), ConditionNode(id="if", branches=[gold]),
         AssignNode(id="set", skills={"fridge": 2}, priority=4, language="en", urgency=3),
         PromptNode(id="hello", prompt="waiting"), QueueNode(id="q", queue=hall.queue.id, priority=3),
         HangUpNode(id="end")],
        "start.next>if", "if.gold>set", "if.otherwise>end", "set.next>hello", "hello.next>q", "q.max_wait>end",
    )  # fmt: skip
    flow = await publish(hall, made)
    call = await ring(hall, flow)
    assert phone.heard[call] == ["answered", "waiting-en"]
    await finish_prompt(hall, phone, call)
    plan = await plan_of(hall, call)
    assert (plan.skills, plan.priority, plan.urgency, plan.language) == ({"fridge": 2}, 7, 3, "en")
    assert await trail(hall, await ring(hall, flow, "+81311112222")) == ["start.next", "if.otherwise"]


async def test_who_ordered_for_much_takes_a_way_of_their_own(hall: Hall, phone: Phone) -> None:
    who = await hall.do(lambda: customers.create(ProfileForm(name="John Miller")))
    await hall.do(lambda: customers.add_identity(who.id, NewIdentity(kind="phone", value=CALLER)))
    dear = Branch(exit="dear", clauses=[Clause(fact="customer.value", op="at_least", value=50_000)])
    made = graph(
        [StartNode(id="start"), ConditionNode(id="if", branches=[dear]), HangUpNode(id="end")],
        "start.next>if", "if.dear>end", "if.otherwise>end",
    )  # fmt: skip
    flow = await publish(hall, made)
    await hall.do(lambda: customers.add_order(who.id, OrderForm(number="W1", total_minor=49_999)))
    assert (await trail(hall, await ring(hall, flow)))[1] == "if.otherwise"
    await hall.do(lambda: customers.add_order(who.id, OrderForm(number="W2", total_minor=1)))
    assert (await trail(hall, await ring(hall, flow)))[1] == "if.dear"


async def plan_of(hall: Hall, call: UUID) -> routing.WaitPlan:
    from madoguchi.routing.store import items

    item = await hall.do(lambda: items.live_item(call))
    assert item is not None
    assert item.plan is not None
    return item.plan


async def test_a_caution_marks_who_is_handled_with_care_as_long_as_it_holds(hall: Hall, phone: Phone) -> None:
    mine = [NewIdentity(kind="phone", value=CALLER)]
    form = ProfileForm(name="気をつける方", notes_flag="vip")
    who = await hall.do(lambda: customers.create(form, mine))
    care = Branch(exit="care", clauses=[Clause(fact="customer.flagged", value=True)])
    made = graph(
        [StartNode(id="start"), ConditionNode(id="who", branches=[care]), PromptNode(id="careful", prompt="waiting"),
         PromptNode(id="plain", prompt="notice"), HangUpNode(id="end")],
        "start.next>who", "who.care>careful", "who.otherwise>plain", "careful.next>end", "plain.next>end",
    )  # fmt: skip
    flow = await publish(hall, made)
    assert phone.heard[await ring(hall, flow)][-1] == "notice-ja", "a note in the margin is no warning"
    caution = await hall.do(lambda: customers.add_caution(who.id, "harassment", expires=now() + timedelta(days=30)))
    assert phone.heard[await ring(hall, flow)][-1] == "waiting-ja"
    await hall.do(lambda: customers.lift_caution(caution.id))
    assert phone.heard[await ring(hall, flow)][-1] == "notice-ja"


async def test_a_skill_that_is_gone_since_keeps_nobody_waiting(hall: Hall, phone: Phone) -> None:
    await hall.do(lambda: routing.add_skill(routing.SkillForm(code="fridge", name_ja="冷蔵庫", name_en="Fridges")))
    made = graph(
        [StartNode(id="start"), AssignNode(id="set", skills={"fridge": 2}), QueueNode(id="q", queue=hall.queue.id),
         HangUpNode(id="end")],
        "start.next>set", "set.next>q", "q.max_wait>end",
    )  # fmt: skip
    flow = await publish(hall, made)
    await hall.do(lambda: routing.delete_skill("fridge"))
    await hall.ready(hall.people[0])
    call = await ring(hall, flow)
    assert (await plan_of(hall, call)).skills == {}


async def test_a_round_is_counted(hall: Hall, phone: Phone, clock: TestClock) -> None:
    line = QueueNode(id="q", queue=hall.queue.id, max_wait_seconds=10)
    made = graph(
        [StartNode(id="start"), line, PromptNode(id="wait", prompt="waiting"), again(2), HangUpNode(id="end")],
        "start.next>q", "q.max_wait>again", "again.again>wait", "wait.next>q", "again.enough>end",
    )  # fmt: skip
    call = await ring(hall, await publish(hall, made))
    began = now()
    for _ in range(2):
        clock.advance(11)
        await time_outs()
        assert phone.heard[call][-1] == "waiting-ja"
        await finish_prompt(hall, phone, call)
    assert abs(((await plan_of(hall, call)).since or now()) - began) < timedelta(seconds=5), "the place is kept"
    clock.advance(11)
    await time_outs()
    assert phone.heard[call][-1] == "ended"


async def test_position_wait_and_comfort_are_told_in_line(hall: Hall, phone: Phone, clock: TestClock) -> None:
    line = QueueNode(id="q", queue=hall.queue.id, tell_position=True, tell_wait=True, comfort_prompt="waiting",
                     every_seconds=30)  # fmt: skip
    made = graph([StartNode(id="start"), line, HangUpNode(id="end")], "start.next>q", "q.max_wait>end")
    flow = await publish(hall, made)
    first, second = await ring(hall, flow), await ring(hall, flow)
    assert phone.heard[second] == ["answered", "music"]
    clock.advance(7)
    await time_outs()
    assert phone.heard[first] == ["answered", "music", "position-1-ja", "waiting-ja"]
    assert phone.heard[second] == ["answered", "music", "position-2-ja", "waiting-ja"]
    await finish_prompt(hall, phone, second)
    assert phone.heard[second][-1] == "music"
    await hall.do(lambda: interactions.customer_left(first, now(), "normal"))
    clock.advance(31)
    await time_outs()
    assert phone.heard[second][-2:] == ["position-1-ja", "waiting-ja"]
    clock.advance(120)
    await time_outs()
    assert phone.heard[second][-2:] == ["position-1-ja", "waiting-ja"], "an end that nobody told stops nothing"


async def test_who_is_being_connected_is_left_in_peace(
    hall: Hall, phone: Phone, clock: TestClock, medium: object
) -> None:
    line = QueueNode(id="q", queue=hall.queue.id, comfort_prompt="waiting", every_seconds=15)
    made = graph([StartNode(id="start"), line, HangUpNode(id="end")], "start.next>q", "q.max_wait>end")
    await hall.ready(hall.people[0])
    call = await ring(hall, await publish(hall, made))
    contact = await hall.do(lambda: interactions.interaction(call))
    await hall.accept(contact)
    clock.advance(14)
    clock.advance(2)
    heard = list(phone.heard[call])
    await hall.do(lambda: interactions.joined(call, hall.people[0], now()))
    await time_outs()
    assert phone.heard[call] == heard


async def test_a_key_counts_no_more_for_who_is_being_connected(
    hall: Hall, phone: Phone, clock: TestClock, medium: object
) -> None:
    line = QueueNode(id="q", queue=hall.queue.id, keys=[Choice(digit="1")])
    made = graph(
        [StartNode(id="start"), line, VoicemailNode(id="word", prompt="closed"), HangUpNode(id="end")],
        "start.next>q", "q.max_wait>end", "q.1>word", "q.unstaffed>word", "word.recorded>end",
    )  # fmt: skip
    await hall.ready(hall.people[0])
    call = await ring(hall, await publish(hall, made))
    contact = await hall.do(lambda: interactions.interaction(call))
    offer = await hall.accept(contact)
    await press(hall, phone, call, "1")
    assert await trail(hall, call) == ["start.next"]
    assert (await hall.offered(contact)).id == offer.id
    await hall.fail(contact, hall.people[0])
    await press(hall, phone, call, "1")
    assert phone.heard[call][-1] == "beep", "back in line, it counts again"


async def test_a_call_keeps_to_the_version_that_it_began_with(hall: Hall, phone: Phone) -> None:
    flow = await publish(hall, await whole(hall))
    call = await ring(hall, flow)
    closed = graph([StartNode(id="start"), HangUpNode(id="end", prompt="closed")], "start.next>end")
    await publish(hall, closed, flow)
    await finish_prompt(hall, phone, call)
    assert phone.heard[call][-1] == "waiting-ja"
    assert phone.heard[await ring(hall, flow)] == ["answered", "closed-ja"]


async def test_a_late_end_of_an_earlier_wait_moves_nobody(hall: Hall, phone: Phone, clock: TestClock) -> None:
    line = QueueNode(id="q", queue=hall.queue.id, max_wait_seconds=10)
    made = graph(
        [StartNode(id="start"), line, again(3), HangUpNode(id="end")],
        "start.next>q", "q.max_wait>again", "again.again>q", "again.enough>end",
    )  # fmt: skip
    call = await ring(hall, await publish(hall, made))
    old = (await hall.do(lambda: runs.lock(call))).wait  # type: ignore[union-attr]  # it is there
    clock.advance(11)
    await time_outs()
    place = await trail(hall, call)

    async def late() -> None:
        assert old is not None
        record(WaitEnded(item=old, interaction=call, queue=hall.queue.id, exit="max_wait", entered=now(),
                         waited_seconds=1))  # fmt: skip

    await hall.do(late)
    assert await trail(hall, call) == place


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_every_sentence_that_may_be_said_in_line_is_there(language: str) -> None:
    from madoguchi.workflows import voices

    names = [name for place in (1, 10, 11, 400) for name in voices.position(place, [language]).names]
    names += [name for seconds in (30, 61, 1799, 9999) for name in voices.wait(seconds, [language]).names]
    assert [name for name in names if not (telephony.SOUNDS / f"{name}.wav").exists()] == []

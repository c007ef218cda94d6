"""Histories on the real database: the same kinds of acts as in `world`, several at once, facts late, doubled and lost.

What a medium reports is really written by the contact room; only its delivery to routing passes through a mailbox that
shuffles, doubles and loses. The sweep has to mend what was lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from random import Random
from typing import Any
from uuid import UUID

import asyncpg

from madoguchi import interactions, routing
from madoguchi.interactions.events import (
    ConnectFailed,
    InteractionAbandoned,
    InteractionEnded,
    SegmentEnded,
    SegmentStarted,
)
from madoguchi.kit import facts
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import unit
from madoguchi.kit.errors import DomainError
from madoguchi.kit.facts import settle
from madoguchi.kit.jobs import run_due
from madoguchi.routing import OfferGone, reactions
from madoguchi.routing.jobs import sweep
from tests.rooms.routing.hall import Hall

DELIVER: dict[type[facts.Fact], Callable[[Any], Awaitable[None]]] = {
    InteractionAbandoned: reactions.caller_gave_up,
    InteractionEnded: reactions.contact_ended,
    SegmentStarted: reactions.talk_began,
    SegmentEnded: reactions.talk_ended,
    ConnectFailed: reactions.phone_not_reached,
}
ACTS = (
    "call", "call", "call", "answer", "answer", "answer", "decline", "give_up", "hang_up", "hang_up", "wrap", "ready",
    "ready", "pause", "force", "transfer", "hand_on", "move", "learn", "deliver", "deliver", "deliver", "later", "tick",
)  # fmt: skip
SKILLS = ("billing", "repair")
WISHES: tuple[routing.Chosen, ...] = ("ready", "break", "training", "offline")
SUPERVISOR = UUID(int=9)


class LivedWorld:
    """One history in one hall."""

    def __init__(self, hall: Hall, random: Random, clock: TestClock) -> None:
        self.hall, self.random, self.clock = hall, random, clock
        self.mail: list[facts.Fact] = []
        self.calls: list[UUID] = []
        self.talks: dict[tuple[UUID, UUID], None] = {}  # (user, interaction), as it truly is
        self.queues = [hall.queue.id]

    async def furnish(self) -> None:
        """Skills, and a second queue to which the first gives what waits too long."""
        for code in SKILLS:
            form = routing.SkillForm(code=code, name_ja=code, name_en=code)
            await self.unit(lambda form=form: routing.add_skill(form))
        other = routing.QueueForm(code="other", name_ja="二次対応", name_en="Second line", strategy="best_skill")
        self.queues.append((await self.unit(lambda: routing.add_queue(other))).id)
        first = self.hall.queue
        steps = [
            routing.Step(after=20, lower=self.random.choice([1, 5])),
            routing.Step(after=50, overflow=self.queues[1]),
        ]
        form = routing.QueueForm(
            code=first.code, name_ja=first.name_ja, name_en=first.name_en, required=self.levels(1), steps=steps,
            strategy="least_occupied",
        )  # fmt: skip
        await self.unit(lambda: routing.change_queue(first.id, form, first.version))
        for user in self.hall.people:
            await self.describe(user)
        await self.unit(lambda: routing.set_members(self.queues[1], self.hall.people[1:]))

    def levels(self, most: int) -> dict[str, int]:
        return {code: self.random.randint(1, 5) for code in self.random.sample(SKILLS, self.random.randint(0, most))}

    async def describe(self, user: UUID, skills: dict[str, int] | None = None) -> None:
        capacity = routing.Capacity(
            most={"voice": 1, "chat": self.random.choice([1, 2, 3])}, beside_call=self.random.choice([0, 1])
        )
        form = routing.ProfileForm(skills=self.levels(2) if skills is None else skills, capacity=capacity)
        version = (await self.unit(lambda: routing.profile_of(user))).version
        await self.unit(lambda: routing.change_profile(user, form, version))

    @contextmanager
    def mailbox(self) -> Iterator[None]:
        """Facts for routing go to the mailbox instead of to routing."""
        kept = {kind: facts._reactions[kind][:] for kind in DELIVER}

        async def post(fact: facts.Fact) -> None:
            if self.random.random() < 0.9:
                self.mail.append(fact)

        for kind in DELIVER:
            facts._reactions[kind][:] = [post]
        try:
            yield
        finally:
            for kind, before in kept.items():
                facts._reactions[kind][:] = before

    async def act(self) -> None:
        """Up to three acts at the same time; a refusal is an answer, an error is not."""
        names = self.random.choices(ACTS, k=self.random.choice([1, 1, 2, 3]))
        await asyncio.gather(*[self.attempt(getattr(self, name)) for name in names])
        await settle()

    async def attempt(self, act: Callable[[], Awaitable[None]]) -> None:
        with suppress(DomainError):
            await act()

    async def unit(self, verb: Callable[[], Awaitable[Any]]) -> Any:
        async with unit(self.hall.tenant):
            return await verb()

    # — acts —

    async def call(self) -> None:
        plan = {
            "queue": self.random.choice(self.queues),
            "priority": self.random.choice([0, 0, 3]),
            "skills": self.levels(self.random.choice([0, 0, 1])),
        }
        self.calls.append((await self.hall.wait(self.random.choice(["voice", "voice", "chat"]), **plan)).id)

    async def live(self) -> list[routing.Offer]:
        found = [o for call in self.calls for o in await self.unit(lambda c=call: routing.offers_of(c))]
        return [o for o in found if o.ended is None]

    async def answer(self) -> None:
        pending = [o for o in await self.live() if o.state == "pending"]
        if not pending:
            return
        offer = self.random.choice(pending)

        async def take() -> None:
            await routing.accept(offer.id, offer.user)
            await interactions.connect(offer.interaction, offer.user)

        await self.unit(take)
        if self.random.random() < 0.8:
            await self.unit(lambda: interactions.joined(offer.interaction, offer.user, now()))
            self.talks[offer.user, offer.interaction] = None
        else:
            await self.unit(lambda: interactions.connect_failed(offer.interaction, offer.user, "no_answer"))

    async def decline(self) -> None:
        for offer in self.random.sample(live := await self.live(), min(1, len(live))):
            await self.unit(lambda offer=offer: routing.decline(offer.id, offer.user))

    async def give_up(self) -> None:
        talking = {call for _, call in self.talks}
        waiting = [call for call in self.calls if call not in talking]
        if waiting:
            call = self.random.choice(waiting)
            await self.unit(lambda: interactions.customer_left(call, now(), "normal"))

    async def hang_up(self) -> None:
        if self.talks:
            (user, call), _ = self.talks.popitem()
            await self.unit(lambda: interactions.left(call, user, now(), "agent"))
            await self.unit(lambda: interactions.customer_left(call, now(), "normal"))

    async def transfer(self) -> None:
        """To one person; when they do not take it, to a queue or nowhere."""
        if not self.talks:
            return
        user, call = self.random.choice(list(self.talks))
        to = self.random.choice(self.hall.people)
        queue = self.random.choice([None, *self.queues])
        medium = (await self.unit(lambda: interactions.interaction(call))).medium
        await self.unit(lambda: routing.offer_to(to, call, user, queue=queue, medium=medium))
        self.talks.pop((user, call), None)
        await self.unit(lambda: interactions.left(call, user, now(), "transfer"))

    async def hand_on(self) -> None:
        """To a queue, with the place in line that it had from the beginning."""
        if not self.talks:
            return
        user, call = self.random.choice(list(self.talks))
        contact = await self.unit(lambda: interactions.interaction(call))
        plan = routing.WaitPlan(queue=self.random.choice(self.queues), since=contact.opened)
        await self.unit(lambda: routing.enqueue(call, plan, contact.medium, from_user=user))
        self.talks.pop((user, call), None)
        await self.unit(lambda: interactions.left(call, user, now(), "transfer"))

    async def wrap(self) -> None:
        user = self.random.choice(self.hall.people)
        held = [
            slot.interaction for slot in (await self.unit(lambda: routing.presence_of(user))).slots if slot.wrapping
        ]
        which = self.random.choice([None, *held])
        await self.unit(lambda: routing.end_wrapup(user, self.random.choice([None, "break"]), interaction=which))

    async def ready(self) -> None:
        user = self.random.choice(self.hall.people)
        await self.unit(lambda: routing.set_presence(user, "ready"))

    async def pause(self) -> None:
        user = self.random.choice(self.hall.people)
        await self.unit(lambda: routing.set_presence(user, "break"))

    async def force(self) -> None:
        user, wish = self.random.choice(self.hall.people), self.random.choice(WISHES)
        await self.unit(lambda: routing.force_presence(user, wish, "other", SUPERVISOR))

    async def move(self) -> None:
        user = self.random.choice(self.hall.people)
        queues = self.random.sample(self.queues, self.random.randint(1, 2))
        await self.unit(lambda: routing.set_queues_of(user, queues, SUPERVISOR))

    async def learn(self) -> None:
        await self.describe(self.random.choice(self.hall.people))

    async def deliver(self) -> None:
        """One fact of those under way, perhaps to come again."""
        if self.mail:
            fact = self.mail.pop(self.random.randrange(len(self.mail)))
            if self.random.random() < 0.2:
                self.mail.append(fact)
            await self.unit(lambda: DELIVER[type(fact)](fact))

    async def later(self) -> None:
        self.clock.advance(self.random.choice([1, 5, 20, 61, 3600]))

    async def tick(self) -> None:
        await run_due(limit=20)

    # — what must hold —

    async def check(self, owner: asyncpg.Connection[asyncpg.Record]) -> None:
        """Offers, people and contacts agree; the database itself refuses doubles."""
        wrong = await owner.fetch(
            """select 'person without their offer' as what, user_id as id from agent a where tenant_id = $1
                   and offer_id is not null and not exists (
                       select from offer o where o.id = a.offer_id and o.ended is null and o.user_id = a.user_id)
               union all
               select 'offer without its person', o.id from offer o where tenant_id = $1 and ended is null
                   and not exists (select from agent a where a.user_id = o.user_id and a.offer_id = o.id)
               union all
               select 'more in hand than they take', a.user_id from agent a
                   where a.tenant_id = $1 and jsonb_array_length(a.slots) > 3 + 2
               union all
               select 'a decision that is not kept', o.id from offer o where tenant_id = $1 and not exists (
                       select from routing_decision d where d.id = (o.reason->>'log')::uuid)
               union all
               select 'offered without an offer', i.id from queue_item i where tenant_id = $1 and state = 'offered'
                   and not exists (select from offer o where o.item_id = i.id and o.ended is null)
               union all
               select 'offer of what is not offered', o.id from offer o join queue_item i on i.id = o.item_id
                   where o.tenant_id = $1 and o.ended is null and i.state <> 'offered'""",
            self.hall.tenant,
        )
        assert not wrong, [dict(row) for row in wrong]

    async def come_to_rest(self, owner: asyncpg.Connection[asyncpg.Record]) -> None:
        """Everybody goes on working, time passes, the sweep mends: nothing waits and nobody is stuck.

        By now they have learned what callers ask for: where nobody has a skill and no step lets it go, one waits.
        """
        for user, call in list(self.talks):
            await self.unit(lambda user=user, call=call: interactions.left(call, user, now(), "agent"))
            await self.unit(lambda call=call: interactions.customer_left(call, now(), "normal"))
        self.talks.clear()
        self.mail.clear()
        for user in self.hall.people:
            await self.unit(lambda user=user: routing.set_queues_of(user, self.queues, SUPERVISOR))
            await self.describe(user, dict.fromkeys(SKILLS, 5))
        for _ in range(40):
            self.clock.advance(61)
            await self.unit(sweep)
            while await run_due(limit=50):
                pass
            for user in self.hall.people:
                await self.unit(lambda user=user: routing.end_wrapup(user, "ready"))
                for slot in (await self.unit(lambda user=user: routing.presence_of(user))).slots:
                    if slot.wrapping:
                        held = slot.interaction
                        await self.unit(lambda user=user, held=held: routing.end_wrapup(user, interaction=held))
                await self.unit(lambda user=user: routing.set_presence(user, "ready"))
            for offer in await self.live():
                await self.finish(offer)
            await self.check(owner)
            if await self.at_rest(owner):
                return
        raise AssertionError("somebody is stuck or somebody waits still")

    async def finish(self, offer: routing.Offer) -> None:
        """Take it, be connected, hang up; the facts arrive this time."""
        if offer.state == "pending":
            try:
                await self.unit(lambda: routing.accept(offer.id, offer.user))
            except OfferGone:
                return  # it went with what was finished before it
        await self.attempt(lambda: self.unit(lambda: interactions.connect(offer.interaction, offer.user)))
        await self.unit(lambda: interactions.joined(offer.interaction, offer.user, now()))
        await self.unit(lambda: interactions.left(offer.interaction, offer.user, now(), "agent"))
        await self.unit(lambda: interactions.customer_left(offer.interaction, now(), "normal"))
        await settle()
        while self.mail:
            fact = self.mail.pop(0)
            await self.unit(lambda fact=fact: DELIVER[type(fact)](fact))

    async def at_rest(self, owner: asyncpg.Connection[asyncpg.Record]) -> bool:
        waiting = "select count(*) from queue_item where tenant_id = $1 and state in ('waiting', 'offered')"
        stuck = "select count(*) from agent where tenant_id = $1 and (presence <> 'ready' or slots <> '[]')"
        left = [await owner.fetchval(sql, self.hall.tenant) for sql in (waiting, stuck)]
        return left == [0, 0]


async def live_through(
    hall: Hall, seed: int, clock: TestClock, owner: asyncpg.Connection[asyncpg.Record], acts: int = 40
) -> None:
    """One history on the database, from its seed."""
    world = LivedWorld(hall, Random(seed), clock)
    await world.furnish()
    with world.mailbox():
        for _ in range(acts):
            await world.act()
            await world.check(owner)
        await world.come_to_rest(owner)

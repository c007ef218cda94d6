"""A small world around the pure model: people, callers, and a medium that loses, doubles and shuffles what it reports.

`World` applies one act at a time and checks after each that nobody is asked twice and nothing is lost; `come_to_rest`
lets time pass and checks that everybody and everything gets somewhere. Driven by hypothesis and by the soak.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from madoguchi.routing.model import offers, presence
from madoguchi.routing.model.changes import changes
from madoguchi.routing.model.matching import assign, line
from madoguchi.routing.model.offers import Scene
from madoguchi.routing.model.presence import Agent
from madoguchi.routing.model.strategies import STRATEGIES
from madoguchi.routing.model.waiting import Item, Offer, Rules, WaitPlan, handed_over, propose, queued
from madoguchi.routing.model.work import Person, Snapshot, Work

START = datetime(2026, 4, 1, tzinfo=UTC)
RULES = Rules()
GRACE = 20.0
WRAP_UP = 45.0

ACTS = (
    "call", "call", "call", "answer", "answer", "answer", "decline", "give_up", "hang_up", "hang_up", "wrap", "wrap",
    "ready", "ready", "pause", "home", "dial", "close_desk", "open_desk", "transfer", "fact", "fact", "fact", "tick",
    "sleep", "jump",
)  # fmt: skip


class World:
    """All state, every act drawn from `random`."""

    def __init__(self, random: Random, people: int = 4, queues: int = 2) -> None:
        self.random = random
        self.now = START
        self.made = 0
        self.queues = [self.id() for _ in range(queues)]
        self.members = {
            self.id(): frozenset(random.sample(self.queues, random.randint(1, queues))) for _ in range(people)
        }
        self.agents = {user: Agent(user=user, since=START) for user in self.members}
        self.items: dict[UUID, Item] = {}
        self.offers: dict[UUID, Offer] = {}
        self.inbox: list[tuple[str, UUID, UUID, UUID]] = []  # (fact, interaction, user, segment)
        self.talks: dict[UUID, tuple[UUID, UUID]] = {}  # user → (interaction, segment), as it truly is
        self.gone: set[UUID] = set()  # callers who left
        self.facts: list[object] = []

    def id(self) -> UUID:
        self.made += 1
        return UUID(int=self.made)

    # — acts —

    def act(self, name: str) -> None:
        getattr(self, name)()
        self.match()
        self.check()

    def call(self) -> None:
        longest = self.random.choice([None, None, 30, 300])
        plan = WaitPlan(
            queue=self.random.choice(self.queues), priority=self.random.choice([0, 0, 0, 3]), max_wait_seconds=longest
        )
        self.enter(plan, self.id())

    def enter(self, plan: WaitPlan, interaction: UUID) -> None:
        item = queued(self.id(), interaction, "voice", plan, self.now, RULES)
        self.items[item.id] = item

    def answer(self) -> None:
        for offer in self.some(o for o in self.offers.values() if o.state == "pending"):
            self.step(offer.item, lambda s: offers.accept(s, self.now, RULES))
            if offer.interaction in self.gone:
                return
            segment = self.id()
            if self.random.random() < 0.8:
                self.talks[offer.user] = (offer.interaction, segment)
                self.report("started", offer.interaction, offer.user, segment)
            else:
                self.report("failed", offer.interaction, offer.user, segment)

    def decline(self) -> None:
        for offer in self.some(o for o in self.offers.values() if o.state == "pending"):
            self.step(offer.item, lambda s: offers.decline(s, self.now, RULES))

    def give_up(self) -> None:
        talking = {interaction for interaction, _ in self.talks.values()}
        for item in self.some(i for i in self.items.values() if i.live and i.interaction not in talking):
            self.gone.add(item.interaction)
            self.report("abandoned", item.interaction, item.id, item.id)

    def hang_up(self) -> None:
        for user in self.some(self.talks):
            interaction, segment = self.talks.pop(user)
            self.gone.add(interaction)
            self.report("ended", interaction, user, segment)

    def transfer(self) -> None:
        for user in self.some(self.talks):
            interaction, segment = self.talks[user]
            others = [a for a in self.agents.values() if a.available]
            if any(i.live and i.interaction == interaction for i in self.items.values()) or not others:
                return
            del self.talks[user]
            to = self.random.choice(others).user
            queue = self.random.choice([None, *self.queues])
            item = handed_over(self.id(), interaction, "voice", to=to, by=user, queue=queue, at=self.now)
            self.items[item.id] = item
            self.report("ended", interaction, user, segment)

    def wrap(self) -> None:
        for user in self.some(a.user for a in self.agents.values() if a.presence in presence.WRAPPING):
            next_presence = self.random.choice([None, None, "break"])
            self.put(presence.wrapped_up(self.agents[user], next_presence, None, self.now))

    def ready(self) -> None:
        self.choose("ready")

    def pause(self) -> None:
        self.choose("break")

    def home(self) -> None:
        self.choose("offline")

    def choose(self, wish: presence.Chosen) -> None:
        user = self.random.choice(list(self.agents))
        self.step_of(user, lambda s: offers.choose(s, wish, None, self.now, RULES))

    def dial(self) -> None:
        user = self.random.choice(list(self.agents))
        if user in self.talks or self.agents[user].presence == "offline":
            return
        interaction, segment = self.id(), self.id()
        before = self.agents[user]
        self.put(presence.reserve(before, interaction, self.now, self.now + timedelta(seconds=60)))
        if self.agents[user] is not before and self.random.random() < 0.7:
            self.talks[user] = (interaction, segment)
            self.report("started", interaction, user, segment)

    def close_desk(self) -> None:
        user = self.random.choice(list(self.agents))
        self.put(presence.desk_gone(self.agents[user], self.now))

    def open_desk(self) -> None:
        user = self.random.choice(list(self.agents))
        self.put(presence.desk_back(self.agents[user]))

    def fact(self) -> None:
        """One report arrives: any of those under way, perhaps to arrive a second time."""
        if not self.inbox:
            return
        kind, interaction, user, segment = self.inbox.pop(self.random.randrange(len(self.inbox)))
        if self.random.random() < 0.2:
            self.inbox.append((kind, interaction, user, segment))
        getattr(self, f"on_{kind}")(interaction, user, segment)

    def tick(self) -> None:
        """The time-outs that are due now."""
        for offer in list(self.offers.values()):
            if offer.ended is None and offer.expires <= self.now:
                self.step(offer.item, lambda s: offers.time_is_up(s, self.now, RULES))
        for item in list(self.items.values()):
            if item.live:
                self.step(item.id, lambda s: offers.waited_enough(s, self.now))
        for user in self.agents:
            self.put(presence.time_is_up(self.agents[user], self.now))
            self.step_of(user, lambda s: offers.grace_over(s, self.now, GRACE))

    def sleep(self) -> None:
        self.now += timedelta(seconds=self.random.uniform(0, 25))

    def jump(self) -> None:
        """A machine that slept, or a clock that was set: forward by hours, or a little back."""
        self.now += timedelta(seconds=self.random.choice([3600, 86400, -2, -30]))

    def mend(self) -> None:
        """The sweep: what the outside says is true, whatever report was lost."""
        for user, agent in list(self.agents.items()):
            if agent.presence == "busy" and agent.segment and self.talks.get(user, (None, None))[1] != agent.segment:
                known = self.known(agent.interaction)
                self.step_of(user, lambda s, known=known: offers.hung_up(s, known, None, self.now, WRAP_UP))  # type: ignore[misc]  # bound now, not when called
        for item in list(self.items.values()):
            if item.live and item.interaction in self.gone:
                self.step(item.id, lambda s: offers.leave(s, "closed", self.now))

    # — facts —

    def report(self, *fact: Any) -> None:
        if self.random.random() < 0.9:
            self.inbox.append(fact)

    def on_started(self, interaction: UUID, user: UUID, segment: UUID) -> None:
        item = next((i for i in self.items.values() if i.interaction == interaction and i.live), None)
        true = self.talks.get(user) == (interaction, segment)
        if item is not None and true:
            self.step(item.id, lambda s: offers.connected(s, user, self.now))
        if true:
            self.step_of(user, lambda s: offers.talking(s, interaction, segment, self.now))

    def on_failed(self, interaction: UUID, user: UUID, _segment: UUID) -> None:
        for offer in list(self.offers.values()):
            if offer.interaction == interaction and offer.user == user and offer.ended is None:
                self.step(offer.item, lambda s: offers.connect_failed(s, self.now, RULES, "no_answer"))

    def on_ended(self, interaction: UUID, user: UUID, segment: UUID) -> None:
        item = next((i for i in self.items.values() if i.interaction == interaction and i.live), None)
        if item is not None and item.from_user != user:
            self.step(item.id, lambda s: offers.connected(s, user, self.now))
        self.step_of(user, lambda s: offers.hung_up(s, interaction, segment, self.now, WRAP_UP))

    def on_abandoned(self, interaction: UUID, _user: UUID, item: UUID) -> None:
        self.step(item, lambda s: offers.leave(s, "abandoned", self.now))

    # — machinery —

    def some(self, things: Iterable[Any]) -> Iterator[Any]:
        found = list(things)
        if found:
            yield self.random.choice(found)

    def known(self, thing: UUID | None) -> UUID:
        assert thing is not None
        return thing

    def step(self, item: UUID, move: Callable[[Scene], Any]) -> None:
        live = next((o for o in self.offers.values() if o.item == item and o.ended is None), None)
        scene = Scene(item=self.items[item], offer=live, agent=self.agents[live.user] if live else None)
        self.save(scene, move(scene))

    def step_of(self, user: UUID, move: Callable[[Scene], Any]) -> None:
        agent = self.agents[user]
        live = self.offers[agent.offer] if agent.offer else None
        scene = Scene(item=self.items[live.item] if live else None, offer=live, agent=agent)
        self.save(scene, move(scene))

    def save(self, before: Scene, after: Scene) -> None:
        self.facts += changes(before, after)
        if after.item:
            self.items[after.item.id] = after.item
        if after.offer:
            self.offers[after.offer.id] = after.offer
        if after.agent:
            self.agents[after.agent.user] = after.agent

    def put(self, agent: Agent) -> None:
        self.agents[agent.user] = agent

    def snapshot(self) -> Snapshot:
        return Snapshot(
            at=self.now,
            work=[i.as_work() for i in self.items.values() if i.state == "waiting"],
            people=[
                Person(user=a.user, ready_since=a.ready_since or self.now, queues=self.members[a.user])
                for a in self.agents.values()
                if a.available
            ],
            resting=frozenset(
                (o.item, o.user) for o in self.offers.values() if o.rest_until is not None and o.rest_until > self.now
            ),
        )

    def match(self) -> None:
        for assignment in assign(self.snapshot(), STRATEGIES["longest_idle"]):
            item, agent = self.items[assignment.item], self.agents[assignment.users[0]]
            assert item.state == "waiting"
            assert agent.available, "asked while not free"
            offer = propose(item, agent.user, self.id(), self.now, RULES, assignment.decision)
            before = Scene(item=item, agent=agent)
            self.save(
                before, Scene(item=replace(item, state="offered"), offer=offer, agent=replace(agent, offer=offer.id))
            )

    # — what must hold —

    def check(self) -> None:
        live = [o for o in self.offers.values() if o.ended is None]
        assert len({o.user for o in live}) == len(live), "a person was asked twice"
        assert len({o.interaction for o in live}) == len(live), "a contact was offered twice"
        assert {o.item for o in live} == {i.id for i in self.items.values() if i.state == "offered"}
        assert {o.id for o in live} == {a.offer for a in self.agents.values() if a.offer}
        waiting = [i for i in self.items.values() if i.live]
        assert len({i.interaction for i in waiting}) == len(waiting), "a contact waits twice"
        for agent in self.agents.values():
            assert agent.presence != "busy" or agent.interaction is not None
            assert agent.presence != "wrap_up" or agent.due is not None, "a wrap-up without an end"
            assert agent.presence != "ready" or agent.ready_since is not None
            assert agent.presence not in ("break", "training", "offline", "not_responding") or agent.offer is None
        assert not assign(self.snapshot(), STRATEGIES["longest_idle"]), "somebody waits while somebody fitting is free"

    def come_to_rest(self) -> None:
        """No more callers: people answer and finish, time-outs run, the sweep mends. Nothing may remain."""
        for user in self.agents:
            self.put(presence.desk_back(self.agents[user]))
        for _ in range(60):
            self.talks.clear()
            for act in ("tick", "mend", "tick"):
                self.act(act)
            for user in list(self.agents):
                self.put(presence.wrapped_up(self.agents[user], "ready", None, self.now))
                self.step_of(user, lambda s: offers.choose(s, "ready", None, self.now, RULES))
            self.match()
            for offer in [o for o in self.offers.values() if o.state == "pending"]:
                self.step(offer.item, lambda s: offers.accept(s, self.now, RULES))
                segment = self.id()
                self.talks[offer.user] = (offer.interaction, segment)
                self.on_started(offer.interaction, offer.user, segment)
                self.talks.pop(offer.user)
                self.on_ended(offer.interaction, offer.user, segment)
            self.check()
            self.now += timedelta(seconds=61)
        served = frozenset().union(*self.members.values())
        left = [i for i in self.items.values() if i.live and i.queue in served]
        assert not left, f"still waiting: {line([Work(item=i.id, queue=i.queue, rank_at=i.rank_at) for i in left])}"
        stuck = [a for a in self.agents.values() if a.presence not in ("ready", "break", "offline")]
        assert not stuck, f"stuck: {stuck}"


def live_through(seed: int, acts: int = 40) -> World:
    """One history, from its seed alone."""
    world = World(Random(seed))
    for _ in range(acts):
        world.act(world.random.choice(ACTS))
    world.come_to_rest()
    return world

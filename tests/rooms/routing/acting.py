"""What people, callers and a medium do in the small world of `world`: one act at a time, drawn from a random source.

The medium loses, doubles and shuffles what it reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from madoguchi.routing.model import offers, presence, relaxing
from madoguchi.routing.model.capacity import EXCLUSIVE
from madoguchi.routing.model.changes import changes
from madoguchi.routing.model.matching import assign, eligible
from madoguchi.routing.model.offers import Scene
from madoguchi.routing.model.presence import Agent
from madoguchi.routing.model.relaxing import Line
from madoguchi.routing.model.skills import meets
from madoguchi.routing.model.waiting import Item, Offer, Rules, WaitPlan, handed_over, propose, queued
from madoguchi.routing.model.work import Person, Snapshot
from tests.rooms.routing.setting import START, Setting

RULES = Rules()
GRACE = 20.0
WRAP_UP = 45.0

ACTS = (
    "call", "call", "call", "answer", "answer", "answer", "answer", "decline", "give_up", "hang_up", "hang_up", "wrap",
    "wrap", "ready", "ready", "pause", "home", "dial", "close_desk", "open_desk", "transfer", "hand_on", "force",
    "fact", "fact", "fact", "tick", "tick", "sleep", "sleep", "jump",
)  # fmt: skip


class Acting(Setting):
    """All state, every act drawn from `random`."""

    def check(self) -> None:
        """What must hold after each act."""
        raise NotImplementedError

    def __init__(self, random: Random, people: int = 4, queues: int = 2) -> None:
        super().__init__(random, people, queues)
        self.now = START
        self.agents = {user: Agent(user=user, since=START) for user in self.profiles}
        self.items: dict[UUID, Item] = {}
        self.offers: dict[UUID, Offer] = {}
        self.inbox: list[tuple[str, UUID, UUID, UUID, str]] = []  # (fact, interaction, user, segment, medium)
        self.talks: dict[tuple[UUID, UUID], tuple[UUID, str]] = {}  # (user, interaction) → (segment, medium), truly
        self.gone: set[UUID] = set()  # callers who left
        self.facts: list[object] = []
        self.lacks: list[str] = []  # what nobody had, as it was announced

    # — acts —

    def act(self, name: str) -> None:
        getattr(self, name)()
        self.match()
        self.check()

    def call(self) -> None:
        plan = replace(self.some_plan(), max_wait_seconds=self.random.choice([None, None, 30, 300]))
        self.enter(plan, self.id(), self.random.choice(["voice", "voice", "chat"]))

    def enter(self, plan: WaitPlan, interaction: UUID, medium: str, from_user: UUID | None = None) -> None:
        item = queued(self.id(), interaction, medium, plan, self.now, RULES, from_user=from_user)
        known = self.lines[plan.queue]
        self.keep_item(self.settled(relaxing.specified(item, known), None))

    def answer(self) -> None:
        for offer in self.some(o for o in self.offers.values() if o.state == "pending"):
            medium = self.items[offer.item].medium
            self.step(offer.item, lambda s: offers.accept(s, self.now, RULES))
            if offer.interaction in self.gone:
                return
            segment = self.id()
            if self.random.random() < 0.8:
                self.begin_talk(offer.user, offer.interaction, segment, medium)
            else:
                self.report("failed", offer.interaction, offer.user, segment, medium)

    def begin_talk(self, user: UUID, interaction: UUID, segment: UUID, medium: str) -> None:
        if medium in EXCLUSIVE:
            for talk in [t for t, (_, kind) in self.talks.items() if t[0] == user and kind in EXCLUSIVE]:
                del self.talks[talk]
        self.talks[user, interaction] = segment, medium
        self.report("started", interaction, user, segment, medium)

    def decline(self) -> None:
        for offer in self.some(o for o in self.offers.values() if o.state == "pending"):
            self.step(offer.item, lambda s: offers.decline(s, self.now, RULES))

    def give_up(self) -> None:
        talking = {interaction for _, interaction in self.talks}
        for item in self.some(i for i in self.items.values() if i.live and i.interaction not in talking):
            self.gone.add(item.interaction)
            self.report("abandoned", item.interaction, item.id, item.id, item.medium)

    def hang_up(self) -> None:
        for talk in self.some(self.talks):
            segment, medium = self.talks.pop(talk)
            self.gone.add(talk[1])
            self.report("ended", talk[1], talk[0], segment, medium)

    def transfer(self) -> None:
        """To one person, who is free; when they do not take it, to a queue or nowhere."""
        for user, interaction, segment, medium in self.some(self.to_hand_over()):
            others = [a for a in self.agents.values() if a.available and self.takes(a, medium) and a.user != user]
            if not others:
                return
            del self.talks[user, interaction]
            to, queue = self.random.choice(others).user, self.random.choice([None, *self.lines])
            item = handed_over(self.id(), interaction, medium, to=to, by=user, queue=queue, at=self.now)
            self.keep_item(relaxing.specified(item, self.lines[queue]) if queue else item)
            self.report("ended", interaction, user, segment, medium)

    def hand_on(self) -> None:
        """To a queue, which keeps the place in line and never brings it back to who gave it away."""
        for user, interaction, segment, medium in self.some(self.to_hand_over()):
            del self.talks[user, interaction]
            began = min(i.entered for i in self.items.values()) if self.items else None
            self.enter(replace(self.some_plan(), since=began), interaction, medium, from_user=user)
            self.report("ended", interaction, user, segment, medium)

    def to_hand_over(self) -> list[tuple[UUID, UUID, UUID, str]]:
        waiting = {i.interaction for i in self.items.values() if i.live}
        return [(*talk, *told) for talk, told in self.talks.items() if talk[1] not in waiting]

    def wrap(self) -> None:
        for user in self.some(a.user for a in self.agents.values() if a.presence in presence.WRAPPING):
            next_presence = self.random.choice([None, None, "break"])
            self.put(presence.wrapped_up(self.agents[user], next_presence, None, self.now))
        for agent in self.some(a for a in self.agents.values() if any(slot.wrapping for slot in a.slots)):
            done = next(slot for slot in agent.slots if slot.wrapping)
            self.put(presence.put_down(agent, done.interaction, self.now))

    def ready(self) -> None:
        self.choose("ready")

    def pause(self) -> None:
        self.choose("break")

    def home(self) -> None:
        self.choose("offline")

    def choose(self, wish: presence.Chosen) -> None:
        user = self.random.choice(list(self.agents))
        self.step_of(user, lambda s: offers.choose(s, wish, None, self.now, RULES))

    def force(self) -> None:
        user = self.random.choice(list(self.agents))
        wish = self.random.choice(["ready", "break", "training", "offline"])
        if wish != "offline" and self.agents[user].presence == "offline":
            return  # nobody is called in who has no desk
        self.step_of(user, lambda s: offers.force(s, wish, UUID(int=0), "other", self.now))

    def dial(self) -> None:
        user = self.random.choice(list(self.agents))
        if any(t[0] == user and kind in EXCLUSIVE for t, (_, kind) in self.talks.items()):
            return
        if self.agents[user].presence == "offline":
            return
        interaction, segment = self.id(), self.id()
        before = self.agents[user]
        self.put(presence.reserve(before, interaction, self.now, self.now + timedelta(seconds=60)))
        if self.agents[user] is not before and self.random.random() < 0.7:
            self.begin_talk(user, interaction, segment, "voice")

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
        kind, *told = self.inbox.pop(self.random.randrange(len(self.inbox)))
        if self.random.random() < 0.2:
            self.inbox.append((kind, *told))  # type: ignore[arg-type]  # as it came out
        getattr(self, f"on_{kind}")(*told)

    def tick(self) -> None:
        """The time-outs that are due now."""
        for offer in list(self.offers.values()):
            if offer.ended is None and offer.expires <= self.now:
                self.step(offer.item, lambda s: offers.time_is_up(s, self.now, RULES))
        for item in list(self.items.values()):
            if item.live:
                self.step(item.id, lambda s: offers.waited_enough(s, self.now))
                if self.items[item.id].state == "waiting":
                    self.items[item.id] = self.brought_up(self.items[item.id])
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
            held = [(slot.interaction, slot.segment) for slot in agent.slots if slot.segment]
            if agent.presence == "busy" and agent.segment and agent.interaction:
                held.append((agent.interaction, agent.segment))
            for interaction, segment in held:
                if self.talks.get((user, interaction), (None, ""))[0] != segment:
                    self.step_of(user, lambda s, i=interaction: offers.hung_up(s, i, None, self.now, WRAP_UP))  # type: ignore[misc]  # bound now
            for slot in self.agents[user].slots:
                if slot.segment is None and slot.interaction in self.gone:
                    self.put(presence.put_down(self.agents[user], slot.interaction, self.now))
        for item in list(self.items.values()):
            if item.live and item.interaction in self.gone:
                self.step(item.id, lambda s: offers.leave(s, "closed", self.now))

    # — facts —

    def report(self, *fact: Any) -> None:
        if self.random.random() < 0.9:
            self.inbox.append(fact)  # type: ignore[arg-type]  # five of them

    def on_started(self, interaction: UUID, user: UUID, segment: UUID, medium: str) -> None:
        if self.talks.get((user, interaction)) != (segment, medium):
            return
        item = next((i for i in self.items.values() if i.interaction == interaction and i.live), None)
        if item is not None:
            self.step(item.id, lambda s: offers.connected(s, user, self.now, self.now))
        self.step_of(user, lambda s: offers.talking(s, interaction, segment, self.now, medium))

    def on_failed(self, interaction: UUID, user: UUID, _segment: UUID, _medium: str) -> None:
        for offer in list(self.offers.values()):
            if offer.interaction == interaction and offer.user == user and offer.ended is None:
                self.step(offer.item, lambda s: offers.connect_failed(s, self.now, RULES, "no_answer"))

    def on_ended(self, interaction: UUID, user: UUID, segment: UUID, _medium: str) -> None:
        item = next((i for i in self.items.values() if i.interaction == interaction and i.live), None)
        if item is not None and item.from_user != user:
            self.step(item.id, lambda s: offers.connected(s, user, self.now, self.now))
        self.step_of(user, lambda s: offers.hung_up(s, interaction, segment, self.now, WRAP_UP))

    def on_abandoned(self, _interaction: UUID, _user: UUID, item: UUID, _medium: str) -> None:
        self.step(item, lambda s: offers.leave(s, "abandoned", self.now))

    # — machinery —

    def some(self, things: Iterable[Any]) -> Iterator[Any]:
        found = list(things)
        if found:
            yield self.random.choice(found)

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
        if after.item is not None and after.item is not before.item and after.item.state == "waiting":
            alone = before.item is not None and before.item.target is not None
            after = replace(after, item=self.come_back(after.item) if alone else self.brought_up(after.item))
        self.facts += changes(before, after)
        if after.item:
            self.items[after.item.id] = after.item
        if after.offer:
            self.offers[after.offer.id] = after.offer
        if after.agent:
            self.agents[after.agent.user] = after.agent

    def keep_item(self, item: Item) -> None:
        self.items[item.id] = item

    def put(self, agent: Agent) -> None:
        self.agents[agent.user] = agent

    def brought_up(self, item: Item) -> Item:
        """As `actions.relaxing` does it."""
        if item.queue is None or item.step_due is None or self.now < item.step_due:
            return item
        after, onward = relaxing.given_way(item, self.lines[item.queue], self.now)
        return item if after is item else self.settled(after, onward)

    def come_back(self, item: Item) -> Item:
        assert item.queue is not None
        return self.settled(relaxing.specified(replace(item, arrived=self.now), self.lines[item.queue]), None)

    def settled(self, item: Item, onward: UUID | None) -> Item:
        while True:
            assert item.queue is not None
            if onward is not None and self.staff(onward):
                item = relaxing.overflowed(item, self.lines[item.queue], self.lines[onward], self.now)
                assert item.queue is not None
            staff = self.staff(item.queue)
            lacks = relaxing.unmet(item, staff)
            if not lacks:
                return item
            self.lacks += lacks
            item, onward = relaxing.without_waiting(item, self.leading(self.lines[item.queue]), staff)
            if onward is None:
                return item

    def leading(self, known: Line) -> Line:
        """Without steps to queues that nobody serves."""
        served = [step.overflow is not None and bool(self.staff(step.overflow)) for step in known.steps]
        steps = [
            step if leads else replace(step, overflow=None) for step, leads in zip(known.steps, served, strict=True)
        ]
        return replace(known, steps=steps)

    def snapshot(self) -> Snapshot:
        return Snapshot(
            at=self.now,
            work=[i.as_work() for i in self.items.values() if i.state == "waiting"],
            people=[self.person(a) for a in self.agents.values() if self.askable(a)],
            resting=frozenset(
                (o.item, o.user) for o in self.offers.values() if o.rest_until is not None and o.rest_until > self.now
            ),
        )

    def askable(self, agent: Agent) -> bool:
        in_call = agent.presence == "busy" and agent.segment is not None
        beside = in_call and self.profiles[agent.user].capacity.beside_call > 0
        return agent.available or (beside and agent.offer is None and agent.gone_since is None)

    def person(self, agent: Agent) -> Person:
        profile = self.profiles[agent.user]
        return Person(
            user=agent.user,
            ready_since=agent.ready_since or self.now,
            queues=self.members[agent.user],
            skills=profile.skills,
            languages=profile.languages,
            capacity=profile.capacity,
            load=agent.load,
            occupancy=presence.measured(agent, self.now).occupancy,
        )

    def match(self) -> None:
        snapshot = self.snapshot()
        people = {person.user: person for person in snapshot.people}
        for assignment in assign(snapshot, by_queue=self.strategies):
            item, agent = self.items[assignment.item], self.agents[assignment.users[0]]
            assert item.state == "waiting"
            assert eligible(item.as_work(), people[agent.user], snapshot.resting), "asked for what is not for them"
            if item.target is None:
                assert meets(self.profiles[agent.user], item.as_work().need), "asked for what they cannot do"
                assert agent.user != item.from_user or item.plan is None, "asked to take back what they gave away"
            offer = propose(item, agent.user, self.id(), self.now, RULES, assignment.decision)
            before = Scene(item=item, agent=agent)
            self.save(
                before, Scene(item=replace(item, state="offered"), offer=offer, agent=replace(agent, offer=offer.id))
            )

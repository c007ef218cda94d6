"""A small world around the pure model: people, callers, and a medium that loses, doubles and shuffles what it reports.

`World` applies one act at a time and checks after each that nobody is asked twice or for what they cannot do, and that
nothing is lost; `come_to_rest` lets time pass and checks that everybody and everything gets somewhere. Driven by
hypothesis and by the soak. Who and what there is comes from `setting.Setting`.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from madoguchi.routing.model import offers, presence, relaxing
from madoguchi.routing.model.matching import assign, line
from madoguchi.routing.model.presence import Agent
from madoguchi.routing.model.skills import meets
from madoguchi.routing.model.waiting import Item, Offer
from madoguchi.routing.model.work import Work
from tests.rooms.routing.acting import ACTS, RULES, Acting


class World(Acting):
    """The same, and what must hold in it."""

    def check(self) -> None:
        live = [o for o in self.offers.values() if o.ended is None]
        assert len({o.user for o in live}) == len(live), "a person was asked twice"
        assert len({o.interaction for o in live}) == len(live), "a contact was offered twice"
        assert {o.item for o in live} == {i.id for i in self.items.values() if i.state == "offered"}
        assert {o.id for o in live} == {a.offer for a in self.agents.values() if a.offer}
        waiting = [i for i in self.items.values() if i.live]
        assert len({i.interaction for i in waiting}) == len(waiting), "a contact waits twice"
        for item in waiting:
            assert item.queue is None or item.target or not self.helpless(item), "it waits for what nobody has"
            assert len(set(item.been)) == len(item.been), "it went in a circle"
            assert item.queue not in item.been
        for agent in self.agents.values():
            self.check_agent(agent)
        assert not assign(self.snapshot(), by_queue=self.strategies), "somebody waits while somebody fitting is free"

    def helpless(self, item: Item) -> bool:
        """Somebody serves its queue on its medium, and none of them may take it."""
        lacks = relaxing.unmet(item, self.staff(item.queue))
        return bool(lacks) and lacks != [f"medium:{item.medium}"] and bool(self.staff(item.queue))

    def check_agent(self, agent: Agent) -> None:
        capacity = self.profiles[agent.user].capacity
        chats = [slot for slot in agent.slots if slot.medium == "chat"]
        started = [slot for slot in chats if slot.segment is None or not slot.wrapping]
        assert len({slot.interaction for slot in agent.slots}) == len(agent.slots)
        assert len(started) <= max(capacity.most["chat"], capacity.beside_call) or self.surprised(agent)
        assert agent.presence != "busy" or agent.interaction is not None
        assert agent.presence != "wrap_up" or agent.due is not None, "a wrap-up without an end"
        assert agent.presence != "ready" or agent.ready_since is not None
        if agent.offer and agent.presence not in ("ready", "busy"):
            offer = self.offers[agent.offer]
            assert offer.state == "accepted", "asked while away"
            assert offer.interaction in {slot.interaction for slot in agent.slots}
        assert 0.0 <= agent.occupancy <= 1.0

    def surprised(self, agent: Agent) -> bool:
        """The medium connected somebody whom we no longer expected: what it says is the truth."""
        return len(agent.slots) <= len([talk for talk in self.talks if talk[0] == agent.user]) + len(self.inbox) + 8

    def come_to_rest(self) -> None:
        """No more callers: people answer and finish, time-outs run, the sweep mends. Nothing may remain."""
        for user in self.agents:
            self.put(presence.desk_back(self.agents[user]))
        for _ in range(64):
            self.talks.clear()
            for act in ("tick", "mend", "tick"):
                self.act(act)
            for user in list(self.agents):
                self.put(presence.wrapped_up(self.agents[user], "ready", None, self.now))
                for slot in self.agents[user].slots:
                    if slot.wrapping:
                        self.put(presence.put_down(self.agents[user], slot.interaction, self.now))
                self.step_of(user, lambda s: offers.choose(s, "ready", None, self.now, RULES))
            self.match()
            for offer in [o for o in self.offers.values() if o.state == "pending"]:
                self.finish(offer)
            self.match()
            self.check()
            if not self.unrest():
                return
            self.now += timedelta(seconds=61)
        raise AssertionError("; ".join(self.unrest()))

    def unrest(self) -> list[str]:
        """What still waits though somebody may take it, and who is stuck."""
        left = [i for i in self.items.values() if i.live and i.queue and self.served(i)]
        waiting = line([Work(item=i.id, queue=i.queue, rank_at=i.rank_at) for i in left])
        stuck = [a for a in self.agents.values() if a.presence not in ("ready", "wrap_up") or a.offer]
        full = [a for a in self.agents.values() if any(not slot.wrapping for slot in a.slots)]
        found = {"still waiting": waiting, "stuck": stuck, "hands full for ever": full}
        return [f"{what}: {which}" for what, which in found.items() if which]

    def served(self, item: Item) -> bool:
        """Whether anybody who serves its queue takes its medium, and did not give it away themselves."""
        takers = [p for p in self.staff(item.queue) if p.capacity.most[item.medium] > 0]  # type: ignore[arg-type]  # has one
        need = item.as_work().need
        return any(meets(p, need) and p.user != item.from_user for p in takers)

    def finish(self, offer: Offer) -> None:
        medium, segment = self.items[offer.item].medium, self.id()
        self.step(offer.item, lambda s: offers.accept(s, self.now, RULES))
        self.talks[offer.user, offer.interaction] = segment, medium
        self.on_started(offer.interaction, offer.user, segment, medium)
        del self.talks[offer.user, offer.interaction]
        self.on_ended(offer.interaction, offer.user, segment, medium)


def live_through(seed: int, acts: int = 60) -> World:
    """One history from its seed; raises AssertionError when it ends badly."""
    random = Random(seed)
    world = World(random, people=random.randint(1, 5), queues=random.randint(1, 3))
    for _ in range(acts):
        world.act(random.choice(ACTS))
    world.come_to_rest()
    return world

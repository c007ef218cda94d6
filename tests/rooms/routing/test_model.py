"""The pure machine: what people and callers would notice, and histories with shuffled, doubled and missing events."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec import Struct
from msgspec.structs import replace

from madoguchi.routing.model import offers, presence
from madoguchi.routing.model.changes import changes
from madoguchi.routing.model.matching import assign
from madoguchi.routing.model.offers import Scene
from madoguchi.routing.model.presence import Agent
from madoguchi.routing.model.strategies import STRATEGIES
from madoguchi.routing.model.waiting import Item, Offer, Rules, rank
from madoguchi.routing.model.work import Person, Snapshot, Work

from .acting import ACTS
from .setting import START
from .world import World, live_through

IDLE = STRATEGIES["longest_idle"]


def uid(number: int) -> UUID:
    return UUID(int=number)


class Histories(RuleBasedStateMachine):
    """Hypothesis chooses the acts, so that a failure shrinks to a story one can read."""

    @initialize(seed=st.integers(0, 2**32), people=st.integers(1, 5), queues=st.integers(1, 3))
    def begin(self, seed: int, people: int, queues: int) -> None:
        self.world = World(Random(seed), people, queues)

    @rule(act=st.sampled_from(sorted(set(ACTS))))
    def act(self, act: str) -> None:
        self.world.act(act)

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "world"):
            self.world.check()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.come_to_rest()


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=100, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.slow
def test_two_thousand_histories_end_well() -> None:
    for seed in range(2000):
        live_through(seed, acts=40)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 500)), min_size=1, max_size=12))
def test_the_longest_idle_is_asked_first_and_nobody_twice(people: list[tuple[int, int]]) -> None:
    persons = [
        Person(user=uid(i), ready_since=START - timedelta(seconds=idle), queues=frozenset({uid(1000 + queue)}))
        for i, (queue, idle) in enumerate(people)
    ]
    work = [Work(item=uid(2000 + i), queue=uid(1000 + i % 4), rank_at=START) for i in range(8)]
    made = assign(Snapshot(at=START, work=work, people=persons), IDLE)
    assert len({a.users[0] for a in made}) == len(made)
    by_user = {p.user: p for p in persons}
    for assignment in made:
        idle = [by_user[u].ready_since for u in assignment.users]
        assert idle == sorted(idle)
        assert [c.user for c in assignment.decision.candidates] == assignment.users
        assert len(assignment.users) == min(5, assignment.decision.considered)


def test_priority_is_a_head_start_and_not_a_wall() -> None:
    person = [Person(user=uid(1), ready_since=START, queues=frozenset({uid(9)}))]
    rules = Rules(priority_seconds=60)
    plain = Work(item=uid(11), queue=uid(9), rank_at=rank(START, 0, rules))
    soon = Work(item=uid(12), queue=uid(9), rank_at=rank(START + timedelta(seconds=170), 3, rules))
    late = Work(item=uid(13), queue=uid(9), rank_at=rank(START + timedelta(seconds=190), 3, rules))
    assert assign(Snapshot(at=START, work=[plain, soon], people=person), IDLE)[0].item == soon.item
    assert assign(Snapshot(at=START, work=[plain, late], people=person), IDLE)[0].item == plain.item


def test_who_declined_is_not_asked_again_for_a_while() -> None:
    person = Person(user=uid(1), ready_since=START, queues=frozenset({uid(9)}))
    work = Work(item=uid(11), queue=uid(9), rank_at=START)
    resting = frozenset({(work.item, person.user)})
    assert assign(Snapshot(at=START, work=[work], people=[person], resting=resting), IDLE) == []


class Seen(Struct):
    """A scene in which everything is there."""

    item: Item
    offer: Offer
    agent: Agent


def seen(scene: Scene) -> Seen:
    assert scene.item
    assert scene.offer
    assert scene.agent
    return Seen(scene.item, scene.offer, scene.agent)


def asked() -> Scene:
    world = World(Random(1), people=1, queues=1)
    world.act("ready")
    world.act("call")
    (offer,) = world.offers.values()
    return Scene(item=world.items[offer.item], offer=offer, agent=world.agents[offer.user])


def test_a_missed_offer_makes_not_responding_never_silently_ready() -> None:
    scene = asked()
    after = offers.time_is_up(scene, seen(scene).offer.expires, Rules())
    assert seen(after).agent.presence == "not_responding"
    assert seen(after).offer.state == "timed_out"
    assert (seen(after).item.state, seen(after).item.first) == ("waiting", True)
    assert [type(f).__name__ for f in changes(scene, after)] == ["OfferTimedOut", "PresenceChanged"]


def test_nobody_is_blamed_when_the_house_was_away() -> None:
    scene = asked()
    after = offers.time_is_up(scene, seen(scene).offer.expires + timedelta(hours=1), Rules())
    assert seen(after).agent.available
    assert (seen(after).offer.state, seen(after).offer.cause) == ("expired", "found_late")


def test_a_caller_who_gives_up_leaves_the_agent_their_place() -> None:
    scene = asked()
    idle = seen(scene).agent.ready_since
    answered = offers.accept(scene, START, Rules())
    for start in (scene, answered):
        after = offers.leave(start, "abandoned", START + timedelta(seconds=3))
        assert seen(after).agent.ready_since == idle
        assert after.agent.available
        assert seen(after).offer.state == "withdrawn"


def test_an_accept_that_comes_twice_or_late_changes_nothing() -> None:
    answered = offers.accept(asked(), START, Rules())
    assert offers.accept(answered, START, Rules()) is answered
    gone = offers.leave(answered, "abandoned", START)
    assert offers.accept(gone, START, Rules()) is gone
    assert offers.decline(gone, START, Rules()) is gone
    assert offers.connect_failed(gone, START, Rules(), "no_answer") is gone


def test_a_failed_connection_puts_the_caller_first_and_the_agent_out() -> None:
    after = offers.connect_failed(offers.accept(asked(), START, Rules()), START, Rules(), "no_answer")
    assert (seen(after).item.state, seen(after).item.first) == ("waiting", True)
    assert seen(after).agent.presence == "not_responding"


def test_wrap_up_becomes_overdue_and_stays_so_until_the_form_is_done() -> None:
    agent = presence.engage(Agent(user=uid(1), since=START), uid(5), START)
    agent = presence.talking(agent, uid(5), uid(6), START)
    agent = presence.hung_up(agent, uid(5), uid(6), START, 45)
    assert agent.presence == "wrap_up"
    late = presence.time_is_up(agent, START + timedelta(seconds=45))
    assert late.presence == "wrap_up_overdue"
    assert presence.time_is_up(late, START + timedelta(days=1)) is late
    assert presence.choose(late, "ready", None, START).presence == "wrap_up_overdue"
    assert presence.wrapped_up(late, None, None, START).presence == "ready"


def test_a_break_asked_for_during_a_call_comes_after_the_wrap_up() -> None:
    agent = presence.talking(presence.engage(Agent(user=uid(1), since=START), uid(5), START), uid(5), uid(6), START)
    agent = presence.choose(agent, "break", "lunch", START)
    assert agent.presence == "busy"
    agent = presence.wrapped_up(presence.hung_up(agent, uid(5), uid(6), START, 45), None, None, START)
    assert (agent.presence, agent.reason, agent.after) == ("break", "lunch", "ready")


def test_a_lost_desk_has_a_grace_and_a_call_outlives_it() -> None:
    ready = presence.choose(Agent(user=uid(1), since=START), "ready", None, START)
    gone = presence.desk_gone(ready, START)
    assert not gone.available
    assert presence.desk_back(gone).available
    assert presence.grace_over(gone, START + timedelta(seconds=19), 20) is gone
    assert presence.grace_over(gone, START + timedelta(seconds=20), 20).presence == "offline"
    busy = presence.talking(presence.engage(gone, uid(5), START), uid(5), uid(6), START)
    assert presence.grace_over(busy, START + timedelta(hours=1), 20) is busy
    wrapping = presence.hung_up(busy, uid(5), uid(6), START, 45)
    assert presence.grace_over(wrapping, START + timedelta(hours=1), 20).presence == "offline"


def test_who_dials_before_their_day_begins_is_offered_nothing_because_of_it() -> None:
    home = presence.Agent(user=uid(1), since=START)
    dialling = presence.reserve(home, uid(7), START, START + timedelta(seconds=60))
    assert presence.free(dialling, START).presence == "offline"
    talking = presence.talking(dialling, uid(7), uid(9), START)
    wrapping = presence.hung_up(talking, uid(7), uid(9), START, 30)
    assert presence.wrapped_up(wrapping, None, None, START).presence == "offline"


def test_a_dial_that_comes_to_nothing_returns_to_what_was_before() -> None:
    pause = presence.choose(Agent(user=uid(1), since=START), "break", "lunch", START)
    dialling = presence.reserve(pause, uid(7), START, START + timedelta(seconds=60))
    assert dialling.presence == "busy"
    back = presence.time_is_up(dialling, START + timedelta(seconds=60))
    assert (back.presence, back.reason) == ("break", "lunch")
    wrapping = replace(pause, presence="wrap_up", interaction=uid(5), due=START + timedelta(seconds=45))
    owed = presence.free(presence.reserve(wrapping, uid(8), START, START), START)
    assert (owed.presence, owed.interaction) == ("wrap_up_overdue", uid(5))

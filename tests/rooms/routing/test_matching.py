"""The pure matcher: who is asked by which order, that nobody starves, and history tried again by another order."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from madoguchi.routing.model.history import Logged, pack, replay, unpack
from madoguchi.routing.model.matching import assign, decide, eligible, line
from madoguchi.routing.model.occupancy import after
from madoguchi.routing.model.skills import Need, need_text, read_need
from madoguchi.routing.model.strategies import STRATEGIES
from madoguchi.routing.model.waiting import Rules, rank
from madoguchi.routing.model.work import About, Person, Snapshot, Work
from tests.rooms.routing.setting import START

QUEUE, OTHER = UUID(int=1001), UUID(int=1002)
RULES = Rules(priority_seconds=60)


def uid(number: int) -> UUID:
    return UUID(int=number)


def person(number: int, idle: float = 0, **more: object) -> Person:
    told = {"queues": frozenset({QUEUE})} | more
    return Person(user=uid(number), ready_since=START - timedelta(seconds=idle), **told)  # type: ignore[arg-type]  # by name


def work(number: int, since: float = 0, **more: object) -> Work:
    told = {"queue": QUEUE, "rank_at": START + timedelta(seconds=since)} | more
    return Work(item=uid(5000 + number), **told)  # type: ignore[arg-type]  # by name


def asked(strategy: str, people: list[Person], wanted: Work | None = None) -> list[int]:
    users, decision = decide(wanted or work(0), people, START, STRATEGIES[strategy])
    assert decision.rule == strategy or wanted is not None
    return [user.int for user in users]


def test_the_least_occupied_have_least_in_hand_and_were_least_busy() -> None:
    people = [
        person(1, occupancy=0.2),
        person(2, occupancy=0.9),
        person(3, load={"chat": 1}, occupancy=0.0),
        person(4, idle=50, occupancy=0.2),
    ]
    assert asked("least_occupied", people) == [4, 1, 2, 3]


def test_the_best_at_what_is_asked_for_is_asked_first_even_when_it_is_not_asked_for_any_more() -> None:
    people = [person(1, 500, skills={"billing": 2}), person(2, skills={"billing": 5}), person(3, skills={})]
    plain = work(0, about=About(wanted=["billing"]))
    assert asked("best_skill", people, plain) == [2, 1, 3]
    users, decision = decide(plain, people, START, STRATEGIES["best_skill"])
    assert decision.candidates[0].levels == {"billing": 5}
    assert users[0] == uid(2)


def test_who_spoke_with_the_customer_last_goes_first_if_they_may_take_it() -> None:
    people = [person(1, 500), person(2)]
    users, decision = decide(work(0, last_agent=uid(2)), people, START, STRATEGIES["longest_idle"])
    assert (users, decision.rule) == ([uid(2), uid(1)], "last_agent")
    _, without = decide(work(0, last_agent=uid(9)), people, START, STRATEGIES["longest_idle"])
    assert without.rule == "longest_idle"


def test_one_queue_s_order_is_not_another_s() -> None:
    both = frozenset({QUEUE, OTHER})
    people = [person(1, 100, queues=both, skills={"a": 1}), person(2, 10, queues=both, skills={"a": 5})]
    wanted = [work(1, need=Need(skills={"a": 1})), work(2, 1, queue=OTHER, need=Need(skills={"a": 1}))]
    made = assign(Snapshot(at=START, work=wanted, people=people), by_queue={QUEUE: STRATEGIES["best_skill"]})
    assert [(m.users[0].int, m.decision.rule) for m in made] == [(2, "best_skill"), (1, "longest_idle")]


def test_nobody_is_asked_outside_their_hours() -> None:
    assert not eligible(work(0), person(1, on_duty=False), frozenset())
    assert eligible(work(0, target=uid(1)), person(1, on_duty=False), frozenset())


def test_a_round_that_does_not_see_the_whole_line_gives_nothing_that_others_wait_for_longer() -> None:
    both = frozenset({QUEUE, OTHER})
    seen = [work(n, n) for n in range(3)] + [work(9, 50, queue=OTHER)]
    people = [person(n, queues=both) for n in range(1, 7)]
    made = assign(Snapshot(at=START, work=seen, people=people, cut=frozenset({seen[2].item})))
    assert [m.item for m in made] == [w.item for w in seen[:3]], "more of the first queue may be older than the other"
    whole = assign(Snapshot(at=START, work=seen, people=people))
    assert len(whole) == 4


levels = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(1, 5), max_size=2)
needs = st.builds(Need, skills=levels, language=st.sampled_from([None, "en", "ja"]))


@given(needs)
def test_a_need_is_one_line_and_back(need: Need) -> None:
    assert read_need(need_text(need)) == need


@given(
    st.lists(st.tuples(levels, st.integers(0, 300), st.booleans()), max_size=8),
    st.lists(st.tuples(needs, st.integers(0, 300), st.integers(0, 2)), max_size=12),
    st.sampled_from(sorted(STRATEGIES)),
)
def test_a_round_gives_what_one_arrival_after_another_would(
    staff: list[tuple[dict[str, int], int, bool]], wanted: list[tuple[Need, int, int]], strategy: str
) -> None:
    people = [
        person(n, idle, skills=skills, languages=["ja", "en"] if english else ["ja"])
        for n, (skills, idle, english) in enumerate(staff, 1)
    ]
    waiting = [work(n, since, need=need, from_user=uid(giver) or None) for n, (need, since, giver) in enumerate(wanted)]
    at = START + timedelta(seconds=400)
    made = {m.item: m.users[0] for m in assign(Snapshot(at=at, work=waiting, people=people), STRATEGIES[strategy])}
    free = list(people)
    for one in line(waiting):
        able = [p for p in free if eligible(one, p, frozenset())]
        if not able:
            assert one.item not in made
            continue
        users, _ = decide(one, able, at, STRATEGIES[strategy])
        assert made[one.item] == users[0]
        free = [p for p in free if p.user != users[0]]


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 5)), max_size=60),
    st.integers(1, 30),
)
def test_nobody_starves_however_many_more_important_ones_come(arrivals: list[tuple[int, int]], service: int) -> None:
    """One person, one plain caller at the beginning: served once those are who came within the head start of 5."""
    waiting = {0: (0.0, 0)} | {n: (float(at), points) for n, (at, points) in enumerate(sorted(arrivals), 1)}
    ahead = sum(1 for at, points in waiting.values() if at - points * 60 < 0 or at == 0)
    now, served = 0.0, 0
    while 0 in waiting:
        come = [
            Work(item=uid(n), queue=QUEUE, rank_at=rank(START + timedelta(seconds=at), points, RULES))
            for n, (at, points) in waiting.items()
            if at <= now
        ]
        (made,) = assign(Snapshot(at=START + timedelta(seconds=now), work=come, people=[person(1)]))
        del waiting[made.item.int]
        now, served = now + service, served + 1
        assert served <= ahead + 1, "passed over again and again"


@given(st.lists(st.tuples(st.sampled_from([True, False, None]), st.floats(0, 7200)), max_size=30))
def test_occupancy_stays_a_share_and_forgets(spells: list[tuple[bool | None, float]]) -> None:
    share = 0.0
    for at_work, seconds in spells:
        before, share = share, after(share, at_work, seconds)
        assert 0.0 <= share <= 1.0
        if at_work is None:
            assert share == before
        elif seconds > 0:
            assert share >= before if at_work else share <= before
    assert after(share, True, 10 * 3600) > 0.99
    assert after(share, False, 10 * 3600) < 0.01


def test_history_is_tried_again_by_another_order() -> None:
    people = [person(1, 300, skills={"a": 1}), person(2, 10, skills={"a": 5})]
    asking = work(1, need=Need(skills={"a": 1}), about=About(wanted=["a"]))
    logged = Logged(snapshot=Snapshot(at=START, work=[asking], people=people), made=[(asking.item, uid(1))])
    assert unpack(pack(logged)) == logged
    same = replay([logged, logged], STRATEGIES["longest_idle"])
    assert (same.decisions, same.offers, same.same) == (2, 2, 2)
    other = replay([logged, logged], STRATEGIES["best_skill"])
    assert (other.same, other.then.level, other.now.level) == (0, 1.0, 5.0)
    assert (other.then.idle_seconds, other.now.idle_seconds) == (300.0, 10.0)
    assert other.now.most_to_one == 1.0


def test_a_decision_of_which_not_all_is_kept_is_counted_and_not_judged() -> None:
    people = [person(1, 300, skills={"a": 1}), person(2, 10, skills={"a": 5})]
    asking = work(1, need=Need(skills={"a": 1}), about=About(wanted=["a"]))
    whole = Logged(snapshot=Snapshot(at=START, work=[asking], people=people), made=[(asking.item, uid(1))])
    part = replace(whole, snapshot=replace(whole.snapshot, people=people[:1]), left_out=1)
    assert unpack(pack(part)) == part
    found = replay([whole, part, part], STRATEGIES["best_skill"])
    assert (found.decisions, found.cut, found.offers, found.same) == (1, 2, 1, 0), "of the one left out, nobody knows"


def test_a_large_decision_is_kept_small() -> None:
    crowd = [person(n, n, skills={"billing": 3, "repair": 2}) for n in range(1, 1000)]
    logged = Logged(snapshot=Snapshot(at=START, work=[work(1)], people=crowd))
    assert unpack(pack(logged)) == logged
    assert len(pack(logged)) < 60 * len(crowd)

"""When an alert is up: each kind of rule, and that none flickers or is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from madoguchi.kit.ids import new_id
from madoguchi.routing import ServiceTarget
from madoguchi.supervision.model.alerts import RULES, AlertRule, Kind, Raised, Standing, found_by, judge
from madoguchi.supervision.model.board import BoardPerson, BoardQueue, Talk
from madoguchi.supervision.model.figures import Day
from madoguchi.supervision.settings import SupervisionSettings

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
QUEUE, OTHER, PERSON, CONTACT = (UUID(int=n) for n in range(1, 5))


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def queue(**more: object) -> BoardQueue:
    calm = BoardQueue(
        id=QUEUE, code="repairs", name_ja="修理", name_en="Repairs", waiting=0, oldest=None, oldest_contact=None,
        agents={}, target=ServiceTarget(percent=80, seconds=20), day=Day(),
    )  # fmt: skip
    return replace(calm, **more)  # type: ignore[arg-type]  # the test says what


def person(**more: object) -> BoardPerson:
    calm = BoardPerson(
        user=PERSON, name="佐藤", team=None, presence="busy", reason=None, since=NOW, queues=[QUEUE],
        queues_version=0, talk=None, hand=None, beside=[],
    )  # fmt: skip
    return replace(calm, **more)  # type: ignore[arg-type]  # the test says what


def talk(status: str, since: datetime) -> Talk:
    return Talk(
        interaction=CONTACT, medium="voice", direction="in", queue=QUEUE, status=status, since=since, connected=since,
        customer=None,
    )  # fmt: skip


def found(kind: Kind, above: int, *, queues: list[BoardQueue] | None = None, people: list[BoardPerson] | None = None,
          least: int = 10) -> list[int]:  # fmt: skip
    rule = AlertRule(code="r", kind=kind, above=above)
    return [each.value for each in found_by([rule], queues or [], people or [], NOW, least)]


def test_each_rule_is_silent_at_its_threshold_and_speaks_above_it() -> None:
    assert found("waiting", 5, queues=[queue(waiting=5)]) == []
    assert found("waiting", 5, queues=[queue(waiting=6)]) == [6]
    assert found("longest_wait", 60, queues=[queue(waiting=1, oldest=ago(60))]) == []
    assert found("longest_wait", 60, queues=[queue(waiting=1, oldest=ago(61))]) == [61]
    assert found("hold", 120, people=[person(talk=talk("held", ago(121)))]) == [121]
    assert found("hold", 120, people=[person(talk=talk("talking", ago(900)))]) == []
    assert found("wrap_up", 180, people=[person(presence="wrap_up_overdue", since=ago(181))]) == [181]
    assert found("wrap_up", 180, people=[person(presence="break", since=ago(900))]) == []
    assert found("not_responding", 0, people=[person(presence="not_responding", since=ago(1))]) == [1]
    assert found("hand", 0, people=[person(hand=NOW)]) == [0]
    assert found("hand", 30, people=[person(hand=ago(30))]) == []


def test_a_service_level_is_held_to_the_queue_s_own_target_once_it_says_something() -> None:
    low = queue(day=Day(answered=7, abandoned=2, diverted=1, decided=10, service_level=60.0))
    assert found("service_level", 10, queues=[low]) == [20]
    assert found("service_level", 20, queues=[low]) == []
    assert found("service_level", 10, queues=[low], least=11) == []
    assert found("service_level", 10, queues=[replace(low, target=ServiceTarget(percent=65, seconds=20))]) == []


def test_a_rule_for_some_queues_is_about_those_and_the_people_who_serve_them() -> None:
    rule = AlertRule(code="r", kind="waiting", above=0, queues=["sales"])
    assert found_by([rule], [queue(waiting=3)], [], NOW, 1) == []
    assert len(found_by([rule], [queue(waiting=3, code="sales")], [], NOW, 1)) == 1
    hands = AlertRule(code="h", kind="hand", queues=["sales"])
    assert found_by([hands], [queue(), queue(id=OTHER, code="sales")], [person(hand=NOW)], NOW, 1) == []
    serves = person(hand=NOW, queues=[OTHER])
    assert len(found_by([hands], [queue(), queue(id=OTHER, code="sales")], [serves], NOW, 1)) == 1


RULE = AlertRule(code="r", kind="waiting", above=5)


def standing(value: int) -> Standing:
    return Standing(rule=RULE, queue=QUEUE, user=None, interaction=None, value=value)


def raised(value: int = 6, calm: datetime | None = None, kind: Kind = "waiting") -> Raised:
    return Raised(id=new_id(), rule="r", kind=kind, queue=QUEUE, user=None, value=value, worst=value, calm=calm)


def test_it_goes_up_once_and_down_only_after_the_calm() -> None:
    assert judge([standing(6)], [], NOW, 15).up == [standing(6)]
    up = raised()
    assert judge([standing(6)], [up], NOW, 15) == judge([], [], NOW, 15)
    assert judge([standing(9)], [up], NOW, 15).keep == [(up.id, 9)]
    assert judge([], [up], NOW, 15).calm == [up.id]
    calming = raised(calm=ago(14))
    assert judge([], [calming], NOW, 15).down == []
    assert judge([standing(6)], [calming], NOW, 15).keep == [(calming.id, 6)]
    assert judge([], [raised(calm=ago(15))], NOW, 15).down != []
    assert judge([], [up], NOW, 0).down == [up.id]


def test_a_missing_skill_is_no_matter_of_calm() -> None:
    assert judge([], [raised(kind="skill_missing", calm=ago(900))], NOW, 15).down == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 40)), min_size=1, max_size=60), st.integers(0, 30))
def test_at_any_time_one_alert_at_most_and_none_longer_than_its_cause_and_the_calm(
    steps: list[tuple[int, int]], calm_seconds: int
) -> None:
    """Waiting callers come and go at random; the rule is looked at now and then."""
    up: Raised | None = None
    at, gone_since = NOW, None
    for waiting, seconds in steps:
        at += timedelta(seconds=seconds)
        so = found_by([RULE], [queue(waiting=waiting)], [], at, 1)
        gone_since = None if so else gone_since or at
        verdict = judge(so, [up] if up else [], at, calm_seconds)
        assert len(verdict.up) <= (0 if up else 1)
        for each in verdict.up:
            up = raised(each.value)
        if up and verdict.keep:
            up = replace(up, value=verdict.keep[0][1], calm=None)
        if up and up.id in verdict.calm:
            up = replace(up, calm=at)
        if up and up.id in verdict.down:
            assert gone_since is not None
            assert (at - gone_since).total_seconds() >= calm_seconds
            up = None
        assert bool(so) <= (up is not None)


def test_the_rules_as_delivered_are_of_every_kind_once() -> None:
    assert len({rule.kind for rule in RULES}) == len(RULES) == 8
    with pytest.raises(ValueError, match="same code"):
        SupervisionSettings(alerts=[RULE, RULE])

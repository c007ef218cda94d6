"""Detectors find what deserves a look, and leave in peace who works as everybody does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from madoguchi.analytics.model.detectors import Habit, Limits, Part, Seen, look, usual

LIMITS = Limits()
DAY = datetime(2026, 11, 24, 0, tzinfo=UTC)
QUEUE, RECEPTION = UUID(int=1), UUID(int=2)
FAIR, ODD, THIRD = (UUID(int=n) for n in (11, 12, 13))


def call(n: int, user: UUID = ODD, **more: Any) -> Part:
    """An ordinary call, unless said: 4 minutes, ended by the customer, a minute of wrap-up."""
    fields: dict[str, Any] = {
        "id": UUID(int=1000 + n), "interaction_id": UUID(int=2000 + n), "user_id": user, "queue_id": QUEUE,
        "direction": "in", "began": DAY + timedelta(minutes=10 * n), "ended_by": "customer", "talk": 240, "hold": 0,
        "wrap": 60,
    }  # fmt: skip
    return Part(**fields | more)


def habits(wrap: float = 60, quick: float = 5, queue: UUID = QUEUE) -> list[Habit]:
    """Colleagues who all work alike."""
    return [Habit(user_id=user, queue_id=queue, wrap=wrap, quick=quick) for user in (FAIR, ODD, THIRD)]


def found(parts: Sequence[Part], known: Sequence[Habit] | None = None) -> list[Seen]:
    return look(parts, habits() if known is None else known, LIMITS)


def test_a_day_like_any_other_is_not_found() -> None:
    assert found([call(n) for n in range(40)]) == []


def test_many_long_wrap_ups_are_found_with_each_of_them_as_evidence() -> None:
    day = [call(n) for n in range(9)] + [call(n, wrap=600) for n in range(9, 15)]
    (seen,) = found(day)
    assert (seen.detector, seen.user_id, len(seen.evidence), seen.handled) == ("long_wrapup", ODD, 6, 15)
    assert {(each.seconds, each.usual) for each in seen.evidence} == {(600, 60)}
    assert seen.limits == {"factor": 2.0, "seconds": 180, "count": 5, "percent": 30}


def test_who_wraps_up_as_long_as_everybody_at_that_queue_is_left_in_peace() -> None:
    assert found([call(n, wrap=600) for n in range(15)], habits(wrap=580)) == []


def test_a_few_hard_cases_are_no_finding() -> None:
    assert found([call(n) for n in range(10)] + [call(n, wrap=1500) for n in range(10, 14)]) == []


def test_five_long_ones_among_many_are_no_habit() -> None:
    assert found([call(n) for n in range(30)] + [call(n, wrap=900) for n in range(30, 35)]) == []


def test_nobody_else_at_the_queue_leaves_the_floor_alone_to_decide() -> None:
    alone = [Habit(user_id=ODD, queue_id=QUEUE, wrap=60, quick=0)]
    assert usual(alone, ODD, QUEUE, "wrap") is None
    assert found([call(n, wrap=170) for n in range(10)], alone) == []
    assert [seen.detector for seen in found([call(n, wrap=190) for n in range(10)], alone)] == ["long_wrapup"]


def test_calls_that_the_agent_ends_at_once_are_found() -> None:
    day = [call(n) for n in range(20)] + [call(n, talk=4, ended_by="agent", wrap=3) for n in range(20, 23)]
    (seen,) = found(day)
    assert (seen.detector, len(seen.evidence), seen.evidence[0].seconds) == ("dropped_calls", 3, 4)


def test_customers_who_hang_up_at_once_are_nobody_s_fault() -> None:
    assert found([call(n, talk=4) for n in range(20)]) == []


def test_two_wrong_numbers_a_day_happen() -> None:
    assert found([call(n, talk=4, ended_by="agent") for n in range(2)]) == []


def test_ten_seconds_of_talk_and_hold_together_are_not_below_ten() -> None:
    assert found([call(n, talk=4, hold=6, ended_by="agent") for n in range(9)]) == []


def test_calls_out_that_end_at_once_are_not_dropped() -> None:
    assert found([call(n, talk=2, ended_by="agent", direction="out") for n in range(9)]) == []


def test_handing_on_at_once_far_more_than_others_is_found() -> None:
    day = [call(n) for n in range(8)] + [call(n, talk=20, ended_by="transfer") for n in range(8, 14)]
    (seen,) = found(day)
    assert (seen.detector, len(seen.evidence), seen.handled) == ("quick_transfers", 6, 14)
    assert seen.limits["usual"] == 5


def test_who_sits_at_a_reception_where_all_hand_on_is_left_in_peace() -> None:
    day = [call(n, queue_id=RECEPTION, talk=20, ended_by="transfer") for n in range(20)]
    assert found(day, habits(quick=85, queue=RECEPTION)) == []


def test_handing_on_after_a_real_talk_is_work() -> None:
    assert found([call(n, talk=200, ended_by="transfer") for n in range(20)]) == []


def test_one_odd_colleague_does_not_move_what_is_usual() -> None:
    known = [
        Habit(user_id=UUID(int=20 + n), queue_id=QUEUE, wrap=wrap, quick=0) for n, wrap in enumerate((60, 62, 5000))
    ]
    assert usual(known, ODD, QUEUE, "wrap") == 62


def test_of_two_people_only_the_odd_one_is_found() -> None:
    day = [call(n, FAIR) for n in range(10)] + [call(n, wrap=700) for n in range(10, 20)]
    assert [seen.user_id for seen in found(day)] == [ODD]


@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 400), st.sampled_from(["customer", "agent", "transfer"])))
)
def test_whoever_is_found_is_found_with_enough_evidence_and_all_of_it_theirs(day: list[tuple[int, int, str]]) -> None:
    parts = [call(n, wrap=wrap, talk=talk, ended_by=by) for n, (wrap, talk, by) in enumerate(day)]
    least = {
        "long_wrapup": LIMITS.wrapup_count,
        "dropped_calls": LIMITS.drop_count,
        "quick_transfers": LIMITS.dump_count,
    }
    for seen in found(parts):
        assert least[seen.detector] <= len(seen.evidence) <= seen.handled <= len(parts)
        assert {each.segment_id for each in seen.evidence} <= {part.id for part in parts}

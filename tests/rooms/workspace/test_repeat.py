"""A repeat call is marked with what it is about and who spoke with the customer last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from madoguchi.kit.ids import new_id
from madoguchi.workspace.model.care import PastContact
from madoguchi.workspace.model.repeat import Now, repeat

NOW = datetime(2026, 11, 26, 3, tzinfo=UTC)
ORDER, CASE = ("order", new_id()), ("case", new_id())
SATO, SUZUKI = new_id(), new_id()
REPAIRS, SALES = new_id(), new_id()
NUMBERS = {ORDER: "A-1029", CASE: "CS-00007"}


def past(days: float, *about: tuple[str, UUID], **more: object) -> PastContact:
    fields: dict[str, object] = {
        "id": new_id(), "opened": NOW - timedelta(days=days), "direction": "in", "outcome": "classified",
        "resolution": "resolved", "callback_owed": False, "reason": None, "reason_ja": "", "reason_en": "",
        "about": about, "user": SATO, "line": REPAIRS,
    }  # fmt: skip
    return PastContact(**(fields | more))  # type: ignore[arg-type]  # checked by the struct


def test_the_same_order_within_a_week_names_who_spoke_last_and_when() -> None:
    latest = past(1, ORDER, user=None, outcome="abandoned")
    spoken = past(2, ORDER, user=SUZUKI)
    found = repeat(Now(at=NOW, line=REPAIRS), [latest, spoken, past(5, ORDER)], 7, NUMBERS)
    assert found is not None
    assert (found.count, found.topic, found.number) == (4, "order", "A-1029")
    assert (found.user, found.last, found.interaction) == (SUZUKI, spoken.opened, spoken.id)


def test_a_case_and_a_reason_are_topics_too() -> None:
    by_case = repeat(Now(at=NOW), [past(1, CASE)], 7, NUMBERS)
    by_reason = repeat(Now(at=NOW), [past(1, reason="noise", reason_en="Noise")], 7, NUMBERS)
    assert by_case is not None
    assert by_reason is not None
    assert (by_case.topic, by_case.number) == ("case", "CS-00007")
    assert (by_reason.topic, by_reason.reason_en) == ("reason", "Noise")


def test_another_thing_another_line_and_last_week_are_no_repeats() -> None:
    assert repeat(Now(at=NOW, about=[CASE]), [past(1, ORDER)], 7, NUMBERS) is None, "they call about something else"
    assert repeat(Now(at=NOW, line=SALES), [past(1, ORDER)], 7, NUMBERS) is None, "on another line of business"
    assert repeat(Now(at=NOW), [past(7.1, ORDER)], 7, NUMBERS) is None, "more than a week ago"
    assert repeat(Now(at=NOW), [past(1)], 7, NUMBERS) is None, "nobody knows what it was about"
    assert repeat(Now(at=NOW), [past(1, ORDER, direction="out")], 7, NUMBERS) is None, "only we called"


def test_what_the_present_call_turns_out_to_be_about_decides() -> None:
    contacts = [past(1, ORDER, user=SUZUKI), past(3, CASE)]
    found = repeat(Now(at=NOW, about=[CASE]), contacts, 7, NUMBERS)
    assert found is not None
    assert (found.topic, found.count, found.user) == ("case", 2, SATO)


def test_our_own_call_about_it_says_who_spoke_but_does_not_count() -> None:
    contacts = [past(0.5, ORDER, direction="out", user=SUZUKI), past(3, ORDER)]
    found = repeat(Now(at=NOW), contacts, 7, NUMBERS)
    assert found is not None
    assert (found.count, found.user) == (2, SUZUKI)


@given(
    st.lists(
        st.tuples(
            st.floats(0, 20), st.sampled_from([(), (ORDER,), (CASE,), (ORDER, CASE)]), st.sampled_from(["in", "out"])
        ),
        max_size=20,
    ),
    st.integers(1, 14),
)
def test_a_repeat_is_always_within_the_days_and_counts_their_calls_alone(
    history: list[tuple[float, tuple[tuple[str, UUID], ...], str]], days: int
) -> None:
    contacts = [past(ago, *about, direction=way) for ago, about, way in sorted(history)]
    found = repeat(Now(at=NOW), contacts, days, NUMBERS)
    inbound = [c for c in contacts if c.direction == "in" and c.about and c.opened >= NOW - timedelta(days=days)]
    assert (found is None) == (not inbound)
    if found is not None:
        assert 2 <= found.count <= len(inbound) + 1
        assert found.last >= NOW - timedelta(days=days)

"""What the agent is told to care about before answering."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from madoguchi.kit.ids import new_id
from madoguchi.workspace.model.care import Known, OpenCase, OpenTask, Ordered, PastContact, care

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ORDER, REASON = new_id(), "noise"


def past(days: float, *about: tuple[str, UUID], **more: object) -> PastContact:
    fields: dict[str, object] = {
        "id": new_id(),
        "opened": NOW - timedelta(days=days),
        "direction": "in",
        "outcome": "classified",
        "resolution": "resolved",
        "callback_owed": False,
        "reason": None,
        "reason_ja": "",
        "reason_en": "",
        "about": about,
    }
    return PastContact(**(fields | more))  # type: ignore[arg-type]  # checked by the struct


def codes(known: Known) -> list[str]:
    return [reason.code for reason in care(known)]


def test_the_third_call_this_week_about_the_same_order_is_said_so() -> None:
    contacts = [past(1, ("order", ORDER)), past(3, ("order", ORDER), ("order", ORDER))]
    [reason] = care(Known(at=NOW, contacts=contacts, orders=[Ordered(id=ORDER, number="A-1029", status="delivered")]))
    assert (reason.code, reason.params) == ("repeat_contact_same_order", {"count": 3, "number": "A-1029", "days": 7})
    assert reason.since == NOW - timedelta(days=3)


def test_what_the_screen_names_as_a_repeat_call_is_not_said_twice() -> None:
    contacts = [past(1, ("order", ORDER)), past(3, ("order", ORDER))]
    orders = [Ordered(id=ORDER, number="A-1029", status="delivered")]
    assert codes(Known(at=NOW, contacts=contacts, orders=orders, said=("order", "A-1029"))) == []
    another = Known(at=NOW, contacts=contacts, orders=orders, said=("case", "CS-1"))
    assert codes(another) == ["repeat_contact_same_order"]
    assert codes(Known(at=NOW, contacts=contacts[:1], said=("order", "A-1029"))) == []
    assert codes(Known(at=NOW, contacts=contacts, said=("reason", "異音"))) == ["repeat_contact"]


def test_repeats_fall_back_to_the_reason_and_then_to_the_count() -> None:
    same = [past(1, reason=REASON, reason_en="Noise"), past(2, reason=REASON, reason_en="Noise")]
    assert codes(Known(at=NOW, contacts=same)) == ["repeat_contact_same_reason"]
    [reason] = care(Known(at=NOW, contacts=[past(2)]))
    assert (reason.code, reason.params["count"]) == ("repeat_contact", 2)


def test_our_own_calls_are_no_repeats() -> None:
    assert codes(Known(at=NOW, contacts=[past(1, direction="out"), past(2, direction="out")])) == []


def test_the_gravest_comes_first_and_five_are_enough() -> None:
    case = OpenCase(
        id=new_id(), number="CS-1", title="発火", priority="urgent", due=NOW, opened=NOW - timedelta(days=2)
    )
    late = OpenCase(
        id=new_id(), number="CS-2", title="遅延", priority="normal", due=NOW - timedelta(days=1), opened=NOW
    )
    known = Known(
        at=NOW,
        caution="harassment",
        do_not_call=True,
        contacts=[past(1, callback_owed=True)],
        cases=[late, case],
        tasks=[OpenTask(kind="callback", due=NOW - timedelta(hours=1)), OpenTask(kind="todo", due=None)],
    )
    assert codes(known) == ["caution", "case_urgent", "case_overdue", "repeat_contact", "callback_late"]


def test_what_was_left_open_last_time_is_remembered() -> None:
    assert "unresolved_last" in codes(Known(at=NOW, contacts=[past(1, resolution="passed_on")]))
    assert "abandoned_before" in codes(Known(at=NOW, contacts=[past(1, outcome="abandoned", resolution="")]))
    assert "callback_owed" in codes(Known(at=NOW, contacts=[past(1, callback_owed=True)]))


def test_what_was_long_ago_is_no_repeat_but_may_still_be_open() -> None:
    assert codes(Known(at=NOW, contacts=[past(30, resolution="unresolved")])) == ["unresolved_last"]


def test_an_order_on_its_way_is_mentioned_last() -> None:
    orders = [Ordered(id=ORDER, number="A-1029", status="shipped")]
    assert codes(Known(at=NOW, do_not_call=True, orders=orders)) == ["do_not_call", "order_on_the_way"]


def test_a_customer_with_nothing_to_tell_has_an_empty_list() -> None:
    assert care(Known(at=NOW, cases=[], tasks=[OpenTask(kind="todo", due=NOW + timedelta(days=1))])) == []

"""When a wrap-up is complete, and what the server says when it is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.kit.ids import new_id
from madoguchi.workspace.model.wrapup import (
    REQUIRABLE,
    RESOLUTIONS,
    ChosenReason,
    NextStep,
    Wrapup,
    WrapupForm,
    check,
)

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
REASON = ChosenReason(id=new_id(), codes=("repair", "fridge"), name_ja="修理", name_en="Repair", leaf=False)


def owed(required: tuple[str, ...] = ("reason", "resolution"), depth: int = 1) -> Wrapup:
    return Wrapup(
        id=new_id(),
        interaction_id=new_id(),
        segment_id=new_id(),
        user_id=new_id(),
        line_of_business_id=None,
        state="due",
        opened=NOW,
        due=NOW,
        extended=0,
        finished=None,
        extend_seconds=60,
        extensions=3,
        required=required,
        reason_depth=depth,
        version=1,
    )


def faults(form: WrapupForm, wrapup: Wrapup, reason: ChosenReason | None = REASON) -> list[tuple[str, str]]:
    return [(fault.at, fault.code) for fault in check(form, wrapup, reason, NOW)]


def test_a_complete_form_has_no_faults() -> None:
    step = NextStep(kind="callback", due=NOW + timedelta(hours=2), text="部品の在庫を確認")
    form = WrapupForm(reason=REASON.id, asked="音", done="案内", result="訪問", resolution="arranged", next_step=step)
    assert faults(form, owed(REQUIRABLE[:-1])) == []


def test_every_required_field_is_named_when_it_is_missing() -> None:
    assert faults(WrapupForm(), owed(REQUIRABLE), None) == [
        ("reason", "wrapup_required"),
        ("asked", "wrapup_required"),
        ("done", "wrapup_required"),
        ("result", "wrapup_required"),
        ("resolution", "wrapup_required"),
        ("caller_relation", "wrapup_required"),
    ]


def test_spaces_are_not_an_answer() -> None:
    assert faults(WrapupForm(asked=" 　\n"), owed(("asked",))) == [("asked", "wrapup_required")]


def test_a_reason_must_be_as_fine_as_the_rule_says_unless_there_is_nothing_finer() -> None:
    form = WrapupForm(reason=REASON.id)
    assert faults(form, owed(("reason",), depth=3)) == [("reason", "reason_too_shallow")]
    leaf = ChosenReason(id=REASON.id, codes=REASON.codes, name_ja="", name_en="", leaf=True)
    assert faults(form, owed(("reason",), depth=3), leaf) == []


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        (WrapupForm(reason=new_id()), ("reason", "reason_unknown")),
        (WrapupForm(resolution="perhaps"), ("resolution", "resolution_unknown")),
        (WrapupForm(caller_relation="neighbour"), ("caller_relation", "relation_unknown")),
        (WrapupForm(contract_holder=new_id()), ("caller_relation", "wrapup_required")),
        (WrapupForm(result="長" * 4001), ("result", "wrapup_too_long")),
        (WrapupForm(next_step=NextStep(kind="callback", due=NOW)), ("next_step.due", "next_step_past")),
        (
            WrapupForm(next_step=NextStep(kind="dance", due=NOW + timedelta(days=1))),
            ("next_step.kind", "next_step_unknown"),
        ),
    ],
)
def test_what_makes_no_sense_is_named(form: WrapupForm, fault: tuple[str, str]) -> None:
    assert fault in faults(form, owed(()), None)


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_a_next_step_is_only_owed_while_something_is_open(resolution: str) -> None:
    missing = ("next_step", "wrapup_required") in faults(WrapupForm(resolution=resolution), owed(("next_step",)))
    assert missing == (resolution not in ("resolved", "absent"))


@given(
    st.builds(
        WrapupForm,
        asked=st.text(max_size=20),
        done=st.text(max_size=20),
        result=st.text(max_size=20),
        resolution=st.sampled_from(["", *RESOLUTIONS, "?"]),
        caller_relation=st.sampled_from(["", "self", "?"]),
    ),
    st.sets(st.sampled_from(REQUIRABLE)),
)
def test_a_stricter_rule_never_accepts_more(form: WrapupForm, required: set[str]) -> None:
    loose = set(faults(form, owed(()), None))
    strict = set(faults(form, owed(tuple(sorted(required))), None))
    assert loose <= strict

"""The ways in which a supervisor was beside a talk, whatever order they are told in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from madoguchi.supervision.model.monitoring import Mode, MonitoringStep, stepped

START = datetime(2026, 11, 26, tzinfo=UTC)
told = st.lists(st.sampled_from(get_args(Mode)), min_size=1, max_size=8).map(
    lambda modes: [MonitoringStep(mode=mode, at=START + timedelta(seconds=n)) for n, mode in enumerate(modes)]
)


@given(told, st.randoms(use_true_random=False))
def test_told_in_any_order_and_twice_the_last_way_is_the_last(steps: list[MonitoringStep], random: Random) -> None:
    shuffled = [*steps, *steps]
    random.shuffle(shuffled)
    kept: list[MonitoringStep] = []
    for step in shuffled:
        kept = stepped(kept, step.mode, step.at)
    assert kept == steps

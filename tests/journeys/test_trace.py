"""One trace from the SIP event to the painted screen, as a collector outside receives it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from playwright.async_api import expect

from madoguchi.entrypoints.demo.calling import sip_address
from tests.instance import Instance, until
from tests.journeys.outside import calling
from tests.journeys.seat import seat
from tests.servers.collector import Collector, collector


@pytest.fixture
def watched() -> Iterator[tuple[Instance, Collector]]:
    """A centre that sends its traces to a collector."""
    with collector() as kept:
        made = Instance(MADOGUCHI_TELEPHONY="asterisk", MADOGUCHI_OTLP_URL=kept.url).start()
        yield made, kept
        made.remove()


async def test_a_call_is_one_trace_up_to_the_paint(
    watched: tuple[Instance, Collector], agent_tone: Path, caller_tone: Path, tmp_path: Path
) -> None:
    centre, kept = watched
    async with seat(centre.url, agent_tone) as sato:
        await (await sato.sign_in("sato@minato.example")).be("ready")
        address = sip_address(centre.folder / "data")
        async with calling(address, "09012345678", "0120000315", caller_tone, tmp_path) as caller:
            await caller.answered()
            await expect(sato.part("pop-name")).to_contain_text("長谷川", timeout=20_000)
            painted = until(lambda: next((s for s in list(kept.spans) if s.name == "paint"), None), what="the paint")
            steps = until(lambda: _whole(kept.steps(painted.trace_id)), what="the first step")
    names = [step.name for step in steps]
    assert names[0] == "switch Arrived"
    assert not steps[0].parent_span_id
    assert names.index("switch Arrived") < names.index("switch PlaybackEnded") < names.index("paint")
    assert any(name.startswith("push routing.") for name in names)
    known = {step.span_id for step in steps}
    assert {step.parent_span_id for step in steps[1:]} <= known  # nothing hangs in the air
    assert not any("長谷川" in str(step) or "9012345678" in str(step) for step in kept.spans)


def _whole(steps: list[Span]) -> list[Span] | None:
    """The trace, once its first step has arrived and nothing waits for a parent."""
    known = {step.span_id for step in steps}
    whole = any(not s.parent_span_id for s in steps) and all(s.parent_span_id in known for s in steps[1:])
    return steps if whole else None

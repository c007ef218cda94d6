"""Days that deserve a look, so that the detectors have something to show: somebody's wrap-ups run very long, and
somebody ends a few calls at once.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from msgspec.structs import replace

from madoguchi.entrypoints.demo.seed.floor import Took

Quirk = Callable[[Took], Took]


def quirks(random: Random, days_ago: int) -> dict[str, list[Quirk]]:
    """What is odd on a day: for each person how their first inbound calls go, one after another."""
    if days_ago in (1, 2):
        return {"suzuki": [lambda took: replace(took, wrap=random.randint(260, 480))] * 14}
    if days_ago in (4, 5):
        dropped = [
            lambda took: replace(took, talk=random.randint(3, 7), hold=0, wrap=random.randint(4, 12), by="agent")
        ]
        return {"tanaka": dropped * 3}
    return {}

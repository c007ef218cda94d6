"""`kill -9` of PostgreSQL under load, three times at every run; twenty times in `make soak`."""

from __future__ import annotations

from tests.instance import Instance
from tests.soak.kills import under_kills


async def test_three_kills_lose_nothing_and_double_nothing(bare_instance: Instance) -> None:
    print(f"\n{await under_kills(bare_instance, kills=3)}")

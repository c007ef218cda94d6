"""`kill -9` of PostgreSQL under load, twenty times: nothing that was acknowledged is lost, nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable

from tests.instance import Instance
from tests.soak.kills import under_kills

KILLS = 20


async def test_no_acknowledged_write_is_lost_and_none_is_done_twice(
    bare_instance: Instance, figure: Callable[[str], None]
) -> None:
    figure(str(await under_kills(bare_instance, KILLS)))

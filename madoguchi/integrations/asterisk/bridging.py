"""Bringing channels into a bridge, also those that are on their way."""

import asyncio
from collections.abc import Sequence

from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.errors import NotThere, WrongState

PATIENCE = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
"""Seconds between tries."""


async def join(ari: Ari, bridge: str, channels: Sequence[str], *, new: bool = False) -> None:
    """Put `channels` into `bridge`. One that leaves another bridge refuses for an instant, and a `new` one, which has
    just been made, is not known yet. Raises NotThere, or WrongState when it goes on refusing.
    """
    passing = (WrongState, NotThere) if new else (WrongState,)
    for pause in PATIENCE:
        try:
            await ari.join(bridge, channels)
        except passing:
            await asyncio.sleep(pause)
        else:
            return
    await ari.join(bridge, channels)

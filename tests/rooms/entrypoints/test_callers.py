"""The demonstration's caller, on two real SIP phones."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import numpy as np
import pytest

from madoguchi.entrypoints.demo import calling
from madoguchi.entrypoints.demo.calling import Caller, ring
from madoguchi.entrypoints.demo.phones import phone
from tests.tones import RATE, samples


async def test_who_answers_late_hears_the_caller_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "BETWEEN_SENTENCES", 0.5)
    async with phone() as desk:
        desk.do("account", name="desk", uri=f"sip:desk@{desk.address}", answers=True)
        await desk.wait("account", account="desk")
        caller = asyncio.create_task(ring(desk.address, Caller("09012345678", "0120000315", "thanks", "en")))
        try:
            call = str((await desk.wait("incoming", 20))["call"])
            await asyncio.sleep(7.5)  # the whole sentence (4.8 s) goes by while nobody listens yet
            desk.do("record", call=call, path=str(tmp_path / "heard.wav"))
            await asyncio.sleep(3)
            desk.do("hang_up", call=call)
            await desk.wait("recorded", 10)
            await asyncio.wait_for(caller, 10)
        finally:
            caller.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await caller
    heard = samples(tmp_path / "heard.wav")
    assert len(heard) > 2 * RATE
    assert np.abs(heard).max() > 0.05

"""What is done without a switch that answers: told callers whom its message answered, calls that nobody drives."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import pytest

from madoguchi.integrations.asterisk import guardian, telephony
from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.node_state import NodeState
from madoguchi.integrations.asterisk.processes import Running
from madoguchi.integrations.asterisk.telephony import AsteriskLine
from madoguchi.telephony.ports import MissedCall, Report

STATE = NodeState(
    name="n", bind="", http_port=0, sip_port=0, rtp_ports=(0, 0), user="", password="", switch=Running(0, 0.0)
)  # fmt: skip


def _wrote_down(folder: Path, leg: str, moved: int) -> None:
    said = f"missed arrived={moved} moved={moved} dnis=0312345678 ani=0901 name= presentation=allowed\nended {moved}\n"
    (folder / leg).write_text(said)


async def test_one_missed_call_that_cannot_be_taken_does_not_keep_the_others_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telephony, "MISSED_SECONDS", 0.0)
    for number, leg in enumerate(("first", "second", "third")):
        _wrote_down(tmp_path, leg, 1_800_000_000 + number)
    told: list[str] = []

    async def listener(report: Report) -> None:
        assert isinstance(report, MissedCall)
        if report.leg == "first":
            raise ValueError
        told.append(report.leg)

    with suppress(TimeoutError):
        async with asyncio.timeout(0.5):
            await AsteriskLine(cast(Ari, None), missed_folder=tmp_path).tell_missed(listener)
    assert told == ["second", "third"]
    assert [path.name for path in tmp_path.iterdir()] == ["first"], "it is tried again"


def test_a_recording_goes_on_while_nobody_drives_the_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    place = {"context": "from-trunk", "app_name": "Stasis", "exten": "0312345678"}
    channels = [
        {"id": "customer", "name": "PJSIP/trunk-1", "dialplan": place},
        {"id": "agent", "name": "PJSIP/a-2", "dialplan": place | {"context": "agents"}},
        {"id": "r-said", "name": "Snoop/customer-3", "dialplan": place | {"context": "default"}},
        {"id": "alone", "name": "PJSIP/b-4", "dialplan": place | {"context": "agents"}},
    ]
    ended: list[str] = []

    def ask(state: NodeState, method: str, path: str, **_: Any) -> Any:
        if method == "DELETE":
            ended.append(path)
        return {"/channels": channels, "/bridges": [{"channels": ["customer", "agent"]}]}.get(path, {"value": "x"})

    monkeypatch.setattr(guardian, "ask", ask)
    watch = guardian.Watch(0.0)
    watch.look(STATE)
    watch.look(STATE)
    assert ended == ["/channels/alone"]

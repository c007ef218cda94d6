"""The guardian: a small process beside the switch that outlives Madoguchi's main one.

Whoever holds the switch's event socket keeps changing a variable in the switch. When it has stood still for a while,
nobody drives the calls: callers still waiting go on to the fallback, and legs left alone are ended. Two people talking
are left to talk.

    python -m madoguchi.integrations.asterisk.guardian NODE_FOLDER PATIENCE_SECONDS
"""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from madoguchi.integrations.asterisk import node_state
from madoguchi.integrations.asterisk.dialplan import FALLBACK, INBOUND
from madoguchi.integrations.asterisk.errors import NotThere, SwitchError
from madoguchi.integrations.asterisk.node_state import HEARTBEAT, NodeState, ask
from madoguchi.integrations.asterisk.processes import alive

PERIOD = 2.0
"""Seconds between two looks."""


class Watch:
    """Remembers when the heartbeat last changed, and who has talked since then."""

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self.beat: str | None = None
        self.changed = time.monotonic()
        self.talked: set[str] = set()

    def look(self, state: NodeState) -> None:
        """One look at the switch, and what follows from it."""
        beat = _heartbeat(state)
        if beat != self.beat:
            self.beat, self.changed = beat, time.monotonic()
            self.talked.clear()
            return
        channels = ask(state, "GET", "/channels")
        talking = _talking(state)
        self.talked |= talking
        if time.monotonic() - self.changed < self.patience:
            return
        for channel in channels:
            # What records a talk is nobody's leg: it ends with the leg that it listens to.
            if channel["name"].startswith("Snoop/") or channel["id"] in talking:
                continue
            if channel["dialplan"]["app_name"] == "Stasis":
                self._release(state, channel)

    def _release(self, state: NodeState, channel: dict[str, Any]) -> None:
        place = channel["dialplan"]
        waiting = place["context"] == INBOUND and channel["id"] not in self.talked
        try:
            if waiting:
                for sound in ("moh", "ring", "silence"):
                    ask(state, "DELETE", f"/channels/{channel['id']}/{sound}")
                ask(
                    state,
                    "POST",
                    f"/channels/{channel['id']}/continue",
                    context=FALLBACK,
                    extension=place["exten"],
                    priority="1",
                )
            else:
                ask(state, "DELETE", f"/channels/{channel['id']}")
        except SwitchError as error:
            _say(f"{channel['id']} {error.code}")
        else:
            _say(f"{channel['id']} {'moved to the fallback' if waiting else 'ended'}")


def main(folder: Path, patience: float) -> None:
    """Watch until the switch is gone or has another guardian."""
    state = node_state.read(folder)
    watch = Watch(patience)
    while state is not None and alive(state.switch):
        try:
            watch.look(state)
        except SwitchError as error:
            _say(error.code)
        time.sleep(min(PERIOD, patience / 4))
        latest = node_state.read(folder)
        if latest is None or latest.switch != state.switch:
            return


def _heartbeat(state: NodeState) -> str | None:
    try:
        value = ask(state, "GET", "/asterisk/variable", variable=HEARTBEAT)["value"]
    except NotThere:
        return None
    return str(value)


def _talking(state: NodeState) -> set[str]:
    """Channels that share a bridge with another."""
    return {id for bridge in ask(state, "GET", "/bridges") if len(bridge["channels"]) > 1 for id in bridge["channels"]}


def _say(text: str) -> None:
    print(datetime.now(UTC).isoformat(timespec="seconds"), text, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))

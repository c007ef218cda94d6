"""`python -m bench.run NAME…`: measure; without a name, everything that is measured by default."""

from __future__ import annotations

import os
import sys
import time
from importlib import import_module
from pathlib import Path

import uvloop

from bench.frame import place, publish

FRAME = {"__init__", "callcentre", "casework", "frame", "http_load", "offer_push_server", "people", "run"}
NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in FRAME)


async def _measure(name: str) -> None:
    module = import_module(f"bench.{name}")
    size = os.environ.get("SIZE") or module.SIZE
    print(f"{name} at {size}", flush=True)
    began = time.monotonic()
    demo, telephony = getattr(module, "DEMO", False), getattr(module, "TELEPHONY", "simulated")
    async with place(size, demo=demo, telephony=telephony) as ground:
        report = await module.measure(ground)
    publish(name, report)
    print(f"  {time.monotonic() - began:,.0f} s in all, set-up included", flush=True)


def main(names: list[str]) -> int:
    """Run the benches named; returns the exit status."""
    unknown = set(names) - set(NAMES)
    if unknown:
        print(f"no bench is called {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    for name in names or NAMES:
        uvloop.run(_measure(name))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

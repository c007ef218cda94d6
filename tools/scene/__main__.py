"""Live the scene: `python -m tools.scene`.

A fresh demonstration centre is started; every step becomes `docs/scene/<step>-<ja|en>.png` (1280 × 800; Japanese in
light, English in dark colours), and the pages that show them in order are written from the same list. With `--url` and
`--data` a centre that runs already is used; `--out` puts the pictures elsewhere, `--size` makes them larger, `--parts`
and `--languages` take some of them.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from madoguchi.entrypoints.demo.calling import sip_address
from tests.instance import Instance
from tools.scene import call, care, drawn, floor, promises, together
from tools.scene.camera import AGENT, Camera, camera
from tools.scene.pages import OUT, write_pages

PARTS: dict[str, Callable[[Camera], Awaitable[None]]] = {
    "the_call": call.the_call,
    "dial": call.dial,
    "side_roads": call.side_roads,
    "overdue": call.overdue,
    "together": together.together,
    "promises": promises.promises,
    "second_line": promises.second_line,
    "caution": care.caution,
    "wish": care.wish,
    "refusal": care.refusal,
    "board": floor.board,
    "reports": floor.reports,
    "flow": drawn.flow,
    "around": call.around,
    "recording": call.recording,
}


async def walk(url: str, switch: str, out: Path, size: tuple[int, int], languages: list[str], parts: list[str]) -> None:
    """Photograph the parts that are asked for."""
    out.mkdir(parents=True, exist_ok=True)
    for language in languages:
        async with camera(url, switch, out, language, size) as at:
            if "the_call" in parts:
                await call.arrive(at)
            await at.sign_in(AGENT[language])
            for part in parts:
                await PARTS[part](at)


def main() -> None:
    """Live the scene and write its pages."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--url")
    asked.add_argument("--data", type=Path)
    asked.add_argument("--out", type=Path, default=OUT)
    asked.add_argument("--size", default="1280x800")
    asked.add_argument("--languages", default="ja,en")
    asked.add_argument("--parts", default=",".join(PARTS))
    given = asked.parse_args()
    width, height = (int(each) for each in given.size.split("x"))
    rest = (given.out, (width, height), given.languages.split(","), given.parts.split(","))
    if given.url:
        asyncio.run(walk(given.url, sip_address(given.data), *rest))
    else:
        centre = Instance(MADOGUCHI_TELEPHONY="asterisk").start()
        try:
            asyncio.run(walk(centre.url, sip_address(centre.folder / "data"), *rest))
        finally:
            centre.remove()
    if given.out == OUT:
        write_pages()


if __name__ == "__main__":
    main()

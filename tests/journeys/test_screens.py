"""What axe finds on the screens of a live call, in a real browser; over fixtures, so that none runs out meanwhile."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.async_api import expect

from tests.journeys.seat import seat
from tests.journeys.walk import HERE, SETTLED, axe_faults

SCREENS = {
    "ringing": "accept",
    "unknown": "customer-search",
    "several": "customer-search-result",
    "withheld": "customer-search",
    "call": "callbar",
    "held": "callbar",
    "call-unknown": "customer-search",
    "wrapup": "wrapup",
    "overdue": "wrapup",
}
"""Each story of `web/apps/desk/stories`, and what stands on it."""
LOOKS = [("ja", "light"), ("en", "dark")]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the stories are served, built as the desk is."""
    folder = tmp_path_factory.mktemp("stories")
    build = ["npx", "vite", "build", "--outDir", str(folder), "--emptyOutDir", "--logLevel", "warn"]
    subprocess.run(build, cwd=HERE / "web", env={**os.environ, "MADOGUCHI_STORIES": "1"}, check=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/stories.html"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_the_screens_of_a_call_are_without_serious_faults(
    stories: str, language: str, theme: str, agent_tone: Path
) -> None:
    async with seat(stories, agent_tone, locale=language, dark=theme == "dark") as desk:
        faults = []
        for story, there in SCREENS.items():
            await desk.page.goto(f"{stories}?story={story}&lang={language}&theme={theme}")
            await expect(desk.part(there).first).to_be_visible(timeout=20_000)
            await desk.page.wait_for_function(SETTLED, timeout=20_000)
            faults += [f"{story}: {fault}" for fault in await axe_faults(desk.page)]
        assert faults == []
        assert desk.faults == []

"""How a switch gets what it is to play: from its own folder, into which we put it; or fetched from us, over HTTP."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import uuid4

from madoguchi.telephony.ports import SoundSource


class Sounds:
    """Names of sounds as this switch plays them. `folder`: where a switch on this machine finds them; without one they
    are fetched by address, except those of the house, which every switch has.
    """

    def __init__(self, source: SoundSource | None = None, folder: Path | None = None) -> None:
        self._source, self._folder = source, folder

    async def media(self, name: str) -> str:
        """What ARI calls this sound."""
        if self._source is not None:
            if self._folder is not None:
                await self._put(self._source, self._folder, name)
            elif url := self._source.url(name):
                return f"sound:{url}"
        return f"sound:madoguchi/{name}"

    async def _put(self, source: SoundSource, folder: Path, name: str) -> None:
        """A sound never changes under its name: what lies there is right."""
        target = folder / f"{name}.wav"
        if target.exists():
            return
        content = await source.content(name)
        if content is not None:
            await asyncio.to_thread(_write, target, content)


def _write(target: Path, content: bytes) -> None:
    draft = target.with_name(f"{target.name}.{uuid4().hex}")
    draft.write_bytes(content)
    draft.replace(target)

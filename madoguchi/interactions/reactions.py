"""What the contact room does about facts from below."""

from __future__ import annotations

from madoguchi.files.events import FileRemoved
from madoguchi.interactions import transcripts
from madoguchi.kit.facts import reacts_to


@reacts_to(FileRemoved)
async def words_go_with_the_sound(fact: FileRemoved) -> None:
    """A recording whose time is up is gone in words, too."""
    if fact.purpose == "recording":
        await transcripts.forget(fact.file)

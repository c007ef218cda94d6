"""What is said in a recording is written down, by one of ours or by a machine."""

from __future__ import annotations

import re
from uuid import UUID

from madoguchi.interactions import store, transcripts
from madoguchi.interactions.errors import RecordingUnknown, TranscriptInvalid
from madoguchi.interactions.events import TranscriptWritten
from madoguchi.interactions.model import Transcript
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault, PreconditionFailed
from madoguchi.kit.facts import record
from madoguchi.kit.metrics import counter

CHARACTERS = 100_000
LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
written_total = counter("transcripts_written", "Recordings written down or corrected, by whom", ("by",))


async def transcribe(
    recording: UUID, text: str, *, language: str, author: UUID | None = None, seen: int | None = None
) -> Transcript:
    """Write down what is said in a recording, or correct it; returns what stands now.

    `language` is BCP 47; `author` None: a machine, which never replaces what one of ours wrote. `seen`: the version
    that was corrected (0: nothing was there); None replaces whichever there is. The same words again change nothing.
    Raises `RecordingUnknown`, `TranscriptInvalid`, `PreconditionFailed` when somebody was quicker, `Erased`.
    """
    _check(text, language)
    interaction = await transcripts.lock(recording)
    if interaction is None:
        raise RecordingUnknown
    contact = await store.by_id(interaction)
    found = [one for one in await transcripts.transcripts_of(interaction) if one.recording_id == recording]
    before = found[0] if found else None
    version = before.version if before else 0
    if seen not in (None, version):
        raise PreconditionFailed(version=version)
    if before is not None and (_same(before, text, language) or (author is None and before.author is not None)):
        return before
    written = Transcript(
        recording_id=recording, version=version + 1, language=language, author=author, at=now(), text=text
    )
    await transcripts.keep(contact, written)
    await store.event(interaction, "transcribed", written.at, {"by": str(author)} if author else {})
    written_total.labels("person" if author else "machine").inc()
    record(
        TranscriptWritten(
            interaction=interaction,
            recording=recording,
            customer=contact.customer_id,
            version=written.version,
            author=author,
        )
    )
    return written


def _same(before: Transcript, text: str, language: str) -> bool:
    return (before.text, before.language) == (text, language)


def _check(text: str, language: str) -> None:
    faults = []
    if not text.strip() or len(text) > CHARACTERS:
        faults.append(Fault(at="text", code="transcript_length", params={"most": CHARACTERS}))
    if not LANGUAGE.fullmatch(language):
        faults.append(Fault(at="language", code="transcript_language"))
    if faults:
        raise TranscriptInvalid(faults=faults)

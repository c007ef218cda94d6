"""What a contact leaves behind: notes, links, attachments, recordings and what the wrap-up says."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from madoguchi.files import file as stored_file
from madoguchi.files import hold
from madoguchi.interactions import sealed, store
from madoguchi.interactions.actions import contact as contacts
from madoguchi.interactions.errors import AttachmentRefused, NoteInvalid
from madoguchi.interactions.events import (
    AttachmentAdded,
    LinkAdded,
    NoteWritten,
    OutcomeRecorded,
    RecordingAdded,
    VoicemailLeft,
)
from madoguchi.interactions.incidents import is_evidence
from madoguchi.interactions.model import Gap, Interaction, Note, Outcome, Segment
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.vault import rewrap

NOTE_CHARACTERS = 20_000


async def write_note(interaction: UUID, text: str, author: UUID) -> Note:
    """Keep a note, sealed. Raises `NoteInvalid` when empty or longer than 20,000 characters."""
    if not text.strip() or len(text) > NOTE_CHARACTERS:
        raise NoteInvalid(faults=[Fault(at="text", code="note_length", params={"most": NOTE_CHARACTERS})])
    contact = await store.by_id(interaction)
    note = Note(id=new_id(), interaction_id=interaction, author=author, at=now(), text=text)
    await sealed.keep_note(contact, note)
    await store.event(interaction, "noted", note.at)
    record(NoteWritten(interaction=interaction, note=note.id, customer=contact.customer_id, author=author))
    return note


async def link(interaction: UUID, kind: str, ref: UUID, by: UUID | None = None) -> None:
    """The contact touched this thing of another room. Idempotent."""
    contact = await store.by_id(interaction)
    if await store.add_link(interaction, kind, ref, now(), by):
        record(LinkAdded(interaction=interaction, customer=contact.customer_id, kind=kind, ref=ref))


async def attach(interaction: UUID, file: UUID, by: UUID | None = None) -> UUID:
    """Keep a file that `by` uploaded for it with the contact, under its customer's key. Idempotent; returns the
    attachment's id.

    Raises `FileUnknown`; `AttachmentRefused` for a recording, prompt or import, for what somebody else uploaded and for
    what is with another contact: its key would go to a customer whom it is not about.
    """
    contact = await store.by_id(interaction)
    found = await stored_file(file)
    if found.purpose != "attachment" or found.created_by != by or await store.attached_elsewhere(file, interaction):
        raise AttachmentRefused
    attachment, new = await store.add_attachment(interaction, file, now(), by)
    if new:
        await rewrap(file, contact.customer_id)
        record(AttachmentAdded(interaction=interaction, attachment=attachment, customer=contact.customer_id))
    return attachment


async def add_recording(
    interaction: UUID,
    file: UUID,
    started: datetime,
    seconds: int,
    channels: int,
    waveform: list[int],
    gaps: Sequence[Gap] = (),
) -> None:
    """Keep a recording (`waveform`: peaks 0-255, channels interleaved). Idempotent per file."""
    recording = await store.add_recording(interaction, file, started, seconds, channels, waveform, gaps)
    if recording:
        if await is_evidence(interaction):
            await hold(file, "harassment")
        record(RecordingAdded(interaction=interaction, recording=recording))


async def leave_message(
    interaction: UUID, file: UUID, started: datetime, seconds: int, waveform: list[int], *, queue: UUID | None
) -> None:
    """Keep what a caller said for the people of `queue` (None: of the one they waited in last). Idempotent per file."""
    recording = await store.add_recording(interaction, file, started, seconds, 1, waveform)
    if not recording:
        return
    contact = await store.by_id(interaction)
    record(RecordingAdded(interaction=interaction, recording=recording))
    record(
        VoicemailLeft(
            interaction=interaction,
            recording=recording,
            customer=contact.customer_id,
            queue=queue or contact.queue_id,
            line_of_business=contact.line_of_business_id,
            seconds=seconds,
        )
    )


async def classify(segment: UUID, outcome: Outcome | None, by: UUID | None) -> None:
    """Record what a part came to; None: its time ran out and it is unclassified until the owed form arrives.

    A later form replaces an earlier one; a late time-out never undoes a form.
    """
    part = await store.segment_by_id(segment)
    contact = await store.lock(part.interaction_id)
    if outcome is None:
        if part.outcome == "classified":
            return
        await _record(contact, part, "unclassified", Outcome(), by)
        return
    contact = await store.change(
        contact.id, caller_relation=outcome.caller_relation, contract_holder_id=outcome.contract_holder
    )
    await _record(contact, part, "classified", outcome, by)


async def _record(contact: Interaction, part: Segment, state: str, outcome: Outcome, by: UUID | None) -> None:
    await sealed.keep_outcome(contact, part.id, state, outcome, by, now())
    await store.set_segment_outcome(part.id, state)
    await store.event(contact.id, state, now())
    record(
        OutcomeRecorded(
            interaction=contact.id, segment=part.id, customer=contact.customer_id, user=part.user_id, state=state
        )
    )
    await contacts.settle_outcome(contact)

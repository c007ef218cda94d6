"""Reads of single contacts. Lists are in `history`, a customer's past in `timeline`."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from msgspec import Struct, structs

from madoguchi.files import FileView, files, view
from madoguchi.interactions import store
from madoguchi.interactions.consents import RecordingConsent, consents_of
from madoguchi.interactions.errors import RecordingUnknown
from madoguchi.interactions.hands import Hand, hands_of
from madoguchi.interactions.incidents import Incident, incidents_of
from madoguchi.interactions.model import Interaction, Link, Note, Recording, Segment, Transcript
from madoguchi.interactions.sealed import notes_of, open_texts
from madoguchi.interactions.transcripts import transcripts_of
from madoguchi.kit.db import db, many

interaction = store.by_id
segments_of = store.segments_of
live_segments = store.live_segments
segment = store.segment_by_id


class Disposition(Struct, frozen=True, kw_only=True):
    """What a wrap-up recorded for one agent's part."""

    segment_id: UUID
    state: str
    reason_id: UUID | None
    reason_ja: str
    reason_en: str
    resolution: str
    callback_owed: bool
    recorded: datetime
    recorded_by: UUID | None
    asked: str = ""
    done: str = ""
    result: str = ""


class AttachmentRow(Struct, frozen=True, kw_only=True):
    """A file kept with a contact; None where its row is gone."""

    id: UUID
    file_id: UUID
    at: datetime
    attached_by: UUID | None
    file: FileView | None = None


class Participant(Struct, frozen=True, kw_only=True):
    """Who was there: the customer (`user_id` None) or an agent; `departed` None while they still are."""

    role: str
    user_id: UUID | None
    joined: datetime
    departed: datetime | None


class EventRow(Struct, frozen=True, kw_only=True):
    """Something that happened in the contact: a code, and codes about it."""

    kind: str
    at: datetime
    segment_id: UUID | None
    data: dict[str, str]


class Detail(Struct, frozen=True, kw_only=True):
    """One contact with all its parts."""

    interaction: Interaction
    participants: list[Participant]
    segments: list[Segment]
    events: list[EventRow]
    notes: list[Note]
    dispositions: list[Disposition]
    links: list[Link]
    attachments: list[AttachmentRow]
    recordings: list[Recording]
    transcripts: list[Transcript]
    hands: list[Hand]
    incidents: list[Incident]
    consents: list[RecordingConsent]


async def detail(interaction: UUID) -> Detail:
    """Everything about one contact. Raises `InteractionUnknown`."""
    contact = await store.by_id(interaction)
    return Detail(
        interaction=contact,
        participants=many(Participant, await db().fetch(PARTICIPANTS, interaction)),
        segments=await store.segments_of(interaction),
        events=many(EventRow, await db().fetch(EVENTS, interaction)),
        notes=await notes_of(interaction),
        dispositions=await dispositions(interaction),
        links=many(Link, await db().fetch(LINKS, interaction)),
        attachments=await _attachments(interaction),
        recordings=many(Recording, await db().fetch(RECORDINGS, interaction)),
        transcripts=await transcripts_of(interaction),
        hands=await hands_of(interaction),
        incidents=await incidents_of(interaction),
        consents=await consents_of(interaction),
    )


async def _attachments(interaction: UUID) -> list[AttachmentRow]:
    rows = many(AttachmentRow, await db().fetch(ATTACHMENTS, interaction))
    known = await files([row.file_id for row in rows])
    return [structs.replace(row, file=view(known[row.file_id])) if row.file_id in known else row for row in rows]


EVENTS = "select kind, at, segment_id, data from interaction_event where interaction_id = $1 order by at, id limit 500"
PARTICIPANTS = "select role, user_id, joined, departed from participant where interaction_id = $1 order by joined, id"
LINKS = "select id, interaction_id, kind, ref, at from interaction_link where interaction_id = $1 order by at"
ATTACHMENTS = "select id, file_id, at, attached_by from attachment where interaction_id = $1 order by at"
RECORDINGS = """
    select id, interaction_id, file_id, started, seconds, channels, waveform, gaps from recording
    where interaction_id = $1 order by started
"""
DISPOSITIONS = """
    select segment_id, state, reason_id, reason_ja, reason_en, resolution, callback_owed, recorded, recorded_by, texts
    from outcome where interaction_id = $1 order by recorded
"""


async def dispositions(interaction: UUID) -> list[Disposition]:
    """What each part came to, oldest first, its words opened."""
    rows = await db().fetch(DISPOSITIONS, interaction)
    texts = await open_texts([(interaction, row["texts"]) for row in rows])
    return [
        Disposition(
            **{name: row[name] for name in row.keys() if name != "texts"},  # noqa: SIM118  # a record iterates values
            asked=words.asked,
            done=words.done,
            result=words.result,
        )
        for row, words in zip(rows, texts, strict=True)
    ]


async def links_of(interaction: UUID, kind: str) -> list[UUID]:
    """The things of a kind ("case", "order" …) that a contact touched, in the order in which it did."""
    sql = "select ref from interaction_link where interaction_id = $1 and kind = $2 order by at, id"
    return [row["ref"] for row in await db().fetch(sql, interaction, kind)]


async def recordings_of(interaction: UUID) -> list[Recording]:
    """The recordings of a contact, first one first. Raises `RecordingUnknown` when there is none."""
    found = many(Recording, await db().fetch(RECORDINGS, interaction))
    if not found:
        raise RecordingUnknown
    return found


async def evidence_files(interaction: UUID) -> list[UUID]:
    """The files that tell what was said in a contact: its recordings."""
    rows = await db().fetch("select file_id from recording where interaction_id = $1", interaction)
    return [row["file_id"] for row in rows]


async def queued_since(interaction: UUID) -> datetime | None:
    """When the contact began to wait in a queue for the first time; None when it never did."""
    sql = "select min(at) from interaction_event where interaction_id = $1 and kind = 'queued'"
    since: datetime | None = await db().fetchval(sql, interaction)
    return since


async def ended_among(interactions: list[UUID]) -> list[UUID]:
    """Those of these contacts whose customer is gone."""
    rows = await db().fetch("select id from interaction where id = any($1) and ended is not null", interactions)
    return [row["id"] for row in rows]


async def segments_over(segments: list[UUID]) -> list[UUID]:
    """Those of these parts that have ended."""
    rows = await db().fetch("select id from segment where id = any($1) and status = 'ended'", segments)
    return [row["id"] for row in rows]


STILL_OWED = """
    select true from segment s join interaction i on i.tenant_id = s.tenant_id and i.id = s.interaction_id
    where s.id = $1 and s.outcome = 'pending' and s.connected_at is not null and i.medium = any($2) and not exists (
        select from segment l join interaction o on o.tenant_id = l.tenant_id and o.id = l.interaction_id
        where l.tenant_id = s.tenant_id and l.user_id = s.user_id and l.ring_at > s.ring_at
            and l.connected_at > s.ended_at and o.medium = any($2))
"""


async def still_owed(segment: UUID, media: Iterable[str]) -> bool:
    """Whether this part, a talk on one of `media`, waits for its outcome and was its agent's latest talk on any."""
    return bool(await db().fetchval(STILL_OWED, segment, list(media)))


LAST_AGENT = """
    select s.user_id from interaction i join segment s on s.tenant_id = i.tenant_id and s.interaction_id = i.id
    where i.customer_id = $1 and i.opened > $2 and s.connected_at is not null
    order by i.opened desc, s.connected_at desc limit 1
"""


async def last_agent(customer: UUID, since: datetime) -> UUID | None:
    """Who spoke last with a customer in contacts that began after `since` (UTC)."""
    found: UUID | None = await db().fetchval(LAST_AGENT, customer, since)
    return found


HANDLING = """
    select count(*) as contacts, avg(seconds)::float8 as seconds from (
        select talk_seconds + hold_seconds + coalesce(wrap_seconds, 0) as seconds from segment
        where queue_id = $1 and status = 'ended' and connected_at > $2 order by connected_at desc limit $3) recent
"""


async def handling_seconds(queue: UUID, since: datetime, contacts: int = 50) -> float | None:
    """The mean of talk, hold and wrap-up of a queue's latest contacts since `since` (UTC); None when there are none."""
    row = await db().fetchrow(HANDLING, queue, since, contacts)
    return float(row["seconds"]) if row is not None and row["contacts"] else None

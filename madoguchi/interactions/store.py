"""SQL of a contact and its parts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct, to_builtins

from madoguchi.interactions.errors import InteractionUnknown, SegmentUnknown
from madoguchi.interactions.model import Gap, Interaction, Mark, Segment, SegmentTimes
from madoguchi.kit.db import db, many, one
from madoguchi.kit.ids import new_id

INTERACTION = ", ".join(Interaction.__struct_fields__)
SEGMENT = ", ".join(Segment.__struct_fields__)


class Opening(Struct, frozen=True, kw_only=True):
    """What is known when a contact begins. `address_value` is normalised; `withheld` says why there is none."""

    medium: str
    medium_ref: str
    direction: str
    address_kind: str = ""
    address_value: str = ""
    address_raw: str = ""
    withheld: str | None = None
    dialled: str = ""
    entry_point: UUID | None = None
    line_of_business: UUID | None = None
    customer: UUID | None = None
    conversation: UUID | None = None


INSERT = f"""
    with opened as (
        insert into interaction (id, medium, medium_ref, direction, conversation_id, customer_id, address_kind,
            address_value, address_raw, withheld, dialled, entry_point, line_of_business_id, opened)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict (tenant_id, medium, medium_ref) do nothing returning {INTERACTION}),
    noted as (
        insert into interaction_event (id, interaction_id, kind, at) select $15, id, 'opened', opened from opened),
    there as (
        insert into participant (id, interaction_id, role, joined) select $16, id, 'customer', opened from opened)
    select {INTERACTION} from opened
"""


async def insert(opening: Opening, at: datetime) -> Interaction | None:
    """Start the record, or None when this (medium, medium_ref) has one already."""
    row = await db().fetchrow(
        INSERT,
        new_id(),
        opening.medium,
        opening.medium_ref,
        opening.direction,
        opening.conversation or new_id(),
        opening.customer,
        opening.address_kind,
        opening.address_value,
        opening.address_raw,
        opening.withheld,
        opening.dialled,
        opening.entry_point,
        opening.line_of_business,
        at,
        new_id(),
        new_id(),
    )
    return one(Interaction, row)


async def by_ref(medium: str, medium_ref: str) -> Interaction:
    """The contact that a medium knows by `medium_ref`. Raises `InteractionUnknown`."""
    sql = f"select {INTERACTION} from interaction where medium = $1 and medium_ref = $2"
    return _found(one(Interaction, await db().fetchrow(sql, medium, medium_ref)))


async def by_id(interaction: UUID) -> Interaction:
    """Raises `InteractionUnknown`."""
    sql = f"select {INTERACTION} from interaction where id = $1"
    return _found(one(Interaction, await db().fetchrow(sql, interaction)))


async def lock(interaction: UUID) -> Interaction:
    """The contact, locked until the unit ends: reports about one contact are taken in one after the other."""
    sql = f"select {INTERACTION} from interaction where id = $1 for update"
    return _found(one(Interaction, await db().fetchrow(sql, interaction)))


def _found(interaction: Interaction | None) -> Interaction:
    if interaction is None:
        raise InteractionUnknown
    return interaction


async def segments_of(interaction: UUID) -> list[Segment]:
    """All parts of a contact, oldest first."""
    sql = f"select {SEGMENT} from segment where interaction_id = $1 order by ring_at, id"
    return many(Segment, await db().fetch(sql, interaction))


async def live_segments(user: UUID) -> list[Segment]:
    """The parts an agent is in right now, over all contacts."""
    sql = f"select {SEGMENT} from segment where user_id = $1 and status <> 'ended' order by ring_at"
    return many(Segment, await db().fetch(sql, user))


ADD_SEGMENT = f"""
    with person as (
        insert into participant (id, interaction_id, role, user_id, joined) values ($5, $2, 'agent', $3, $6)
        on conflict (tenant_id, interaction_id, role, user_id) do update set departed = null)
    insert into segment (id, interaction_id, user_id, queue_id, since, ring_at) values ($1, $2, $3, $4, $6, $6)
    returning {SEGMENT}
"""


async def add_segment(interaction: UUID, user: UUID, queue: UUID | None, at: datetime) -> Segment:
    """A new part for this agent, with the agent among the participants."""
    segment = one(Segment, await db().fetchrow(ADD_SEGMENT, new_id(), interaction, user, queue, new_id(), at))
    assert segment is not None
    return segment


MARK = """
    with marked as (
        insert into interaction_event (id, interaction_id, segment_id, kind, at, data)
        values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning kind, at, data)
    select kind, at, data ->> 'by' as by from marked
    union all
    select kind, at, data ->> 'by' from interaction_event
    where segment_id = $3 and kind = any($7) and exists (select from marked)
"""


async def mark(segment: Segment, mark: Mark, kinds: list[str]) -> list[Mark]:
    """Keep one report about a segment; returns all of them (of `kinds`), or none when it was known already."""
    data = {"by": mark.by} if mark.by else {}
    rows = await db().fetch(MARK, new_id(), segment.interaction_id, segment.id, mark.kind, mark.at, data, kinds)
    return [Mark(row["kind"], row["at"], row["by"] or "") for row in rows]


UPDATE_SEGMENT = f"""
    update segment set status = $2, muted = $3, since = $4, ring_at = $5, connected_at = $6, ended_at = $7,
        ended_by = $8, ring_seconds = $9, talk_seconds = $10, hold_seconds = $11, wrap_seconds = $12, outcome = $13,
        aside_at = $14, consult_seconds = $15
    where id = $1 returning {SEGMENT}
"""


async def update_segment(segment: UUID, times: SegmentTimes, outcome: str) -> Segment:
    """Keep what the reports now amount to."""
    row = await db().fetchrow(
        UPDATE_SEGMENT,
        segment,
        times.status,
        times.muted,
        times.since,
        times.ring_at,
        times.connected_at,
        times.ended_at,
        times.ended_by,
        times.ring_seconds,
        times.talk_seconds,
        times.hold_seconds,
        times.wrap_seconds,
        outcome,
        times.aside_at,
        times.consult_seconds,
    )
    updated = one(Segment, row)
    assert updated is not None
    return updated


async def event(interaction: UUID, kind: str, at: datetime, data: dict[str, str] | None = None) -> None:
    """Keep something that happened to the contact as a whole."""
    sql = "insert into interaction_event (id, interaction_id, kind, at, data) values ($1, $2, $3, $4, $5)"
    await db().execute(sql, new_id(), interaction, kind, at, data or {})


async def was_promised(interaction: UUID) -> bool:
    """Whether a call back was promised during the contact."""
    sql = """select exists (select from interaction_event
        where interaction_id = $1 and kind = 'remedied' and data ->> 'remedy' = 'callback')"""
    return bool(await db().fetchval(sql, interaction))


async def depart(interaction: UUID, user: UUID | None, at: datetime) -> None:
    """The customer (user None) or an agent is no longer there."""
    sql = "update participant set departed = $3 where interaction_id = $1 and user_id is not distinct from $2"
    await db().execute(sql, interaction, user, at)


async def change(interaction: UUID, **columns: object) -> Interaction:
    """Set columns of a contact, by name, and count its version up."""
    sets = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, start=2))
    sql = f"update interaction set {sets}, version = version + 1 where id = $1 returning {INTERACTION}"
    return _found(one(Interaction, await db().fetchrow(sql, interaction, *columns.values())))


async def segment_by_id(segment: UUID) -> Segment:
    """Raises `SegmentUnknown`."""
    found = one(Segment, await db().fetchrow(f"select {SEGMENT} from segment where id = $1", segment))
    if found is None:
        raise SegmentUnknown
    return found


async def set_segment_outcome(segment: UUID, outcome: str) -> None:
    await db().execute("update segment set outcome = $2 where id = $1", segment, outcome)


async def add_link(interaction: UUID, kind: str, ref: UUID, at: datetime, by: UUID | None) -> bool:
    """Returns False when the link was there."""
    sql = """insert into interaction_link (id, interaction_id, kind, ref, at, linked_by) values ($1, $2, $3, $4, $5, $6)
             on conflict do nothing returning true"""
    return bool(await db().fetchval(sql, new_id(), interaction, kind, ref, at, by))


async def add_attachment(interaction: UUID, file: UUID, at: datetime, by: UUID | None) -> tuple[UUID, bool]:
    """The attachment's id and whether it is new."""
    sql = """insert into attachment (id, interaction_id, file_id, at, attached_by) values ($1, $2, $3, $4, $5)
             on conflict do nothing returning id"""
    added: UUID | None = await db().fetchval(sql, new_id(), interaction, file, at, by)
    if added is not None:
        return added, True
    known: UUID = await db().fetchval(
        "select id from attachment where interaction_id = $1 and file_id = $2", interaction, file
    )
    return known, False


async def attached_elsewhere(file: UUID, interaction: UUID) -> bool:
    """Whether a file is kept with another contact than this one."""
    sql = "select exists (select from attachment where file_id = $1 and interaction_id <> $2)"
    found: bool = await db().fetchval(sql, file, interaction)
    return found


async def attached_files(interaction: UUID) -> list[UUID]:
    """The files kept with a contact; each is sealed under a key of its own."""
    rows = await db().fetch("select file_id from attachment where interaction_id = $1", interaction)
    return [row["file_id"] for row in rows]


async def add_recording(
    interaction: UUID,
    file: UUID,
    started: datetime,
    seconds: int,
    channels: int,
    waveform: list[int],
    gaps: Sequence[Gap] = (),
) -> UUID | None:
    """The new recording's id, or None when this file is kept already."""
    sql = """insert into recording (id, interaction_id, file_id, started, seconds, channels, waveform, gaps)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (tenant_id, file_id) do nothing returning id"""
    left_out = to_builtins(list(gaps))
    added: UUID | None = await db().fetchval(
        sql, new_id(), interaction, file, started, seconds, channels, waveform, left_out
    )
    return added


async def begun_since(medium: str, address: str, since: datetime) -> int:
    """How many contacts we began with an address since a time (UTC)."""
    sql = """select count(*) from interaction
             where medium = $1 and address_value = $2 and opened >= $3 and direction = 'out'"""
    found: int = await db().fetchval(sql, medium, address, since)
    return found

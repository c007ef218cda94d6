"""A customer's timeline: every source gives its newest entries before a place, and the newest of all are the page.

Each source reads by keyset over its own index, so a page costs the same at any depth.
"""

from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from uuid import UUID

from msgspec import Struct

from madoguchi.interactions.model import Cursor, TimelineEntry
from madoguchi.interactions.ports import TimelineSource
from madoguchi.interactions.sealed import open_texts, readable
from madoguchi.interactions.transcripts import beginning
from madoguchi.kit.db import db, many
from madoguchi.kit.together import together
from madoguchi.kit.vault import unseal_many

INTERACTIONS = "interaction"
# Above every place there is: a page from the top is asked for like any other, so that one plan serves both.
NEWEST = Cursor(datetime(9999, 1, 1, tzinfo=UTC), UUID(int=(1 << 128) - 1))
_sources: dict[str, TimelineSource] = {}


def register_timeline(kind: str, source: TimelineSource) -> None:
    """Add a room's rows to every timeline under `kind` ("case", "task", "order" …). Called by bootstrap."""
    _sources[kind] = source


def forget_timeline(kind: str) -> None:
    """Take a room's rows out of the timelines."""
    _sources.pop(kind, None)


async def timeline(
    customer: UUID, kinds: frozenset[str] | None = None, before: Cursor | None = None, limit: int = 20
) -> list[TimelineEntry]:
    """At most `limit` entries of a customer strictly before a place, newest first; `kinds` None means all."""
    place = before or NEWEST
    reads: list[Coroutine[None, None, Sequence[TimelineEntry]]] = []
    if kinds is None or INTERACTIONS in kinds:
        reads.append(_interactions(customer, place, limit))
    for kind, source in _sources.items():
        if kinds is None or kind in kinds:
            reads.append(source.page(customer, place, limit))
    pages = await together(*reads)
    return list(islice(merge(*pages, key=lambda entry: (entry.at, entry.id), reverse=True), limit))


class _Row(Struct, frozen=True):
    id: UUID
    at: datetime
    medium: str
    direction: str
    state: str
    outcome: str
    cause: str
    line_of_business: str | None
    queue: str | None
    answered: bool
    users: list[UUID]
    ring_seconds: int
    talk_seconds: int
    hold_seconds: int
    wrap_seconds: int | None
    reason: str | None
    reason_ja: str
    reason_en: str
    resolution: str
    callback_owed: bool
    recording: str | None
    recording_seconds: int | None
    notes: int
    attachments: int
    incident: str | None
    link_kinds: list[str]
    link_refs: list[UUID]
    texts: bytes | None
    note: bytes | None
    said: bytes | None


PAGE = """
    with page as (
        select id, opened, medium, direction, state, outcome, cause, line_of_business_id, queue_id, answered
        from interaction
        where customer_id = $1 and (opened, id) < ($2, $3)
        order by opened desc, id desc limit $4)
    select i.id, i.opened as at, i.medium, i.direction, i.state, i.outcome, i.cause,
        i.line_of_business_id::text as line_of_business, i.queue_id::text as queue, i.answered is not null as answered,
        coalesce(s.users, '{}') as users, coalesce(s.ring, 0) as ring_seconds, coalesce(s.talk, 0) as talk_seconds,
        coalesce(s.hold, 0) as hold_seconds, s.wrap as wrap_seconds,
        o.reason_id::text as reason, coalesce(o.reason_ja, '') as reason_ja, coalesce(o.reason_en, '') as reason_en,
        coalesce(o.resolution, '') as resolution, coalesce(o.callback_owed, false) as callback_owed, o.texts,
        r.id::text as recording, r.seconds as recording_seconds,
        coalesce(n.count, 0) as notes, n.body as note, w.body as said, coalesce(a.count, 0) as attachments,
        (select reason from incident where interaction_id = i.id order by at desc limit 1) as incident,
        coalesce(l.kinds, '{}') as link_kinds, coalesce(l.refs, '{}') as link_refs
    from page i
    left join lateral (
        select array_agg(user_id order by ring_at) as users, sum(ring_seconds)::int as ring,
            sum(talk_seconds)::int as talk, sum(hold_seconds)::int as hold, sum(wrap_seconds)::int as wrap
        from segment where interaction_id = i.id) s on true
    left join lateral (
        select reason_id, reason_ja, reason_en, resolution, callback_owed, texts from outcome
        where interaction_id = i.id order by recorded desc limit 1) o on true
    left join lateral (
        select id, seconds from recording where interaction_id = i.id order by started, id limit 1) r on true
    left join lateral (
        select body from transcript
        where i.outcome = 'voicemail' and recording_id = r.id order by version desc limit 1) w on true
    left join lateral (
        select count(*)::int as count, (array_agg(body order by at desc))[1] as body
        from note where interaction_id = i.id) n on true
    left join lateral (
        select count(*)::int as count from attachment where interaction_id = i.id) a on true
    left join lateral (
        select array_agg(kind order by at) as kinds, array_agg(ref order by at) as refs
        from interaction_link where interaction_id = i.id) l on true
    order by i.opened desc, i.id desc
"""


async def _interactions(customer: UUID, before: Cursor, limit: int) -> list[TimelineEntry]:
    rows = many(_Row, await db().fetch(PAGE, customer, before.at, before.id, limit))
    texts, notes, said = await together(
        open_texts([(row.id, row.texts) for row in rows]),
        _opened([(row.id, row.note) for row in rows]),
        _opened([(row.id, row.said) for row in rows]),
    )
    return [
        _entry(row, texts[place].result or texts[place].asked or notes.get(row.id, ""), said.get(row.id, ""))
        for place, row in enumerate(rows)
    ]


async def _opened(sealed: Sequence[tuple[UUID, bytes | None]]) -> dict[UUID, str]:
    """The words by contact; empty where they were erased."""
    present = [(interaction, body) for interaction, body in sealed if body is not None]
    return {
        interaction: readable(text) for (interaction, _), text in zip(present, await unseal_many(present), strict=True)
    }


_SEPARATE = frozenset({"id", "at", "users", "link_kinds", "link_refs", "texts", "note", "said"})
_CODES = tuple(name for name in _Row.__struct_fields__ if name not in _SEPARATE)


def _entry(row: _Row, title: str, said: str) -> TimelineEntry:
    return TimelineEntry(
        id=row.id,
        kind=INTERACTIONS,
        at=row.at,
        title=title,
        said=beginning(said) if row.outcome == "voicemail" and row.recording else None,
        codes={name: getattr(row, name) for name in _CODES},
        users=tuple(row.users),
        links=tuple(zip(row.link_kinds, row.link_refs, strict=True)),
    )

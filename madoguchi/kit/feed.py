"""The live feed: what was committed, shown at once to the desks that may see it, and again after a lost connection.

A client holds a *watermark*: the `pg_snapshot_xmin` of a moment at which everything older had been sent to it. On
resuming, every fact of a transaction not below it is composed again; the client drops the fact ids it has seen. Ids
alone would not do: they are handed out before commits become visible, so a later id can be seen before an earlier one.

What other nodes commit is learnt in two ways: they call out its ids at once (`wires`, at most once), and every second,
and before any watermark is told, the outbox is looked through from the last watermark on. The first is quick, the
second is what may be relied upon.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable
from uuid import UUID
from weakref import WeakSet

import asyncpg
import msgspec

from madoguchi.kit import wires
from madoguchi.kit.db import GONE, Unit, database, on_commit, on_doubt, unit
from madoguchi.kit.facts import Fact, Push, Pushes, decode, kind_of, watched_kinds, watchers_of
from madoguchi.kit.http import set_principal
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter, gauge, histogram
from madoguchi.kit.trace import current_trace, tracing

LONGEST_REPLAY = 2000
MOST_WAITING = 1000
AT_ONCE = 25
FORGOTTEN = 200
"""Transaction ids that a crash may hand out a second time: those that were running or had just been rolled back. A
desk drops what it has seen, so that looking back a little further costs nothing but its way."""

connected = gauge("feed_desks", "Desks on the live feed")
sent = counter("feed_pushes", "Pushes sent to desks")
lag = histogram("feed_push_seconds", "From commit to the desk's queue")


class Frame(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message to a desk."""

    seq: int | None = None
    event: str | None = None
    body: object = None
    trace: str | None = None
    watermark: int | None = None
    reload: bool = False
    pong: int | None = None


class Desk:
    """One connection: its channels and what waits to be sent to it."""

    def __init__(self, tenant: UUID, channels: Iterable[str]) -> None:
        self.tenant = tenant
        self.channels = set(channels)
        self.queue: asyncio.Queue[bytes] = asyncio.Queue(MOST_WAITING)
        self.lost = asyncio.Event()

    def put(self, frame: bytes) -> None:
        """Queue a frame; a desk that cannot keep up is told to come back and resume."""
        if self.lost.is_set():
            return  # above all no watermark: it would say that nothing is missing
        try:
            self.queue.put_nowait(frame)
        except asyncio.QueueFull:
            self.lost.set()


_feeds: WeakSet[Feed] = WeakSet()


def followed(tenant: UUID, channel: str) -> bool:
    """Whether any desk of this process is on `channel`."""
    return any(feed.is_here(tenant, channel) for feed in _feeds)


def show(tenant: UUID, push: Push) -> None:
    """Push what is no fact but a look at how things stand: it has no number and is not replayed."""
    for feed in list(_feeds):
        feed.send(tenant, None, push)


class Feed:
    """All desks of this process, and the facts on their way to them."""

    def __init__(self) -> None:
        _feeds.add(self)
        self._desks: dict[tuple[UUID, str], set[Desk]] = defaultdict(set)
        self._all: set[Desk] = set()
        self._here: Counter[UUID] = Counter()
        self._composing: set[asyncio.Task[None]] = set()
        self._taken: set[int] = set()
        """Facts shown, or being shown, that a look through the outbox would find again."""
        self._cursor: int | None = None
        self._newest = 0
        self._turn = asyncio.Lock()
        self._next_look: asyncio.Task[int] | None = None
        self._dirty = False
        on_commit(self._committed)
        on_doubt(self._doubted)
        wires.on_word(FACTS)(self._called)

    def join(self, desk: Desk) -> None:
        """Let `desk` receive what is pushed to its channels from now on."""
        self._all.add(desk)
        self._here[desk.tenant] += 1
        for channel in desk.channels:
            self._desks[desk.tenant, channel].add(desk)
        connected.set(len(self._all))

    def leave(self, desk: Desk) -> None:
        """Forget `desk`."""
        if desk in self._all:
            self._all.discard(desk)
            self._here[desk.tenant] -= 1
            self._here += Counter()  # drops those that have none left
        for channel in desk.channels:
            self._drop(desk, channel)
        connected.set(len(self._all))

    def subscribe(self, desk: Desk, channel: str) -> None:
        """Add a topic to a joined desk."""
        desk.channels.add(channel)
        self._desks[desk.tenant, channel].add(desk)

    def unsubscribe(self, desk: Desk, channel: str) -> None:
        """Take a topic from a joined desk."""
        desk.channels.discard(channel)
        self._drop(desk, channel)

    def _drop(self, desk: Desk, channel: str) -> None:
        there = self._desks.get((desk.tenant, channel))
        if there is not None:
            there.discard(desk)
            if not there:
                del self._desks[desk.tenant, channel]

    def is_here(self, tenant: UUID, channel: str) -> bool:
        """Whether any desk of this process listens to `channel`."""
        return (tenant, channel) in self._desks

    def _committed(self, work: Unit, ids: list[int]) -> None:
        if not ids or work.tenant is None:
            return
        seen = [(i, fact) for i, fact in zip(ids, work.facts, strict=True) if watchers_of(type(fact))]
        if seen:
            for begin in range(0, len(seen), IDS_A_WORD):
                numbers = ",".join(str(number) for number, _ in seen[begin : begin + IDS_A_WORD])
                wires.tell(FACTS, f"{work.tenant} {numbers}")
            self._show(work.tenant, seen, current_trace())

    def _show(self, tenant: UUID, facts: list[tuple[int, Fact]], trace: str) -> None:
        """Compose for the desks here what was not yet shown to them."""
        if tenant not in self._here:
            return
        new = [(number, fact) for number, fact in facts if number not in self._taken]
        self._taken.update(number for number, _ in new)
        if new:
            self._dirty = True
            task = asyncio.create_task(self._publish(tenant, new, trace))
            self._composing.add(task)
            task.add_done_callback(self._composing.discard)

    async def _called(self, word: str) -> None:
        """Another node says that it committed these facts."""
        tenant, _, numbers = word.partition(" ")
        if UUID(tenant) not in self._here:
            return
        ids = [number for number in map(int, numbers.split(",")) if number not in self._taken]
        self._show_rows(await database().sweep.fetch(BY_ID, ids) if ids else [])

    def _show_rows(self, rows: list[asyncpg.Record]) -> None:
        for row in sorted(rows, key=lambda row: int(row["id"])):
            fact = decode(row["kind"], row["body"])
            if fact is not None:
                self._show(row["tenant_id"], [(row["id"], fact)], row["trace"] or "")

    def _doubted(self, work: Unit) -> None:
        if work.tenant is not None and work.facts:
            self._lose(work.tenant)

    def _lose_all(self) -> None:
        for desk in self._all:
            desk.lost.set()

    def _lose(self, tenant: UUID) -> None:
        """What happened cannot be shown now: its desks come back, and resume from before it."""
        for desk in self._all:
            if desk.tenant == tenant:
                desk.lost.set()

    async def _publish(self, tenant: UUID, seen: list[tuple[int, Fact]], trace: str) -> None:
        start = asyncio.get_running_loop().time()
        set_principal(None)  # this task began in somebody's request; what others are shown is not what they may see
        with tracing(trace, f"push {kind_of(type(seen[0][1]))}"):
            try:
                views = await compose_all(tenant, [fact for _, fact in seen])
            except GONE:
                log.warning("feed_interrupted", facts=len(seen))
                self._lose(tenant)
                return
            for (fact_id, _), pushes in zip(seen, views, strict=True):
                for push in pushes:
                    self.send(tenant, fact_id, push, trace)
        lag.observe(asyncio.get_running_loop().time() - start)

    def send(self, tenant: UUID, fact_id: int | None, push: Push, trace: str = "") -> None:
        """Put a push in the queue of every desk on its channel."""
        desks = self._desks.get((tenant, push.to))
        if not desks:
            return
        frame = _frame(fact_id, push, trace)
        for desk in desks:
            desk.put(frame)
        sent.inc(len(desks))

    async def begin(self) -> None:
        """Before the first desk joins: from here on the outbox is looked through."""
        row = await database().sweep.fetchrow(f"select {XMIN} as xmin, {NEWEST} as newest")
        assert row is not None
        self._cursor, self._newest = int(row["xmin"]), int(row["newest"])

    async def watermark(self) -> int:
        """A watermark that is true now: everything below it has been put in the desks' queues.

        Many who ask at once are answered by one look through the outbox, which begins after the last of them asked.
        """
        if self._next_look is None:
            self._next_look = asyncio.create_task(self._look())
        return await asyncio.shield(self._next_look)

    async def _look(self) -> int:
        async with self._turn:
            self._next_look = None
            before = set(self._taken)
            if self._cursor is None:
                await self.begin()
            found = await database().sweep.fetch(
                LOOK, list(self._here), watched_kinds(), self._cursor, FORGOTTEN, self._newest
            )
            xmin, ahead = int(found[0]["xmin"]), bool(found[0]["ahead"])
            numbers = {int(row["id"]) for row in found if row["id"] is not None}
            missing = sorted(numbers - self._taken)
            if ahead or len(missing) > LONGEST_REPLAY:
                # The database was restored, or a node did very much while we could not look: desks read anew.
                self._lose_all()
            elif missing:
                self._show_rows(await database().sweep.fetch(BY_ID, missing))
            self._taken -= before - numbers  # so old that no look finds it again
            self._cursor, self._newest = xmin, int(found[0]["newest"])
        if self._composing:
            await asyncio.gather(*list(self._composing), return_exceptions=True)
        return xmin

    async def replay(self, desk: Desk, after: int) -> None:
        """Send `desk` what happened since its watermark `after`, or tell it to reload its state."""
        rows = await _since(desk.tenant, after)
        if rows is None:
            desk.put(msgspec.json.encode(Frame(reload=True)))
            return
        for row in rows:
            fact = decode(row["kind"], row["body"])
            for push in await compose(desk.tenant, fact) if fact is not None else []:
                if push.to in desk.channels:
                    desk.put(_frame(row["id"], push, row["trace"] or ""))

    async def beat(self) -> None:
        """Look for what nobody told of, and tell all desks the watermark when anything was pushed since the last time;
        a few at a time, so that a thousand of these frames do not stand before a pop.
        """
        if not self._all:
            return
        mark = await self.watermark()
        if not self._dirty:
            return
        self._dirty = False
        frame = msgspec.json.encode(Frame(watermark=mark))
        for told, desk in enumerate(list(self._all), 1):
            desk.put(frame)
            if told % AT_ONCE == 0:
                await asyncio.sleep(0.01)


def _frame(fact_id: int | None, push: Push, trace: str) -> bytes:
    return msgspec.json.encode(Frame(seq=fact_id, event=push.event, body=push.body, trace=trace or None))


FACTS = "facts"
"""The word between nodes: a tenant, and the ids of facts that were committed."""

IDS_A_WORD = 200

XMIN = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
NEWEST = "coalesce((select max(id) from outbox), 0)"
BY_ID = "select id, tenant_id, kind, body, trace from outbox where id = any($1::bigint[])"
# One statement, hence one snapshot: what it does not see is not below the watermark that it gives. Below the cursor
# is nothing new but what has a transaction id that a crash handed out again: such facts have numbers not seen before.
LOOK = f"""
    select s.xmin, s.xmax < $3::bigint as ahead, s.newest, o.id
    from (select {XMIN} as xmin, pg_snapshot_xmax(pg_current_snapshot())::text::bigint as xmax,
                 {NEWEST} as newest) as s
    left join outbox o on o.tenant_id = any($1::uuid[]) and o.kind = any($2::text[])
        and o.xid >= (greatest(0, $3::bigint - $4::bigint)::text)::xid8
        and (o.xid >= ($3::bigint::text)::xid8 or o.id > $5::bigint)
"""
SINCE = """
    select id, kind, body, trace from outbox where tenant_id = $1 and xid >= ($2::bigint::text)::xid8
    order by id limit $3
"""


async def _since(tenant: UUID, after: int) -> list[asyncpg.Record] | None:
    pool = database().sweep
    ahead = await pool.fetchval("select $1::bigint > pg_snapshot_xmax(pg_current_snapshot())::text::bigint", after)
    if ahead:  # the database was restored: its past is another one
        return None
    rows = await pool.fetch(SINCE, tenant, max(0, after - FORGOTTEN), LONGEST_REPLAY + 1)
    return None if len(rows) > LONGEST_REPLAY else list(rows)


async def compose_all(tenant: UUID, facts: list[Fact]) -> list[list[Push]]:
    """What the watchers make of each fact of a commit, from one read-only unit of the tenant.

    When a watcher fails, its error has spoilt the unit for the others: then each looks in a unit of its own.
    """
    try:
        async with unit(tenant, readonly=True):
            return [
                [push for watch in watchers_of(type(fact)) for push in _listed(await watch(fact))] for fact in facts
            ]
    except Exception:
        return [await compose(tenant, fact) for fact in facts]


async def compose(tenant: UUID, fact: Fact) -> list[Push]:
    """Everything the watchers make of `fact`, each in a read-only unit of its own. One that fails shows nothing.

    Raises one of `GONE` when the database went away: then nothing is known, rather than nothing shown.
    """
    pushes: list[Push] = []
    for watch in watchers_of(type(fact)):
        try:
            async with unit(tenant, readonly=True):
                pushes += _listed(await watch(fact))
        except GONE:
            raise
        except Exception as error:
            log.warning("watcher_failed", fact=type(fact).__name__, error=type(error).__name__, exc_info=True)
    return pushes


def _listed(made: Pushes) -> list[Push]:
    return [] if made is None else made if isinstance(made, list) else [made]

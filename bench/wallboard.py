"""The supervisor's wallboard over a centre at work: opened through the API, and moving while people come and go.

500 agents in 20 queues, in the middle of a day on which each was called 40 times: 300 talk, 40 wrap up, 100 customers
wait.
"""

from __future__ import annotations

import asyncio
import time
from random import Random
from uuid import UUID

import msgspec

import madoguchi.supervision.feed  # registers what the board watches
from bench.callcentre import Hall, make_hall
from bench.casework import inside
from bench.frame import Load, Place, Report, say
from madoguchi import routing
from madoguchi.kit.db import unit
from madoguchi.kit.feed import Desk, Feed

SIZE = "500"
QUEUES = 20
TAKEN_EACH = 40
TALK, WRAP, WAITING = 0.6, 0.08, 100
OPENINGS = 200
WATCHERS = 8
SECONDS = 15
CHANGES_A_SECOND = 50

# The day so far: whose call it was, in which queue, what came of it. One in nine gives up, one in forty goes elsewhere.
DAY = """
    with person as (
        select user_id, row_number() over (order by user_id) as n, min(queue_id::text)::uuid as queue_id
        from queue_member where tenant_id = $1 group by user_id),
    call as (
        select gen_random_uuid() as id, p.user_id, p.queue_id,
            now() - random() * interval '5 hours' - interval '20 minutes' as at, (random() * 40)::int as waited,
            case when random() < 0.11 then 'abandoned' when random() < 0.025 then 'max_wait' else 'connected' end
                as exit
        from person p cross join generate_series(1, $2)),
    contact as (
        insert into interaction (tenant_id, id, medium, medium_ref, direction, conversation_id, queue_id, state, opened,
            ended, closed)
        select $1, id, 'voice', id::text, 'in', id, queue_id, 'closed', at, at + interval '6 minutes',
            at + interval '7 minutes' from call),
    stay as (
        insert into queue_item (tenant_id, id, interaction_id, medium, queue_id, entered, rank_at, arrived, state, exit,
            ended)
        select $1, gen_random_uuid(), id, 'voice', queue_id, at, at, at,
            case exit when 'connected' then 'connected' else 'ended' end, exit, at + waited * interval '1 second'
        from call)
    insert into segment (tenant_id, id, interaction_id, user_id, queue_id, status, since, ring_at, connected_at,
        ended_at, ended_by, talk_seconds, hold_seconds, wrap_seconds, outcome)
    select $1, gen_random_uuid(), id, user_id, queue_id, 'ended', at, at, at + waited * interval '1 second',
        at + interval '6 minutes', 'customer', 240, 20, 50, 'classified'
    from call where exit = 'connected'
"""
# Now: some talk, some wrap up, nobody is ready, so that nobody is asked while it is measured.
NOW = """
    with person as (
        select a.user_id, row_number() over (order by a.user_id)::float / count(*) over () as share,
            gen_random_uuid() as contact, gen_random_uuid() as part,
            (select min(m.queue_id::text)::uuid from queue_member m where m.user_id = a.user_id) as queue_id
        from agent a where a.tenant_id = $1),
    contact as (
        insert into interaction (tenant_id, id, medium, medium_ref, direction, conversation_id, queue_id, opened,
            answered)
        select $1, contact, 'voice', contact::text, 'in', contact, queue_id, now(), now()
        from person where share <= $2),
    talk as (
        insert into segment (tenant_id, id, interaction_id, user_id, queue_id, status, since, ring_at, connected_at)
        select $1, part, contact, user_id, queue_id, 'talking', now(), now(), now() from person where share <= $2)
    update agent a set ready_since = null, since = now(),
        presence = case when p.share <= $2 then 'busy' when p.share <= $3 then 'wrap_up' else 'training' end,
        interaction_id = case when p.share <= $2 then p.contact end,
        segment_id = case when p.share <= $2 then p.part end,
        due = case when p.share > $2 and p.share <= $3 then now() + interval '1 hour' end
    from person p where a.tenant_id = $1 and a.user_id = p.user_id
"""
LINE = """
    with call as (
        select gen_random_uuid() as id, now() - random() * interval '40 seconds' as at,
            (array(select id from queue where tenant_id = $1))[1 + n % $3] as queue_id
        from generate_series(1, $2) n),
    contact as (
        insert into interaction (tenant_id, id, medium, medium_ref, direction, conversation_id, queue_id, opened)
        select $1, id, 'voice', id::text, 'in', id, queue_id, at from call)
    insert into queue_item (tenant_id, id, interaction_id, medium, queue_id, entered, rank_at, arrived)
    select $1, gen_random_uuid(), id, 'voice', queue_id, at, at, at from call
"""


async def measure(place: Place) -> Report:
    """Open the board, one supervisor and eight; then let people move and see how soon it is shown."""
    report = Report()
    async with inside(place):
        hall = await make_hall(place, place.count, QUEUES)
        await at_work(place)
        await _opened(place, report)
        await _moving(place, hall, report)
    return report


async def at_work(place: Place) -> None:
    """The hall's people in the middle of their day."""
    say(f"a day of {place.count * TAKEN_EACH:,} calls")
    await place.owner.execute(DAY, place.tenant, TAKEN_EACH)
    await place.owner.execute(NOW, place.tenant, TALK, TALK + WRAP)
    await place.owner.execute(LINE, place.tenant, WAITING, QUEUES)
    await place.owner.execute("vacuum analyze interaction, queue_item, segment, agent, queue_member, app_user")


async def _opened(place: Place, report: Report) -> None:
    say("opening the board")

    def open_board(_: int) -> tuple[str, str, bytes | None]:
        return "GET", "/supervision/board", None

    await place.load(open_board, 20, 1)
    alone: Load = await place.load(open_board, OPENINGS, 1)
    crowd: Load = await place.load(open_board, OPENINGS, WATCHERS)
    report.put(
        "open_p50_ms", alone.at(0.5), f"{place.count} agents, {QUEUES} queues, {place.count * TAKEN_EACH:,} calls"
    )
    report.put("open_p95_ms", alone.at(0.95), "one supervisor; goal 1000")
    report.put("open_crowd_p95_ms", crowd.at(0.95), f"{WATCHERS} supervisors who open it without a pause")
    report.put("open_cpu_ms", alone.cpu_ms, "application CPU an opening")


async def _moving(place: Place, hall: Hall, report: Report) -> None:
    """People change what they do; a desk on the board sees each of them, as it stands, with the next push."""
    say(f"{CHANGES_A_SECOND} changes a second")
    feed, desk = Feed(), Desk(place.tenant, [madoguchi.supervision.feed.TOPIC])
    feed.join(desk)
    free = sorted(hall.people)[int(len(hall.people) * (TALK + WRAP)) + 1 :]
    changed: dict[UUID, float] = {}
    away: set[UUID] = set()
    ages: list[float] = []
    pushes = 0
    random, began = Random(2), time.perf_counter()

    async def move() -> None:
        for n in range(SECONDS * CHANGES_A_SECOND):
            user = random.choice(free)
            away.symmetric_difference_update({user})  # so that each change is one
            async with unit(place.tenant):
                await routing.set_presence(user, "break" if user in away else "training")
            changed.setdefault(user, time.perf_counter())
            await asyncio.sleep(max(0.0, began + (n + 1) / CHANGES_A_SECOND - time.perf_counter()))

    moving = asyncio.create_task(move())
    while not moving.done() or changed:
        try:
            frame = msgspec.json.decode(await asyncio.wait_for(desk.queue.get(), 3))
        except TimeoutError:
            break
        if frame.get("event") != "board.changed":
            continue
        pushes += 1
        moment = time.perf_counter()
        for person in frame["body"]["people"]:
            at = changed.pop(UUID(person["user"]), None)
            if at is not None:
                ages.append(moment - at)
    await moving
    feed.leave(desk)
    seconds = time.perf_counter() - began
    shown = Load(latencies=ages, seconds=seconds, cpu_seconds=0.0)
    report.put("changes_per_second", SECONDS * CHANGES_A_SECOND / seconds, "people who change what they do")
    report.put("updates_per_second", pushes / seconds, "pushes of the board to a desk; changes gather for 0.6 s")
    report.put("update_p50_ms", shown.at(0.5), "from the commit of a change to the push that shows it")
    report.put("update_p95_ms", shown.at(0.95), "goal 2000")

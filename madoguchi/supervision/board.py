"""The wallboard, composed of what the rooms below know, in one round trip to the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

import msgspec

from madoguchi import access, customers, interactions, routing
from madoguchi.access import Member, Team
from madoguchi.customers import CustomerBrief
from madoguchi.interactions import LivePart
from madoguchi.kit.clock import now
from madoguchi.kit.together import together
from madoguchi.routing import PersonNow, QueueLoad, Service
from madoguchi.supervision.model.board import Beside, Board, BoardNow, BoardPerson, BoardQueue, Talk, Total
from madoguchi.supervision.model.figures import NOTHING, Sums, day_of, longest, sums_by_queue
from madoguchi.supervision.model.monitoring import Monitoring
from madoguchi.supervision.store import monitorings


class _Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of the rooms below."""

    queues: list[BoardQueue]
    sums: dict[UUID, Sums]
    people: list[PersonNow]
    parts: dict[UUID, LivePart]
    beside: dict[UUID, list[Beside]]
    members: dict[UUID, Member]
    teams: list[Team]


async def board(*, names: bool) -> Board:
    """Everything. `names`: whether customers are named."""
    start = await routing.today(now())
    seen = await _look()
    return Board(
        at=now(),
        since=start,
        queues=seen.queues,
        totals=_totals(seen),
        people=await _people(seen, seen.people, names=names),
        teams=[team for team in seen.teams if team.active],
        breaks=await routing.break_reasons(),
    )


async def board_now(touched: frozenset[UUID]) -> BoardNow:
    """How things stand, with the people about whom, or about whose contact, something changed."""
    seen = await _look()
    moved = [row for row in seen.people if row.user in touched or _contact_of(seen, row) in touched]
    shown = {row.user for row in seen.people}
    return BoardNow(
        at=now(),
        queues=seen.queues,
        totals=_totals(seen),
        people=await _people(seen, moved, names=True),
        gone=sorted(each for each in touched if each in seen.members and each not in shown),
    )


async def standing() -> tuple[list[BoardQueue], list[BoardPerson]]:
    """Queues and people as they stand, without customers' names: what alerts are judged by."""
    seen = await _look()
    return seen.queues, await _people(seen, seen.people, names=False)


async def _look() -> _Seen:
    start = await routing.today(now())
    held_to = await routing.service()
    (loads, people, parts), (stays, handled, beside), (members, teams) = await together(
        together(routing.queue_loads(None), routing.people_now(), interactions.live_parts()),
        together(routing.stays_since(start, held_to), interactions.handled_since(start), monitorings.live()),
        together(access.members(), access.teams()),
    )
    sums = sums_by_queue(stays, handled)
    known = {member.id: member for member in members}
    return _Seen(
        queues=[_queue(load, sums.get(load.id, NOTHING), held_to) for load in loads],
        sums=sums,
        people=people,
        parts={part.user: part for part in reversed(parts)},
        beside=_beside(beside, known),
        members=known,
        teams=teams,
    )


def _queue(load: QueueLoad, sums: Sums, held_to: Service) -> BoardQueue:
    return BoardQueue(**msgspec.structs.asdict(load), target=held_to.of(load.id), day=day_of(sums))


def _beside(monitored: Iterable[Monitoring], members: dict[UUID, Member]) -> dict[UUID, list[Beside]]:
    found: dict[UUID, list[Beside]] = defaultdict(list)
    for each in monitored:
        name = members[each.user_id].name if each.user_id in members else ""
        found[each.agent_id].append(Beside(user=each.user_id, name=name, mode=each.mode))
    return found


def _totals(seen: _Seen) -> list[Total]:
    """All queues together, and those of each team."""
    served: dict[UUID | None, set[UUID]] = defaultdict(set)
    for row in seen.people:
        member = seen.members.get(row.user)
        if member is not None and member.team is not None:
            served[member.team].update(row.queues)
    served[None] = {queue.id for queue in seen.queues}
    active = [team.id for team in seen.teams if team.active]
    return [_total(team, seen, served[team]) for team in [None, *active]]


def _total(team: UUID | None, seen: _Seen, ids: set[UUID]) -> Total:
    mine = [queue for queue in seen.queues if queue.id in ids]
    oldest = longest(queue.oldest for queue in mine)
    targets = {(queue.target.percent, queue.target.seconds): queue.target for queue in mine}
    return Total(
        team=team,
        waiting=sum(queue.waiting for queue in mine),
        oldest=oldest,
        oldest_queue=next((queue.id for queue in mine if oldest is not None and queue.oldest == oldest), None),
        target=next(iter(targets.values())) if len(targets) == 1 else None,
        day=day_of(sum((seen.sums.get(queue.id, NOTHING) for queue in mine), NOTHING)),
    )


def _contact_of(seen: _Seen, row: PersonNow) -> UUID | None:
    part = seen.parts.get(row.user)
    return part.interaction if part else row.interaction


async def _people(seen: _Seen, rows: list[PersonNow], *, names: bool) -> list[BoardPerson]:
    talks = {row.user: seen.parts[row.user] for row in rows if row.user in seen.parts}
    known = {part.customer for part in talks.values() if part.customer is not None}
    named = await customers.profiles(sorted(known)) if names and known else {}
    return [_person(row, seen, named) for row in rows if row.user in seen.members]


def _person(row: PersonNow, seen: _Seen, named: dict[UUID, CustomerBrief]) -> BoardPerson:
    member, part = seen.members[row.user], seen.parts.get(row.user)
    return BoardPerson(
        user=row.user,
        name=member.name,
        team=member.team,
        presence=row.presence,
        reason=row.reason,
        since=row.since,
        queues=row.queues,
        queues_version=routing.version_of(row.queues),
        talk=_talk(part, named) if part else None,
        hand=part.hand if part else None,
        beside=seen.beside.get(row.user, []),
    )


def _talk(part: LivePart, named: dict[UUID, CustomerBrief]) -> Talk:
    customer = named.get(part.customer) if part.customer else None
    return Talk(
        interaction=part.interaction,
        medium=part.medium,
        direction=part.direction,
        queue=part.queue,
        status=part.status,
        since=part.since,
        connected=part.connected,
        customer=part.customer,
        name=customer.name if customer else "",
    )

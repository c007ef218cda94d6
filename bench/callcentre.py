"""A full hall to measure routing with: people in queues, contacts in line, everything by the product's own verbs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import msgspec

import madoguchi.routing.jobs  # noqa: F401  # time-outs are booked with every offer
from bench.frame import Place, say
from madoguchi import routing
from madoguchi.kit.db import unit
from madoguchi.kit.ids import new_id
from madoguchi.routing import QueueForm

QUEUES_EACH = 3
OFFER_SECONDS = 300


class Hall(msgspec.Struct, frozen=True):
    """Who works here, and who waits: contacts with the queue of each."""

    people: list[UUID]
    queues: list[UUID]
    members: dict[UUID, list[UUID]]
    waiting: dict[UUID, UUID]


async def make_hall(place: Place, people: int, waiting: int, queues: int) -> Hall:
    """Within `casework.inside`: hire, form queues, let contacts wait. Nobody is ready yet."""
    say(f"hiring {people:,} people into {queues} queues, {waiting:,} contacts wait")
    random = Random(11)
    staff = [new_id() for _ in range(people)]
    await place.owner.executemany(
        "insert into app_user (tenant_id, id, email, name, state, created) values ($1, $2, $3, $4, 'invited', now())",
        [(place.tenant, id, f"{n}@example.jp", f"{n}") for n, id in enumerate(staff)],
    )
    made: list[UUID] = []
    async with unit(place.tenant):
        for n in range(queues):
            form = QueueForm(code=f"q{n}", name_ja=f"窓口{n}", name_en=f"Queue {n}", offer_seconds=OFFER_SECONDS)
            made.append((await routing.add_queue(form)).id)
    members: dict[UUID, list[UUID]] = {queue: [] for queue in made}
    for user in staff:
        for queue in random.sample(made, min(QUEUES_EACH, queues)):
            members[queue].append(user)
    async with unit(place.tenant):
        for queue, users in members.items():
            await routing.set_members(queue, users)
    hall = Hall(staff, made, members, {new_id(): random.choice(made) for _ in range(waiting)})
    await _wait(place, hall)
    return hall


async def _wait(place: Place, hall: Hall) -> None:
    start = datetime.now(UTC) - timedelta(hours=1)

    def contacts() -> Iterator[tuple[object, ...]]:
        for n, id in enumerate(hall.waiting):
            yield place.tenant, id, "voice", f"waiting-{n}", "in", id, start + timedelta(milliseconds=n)

    def items() -> Iterator[tuple[object, ...]]:
        for n, (id, queue) in enumerate(hall.waiting.items()):
            at = start + timedelta(milliseconds=n)
            yield place.tenant, new_id(), id, "voice", queue, at, at

    await place.owner.copy_records_to_table(
        "interaction", records=contacts(),
        columns=["tenant_id", "id", "medium", "medium_ref", "direction", "conversation_id", "opened"],
    )  # fmt: skip
    await place.owner.copy_records_to_table(
        "queue_item", records=items(),
        columns=["tenant_id", "id", "interaction_id", "medium", "queue_id", "entered", "rank_at"],
    )  # fmt: skip
    for table in ("interaction", "queue_item", "agent", "queue_member"):
        await place.owner.execute(f"vacuum analyze {table}")


DOUBLED = """
    select count(*) from offer a join offer b on b.tenant_id = a.tenant_id and b.id > a.id
        and (b.item_id = a.item_id or b.user_id = a.user_id)
        and b.made < coalesce(a.ended, 'infinity') and a.made < coalesce(b.ended, 'infinity')
    where a.tenant_id = $1
"""


async def doubled(place: Place) -> int:
    """Pairs of offers that asked one person, or offered one contact, at the same time."""
    found: int = await place.owner.fetchval(DOUBLED, place.tenant)
    return found

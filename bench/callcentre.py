"""A full hall to measure routing with: people with skills in queues, contacts in line that ask for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import msgspec

import madoguchi.routing.jobs  # noqa: F401  # time-outs are booked with every offer
from bench.frame import Place, say
from madoguchi import routing
from madoguchi.kit.db import unit
from madoguchi.kit.ids import new_id
from madoguchi.routing import QueueForm, SkillForm
from madoguchi.routing.model.skills import Need, need_text

QUEUES_EACH = 3
SKILLS_EACH = 10
ASKED_EACH = 4
OFFER_SECONDS = 300
STRATEGIES = ("longest_idle", "least_occupied", "best_skill")


class Hall(msgspec.Struct, frozen=True):
    """Who works here: the skills and levels of each, the queues, who serves which, and what contacts there ask for."""

    people: dict[UUID, dict[str, int]]
    queues: list[UUID]
    members: dict[UUID, list[UUID]]
    asked: dict[UUID, set[str]]


async def make_hall(place: Place, people: int, queues: int, skills: int = 0) -> Hall:
    """Within `casework.inside`: hire and form queues. Nobody is ready and nothing waits yet."""
    say(f"hiring {people:,} people into {queues} queues, {skills} skills")
    random = Random(11)
    codes = [f"s{n:02d}" for n in range(skills)]
    staff = {
        new_id(): {code: random.randint(1, 5) for code in random.sample(codes, min(SKILLS_EACH, skills))}
        for _ in range(people)
    }
    await place.owner.executemany(
        "insert into app_user (tenant_id, id, email, name, state, created) values ($1, $2, $3, $4, 'invited', now())",
        [(place.tenant, id, f"{n}@example.jp", f"{n}") for n, id in enumerate(staff)],
    )
    made: list[UUID] = []
    async with unit(place.tenant):
        for code in codes:
            await routing.add_skill(SkillForm(code=code, name_ja=code, name_en=code))
        for n in range(queues):
            form = QueueForm(
                code=f"q{n}", name_ja=f"窓口{n}", name_en=f"Queue {n}", offer_seconds=OFFER_SECONDS,
                strategy=STRATEGIES[n % len(STRATEGIES)],
            )  # fmt: skip
            made.append((await routing.add_queue(form)).id)
    members: dict[UUID, list[UUID]] = {queue: [] for queue in made}
    for user in staff:
        for queue in random.sample(made, min(QUEUES_EACH, queues)):
            members[queue].append(user)
    async with unit(place.tenant):
        for queue, users in members.items():
            await routing.set_members(queue, users)
    await place.owner.executemany(
        "insert into agent_profile (tenant_id, user_id, skills) values ($1, $2, $3::text::jsonb)",
        [(place.tenant, user, msgspec.json.encode(levels).decode()) for user, levels in staff.items()],
    )
    await _all_ready(place, list(staff))
    asked = {queue: set(random.sample(codes, min(ASKED_EACH, skills))) for queue in made}
    return Hall(staff, made, members, asked)


async def _all_ready(place: Place, staff: list[UUID]) -> None:
    start = datetime.now(UTC) - timedelta(hours=1)
    await place.owner.copy_records_to_table(
        "agent",
        records=[(place.tenant, user, "ready", at, at) for n, user in enumerate(staff)
                 for at in [start + timedelta(milliseconds=n)]],
        columns=["tenant_id", "user_id", "presence", "since", "ready_since"],
    )  # fmt: skip
    await place.owner.execute("vacuum analyze agent, queue_member, agent_profile")


async def wait(place: Place, hall: Hall, count: int, asking: float = 0.5, seed: int = 1) -> None:
    """Let as many contacts wait; `asking` of them for one of their queue's skills, at a level somebody there has."""
    random, start = Random(seed), datetime.now(UTC) - timedelta(minutes=30)
    contacts: list[tuple[object, ...]] = []
    items: list[tuple[object, ...]] = []
    staffed = [queue for queue in hall.queues if hall.members[queue]]
    for n in range(count):
        id, at, queue = new_id(), start + timedelta(milliseconds=n), random.choice(staffed)
        levels = hall.people[random.choice(hall.members[queue])]
        about = sorted(levels.keys() & hall.asked[queue])
        need = Need()
        if about and random.random() < asking:
            code = random.choice(about)
            need = Need(skills={code: min(3, levels[code])})
        contacts.append((place.tenant, id, "voice", f"waiting-{id}", "in", id, at))
        items.append((place.tenant, new_id(), id, "voice", queue, at, at, at, need_text(need)))
    await place.owner.copy_records_to_table(
        "interaction", records=contacts,
        columns=["tenant_id", "id", "medium", "medium_ref", "direction", "conversation_id", "opened"],
    )  # fmt: skip
    await place.owner.copy_records_to_table(
        "queue_item", records=items,
        columns=["tenant_id", "id", "interaction_id", "medium", "queue_id", "entered", "rank_at", "arrived", "need"],
    )  # fmt: skip
    await place.owner.execute("vacuum analyze interaction, queue_item")


async def live(place: Place) -> list[UUID]:
    """The interactions that are being offered."""
    sql = "select interaction_id from offer where tenant_id = $1 and ended is null"
    return [row[0] for row in await place.owner.fetch(sql, place.tenant)]


# A witness that knows nothing of the application: every offer's beginning and end, numbered as the database made them.
# Who follows another on the same contact or person was numbered while holding the row that the other had given back.
WITNESS = """
    create sequence witness_number;
    create table witness (tenant_id uuid, offer uuid, item uuid, person uuid, began bigint, ended bigint);
    create function witnessed() returns trigger language plpgsql security definer set search_path = public as $$
    begin
        if tg_op = 'INSERT' then
            insert into witness
            values (new.tenant_id, new.id, new.item_id, new.user_id, nextval('witness_number'), null);
        elsif old.ended is null and new.ended is not null then
            update witness set ended = nextval('witness_number') where offer = new.id;
        end if;
        return null;
    end $$;
    create index witness_offer on witness (offer);
    create trigger witnessed after insert or update on offer for each row execute function witnessed();
"""
DOUBLED = """
    select count(*) from (
        select began, max(coalesce(ended, 9223372036854775807)) over (
            partition by {key} order by began rows between unbounded preceding and 1 preceding) as before
        from witness where tenant_id = $1) w where before > began
"""


async def watch(place: Place) -> None:
    """Let the witness look on from now."""
    await place.owner.execute(WITNESS)


async def doubled(place: Place) -> int:
    """Offers that began while another of the same contact, or to the same person, was live, as the witness saw it."""
    found = [await place.owner.fetchval(DOUBLED.format(key=key), place.tenant) for key in ("item", "person")]
    return int(sum(found))

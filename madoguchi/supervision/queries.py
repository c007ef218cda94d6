"""Reads of supervision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi import access, customers, interactions, routing
from madoguchi.access import UserName
from madoguchi.customers import CustomerBrief
from madoguchi.interactions import HandledPart
from madoguchi.kit.clock import now
from madoguchi.kit.http import Principal
from madoguchi.kit.settings import setting
from madoguchi.routing import Stay
from madoguchi.supervision.model.monitoring import Mode, Monitoring
from madoguchi.supervision.settings import SupervisionSettings
from madoguchi.supervision.store import monitorings


class MyMonitoring(Struct, frozen=True, kw_only=True):
    """Beside whose talk I am; `monitoring` None: beside nobody's."""

    monitoring: Monitoring | None
    agent_name: str = ""


class BesideMe(Struct, frozen=True, kw_only=True):
    """A supervisor beside my talk, by name."""

    user: UUID
    name: str
    mode: Mode
    interaction: UUID


class MonitoringRow(Struct, frozen=True, kw_only=True):
    """One monitoring of a contact, with the names of both."""

    monitoring: Monitoring
    supervisor: str
    agent: str


class StayRow(Struct, frozen=True, kw_only=True):
    """A stay in a queue's line, with whose contact it was and who took it."""

    stay: Stay
    customer: UUID | None
    address: str
    withheld: str | None
    users: list[UUID]
    opened: datetime


class StayPage(Struct, frozen=True, kw_only=True):
    """The stays behind a number, newest first; `next` goes into `after` for the following page; `users` and
    `customers` name everybody in them.
    """

    items: list[StayRow]
    next: str | None
    users: list[UserName]
    customers: list[CustomerBrief]


class HandledRow(Struct, frozen=True, kw_only=True):
    """A part that somebody handled to its end, with whose contact it was."""

    part: HandledPart
    customer: UUID | None
    address: str
    withheld: str | None


class HandledPage(Struct, frozen=True, kw_only=True):
    """The parts behind a number, newest first; `next` goes into `after` for the following page; `users` and
    `customers` name everybody in them.
    """

    items: list[HandledRow]
    next: str | None
    users: list[UserName]
    customers: list[CustomerBrief]


async def mine(user: UUID) -> MyMonitoring:
    """Beside whose talk `user` is."""
    found = await monitorings.live_of(user)
    if found is None:
        return MyMonitoring(monitoring=None)
    names = await access.users_by_id([found.agent_id])
    agent = names.get(found.agent_id)
    return MyMonitoring(monitoring=found, agent_name=agent.name if agent else "")


async def beside_me(agent: UUID) -> list[BesideMe]:
    """Who is beside the talk of `agent`, as far as they are told: who is heard always, who listens by the setting."""
    told = (await setting(SupervisionSettings)).listening_is_shown
    there = [each for each in await monitorings.beside(agent) if each.steps and (told or each.mode != "listen")]
    names = await access.users_by_id([each.user_id for each in there])
    return [
        BesideMe(
            user=each.user_id,
            name=names[each.user_id].name if each.user_id in names else "",
            mode=each.steps[-1].mode,
            interaction=each.interaction_id,
        )
        for each in there
    ]


async def monitorings_of(interaction: UUID, who: Principal) -> list[MonitoringRow]:
    """Who was beside the talks of a contact. Agents see those of their own part that were no secret to them."""
    found = await monitorings.of_contact(interaction)
    if not who.permissions & {"supervision.monitor", "audit.read"}:
        told = (await setting(SupervisionSettings)).listening_is_shown
        found = [each for each in found if each.agent_id == who.user and (told or each.heard)]
    names = await access.users_by_id([user for each in found for user in (each.user_id, each.agent_id)])

    def name(user: UUID) -> str:
        return names[user].name if user in names else ""

    return [MonitoringRow(monitoring=each, supervisor=name(each.user_id), agent=name(each.agent_id)) for each in found]


async def serving(queue: UUID) -> Sequence[UUID]:
    """Who serves a queue."""
    return await routing.members(queue)


async def stays(queues: Sequence[UUID], count: str, who: Principal, after: str | None, limit: int) -> StayPage:
    """The contacts behind a number in these queues: of today, or who waits now."""
    start, seen = await routing.today(now()), await customers.sight_of(who)
    found = await routing.stays_of(queues, count, start, await routing.service(), after, limit)
    accounts = await _accounts(stay.interaction for stay in found.items)
    rows = [
        StayRow(
            stay=stay,
            customer=account.contact.customer_id,
            address=interactions.shown_to(seen, account.contact).address_value,
            withheld=account.contact.withheld,
            users=list(dict.fromkeys(part.user_id for part in account.parts)),
            opened=account.contact.opened,
        )
        for stay in found.items
        if (account := accounts.get(stay.interaction)) is not None
    ]
    users, named = await _named(who, (user for row in rows for user in row.users), (row.customer for row in rows))
    return StayPage(items=rows, next=found.next, users=users, customers=named)


async def handled(queues: Sequence[UUID], who: Principal, after: str | None, limit: int) -> HandledPage:
    """What was handled today in these queues, part by part."""
    seen = await customers.sight_of(who)
    found = await interactions.handled_of(queues, await routing.today(now()), after, limit)
    accounts = await _accounts(part.interaction for part in found.items)
    rows = [
        HandledRow(
            part=part,
            customer=account.contact.customer_id,
            address=interactions.shown_to(seen, account.contact).address_value,
            withheld=account.contact.withheld,
        )
        for part in found.items
        if (account := accounts.get(part.interaction)) is not None
    ]
    users, named = await _named(who, (row.part.user for row in rows), (row.customer for row in rows))
    return HandledPage(items=rows, next=found.next, users=users, customers=named)


async def _accounts(contacts: Iterable[UUID]) -> dict[UUID, interactions.Account]:
    return {each.contact.id: each for each in await interactions.accounts(set(contacts))}


async def _named(
    who: Principal, users: Iterable[UUID], known: Iterable[UUID | None]
) -> tuple[list[UserName], list[CustomerBrief]]:
    """Everybody by name; customers to whoever may read them, as on the board itself."""
    people = await access.users_by_id(set(users))
    mine = {customer for customer in known if customer is not None and "customers.read" in who.permissions}
    named = await customers.profiles(sorted(mine)) if mine else {}
    return list(people.values()), list(named.values())

"""The CRM's own card, read live while the phone rings. Nobody waits for it: it comes as the live event `crm.card`.

Each CRM is asked on its own, outside any transaction. Whoever has not answered after 300 ms is shown as late and
fills in when it comes; whoever does not answer at all is shown as down.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct, structs

from madoguchi import interactions
from madoguchi.crm import identify
from madoguchi.crm.errors import CrmFault
from madoguchi.crm.events import CardRead
from madoguchi.crm.guard import Guarded
from madoguchi.crm.identify import Known
from madoguchi.crm.model import CardRow, CardShown, CardState, Connection, ShownState, card_shown, shown_state
from madoguchi.crm.opened import connector
from madoguchi.crm.ports import ExternalRef, Identity
from madoguchi.crm.store import cards as store
from madoguchi.crm.store import connections
from madoguchi.customers import Address
from madoguchi.kit.clock import now
from madoguchi.kit.db import after_commit, current_tenant, unit
from madoguchi.kit.errors import DomainError
from madoguchi.kit.facts import record
from madoguchi.kit.jobs import every
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter, histogram

BUDGET: Final = 0.3
KEPT = timedelta(hours=24)
FRESH = timedelta(seconds=30)

read_seconds = histogram("crm_card_seconds", "From the question to the whole card", ("vendor",))
read = counter("crm_cards", "Cards asked for", ("vendor", "state"))
RowOf = Callable[[CardState], CardRow]
_reading: set[asyncio.Task[None]] = set()


class _Question(Struct, frozen=True, kw_only=True):
    """One CRM asked about one subject, and who wants to see the answer."""

    tenant: UUID
    connection: Connection
    asked: Known
    customer: UUID | None
    interaction: UUID | None
    user: UUID | None

    @property
    def subject(self) -> UUID:
        found = self.customer or self.interaction
        assert found is not None
        return found


async def begin_card(interaction: UUID, customer: UUID | None, address: Address | None, for_user: UUID) -> ShownState:
    """Start reading every CRM's card about who is in a contact; returns at once: "off" or "waiting".

    The answers come as live events `crm.card` to `for_user` and to the topics of the contact and the customer.
    """
    origin = identify.identity(address.kind, address.value) if address else None
    return await _begin(customer, interaction, origin, for_user)


async def refresh_card(customer: UUID, for_user: UUID | None) -> None:
    """Start reading a customer's card, unless it was read within the last half minute."""
    rows = await store.shown(customer)
    if any(row.asked is None or row.asked < now() - FRESH for row in rows):
        await _begin(customer, None, None, for_user)


async def card_state(interaction: UUID, customer: UUID | None) -> ShownState:
    """How the card of who is in a contact stands; "off" without any CRM. Reads only."""
    return shown_state([row.state for row in await store.shown(customer or interaction)])


async def card(customer: UUID | None, interaction: UUID | None) -> CardShown:
    """The card as last read. Of a contact it is its customer's, once recognised. Raises `InteractionUnknown`."""
    if customer is None and interaction is not None:
        customer = (await interactions.interaction(interaction)).customer_id
    subject = customer or interaction
    return card_shown(await store.shown(subject) if subject else [], customer, interaction)


async def _begin(
    customer: UUID | None, interaction: UUID | None, origin: Identity | None, user: UUID | None
) -> ShownState:
    questions = [
        _Question(
            tenant=current_tenant(), connection=one, asked=await identify.known(one.id, customer, origin),
            customer=customer, interaction=interaction, user=user,
        )
        for one in await connections.active()
    ]  # fmt: skip

    async def start() -> None:
        for question in questions:
            task = asyncio.create_task(_read(question))
            _reading.add(task)
            task.add_done_callback(_reading.discard)

    if questions:
        after_commit(start)
    return "waiting" if questions else "off"


async def _read(question: _Question) -> None:
    """Ask, tell that it is late when it is, and tell the answer."""
    started, moment = time.perf_counter(), now()
    answering = asyncio.create_task(_answer(question))
    done, _ = await asyncio.wait({answering}, timeout=BUDGET)
    empty = CardRow(connection_id=question.connection.id, source=question.connection.name, state="late", asked=moment)
    if not done:
        await _tell(question, empty, None)
    row, ref = await answering
    took = time.perf_counter() - started
    read_seconds.labels(question.connection.vendor).observe(took)
    read.labels(question.connection.vendor, row.state).inc()
    await _tell(question, structs.replace(row, asked=moment, answered=now(), took_ms=int(took * 1000)), ref)


async def _answer(question: _Question) -> tuple[CardRow, ExternalRef | None]:
    """What the CRM says; whatever goes wrong is "down"."""
    one = question.connection

    def row(state: CardState) -> CardRow:
        return CardRow(connection_id=one.id, source=one.name, state=state)

    try:
        async with unit(question.tenant, readonly=True):
            opened = await connector(one)
        return await _card(opened, question.asked, row)
    except CrmFault as error:
        log.info("crm_card_missing", connection=str(one.id), error=error.reason)
    except (DomainError, OSError, ValueError, TypeError, KeyError) as error:
        log.warning("crm_card_failed", connection=str(one.id), error=type(error).__name__, exc_info=True)
    return row("down"), None


async def _card(opened: Guarded, asked: Known, row: RowOf) -> tuple[CardRow, ExternalRef | None]:
    if asked.ref is not None:
        before = ExternalRef(asked.ref)
        seen = await opened.read_card(before)
        if seen is not None:
            return structs.replace(row("ok"), fields=list(seen.fields), url=seen.url), before
    found = await identify.find(opened, asked)
    seen = await opened.read_card(found.ref) if found.ref else None
    if seen is None:
        return row("several" if found.several else "none"), None
    return structs.replace(row("ok"), fields=list(seen.fields), url=seen.url), found.ref


async def _tell(question: _Question, row: CardRow, ref: ExternalRef | None) -> None:
    """Keep the answer and announce it. A customer or connection that is gone by now has no card."""
    try:
        async with unit(question.tenant):
            if await connections.by_id(row.connection_id) is None:
                return
            await store.keep(question.subject, question.customer, row)
            if row.state in ("ok", "none", "several"):
                await identify.remember(row.connection_id, question.asked, ref)
            record(
                CardRead(
                    connection=row.connection_id, subject=question.subject, customer=question.customer,
                    interaction=question.interaction, user=question.user, state=row.state,
                )
            )  # fmt: skip
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        log.warning("crm_card_lost", connection=str(row.connection_id), error=type(error).__name__)


async def settle_cards() -> None:
    """Wait until every card being read is there (tests, orderly stop)."""
    while _reading:
        await asyncio.gather(*list(_reading), return_exceptions=True)


@every("crm.cards", seconds=3600)
async def forget_cards() -> None:
    """Cards are kept for a day."""
    await store.drop_older(now() - KEPT)

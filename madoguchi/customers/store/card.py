"""Everything about one customer in one round trip."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.customers.model.address import Kind
from madoguchi.customers.model.contact import Preferences
from madoguchi.customers.model.structs import Caution, Consent, Contract, Customer, Order, OwnedProduct
from madoguchi.kit.db import db, one

MOST_ORDERS = 10


class CardIdentity(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    kind: Kind
    value: str
    label: str
    verified: datetime | None
    preferred: bool


class CardRow(Customer, frozen=True, kw_only=True):
    """A profile with what hangs on it."""

    identities: list[CardIdentity]
    preferences: Preferences
    consents: list[Consent]
    orders: list[Order]
    order_count: int
    spent_minor: int
    contracts: list[Contract]
    products: list[OwnedProduct]
    cautions: list[Caution]


LINES = """
    (select coalesce(jsonb_agg(jsonb_build_object('title', l.title, 'quantity', l.quantity, 'price_minor',
        l.price_minor, 'product', l.product_id) order by l.position), '[]') from order_line l where l.order_id = o.id)
"""
ORDER = f"""
    jsonb_build_object('id', o.id, 'customer', o.customer_id, 'number', o.number, 'status', o.status,
        'ordered', o.ordered, 'due', o.due, 'total_minor', o.total_minor, 'currency', o.currency, 'version', o.version,
        'lines', {LINES})
"""
CAUTION = """
    jsonb_build_object('id', w.id, 'customer', w.customer_id, 'kind', w.kind, 'note', w.note, 'created', w.created,
        'created_by', w.created_by, 'expires', w.expires, 'lifted', w.lifted, 'interaction', w.interaction_id)
"""
CONTRACT = """
    jsonb_build_object('id', k.id, 'customer', k.customer_id, 'number', k.number, 'title', k.title,
        'status', k.status, 'starts', k.starts, 'ends', k.ends, 'product', k.product_id, 'version', k.version)
"""
OWNED = """
    jsonb_build_object('id', w.id, 'product', p.id, 'code', p.code, 'name_ja', p.name_ja, 'name_en', p.name_en,
        'category', p.category, 'serial', w.serial, 'bought', w.bought, 'warranty_until', w.warranty_until)
"""
CARD = f"""
    select c.id, c.number, c.kind, c.name, c.kana, c.romaji, c.company, c.company_kana, c.tier, c.language, c.time_zone,
        c.postal_code, c.address, c.birth_date, c.tags, c.notes_flag, c.created, c.updated, c.version,
        (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'kind', i.kind, 'value', i.value, 'label', i.label,
            'verified', i.verified, 'preferred', i.preferred) order by i.preferred desc, i.kind desc, i.id), '[]')
            from identity i where i.customer_id = c.id) as identities,
        (select coalesce(jsonb_object_agg(p.key, p.value), '{{}}') from preference p where p.customer_id = c.id)
            as preferences,
        (select coalesce(jsonb_agg(to_jsonb(s) order by s.purpose), '[]') from (
            select distinct on (n.purpose) n.purpose, n.state, n.at, n.source from consent n
            where n.customer_id = c.id order by n.purpose, n.at desc, n.id desc) s) as consents,
        (select coalesce(jsonb_agg(r.body order by r.ordered desc), '[]') from (
            select {ORDER} as body, o.ordered from purchase_order o where o.customer_id = c.id
            order by o.ordered desc limit {MOST_ORDERS}) r) as orders,
        t.order_count, t.spent_minor,
        (select coalesce(jsonb_agg({CAUTION} order by w.created desc), '[]')
            from caution w where w.customer_id = c.id and w.lifted is null) as cautions,
        (select coalesce(jsonb_agg({CONTRACT} order by k.status, k.ends desc nulls first), '[]')
            from contract k where k.customer_id = c.id) as contracts,
        (select coalesce(jsonb_agg({OWNED} order by w.bought desc nulls last), '[]')
            from owned_product w join product p on p.id = w.product_id where w.customer_id = c.id) as products
    from customer c, lateral (
        select count(*)::int as order_count,
            coalesce(sum(o.total_minor) filter (where o.status not in ('cancelled', 'returned')), 0)::bigint
                as spent_minor
        from purchase_order o where o.customer_id = c.id) t
    where c.id = $1
"""


async def card(id: UUID) -> CardRow | None:
    """The customer with identities, wishes, consents, latest orders, contracts and products."""
    return one(CardRow, await db().fetchrow(CARD, id))

"""Two thousand customers who do not exist: names, addresses, what they own and ordered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from madoguchi.customers.model.form import Profile
from madoguchi.customers.store.profiles import written
from madoguchi.entrypoints.demo.names import PersonName, person_names
from madoguchi.entrypoints.demo.seed.bulk import insert
from madoguchi.entrypoints.demo.seed.company import Company
from madoguchi.kit.ids import new_id

TIERS = (("standard", 70), ("silver", 18), ("gold", 9), ("platinum", 3))
TOWNS = (
    ("220-0012", "神奈川県横浜市西区みなとみらい"),
    ("222-0033", "神奈川県横浜市港北区新横浜"),
    ("150-0002", "東京都渋谷区渋谷"),
    ("160-0023", "東京都新宿区西新宿"),
    ("530-0001", "大阪府大阪市北区梅田"),
    ("460-0008", "愛知県名古屋市中区栄"),
    ("810-0001", "福岡県福岡市中央区天神"),
    ("060-0001", "北海道札幌市中央区北一条西"),
    ("980-0021", "宮城県仙台市青葉区中央"),
    ("600-8216", "京都府京都市下京区東塩小路町"),
    ("650-0021", "兵庫県神戸市中央区三宮町"),
    ("730-0011", "広島県広島市中区基町"),
)
FIRMS = (
    "みどり商会",
    "東洋設備",
    "港南ホーム",
    "さくら不動産",
    "北斗電設",
    "丸和リビング",
    "青葉ハウジング",
    "富士見工務店",
)
TAGS = (("延長保証", 0.12), ("法人", 0.04), ("定期点検", 0.08))
CUSTOMER = """
    id, number, created, updated, kind, name, kana, romaji, company, company_kana, tier, language, time_zone,
    postal_code, address, birth_date, tags, notes_flag, sort_key, search_text, search_tokens
"""
IDENTITY = "id, customer_id, kind, value, raw, label, preferred, tail, created"


class Someone(msgspec.Struct, frozen=True):
    """A customer as the rest of the generator needs them."""

    id: UUID
    phone: str
    since: datetime
    language: str


def customer_row(someone: Someone, number: str, name: PersonName, **more: Any) -> list[Any]:
    """One row of `customer`, with the keys by which it is found."""
    profile = Profile(
        kind=more.get("kind", "person"), name=name.name, kana=name.kana, romaji=name.romaji,
        company=more.get("company", ""), company_kana="", tier=more.get("tier", "standard"),
        language=someone.language, time_zone="Asia/Tokyo", postal_code=more.get("postal_code", ""),
        address=more.get("address", ""), birth_date=more.get("birth_date"), tags=more.get("tags", []),
        notes_flag=more.get("notes_flag"),
    )  # fmt: skip
    return [someone.id, number, someone.since, someone.since, *written(profile)]


def phone_row(someone: Someone, phone: str, label: str = "mobile", preferred: bool = True) -> list[Any]:
    """One row of `identity` for an E.164 number."""
    tail = "".join(c for c in phone if c.isdigit())[::-1]
    return [new_id(), someone.id, "phone", phone, phone, label, preferred, tail, someone.since]


def mail_row(someone: Someone, email: str) -> list[Any]:
    """One row of `identity` for an e-mail address."""
    return [new_id(), someone.id, "email", email, email, "", False, None, someone.since]


def _birth_date(random: Random) -> date:
    return date(1940, 1, 1) + timedelta(days=int(random.betavariate(2.2, 2.0) * 24_000))


async def gather(random: Random, company: Company, today: datetime, count: int) -> list[Someone]:
    """Write `count` customers and their purchases."""
    people: list[Someone] = []
    customers: list[list[Any]] = []
    identities: list[list[Any]] = []
    for i, name in enumerate(person_names(random, count)):
        since = today - timedelta(days=random.randint(30, 2600), minutes=random.randint(0, 1400))
        language = "ja" if name.kana else "en"
        someone = Someone(new_id(), f"+81{random.choice(('70', '80', '90'))}{random.randint(10**7, 10**8 - 1)}",
                          since, language)  # fmt: skip
        code, town = random.choice(TOWNS)
        tier = random.choices([t for t, _ in TIERS], [w for _, w in TIERS])[0]
        business = random.random() < 0.06
        customers.append(
            customer_row(
                someone, f"M{i + 100:06d}", name, tier=tier, postal_code=code,
                address=f"{town}{random.randint(1, 9)}-{random.randint(1, 20)}-{random.randint(1, 30)}",
                company=f"有限会社{random.choice(FIRMS)}" if business else "",
                birth_date=None if random.random() < 0.3 else _birth_date(random),
                tags=[tag for tag, share in TAGS if random.random() < share],
                notes_flag="caution" if random.random() < 0.01 else None,
            )
        )  # fmt: skip
        identities.append(phone_row(someone, someone.phone))
        if random.random() < 0.25:
            area = random.choice(("3", "45", "6", "52", "92"))
            landline = f"+81{area}{random.randint(10 ** (8 - len(area)), 10 ** (9 - len(area)) - 1)}"
            identities.append(phone_row(someone, landline, "home", preferred=False))
        handle = name.romaji.lower().replace(" ", ".").replace("'", "")
        if random.random() < 0.7 and handle.isascii():
            identities.append(mail_row(someone, f"{handle}{i}@example.jp"))
        people.append(someone)
    await insert("customer", CUSTOMER, customers)
    await insert("identity", IDENTITY, identities)
    await _purchases(random, company, today, people)
    return people


async def _purchases(random: Random, company: Company, today: datetime, people: list[Someone]) -> None:
    owned: list[list[Any]] = []
    orders: list[list[Any]] = []
    lines: list[list[Any]] = []
    codes = list(company.products)
    for someone in people:
        for _ in range(random.choices((0, 1, 2, 3), (15, 50, 25, 10))[0]):
            code = random.choice(codes)
            product, ja, en, months, price = company.products[code]
            days = random.randint(0, max(1, (today - someone.since).days))
            moment = someone.since + timedelta(days=days)
            order = new_id()
            status = "delivered" if (today - moment).days > 7 else random.choice(("ordered", "shipped"))
            orders.append([order, someone.id, f"W{len(orders) + 240001}", status, moment, moment.date() +
                           timedelta(days=5), price, "JPY"])  # fmt: skip
            lines.append([new_id(), order, 1, product, ja if someone.language == "ja" else en, 1, price])
            if months >= 12:
                until = moment.date() + timedelta(days=30 * months)
                serial = f"{code[-4:]}{random.randint(10**6, 10**7 - 1)}"
                owned.append([new_id(), someone.id, product, serial, moment.date(), until])
    await insert("purchase_order", "id, customer_id, number, status, ordered, due, total_minor, currency", orders)
    await insert("order_line", "id, order_id, position, product_id, title, quantity, price_minor", lines)
    await insert("owned_product", "id, customer_id, product_id, serial, bought, warranty_until", owned)

"""A page of the timeline of one customer with 10,000 interactions, at any depth, through the API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import msgspec

from bench.frame import Place, Report, say
from bench.people import fill, id_of
from madoguchi.interactions.sealed import Texts
from madoguchi.kit.db import close_database, open_database, unit
from madoguchi.kit.ids import new_id
from madoguchi.kit.listing import encode_cursor
from madoguchi.kit.migrate import role_url
from madoguchi.kit.vault import Scope, open_vault, seal

SIZE = "10k"
PAGE = 20
ROUNDS = 2_000
PEOPLE = 1_000
OTHERS = 4
DEPTHS = {"top": 0.0, "middle": 0.5, "bottom": 0.99}
CUSTOMER = id_of(0)
START = datetime(2020, 1, 1, tzinfo=UTC)
APART = timedelta(hours=4)

Row = tuple[object, ...]


class Past:
    """One customer's contacts: each with an agent's part and an outcome whose words are sealed."""

    def __init__(self, place: Place, agent: UUID) -> None:
        self.tenant = place.tenant
        self.agent = agent
        self.contacts = [new_id() for _ in range(place.count)]

    def at(self, n: int) -> datetime:
        return START + n * APART

    def interactions(self) -> Iterator[Row]:
        for n, id in enumerate(self.contacts):
            at = self.at(n)
            end = at + timedelta(minutes=5)
            yield (self.tenant, id, "voice", str(id), "in", id, CUSTOMER, "classified", at, at, end, end, "closed")

    def others(self) -> Iterator[Row]:
        """Everybody else's contacts, among which this customer's must be found."""
        for n in range(OTHERS * len(self.contacts)):
            id, at = new_id(), self.at(n // OTHERS)
            customer = id_of(1 + n % (PEOPLE - 1))
            yield (self.tenant, id, "voice", str(id), "in", id, customer, "abandoned", at, None, at, at, "closed")

    def segments(self) -> Iterator[Row]:
        for n, id in enumerate(self.contacts):
            at = self.at(n)
            end = at + timedelta(minutes=5)
            yield (self.tenant, id, id, self.agent, "ended", at, at, at, end, "agent", 8, 280, 12, 60, "classified")

    def outcomes(self, sealed: list[bytes]) -> Iterator[Row]:
        for n, id in enumerate(self.contacts):
            yield (
                self.tenant,
                id,
                id,
                "classified",
                "修理 › 冷蔵庫",
                "Repair › Fridge",
                "resolved",
                sealed[n],
                self.at(n),
            )


INTERACTION = [
    "tenant_id", "id", "medium", "medium_ref", "direction", "conversation_id", "customer_id", "outcome", "opened",
    "answered", "ended", "closed", "state",
]  # fmt: skip
SEGMENT = [
    "tenant_id", "id", "interaction_id", "user_id", "status", "since", "ring_at", "connected_at", "ended_at",
    "ended_by", "ring_seconds", "talk_seconds", "hold_seconds", "wrap_seconds", "outcome",
]  # fmt: skip
OUTCOME = [
    "tenant_id", "segment_id", "interaction_id", "state", "reason_ja", "reason_en", "resolution", "texts", "recorded",
]  # fmt: skip


async def _sealed(place: Place, past: Past) -> list[bytes]:
    """The words of every outcome, under the customer's key, as the product seals them."""
    secret = (place.instance.folder / "data" / "secret").read_bytes().strip()
    urls = [role_url(place.instance.database_url, secret, role) for role in ("app", "sweep")]
    open_vault(secret)
    await open_database(urls[0], urls[1], 2)
    try:
        words = msgspec.json.encode(Texts(asked="冷えない", done="設定を確認", result="部品を手配し、訪問日を約束した"))
        async with unit(place.tenant):
            return [await seal(Scope(contact, CUSTOMER), words) for contact in past.contacts]
    finally:
        await close_database()


async def _fill(place: Place) -> Past:
    count, place.count = place.count, PEOPLE
    await fill(place)
    place.count = count
    agent: UUID = await place.owner.fetchval("select id from app_user where tenant_id = $1 limit 1", place.tenant)
    past = Past(place, agent)
    say(f"making a past of {count:,} contacts")
    sealed = await _sealed(place, past)
    for table, columns, rows in (
        ("interaction", INTERACTION, past.interactions()),
        ("interaction", INTERACTION, past.others()),
        ("segment", SEGMENT, past.segments()),
        ("outcome", OUTCOME, past.outcomes(sealed)),
    ):
        await place.owner.copy_records_to_table(table, records=rows, columns=columns)
        await place.owner.execute(f"vacuum analyze {table}")
    return past


async def measure(place: Place) -> Report:
    """Ask for pages of twenty from the top, the middle, the bottom and anywhere, one after another."""
    past = await _fill(place)
    random, report = Random(3), Report()

    def page_at(share: float | None) -> tuple[str, str, bytes | None]:
        n = random.randrange(place.count) if share is None else int((1 - share) * (place.count - 1))
        cursor = encode_cursor([past.at(n).isoformat(), str(past.contacts[n])])
        return "GET", f"/timeline?customer={CUSTOMER}&limit={PAGE}&after={cursor}", None

    say("turning pages")
    await place.load(lambda _: page_at(None), 300, 1)
    anywhere = await place.load(lambda _: page_at(None), ROUNDS, 1)
    report.put("p50_ms", anywhere.at(0.5), f"a page of {PAGE} anywhere, words unsealed, names resolved")
    report.put("p99_ms", anywhere.at(0.99), "goal 10")
    report.put("per_second", anywhere.per_second, "one client")
    report.put("cpu_ms", anywhere.cpu_ms, "application CPU a request")
    for name, share in DEPTHS.items():
        turned = await place.load(lambda _, share=share: page_at(share), ROUNDS // 4, 1)  # type: ignore[misc]  # bound now
        report.put(f"{name}_p99_ms", turned.at(0.99))
    return report

"""Searching a million customers by everything one may know of somebody, through the API."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from urllib.parse import quote

from bench.frame import Load, Place, Report, say
from bench.people import email_of, fill, fill_addresses_and_orders, order_of, phone_of

SIZE = "1m"
ROUNDS = 150
CLIENTS = 8
CROWD = 2_000
LIMIT_MS = 50.0
FAMILY = ("佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "長谷川", "森", "林", "清水")
GIVEN = ("美咲", "陽菜", "翔太", "健一", "恵子", "大輔", "直樹", "陽子", "蓮", "結衣")
KANA = ("はせがわ", "サトウ", "たなか ひろし", "ワタナベ", "きむら", "かと", "みさき", "さいとう")
ROMAJI = ("asegaw", "suzuki", "atsuda", "wata", "tanaka", "yoko", "obayash", "misaki")
Text = Callable[[Random, int], str]
KINDS: dict[str, Text] = {
    "kanji": lambda random, _: f"{random.choice(FAMILY)} {random.choice(GIVEN)}",
    "common_surname": lambda random, _: random.choice(FAMILY[:10]),
    "one_kanji": lambda random, _: random.choice(("林", "森", "原", "岡", "島")),
    "kana": lambda random, _: random.choice(KANA),
    "romaji_fragment": lambda random, _: random.choice(ROMAJI),
    "last_four_digits": lambda random, _: f"{random.randrange(10_000):04}",
    "phone": lambda random, count: "0" + phone_of(random.randrange(count))[3:],
    "email": lambda random, count: email_of(random.randrange(count)),
    "email_beginning": lambda random, count: email_of(random.randrange(count)).partition("example")[0],
    "order_number": lambda random, count: order_of(random.randrange(0, count, 5)),
    "customer_number": lambda random, count: f"C-{random.randrange(count):09d}",
    "nobody": lambda random, _: "寿限無寿限無",
}


async def measure(place: Place) -> Report:
    """Each kind one after another for latency; then all kinds at random, eight clients at once."""
    await fill(place)
    await fill_addresses_and_orders(place)
    random, report = Random(8), Report()

    def search(text: Text) -> Callable[[int], tuple[str, str, bytes | None]]:
        return lambda _: ("GET", f"/customers?q={quote(text(random, place.count))}", None)

    worst = 0.0
    for name, text in KINDS.items():
        say(f"searching by {name.replace('_', ' ')}")
        await place.load(search(text), 20, 1)
        found: Load = await place.load(search(text), ROUNDS, 1)
        report.put(f"{name}_p50_ms@{place.size}", found.at(0.5))
        report.put(f"{name}_p99_ms@{place.size}", found.at(0.99), f"limit {LIMIT_MS:.0f}")
        worst = max(worst, found.at(0.99))
    report.put(f"p99_ms@{place.size}", worst, f"the slowest kind; limit {LIMIT_MS:.0f}")
    kinds = list(KINDS.values())
    crowd = await place.load(lambda n: search(random.choice(kinds))(n), CROWD, CLIENTS)
    report.put(f"per_second@{place.size}", crowd.per_second, f"any kind, {CLIENTS} clients")
    report.put(f"crowd_p99_ms@{place.size}", crowd.at(0.99), f"while {CLIENTS} clients ask without a pause")
    report.put("cpu_ms", crowd.cpu_ms, "application CPU a request")
    return report

"""Phone number → customer, through the API, among a million customers (SIZE=10m for ten)."""

from __future__ import annotations

from random import Random

from bench.frame import Place, Report, say
from bench.people import fill, phone_of

SIZE = "1m"
ONE_BY_ONE = 4_000
AT_ONCE = 20_000
CLIENTS = 8
# Other systems on comparable machines, from design notes: ratios only, never promises.
PEERS = {"tryton_100_parties": {"p50_ms": 26.0, "p99_ms": 51.0}}


async def measure(place: Place) -> Report:
    """Look numbers up one by one for latency, then eight at once for throughput."""
    await fill(place)
    random, report = Random(2), Report(peers=PEERS)

    def lookup(_: int) -> tuple[str, str, bytes | None]:
        return "GET", f"/customers/lookup?phone=%2B{phone_of(random.randrange(place.count))[1:]}", None

    say("looking numbers up")
    await place.load(lookup, 1000, CLIENTS)
    alone = await place.load(lookup, ONE_BY_ONE, 1)
    crowd = await place.load(lookup, AT_ONCE, CLIENTS)
    report.put(f"p50_ms@{place.size}", alone.at(0.5), "one after another, any customer")
    report.put(f"p99_ms@{place.size}", alone.at(0.99))
    report.put(f"per_second@{place.size}", crowd.per_second, f"{CLIENTS} clients, one application process")
    report.put(f"crowd_p99_ms@{place.size}", crowd.at(0.99), f"while {CLIENTS} clients ask without a pause")
    report.put("cpu_ms", crowd.cpu_ms, "application CPU a request")
    return report

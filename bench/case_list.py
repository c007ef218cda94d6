"""A page of 25 open cases among 10,000, the most urgent first, through the API."""

from __future__ import annotations

from bench.casework import inside, make_cases, people
from bench.frame import Place, Report, say

SIZE = "10k"
PAGE = 25
REQUESTS = 6_000
CLIENTS = 8
# Other systems on comparable machines, from design notes: ratios only, never promises.
PEERS = {
    "request_tracker": {"per_second": 20.0},
    "osticket": {"per_second": 28.0},
    "django_helpdesk": {"per_second": 5.0},
}


async def measure(place: Place) -> Report:
    """Ask for the first page, one client and eight; then for searches among the titles."""
    await people(place)
    async with inside(place):
        await make_cases(place, place.count)
    report = Report(peers=PEERS)

    def page(_: int) -> tuple[str, str, bytes | None]:
        return "GET", f"/cases?limit={PAGE}", None

    def search(n: int) -> tuple[str, str, bytes | None]:
        return "GET", f"/cases?limit={PAGE}&open_only=false&q=%E5%86%B7%E8%94%B5%E5%BA%AB%20{n}", None

    say("listing")
    await place.load(page, 300, CLIENTS)
    alone = await place.load(page, REQUESTS // 4, 1)
    crowd = await place.load(page, REQUESTS, CLIENTS)
    report.put("p50_ms", alone.at(0.5), f"{PAGE} open cases of {place.count:,}, names resolved; one client")
    report.put("p99_ms", crowd.at(0.99), f"while {CLIENTS} clients ask without a pause; goal 50")
    report.put("per_second", crowd.per_second, f"{CLIENTS} clients, one application process; goal 500")
    report.put("cpu_ms", crowd.cpu_ms, "application CPU a request")
    found = await place.load(search, 500, 1)
    report.put("search_p99_ms", found.at(0.99), "a fragment of the title")
    return report

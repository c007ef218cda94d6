"""Cases opened durably by 16 clients at once, through the API."""

from __future__ import annotations

import json
from random import Random

from bench.casework import PEOPLE, TITLES, people
from bench.frame import Place, Report, say
from bench.people import id_of

SIZE = "6k"
CLIENTS = 16
# Other systems on comparable machines, from design notes: ratios only, never promises.
PEERS = {"request_tracker": {"per_second": 2.6}, "django_helpdesk": {"per_second": 25.0}}


async def measure(place: Place) -> Report:
    """Open cases with a customer, a priority and first words; every answer comes after the commit reached the disk."""
    await people(place)
    random, report = Random(5), Report(peers=PEERS)

    def new(n: int) -> tuple[str, str, bytes | None]:
        case = {
            "title": f"{random.choice(TITLES)} {n}", "customer_id": str(id_of(random.randrange(PEOPLE))),
            "priority": "high", "text": "お客様より電話。型番を確認済み。",
        }  # fmt: skip
        return "POST", "/cases", json.dumps(case).encode()

    say("opening cases")
    await place.load(new, 300, CLIENTS)
    before: int = await place.owner.fetchval("select count(*) from case_file")
    crowd = await place.load(new, place.count, CLIENTS)
    kept: int = await place.owner.fetchval("select count(*) from case_file") - before
    report.put("per_second", crowd.per_second, f"{CLIENTS} clients, one application process, fsync on; goal 500")
    report.put("p50_ms", crowd.at(0.5))
    report.put("p99_ms", crowd.at(0.99))
    report.put("cpu_ms", crowd.cpu_ms, "application CPU a request")
    report.put("lost", place.count - kept, "acknowledged and not there")
    return report

"""A case with 100 sealed entries, read whole through the API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from bench.casework import inside, make_cases, people
from bench.frame import Place, Report, say
from madoguchi.kit.db import unit
from madoguchi.kit.ids import new_id
from madoguchi.kit.vault import Scope, seal

SIZE = "500"
ENTRIES = 100
REQUESTS = 3_000
CLIENTS = 8
WORDS = "お客様へ架電。部品の入荷予定を案内し、訪問日を来週火曜の午前で仮押さえした。".encode()
COLUMNS = ["tenant_id", "id", "case_id", "kind", "at", "user_id", "body"]
# Other systems on comparable machines, from design notes: ratios only, never promises.
PEERS = {"request_tracker": {"per_second": 4.5}, "django_helpdesk": {"per_second": 2.0}}


async def _histories(place: Place, cases: list[UUID]) -> None:
    """Bring every case to 100 entries."""
    say(f"writing {ENTRIES} entries into each")
    agent: UUID = await place.owner.fetchval("select id from app_user where tenant_id = $1 limit 1", place.tenant)
    async with unit(place.tenant):
        sealed = [await seal(Scope(case), WORDS) for case in cases for _ in range(ENTRIES - 1)]
    at = datetime.now(UTC)

    def rows() -> Iterator[tuple[object, ...]]:
        for n, body in enumerate(sealed):
            yield (
                place.tenant, new_id(), cases[n // (ENTRIES - 1)], "note", at + timedelta(seconds=n), agent, body
            )  # fmt: skip

    await place.owner.copy_records_to_table("case_entry", records=rows(), columns=COLUMNS)
    await place.owner.execute(f"update case_file set entries = {ENTRIES}")
    await place.owner.execute("vacuum analyze case_file, case_entry")


async def measure(place: Place) -> Report:
    """Open cases at random, one client and eight."""
    await people(place)
    async with inside(place):
        cases = await make_cases(place, place.count)
        await _histories(place, cases)
    random, report = Random(6), Report(peers=PEERS)

    def one(_: int) -> tuple[str, str, bytes | None]:
        return "GET", f"/cases/{random.choice(cases)}", None

    say("opening")
    await place.load(one, 300, CLIENTS)
    alone = await place.load(one, REQUESTS // 4, 1)
    crowd = await place.load(one, REQUESTS, CLIENTS)
    report.put("p50_ms", alone.at(0.5), f"{ENTRIES} entries unsealed, names resolved; one client")
    report.put("p99_ms", crowd.at(0.99), f"while {CLIENTS} clients ask without a pause")
    report.put("per_second", crowd.per_second, f"{CLIENTS} clients, one application process; goal 200")
    report.put("cpu_ms", crowd.cpu_ms, "application CPU a request")
    return report

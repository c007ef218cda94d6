"""Double assignment: a million offers from four processes that grab for the same contacts and people at once.

Each process declines whatever is being offered, by whichever process: many at once, which ends in a round of matching,
and between two rounds one by one, each of which looks for the next in its own unit. Rounds take turns; the single looks
wait for nobody and race with them and with each other for the same contacts and people. A witness in the database,
which knows nothing of the application, numbers each offer's beginning and end.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from uuid import UUID

import uvloop

from bench.callcentre import doubled, make_hall, wait, watch
from bench.casework import inside
from bench.frame import Place, Report, say
from madoguchi.kit.clock import now
from madoguchi.kit.db import close_database, db, open_database, unit
from madoguchi.kit.migrate import role_url
from madoguchi.kit.settings import save_setting
from madoguchi.kit.vault import open_vault
from madoguchi.routing import RoutingSettings
from madoguchi.routing.actions import rounds, scenes
from madoguchi.routing.model import offers
from madoguchi.routing.model.offers import Scene
from madoguchi.routing.model.waiting import Rules

SIZE = "1m"
PROCESSES = 4
PEOPLE = 400
WAITING = 1_500
QUEUES = 8
SKILLS = 8
TOGETHER = 100
ALONE = 5
# From their own pull requests, as design notes quote them: how often one of several equal grabs was overwritten.
PEERS: dict[str, dict[str, float]] = {"chatwoot_pr_15524": {"doubled": 46}}
TIRELESS = Rules(rest_seconds=0)


@dataclass(frozen=True)
class Grabber:
    """What one process needs to know."""

    url: str
    secret: bytes
    tenant: UUID
    offers: int


async def measure(place: Place) -> Report:
    """Four processes make the offers; the witness counts those that met another."""
    report = Report(peers=PEERS)
    async with inside(place):
        async with unit(place.tenant):
            await save_setting(RoutingSettings(rest_seconds=0))
        hall = await make_hall(place, PEOPLE, QUEUES, SKILLS)
        await wait(place, hall, WAITING)
    await watch(place)
    secret = (place.instance.folder / "data" / "secret").read_bytes().strip()
    grabber = Grabber(place.instance.database_url, secret, place.tenant, place.count // PROCESSES)
    say(f"{PROCESSES} processes grab for the same contacts")
    began = time.perf_counter()
    with ProcessPoolExecutor(max_workers=PROCESSES) as pool:
        loop = asyncio.get_running_loop()
        tries = await asyncio.gather(*(loop.run_in_executor(pool, grab, grabber) for _ in range(PROCESSES)))
    seconds = time.perf_counter() - began
    made: int = await place.owner.fetchval("select count(*) from offer where tenant_id = $1", place.tenant)
    report.put("doubled", await doubled(place), "offers that met another of the same contact or person, by a witness")
    report.put("offers", made, f"from {PROCESSES} processes")
    report.put("grabs", sum(tries), "of live offers, to decline them and to make the next; others were at it meanwhile")
    report.put("per_second", made / seconds, "with the witness looking on, and each offer declined")
    return report


def grab(grabber: Grabber) -> int:
    """One process: declines what is offered, whoever offered it, until its share is made; returns its tries."""
    return uvloop.run(_grab(grabber))


LIVE = "select interaction_id from offer where ended is null order by random() limit $1"


LIVE_OFFERS = "select id from offer where ended is null order by random() limit $1"


def _declined(scene: Scene) -> Scene:
    return offers.decline(scene, now(), TIRELESS)


async def _grab(grabber: Grabber) -> int:
    open_vault(grabber.secret)
    urls = [role_url(grabber.url, grabber.secret, role) for role in ("app", "sweep")]
    await open_database(urls[0], urls[1], 2)
    declined = tries = 0
    try:
        async with unit(grabber.tenant):
            await rounds.serve_waiting()
        while declined < grabber.offers:
            async with unit(grabber.tenant):
                live = [row[0] for row in await db().fetch(LIVE, TOGETHER)]
                found = await scenes.of_interactions(live)
                tries += len(live)
                declined += await scenes.apply_many(found, _declined)
            async with unit(grabber.tenant):
                live = [row[0] for row in await db().fetch(LIVE_OFFERS, ALONE)]
            for offer in live:
                async with unit(grabber.tenant):
                    before = await scenes.of_offer(offer)
                    declined += await scenes.apply(before, _declined) is not before
                tries += 1
    finally:
        await close_database()
    return tries

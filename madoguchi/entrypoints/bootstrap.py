"""The one place that wires rooms together: whose routes, reactions and jobs run, and who stands behind each port.

Importing a room's `reactions`, `jobs` and `feed` modules registers what they declare. Lists, no magic.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from typing import Any
from uuid import UUID

from madoguchi import access, cases, crm, intelligence, interactions, notifications, telephony
from madoguchi.access.authentication import Authentication
from madoguchi.entrypoints import telephone
from madoguchi.entrypoints.demo.seed import PASSWORD, SIGN_INS, seed
from madoguchi.entrypoints.installation import Installation
from madoguchi.integrations.espeak.tts import ESpeak
from madoguchi.integrations.nats.wire import NatsWire
from madoguchi.integrations.openjtalk.tts import OpenJTalk
from madoguchi.integrations.tryton import TRYTON
from madoguchi.kit import nodes, wires
from madoguchi.kit.config import config
from madoguchi.kit.db import close_database, open_database
from madoguchi.kit.facts import settle
from madoguchi.kit.jobs import use_tenants
from madoguchi.kit.migrate import role_url
from madoguchi.kit.vault import derived, open_vault
from madoguchi.routing.desks import Desks

Tell = Callable[..., None]

ROUTES: tuple[str, ...] = (
    "access.http",
    "files.http",
    "calendars.http",
    "customers.http",
    "interactions.http",
    "routing.http",
    "telephony.http",
    "cases.http",
    "crm.http",
    "workspace.http",
    "intelligence.http",
    "supervision.http",
    "workflows.http",
    "analytics.http",
    "entrypoints.demo.http",
)
"""Modules with a `routes` list."""

REGISTERED: tuple[str, ...] = (
    "access.settings",
    "access.jobs",
    "files.settings",
    "files.jobs",
    "calendars.settings",
    "calendars.jobs",
    "customers.settings",
    "customers.jobs",
    "customers.feed",
    "interactions.reactions",
    "interactions.feed",
    "routing.reactions",
    "routing.jobs",
    "routing.feed",
    "telephony.settings",
    "telephony.reactions",
    "telephony.jobs",
    "cases.reactions",
    "cases.jobs",
    "crm.reactions",
    "crm.jobs",
    "workspace.settings",
    "workspace.reactions",
    "workspace.jobs",
    "workspace.feed",
    "supervision.settings",
    "supervision.reactions",
    "supervision.jobs",
    "supervision.feed",
    "workflows.reactions",
    "workflows.jobs",
    "notifications.jobs",
    "analytics.settings",
    "analytics.reactions",
    "analytics.jobs",
    "analytics.feed",
)
"""Modules that register reactions, watchers, jobs or settings on import."""

desks = Desks()
_telephone: telephone.Chosen | None = None
_demo = False


def routes() -> list[Any]:
    """Every HTTP route of every room."""
    found: list[Any] = []
    for name in ROUTES:
        found += import_module(f"madoguchi.{name}").routes
    return found


def wire() -> None:
    """Register everything and give each port its vendor. Safe to call twice."""
    for name in REGISTERED:
        import_module(f"madoguchi.{name}")
    use_tenants(access.tenants)
    nodes.on_buried(desks.buried)
    interactions.register_medium("voice", telephony.VoiceMedium())
    interactions.register_timeline("case", cases.CaseTimeline())
    interactions.register_timeline("task", cases.TaskTimeline())
    interactions.register_timeline("order", interactions.OrderTimeline())
    crm.register_vendor(TRYTON)
    notifications.use_mail_server(notifications.server_of(config()))
    access.use_mailer(notifications.LinkMailer())
    intelligence.use_voices([OpenJTalk(), ESpeak()])


def middleware() -> list[Any]:
    """Who finds out who is asking."""
    return [Authentication()]


def lay_wire() -> None:
    """What carries words between nodes. The vault is open: the subject is a secret of the installation."""
    servers = [url.strip() for url in config().nats_url.split(",") if url.strip()]
    subject = f"madoguchi.{derived('words between nodes').hex()[:32]}"
    wires.use_wire(NatsWire(servers, subject) if servers else None)


@asynccontextmanager
async def lines() -> AsyncIterator[None]:
    """The switch's event socket and the connections to CRMs, for as long as the process serves."""
    async with AsyncExitStack() as held:
        held.push_async_callback(crm.close_all)
        if _telephone is not None:  # None: the application without an installation around it (tests, the contract)
            await held.enter_async_context(telephone.connected(_telephone, config(), demo=_demo))
        yield


async def desk_connected(tenant: UUID, user: UUID) -> None:
    """A desk of `user` joined the live feed."""
    await desks.joined(tenant, user)


async def desk_gone(tenant: UUID, user: UUID) -> None:
    """The last desk of `user` on this process left the live feed."""
    await desks.left(tenant, user)


def prepare(installation: Installation, database_url: str, *, demo: bool, tell: Tell) -> None:
    """Before serving: the switch is started or adopted; a new installation gets its first tenant."""
    global _telephone, _demo
    _demo = demo
    installation.invitation = asyncio.run(_first_tenant(installation, database_url, demo=demo, tell=tell))
    _telephone = telephone.choose(installation.config, tell)


async def _first_tenant(installation: Installation, database_url: str, *, demo: bool, tell: Tell) -> str:
    """Make the demonstration company, or an empty tenant whose administrator is invited; returns that invitation."""
    secret = installation.secret()
    open_vault(secret)
    await open_database(role_url(database_url, secret, "app"), role_url(database_url, secret, "sweep"))
    try:
        async with nodes.one_at_a_time("first tenant"):  # several nodes may start over a new database at once
            if demo:
                await seed(begin=lambda: tell("demo.seed"))
            elif not await access.tenants():
                first = access.Administrator(email="admin@localhost", name="Administrator")
                link = (await access.create_tenant("Madoguchi", first)).link
                return link.token if link else ""
        return ""
    finally:
        await settle()
        await close_database()


def stop_parts(installation: Installation) -> None:
    """After serving: stop what `prepare` started."""
    telephone.stop(installation.config, _telephone)


def greet(installation: Installation, tell: Tell) -> None:
    """Once it serves: tell how to sign in."""
    if installation.demo:
        tell("demo.sign_ins", password=PASSWORD)
        for email, role in SIGN_INS:
            tell("demo.sign_in", email=email, role=role)
        tell("demo.call")
    if installation.invitation:
        tell("invitation", path=f"/links/{installation.invitation}")

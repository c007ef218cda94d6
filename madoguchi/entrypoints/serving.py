"""`madoguchi run`: start the embedded parts, adopt those that outlived a crash, serve, and leave nothing behind."""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, cast

import uvicorn
import uvloop

from madoguchi.entrypoints import bootstrap, certificate
from madoguchi.entrypoints.app import create_app, doorway
from madoguchi.entrypoints.certificate import Tls
from madoguchi.entrypoints.installation import AlreadyRunning, Installation, listen_on
from madoguchi.entrypoints.wire import BoundedHttp
from madoguchi.kit.config import config
from madoguchi.kit.i18n import say
from madoguchi.kit.migrate import WrongKey
from madoguchi.kit.tasks import end
from madoguchi.kit.trace import end_spans, export_spans

name = "run"
about = "start everything and serve until Ctrl-C"

Print = Callable[[str], None]
EVERYWHERE = "0.0.0.0"  # noqa: S104  # compared with, not bound


def add(parser: argparse.ArgumentParser) -> None:
    """`--demo` fills a new installation with the demonstration company."""
    parser.add_argument("--demo", action="store_true", default=config().demo, help="with the demonstration company")
    parser.set_defaults(act=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until a signal says stop; returns the exit status."""
    from madoguchi.entrypoints.cli import terminal_locale

    locale = terminal_locale()
    start = time.monotonic()

    def tell(code: str, **values: object) -> None:
        print(f"[{time.monotonic() - start:5.1f} s] {say(code, locale, values)}", flush=True)

    installation = Installation(config())
    installation.demo = arguments.demo
    try:
        with installation.locked():
            try:
                database_url = installation.database(tell)
                bootstrap.prepare(installation, database_url, demo=arguments.demo, tell=tell)
                listener = listen_on(config().host, config().port)
                tls = _tls(installation)
                welcome = partial(_welcome, installation, listener, tls, tell)
                uvloop.run(_serve(installation, database_url, listener, tls, welcome))
            finally:
                tell("stop.begin")
                bootstrap.stop_parts(installation)
                if installation.postgres:
                    installation.postgres.stop()
                tell("stop.done")
    except AlreadyRunning as error:
        print(say("already_running", locale, {"folder": str(error)}), file=sys.stderr)
        return 1
    except WrongKey:
        print(say("wrong_key", locale), file=sys.stderr)
        return 1
    return 0


def _tls(installation: Installation) -> Tls | None:
    """What HTTPS is served with, if it is."""
    settings = installation.config
    if settings.tls_certificate:
        return Tls(Path(settings.tls_certificate), Path(settings.tls_key or settings.tls_certificate))
    if settings.https:
        return certificate.own(installation.data / "tls", certificate.names_of_this_machine(settings.public_url))
    return None


def _address(listener: socket.socket, tls: Tls | None, host: str = "") -> str:
    bound, port = listener.getsockname()[:2]
    shown = host or ("127.0.0.1" if bound == EVERYWHERE else bound)
    return f"{'https' if tls else 'http'}://{f'[{shown}]' if ':' in shown else shown}:{port}"


def _welcome(installation: Installation, listener: socket.socket, tls: Tls | None, tell: Callable[..., None]) -> None:
    tell("ready", url=_address(listener, tls))
    if listener.getsockname()[0] == EVERYWHERE:
        for address in certificate.lan_addresses():
            tell("ready.also", url=_address(listener, tls, address))
    if tls and tls.authority:
        tell("ready.authority", url=f"{_address(listener, tls)}/ca.crt", file=str(tls.authority))
    bootstrap.greet(installation, tell)


def calm_memory() -> None:
    """Keep the collector away from what the start has built: it stays for good.

    Walking it stopped everything for 280 ms now and then, measured with a thousand desks: a pop must not wait for that.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


class _Server(uvicorn.Server):
    """uvicorn, told to stop by our own signal handlers, and telling us when it listens."""

    def __init__(self, settings: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(settings)
        self._listening = listening

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._stop)
        yield

    def _stop(self) -> None:
        self.force_exit = self.should_exit  # the second Ctrl-C waits for nobody
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._listening()


async def _serve(
    installation: Installation,
    database_url: str,
    listener: socket.socket,
    tls: Tls | None,
    welcome: Callable[[], None],
) -> None:
    application = create_app(database_url, installation.secret(), pool=config().database_pool)
    application.state["authority"] = tls.authority if tls else None
    settings = uvicorn.Config(
        cast(Any, doorway(application)),
        log_level="warning",
        access_log=False,
        http=BoundedHttp,
        ws="websockets-sansio",
        ws_max_size=64 * 1024,
        timeout_graceful_shutdown=5,
        server_header=False,
        ssl_certfile=str(tls.certificate) if tls else None,
        ssl_keyfile=str(tls.key) if tls else None,
        forwarded_allow_ips=config().trusted_proxies,
    )

    def listening() -> None:
        calm_memory()
        application.state["url"] = _address(listener, tls)
        installation.announce(_address(listener, tls), database_url)
        welcome()

    guard = asyncio.create_task(installation.guard_database())
    try:
        with _spans_exported():
            await _Server(settings, listening).serve(sockets=[listener])
    finally:
        await end([guard])


@contextmanager
def _spans_exported() -> Iterator[None]:
    if not config().otlp_url:
        yield
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    export_spans(OTLPSpanExporter(endpoint=config().otlp_url, timeout=2))
    try:
        yield
    finally:
        end_spans()

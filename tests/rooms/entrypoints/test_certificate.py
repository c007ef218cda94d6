"""The certificate for a local network: what a browser checks about it, and when it is made anew."""

from __future__ import annotations

import socket
import ssl
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from madoguchi.entrypoints import certificate
from madoguchi.entrypoints.certificate import Tls
from madoguchi.kit.clock import TestClock


def shake_hands(tls: Tls, name: str) -> None:
    """As a browser does that trusts the authority. Raises `ssl.SSLError`."""
    assert tls.authority is not None
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(tls.certificate, tls.key)
    client = ssl.create_default_context(cafile=str(tls.authority))
    here, there = socket.socketpair()

    def serve() -> None:
        try:
            server.wrap_socket(there, server_side=True).close()
        except (ssl.SSLError, OSError):
            there.close()

    serving = threading.Thread(target=serve)
    serving.start()
    try:
        client.wrap_socket(here, server_hostname=name).close()
    finally:
        here.close()
        serving.join()


def test_every_address_of_the_machine_is_served_and_no_other(tmp_path: Path) -> None:
    names = certificate.names_of_this_machine("https://madoguchi.example.jp:8443/")
    tls = certificate.own(tmp_path / "tls", names)
    for name in (*names, "madoguchi.example.jp", *certificate.lan_addresses()):
        shake_hands(tls, name)
    with pytest.raises(ssl.SSLError):
        shake_hands(tls, "elsewhere.example.jp")
    assert (tmp_path / "tls" / "ca.key").stat().st_mode & 0o777 == 0o600
    assert tls.key.stat().st_mode & 0o777 == 0o600


def test_it_is_made_anew_for_a_new_address_and_in_time_and_the_authority_stays(
    tmp_path: Path, clock: TestClock
) -> None:
    first = certificate.own(tmp_path, ["localhost"])
    assert first.authority is not None
    made, authority = first.certificate.read_bytes(), first.authority.read_bytes()
    assert certificate.own(tmp_path, ["localhost"]).certificate.read_bytes() == made
    moved = certificate.own(tmp_path, ["localhost", "192.0.2.7"]).certificate.read_bytes()
    assert moved != made
    shake_hands(first, "192.0.2.7")
    clock.offset += timedelta(days=350)
    assert certificate.own(tmp_path, ["localhost", "192.0.2.7"]).certificate.read_bytes() != moved
    assert first.authority.read_bytes() == authority

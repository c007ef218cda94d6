"""A certificate for a local network, where no public authority knows the machine: browsers give a page no microphone
without HTTPS.

An authority of this installation's own signs a certificate for every address of the machine. Whoever installs the
authority (`/ca.crt`) on the agents' machines sees no warning; the certificate itself is made anew when the addresses
change or its time runs out, and the authority stays.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import psutil
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from madoguchi.kit.clock import now

AUTHORITY, AUTHORITY_KEY = "ca.crt", "ca.key"
CERTIFICATE, KEY = "server.crt", "server.key"
AUTHORITY_LASTS, LASTS = timedelta(days=3650), timedelta(days=397)
"""Browsers refuse a server's certificate that is valid for longer."""
RENEW_BEFORE = timedelta(days=60)


class Tls(msgspec.Struct, frozen=True):
    """What the server shows. `authority`: what signed it, when that is ours."""

    certificate: Path
    key: Path
    authority: Path | None = None


def own(folder: Path, names: list[str]) -> Tls:
    """The certificate in `folder` for these host names and addresses, made or renewed where need be."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    tls = Tls(folder / CERTIFICATE, folder / KEY, folder / AUTHORITY)
    if not (folder / AUTHORITY).exists() or not (folder / AUTHORITY_KEY).exists():
        _found(folder)
        tls.certificate.unlink(missing_ok=True)
    if not _serves(tls.certificate, names):
        _issue(folder, names)
    return tls


def names_of_this_machine(public_url: str = "") -> list[str]:
    """Every name and address under which browsers may ask for this machine."""
    found = {"localhost", "127.0.0.1", "::1", socket.gethostname(), socket.getfqdn(), *lan_addresses()}
    if public_url:
        found.add(urlsplit(public_url).hostname or "")
    return sorted(name for name in found if name and " " not in name)


def lan_addresses() -> list[str]:
    """The machine's addresses that others reach, IPv4 first."""
    found = []
    for addresses in psutil.net_if_addrs().values():
        for address in addresses:
            if address.family in {socket.AF_INET, socket.AF_INET6}:
                known = ipaddress.ip_address(address.address.partition("%")[0])
                if not (known.is_loopback or known.is_link_local):
                    found.append(known)
    return [str(known) for known in sorted(found, key=lambda known: (known.version, int(known)))]


def _found(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Madoguchi {socket.gethostname()}"[:64])])
    certificate = (
        _begun(name, name, key, AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(folder / AUTHORITY_KEY, _pem(key))
    _write(folder / AUTHORITY, certificate.public_bytes(serialization.Encoding.PEM), mode=0o644)


def _issue(folder: Path, names: list[str]) -> None:
    authority = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
    signer = serialization.load_pem_private_key((folder / AUTHORITY_KEY).read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)  # we made it
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Madoguchi")])
    certificate = (
        _begun(subject, authority.subject, key, LASTS)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write(folder / KEY, _pem(key))
    _write(folder / CERTIFICATE, certificate.public_bytes(serialization.Encoding.PEM), mode=0o644)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, lasts: timedelta
) -> x509.CertificateBuilder:
    moment = now()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(hours=1))
        .not_valid_after(moment + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _serves(file: Path, names: list[str]) -> bool:
    """Whether the certificate is there, names all of these, and lasts a while."""
    try:
        certificate = x509.load_pem_x509_certificate(file.read_bytes())
        named = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    known = {str(name.value) for name in named}
    return set(names) <= known and certificate.not_valid_after_utc > _soon()


def _soon() -> datetime:
    return now() + RENEW_BEFORE


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(file: Path, content: bytes, mode: int = 0o600) -> None:
    """In one step, and never readable by others before it may be."""
    draft = file.with_name(f".{file.name}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        out.write(content)
    draft.replace(file)

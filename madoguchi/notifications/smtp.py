"""SMTP: `MADOGUCHI_SMTP_URL` read, a mail handed over, refusals told from outages."""

from __future__ import annotations

import ssl
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

import aiosmtplib
import msgspec

from madoguchi.kit.config import Config

SECONDS: Final = 20.0
PORTS: Final = {"smtp": 25, "smtps": 465}
PERMANENT: Final = 500


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """Where mail is handed over. `tls`: from the first byte (smtps); otherwise STARTTLS wherever it is offered."""

    host: str
    port: int
    tls: bool
    user: str
    password: str
    sender: str


class MailServerAway(Exception):
    """The server does not answer, or asks to come again later."""


class MailRefused(Exception):
    """The server will never take this mail; the message is its code."""


def server_of(settings: Config) -> MailServer | None:
    """The server that is set, or None. Raises `ValueError` for an address that cannot be read."""
    if not settings.smtp_url:
        return None
    parts = urlsplit(settings.smtp_url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("MADOGUCHI_SMTP_URL must look like smtp://user:password@host:587 or smtps://…")
    return MailServer(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        tls=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=settings.mail_from,
    )


_server: MailServer | None = None


def use_mail_server(server: MailServer | None) -> None:
    """Wire the server that mail leaves by; None: mail is not set up."""
    global _server
    _server = server


def mail_server() -> MailServer | None:
    """The server in use."""
    return _server


async def hand_over(server: MailServer, mail: EmailMessage) -> None:
    """Give `mail` to the server. Raises `MailServerAway` (try again) or `MailRefused` (do not)."""
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.tls,
        timeout=SECONDS,
        tls_context=ssl.create_default_context(),
    )
    try:
        async with client:
            if server.user:
                await client.login(server.user, server.password)
            await client.send_message(mail)
    except aiosmtplib.SMTPRecipientsRefused as error:
        codes = [one.code for one in error.recipients]
        if codes and min(codes) >= PERMANENT:
            raise MailRefused(str(codes[0])) from error
        raise MailServerAway from error
    except aiosmtplib.SMTPResponseException as error:
        # A wrong password is for the administrator to mend: the mail waits for it.
        if error.code >= PERMANENT and not isinstance(error, aiosmtplib.SMTPAuthenticationError):
            raise MailRefused(str(error.code)) from error
        raise MailServerAway from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise MailServerAway from error


async def greets(server: MailServer) -> bool:
    """Whether the server answers and lets us in."""
    client = aiosmtplib.SMTP(hostname=server.host, port=server.port, use_tls=server.tls, timeout=SECONDS)
    try:
        async with client:
            if server.user:
                await client.login(server.user, server.password)
    except (aiosmtplib.SMTPException, OSError):
        return False
    return True

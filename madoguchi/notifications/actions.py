"""Writing mail: with the change that wants it, in one transaction; it leaves afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

import msgspec

from madoguchi.access import LinkMail
from madoguchi.kit.clock import now
from madoguchi.kit.db import current_tenant
from madoguchi.kit.i18n import say
from madoguchi.kit.ids import new_id
from madoguchi.kit.jobs import schedule
from madoguchi.kit.vault import Scope, seal
from madoguchi.notifications import store
from madoguchi.notifications.model import Mail, lifetime
from madoguchi.notifications.smtp import mail_server

NOBODY: Final = "Madoguchi <no-reply@localhost>"
_NAMESPACE: Final = UUID("6d61696c-0000-5000-8000-6d61646f6775")


class SendMail(msgspec.Struct, frozen=True, kw_only=True):
    """The job's body: which mail."""

    mail: UUID


def scope() -> Scope:
    """What mail of a tenant is sealed under while it waits."""
    return Scope(uuid5(_NAMESPACE, str(current_tenant())))


def can_mail() -> bool:
    """Whether SMTP is set."""
    return mail_server() is not None


def sender() -> str:
    """Who mail comes from, as a header has it."""
    server = mail_server()
    return server.sender if server else NOBODY


async def send(mail: Mail, kind: str, *, user: UUID | None, expires: datetime) -> None:
    """Write a mail, to a person of ours or (None) to somebody outside, and book its sending; given up at `expires`."""
    mail_id = new_id()
    sealed = await seal(scope(), msgspec.json.encode(mail))
    await store.insert(mail_id, user, kind, sealed, now(), expires)
    await schedule("notifications.send_mail", SendMail(mail=mail_id), due=now())


class LinkMailer:
    """access's `Mailer` over SMTP."""

    def ready(self) -> bool:
        """Whether SMTP is set."""
        return can_mail()

    async def send_link(self, user: UUID, mail: LinkMail) -> None:
        """Write the mail that carries a one-time link and book its sending."""
        words = {
            "name": mail.name,
            "tenant": mail.tenant_name,
            "url": mail.url,
            "life": lifetime(mail.expires - now(), mail.locale),
        }
        written = Mail(
            to=mail.email,
            subject=say(f"mail.{mail.purpose}.subject", mail.locale, words),
            text=say(f"mail.{mail.purpose}.text", mail.locale, words),
            locale=mail.locale,
        )
        await send(written, mail.purpose, user=user, expires=mail.expires)

"""Sending what was written. A server that is away is tried again with back-off by kit."""

from __future__ import annotations

import msgspec

from madoguchi.kit.clock import now
from madoguchi.kit.jobs import job
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter
from madoguchi.kit.vault import unseal
from madoguchi.notifications import store
from madoguchi.notifications.actions import SendMail, scope
from madoguchi.notifications.model import Mail, message
from madoguchi.notifications.smtp import MailRefused, MailServerAway, hand_over, mail_server

mails = counter("mails", "Mails by how they ended", ("state",))


@job("notifications.send_mail")
async def send(body: SendMail) -> None:
    """Hand one mail over. Raises `MailServerAway` to be tried again."""
    waiting = await store.queued(body.mail)
    if waiting is None:
        return
    state, answer = "expired", None
    if waiting.expires > now():
        server = mail_server()
        if server is None:
            raise MailServerAway
        mail = msgspec.json.decode(await unseal(scope(), waiting.content), type=Mail)
        try:
            await hand_over(server, message(mail, server.sender, waiting.id))
            state = "sent"
        except MailRefused as refusal:
            state, answer = "refused", str(refusal)
            log.warning("mail_refused", mail=str(waiting.id), answer=answer)
    await store.end(waiting.id, state, answer, now())
    mails.labels(state).inc()

"""What reaches people, and how. So far by mail, where SMTP is set: one-time links, invitations to a callback.

notifications.use_mail_server(notifications.server_of(config()))
access.use_mailer(notifications.LinkMailer())
"""

from madoguchi.notifications.actions import LinkMailer, can_mail, send, sender
from madoguchi.notifications.model import Mail
from madoguchi.notifications.smtp import MailServer, MailServerAway, greets, server_of, use_mail_server

__all__ = [
    "LinkMailer", "Mail", "MailServer", "MailServerAway", "can_mail", "greets", "send", "sender", "server_of",
    "use_mail_server",
]  # fmt: skip

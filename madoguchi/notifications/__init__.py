"""What reaches a person of ours, and how. So far by mail: one-time links, where SMTP is set.

notifications.use_mail_server(notifications.server_of(config()))
access.use_mailer(notifications.LinkMailer())
"""

from madoguchi.notifications.actions import LinkMailer
from madoguchi.notifications.smtp import MailServer, MailServerAway, greets, server_of, use_mail_server

__all__ = ["LinkMailer", "MailServer", "MailServerAway", "greets", "server_of", "use_mail_server"]

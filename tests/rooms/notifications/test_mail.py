"""One-time links by mail, over a real SMTP server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from madoguchi import access, notifications
from madoguchi.entrypoints.installation import listen_on
from madoguchi.kit.clock import TestClock
from madoguchi.kit.config import Config
from madoguchi.kit.db import Connection, unit
from madoguchi.kit.ids import new_id
from madoguchi.kit.jobs import run_due
from madoguchi.notifications import jobs
from madoguchi.notifications.actions import SendMail
from madoguchi.notifications.model import Mail, lifetime, message


class PostOffice:
    """A server that keeps what it is given, or answers as it is told."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 OK"
        self.port = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        made = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(made, EmailMessage)
        self.mails.append(made)
        return "250 OK"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A post office on a free port, set as this installation's server."""
    listener = listen_on("127.0.0.1", 0)
    port = listener.getsockname()[1]
    listener.close()
    office = PostOffice()
    office.port = port
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    settings = Config(smtp_url=f"smtp://127.0.0.1:{port}", mail_from="Madoguchi <desk@example.jp>")
    notifications.use_mail_server(notifications.server_of(settings))
    access.use_mailer(notifications.LinkMailer())
    yield office
    access.use_mailer(None)
    notifications.use_mail_server(None)
    controller.stop()


async def _invite(locale: str = "ja") -> tuple[access.Founded, str]:
    """A company whose administrator is invited; returns it and the link."""
    administrator = access.Administrator(
        email=f"{new_id().hex}@example.jp", name="山田 花子", locale="en" if locale == "en" else "ja"
    )
    founded = await access.create_tenant("さくら通販", administrator, base="https://desk.example.jp/")
    assert founded.link is not None
    assert founded.link.mailed
    return founded, f"https://desk.example.jp/links/{founded.link.token}"


async def _send() -> None:
    while await run_due():
        pass


async def _state(owner: Connection, founded: access.Founded) -> tuple[str, bytes | None]:
    row = await owner.fetchrow("select state, content from mail where tenant_id = $1", founded.tenant.id)
    assert row is not None
    return row["state"], row["content"]


async def test_an_invitation_reaches_its_owner_in_their_language(
    database: None, owner: Connection, office: PostOffice
) -> None:
    founded, url = await _invite()
    state, content = await _state(owner, founded)
    assert state == "queued"
    assert content is not None
    assert founded.link is not None
    assert founded.link.token.encode() not in content
    await _send()
    mail = office.mails[0]
    assert mail["To"] == founded.administrator.email
    assert mail["Subject"] == "【窓口】さくら通販 への招待"
    text = mail.get_content()
    assert url in text
    assert "山田 花子 様" in text
    assert "7 日間" in text
    assert await _state(owner, founded) == ("sent", None)


async def test_english_is_written_to_those_who_read_it(database: None, office: PostOffice) -> None:
    await _invite("en")
    await _send()
    assert office.mails[0]["Subject"] == "Your invitation to Madoguchi (さくら通販)"


async def test_a_server_that_is_away_is_tried_again(
    database: None, owner: Connection, office: PostOffice, clock: TestClock
) -> None:
    office.answer = "451 come again later"
    founded, _ = await _invite()
    await _send()
    assert (office.mails, (await _state(owner, founded))[0]) == ([], "queued")
    office.answer = "250 OK"
    clock.advance(60)
    await _send()
    assert (len(office.mails), (await _state(owner, founded))[0]) == (1, "sent")


async def test_an_address_that_does_not_exist_is_not_tried_for_ever(
    database: None, owner: Connection, office: PostOffice
) -> None:
    office.answer = "550 no such mailbox"
    founded, _ = await _invite()
    await _send()
    assert await _state(owner, founded) == ("refused", None)


async def test_a_link_too_old_is_not_sent(
    database: None, owner: Connection, office: PostOffice, clock: TestClock
) -> None:
    founded, _ = await _invite()
    clock.advance(8 * 86400)
    await _send()
    assert office.mails == []
    assert await _state(owner, founded) == ("expired", None)


async def test_a_sending_cut_short_sends_the_same_message_again(
    database: None, owner: Connection, office: PostOffice
) -> None:
    founded, _ = await _invite()
    mail_id = await owner.fetchval("select id from mail where tenant_id = $1", founded.tenant.id)
    with pytest.raises(ZeroDivisionError):
        async with unit(founded.tenant.id):
            await jobs.send(SendMail(mail=mail_id))
            _ = 1 / 0
    await _send()
    assert len({mail["Message-ID"] for mail in office.mails}) == 1
    assert len(office.mails) == 2


async def test_doctor_can_ask_whether_the_server_answers(office: PostOffice) -> None:
    listener = listen_on("127.0.0.1", 0)
    closed = listener.getsockname()[1]
    listener.close()
    there = notifications.server_of(Config(smtp_url="smtp://127.0.0.1:" + str(office.port)))
    away = notifications.server_of(Config(smtp_url=f"smtp://127.0.0.1:{closed}"))
    assert there is not None
    assert away is not None
    assert await notifications.greets(there)
    assert not await notifications.greets(away)


def test_no_header_can_be_smuggled_into_a_subject() -> None:
    mail = Mail(to="a@example.jp", subject="さくら\r\nBcc: x@example.com", text="-", locale="ja")
    made = message(mail, "Desk <desk@example.jp>", new_id())
    assert made["Bcc"] is None
    assert str(made["Message-ID"]).endswith("@example.jp>")


@pytest.mark.parametrize(
    ("left", "ja", "en"),
    [
        (timedelta(days=7), "7 日間", "7 days"),
        (timedelta(hours=3), "3 時間", "3 hours"),
        (timedelta(0), "1 分間", "1 minutes"),
    ],
)
def test_a_lifetime_is_told_in_words(left: timedelta, ja: str, en: str) -> None:
    assert (lifetime(left, "ja"), lifetime(left, "en")) == (ja, en)


@pytest.mark.parametrize("url", ["mail.example.jp:25", "http://mail.example.jp", "smtp://"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(ValueError, match="MADOGUCHI_SMTP_URL"):
        notifications.server_of(Config(smtp_url=url))


def test_a_server_s_address_is_read_whole() -> None:
    server = notifications.server_of(Config(smtp_url="smtps://desk%40x:p%3Aw@mail.example.jp"))
    assert server is not None
    assert (server.host, server.port, server.tls, server.user, server.password) == (
        "mail.example.jp", 465, True, "desk@x", "p:w",
    )  # fmt: skip

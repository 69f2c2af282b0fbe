"""A mail server in the test's process, that keeps what it takes and fails as it is told."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTPUTF8
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from roles.assets.build import SOURCE
from taskflow.platform import mail, mail_templates
from taskflow.settings import Settings
from taskflow.web.email_rendering import build_renderer

SENDER = "TaskFlow <tasks@example.org>"


@dataclass
class Mailbox:
    """What was taken: the bytes, and the mails read from them. `answers` are given to MAIL, RCPT or DATA instead."""

    raw: list[bytes] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cuts: bool = False
    port: int = 0

    @property
    def mails(self) -> list[EmailMessage]:
        """What was taken, as mails, the oldest first."""
        return [message_from_bytes(raw, policy=SMTPUTF8) for raw in self.raw]  # type: ignore[arg-type,misc]

    def sent_to(self, address: str) -> list[EmailMessage]:
        """What was taken for that address."""
        return [one for one in self.mails if address in str(one["To"])]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A sender."""
        await asyncio.sleep(self.delay)
        if "MAIL" not in self.answers:
            envelope.mail_from, envelope.mail_options = address, options
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A recipient."""
        if "RCPT" not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """A mail."""
        if self.cuts:
            server.transport.close()
            return "250 never said"
        if "DATA" not in self.answers:
            self.raw.append(bytes(envelope.content or b""))
            self.envelopes.append(envelope)
        return self.answers.get("DATA", "250 OK")


def build_mail_settings(settings: Settings, mailbox: Mailbox, **more: Any) -> Settings:
    """`settings` with this server."""
    return settings.model_copy(
        update={"smtp_host": "localhost", "smtp_port": mailbox.port, "smtp_security": "none", "mail_from": SENDER}
        | more
    )


async def open_mailbox(**more: Any) -> tuple[asyncio.Server, Mailbox]:
    """A server on a port of its own; `more` is what aiosmtpd's SMTP takes."""
    mailbox, context = Mailbox(), more.pop("implicit_tls", None)
    loop = asyncio.get_running_loop()

    def build() -> SMTP:
        return SMTP(mailbox, loop=loop, hostname="localhost", enable_SMTPUTF8=True, **more)

    server = await loop.create_server(build, "127.0.0.1", 0, ssl=context)
    mailbox.port = server.sockets[0].getsockname()[1]
    return server, mailbox


def only_sam(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword) -> AuthResult:
    """Lets in by the name `sam` and the password `right`."""
    return AuthResult(success=(data.login, data.password) == (b"sam", b"right"), handled=False)


@pytest.fixture
async def mailbox(settings: Settings) -> AsyncIterator[Mailbox]:
    """Mail is on in this process, and what is sent arrives here."""
    server, box = await open_mailbox()
    given = build_mail_settings(settings, box, templates_folder=SOURCE / "templates")
    mail.deliver_by(mail.Mailer(given))
    mail_templates.render_by(build_renderer(given))
    yield box
    mail.deliver_by(None)
    mail_templates.render_by(None)
    server.close()


@pytest.fixture
def mail_on(settings: Settings) -> Iterator[None]:
    """Mail is on, for what only asks for mails: nothing takes them."""
    mail.deliver_by(mail.Mailer(build_mail_settings(settings, Mailbox(port=1))))
    yield
    mail.deliver_by(None)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost and its key, in one file."""
    folder = tmp_path_factory.mktemp("certificate")
    words = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(
        [*words.split(), "-addext", "subjectAltName=DNS:localhost", *files],
        check=True,
        capture_output=True,
    )
    whole = folder / "whole.pem"
    whole.write_text((folder / "cert.pem").read_text() + (folder / "key.pem").read_text())
    return whole


def build_server_context(certificate: Path) -> ssl.SSLContext:
    """TLS as a server."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context

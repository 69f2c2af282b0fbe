"""Sending mail by SMTP; where no server is set, mail is off and only counted."""

import asyncio
import random
import ssl
from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

import aiosmtplib
import structlog

from taskflow.platform import clock
from taskflow.platform.ids import new_id
from taskflow.platform.mail_messages import Email, build_message, clean, encode_domain, needs_utf8
from taskflow.platform.metrics import counter
from taskflow.settings import Settings

PORTS = {"starttls": 587, "tls": 465, "none": 25}
ANSWER_SECONDS, WHOLE_SECONDS = 10.0, 60.0
MAX_REASON = 200
TRIES = 24  # of a mail that may wait
FIRST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(hours=1)
log = structlog.get_logger("taskflow.mail")

MAILS = counter(
    "taskflow_mails_total",
    "Mails by outcome: sent, refused (for good), delayed (to be tried again), off (no server is set)",
)


class MailError(Exception):
    """A mail was not sent. `told` is what a person may read: no names of servers, and nothing of how one signs in."""

    def __init__(
        self, reason: str, told: str = "the mail server cannot be reached or does not let TaskFlow in"
    ) -> None:
        super().__init__(reason[:MAX_REASON])
        self.told = told[:MAX_REASON]


class MailRefused(MailError):
    """The server will never take this mail: trying again is of no use."""


class MailDelayed(MailError):
    """The server did not take the mail now, or could not be reached: it may be tried again."""


class Mailer:
    """Sends by the server that the settings name, with a connection for each mail."""

    def __init__(self, settings: Settings, *, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._settings, self._answer_seconds = settings, answer_seconds
        self.host = urlsplit(settings.public_url).hostname or "localhost"

    @property
    def is_on(self) -> bool:
        """True when a server is set."""
        return bool(self._settings.smtp_host)

    async def send(self, email: Email) -> None:
        """Hand it over. Raises MailRefused, also for an address or a header that cannot be, or MailDelayed."""
        settings = self._settings
        try:
            message = build_message(email, sender=settings.mail_from, moment=clock.now())
            recipient = encode_domain(email.to_address)
        except ValueError as error:
            raise MailRefused(str(error), "the address cannot be written to") from None
        try:
            async with asyncio.timeout(WHOLE_SECONDS):
                await self._hand_over(parseaddr(settings.mail_from)[1], recipient, message)
        except OSError as error:  # a TimeoutError and what TLS raises are of it
            raise MailDelayed(f"{type(error).__name__}: {error}") from None

    async def _hand_over(self, sender: str, recipient: str, message: bytes) -> None:
        refusals = (aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPDataError)
        options = ["SMTPUTF8", "BODY=8BITMIME"] if needs_utf8(recipient) else []
        client = self._build_client()
        try:
            async with client:
                if self._settings.smtp_username and self._settings.smtp_password:
                    await client.login(self._settings.smtp_username, self._settings.smtp_password.get_secret_value())
                if options:
                    await _require_utf8(client)
                await client.sendmail(sender, [recipient], message, mail_options=options)
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _judge(error.recipients[0]) from None
        except refusals as error:
            raise _judge(error) from None
        except ssl.SSLError:  # which may be a ValueError as well
            raise
        except ValueError as error:  # an address that the library will not put on a line of its protocol
            raise MailRefused(str(error), "the address cannot be written to") from None
        except aiosmtplib.SMTPException as error:  # the server, the name or the password: not a matter of this mail
            raise MailDelayed(f"{type(error).__name__}: {error}") from None

    def _build_client(self) -> aiosmtplib.SMTP:
        settings = self._settings
        security = settings.smtp_security
        return aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port or PORTS[security],
            local_hostname=self.host,
            timeout=self._answer_seconds,
            use_tls=security == "tls",
            start_tls=security == "starttls",
            tls_context=None if security == "none" else ssl.create_default_context(),
        )


async def _require_utf8(client: aiosmtplib.SMTP) -> None:
    await client.ehlo()
    if not client.supports_extension("smtputf8"):
        said = "the mail server does not take addresses with such letters"
        raise MailRefused(said, said)


def _judge(error: aiosmtplib.SMTPResponseException) -> MailRefused | MailDelayed:
    """A server says 5xx to what it will never take, and anything else to what may be tried again."""
    said = clean(f"{error.code} {error.message}", MAX_REASON)
    return (MailRefused if 500 <= error.code < 600 else MailDelayed)(said, said)


_mailer: Mailer | None = None


def deliver_by(mailer: Mailer | None) -> None:
    """How this process sends mail; None sends none."""
    global _mailer  # noqa: PLW0603  the one place where the process' mail server is known
    _mailer = mailer


def is_on() -> bool:
    """True when this TaskFlow sends mail."""
    return _mailer is not None and _mailer.is_on


async def send(email: Email) -> bool:
    """Hand a mail to the server; False when mail is off. Not in a unit of work: it leaves the process.

    Raises MailRefused when the server will never take it, MailDelayed when it may be tried again.
    """
    if _mailer is None or not _mailer.is_on:
        MAILS.inc({"outcome": "off"})
        log.info("mail_is_off", mails=1)
        return False
    try:
        await _mailer.send(email)
    except MailRefused as error:
        MAILS.inc({"outcome": "refused"})
        log.warning("mail_refused", reason=str(error))
        raise
    except MailDelayed as error:
        MAILS.inc({"outcome": "delayed"})
        log.warning("mail_delayed", reason=str(error))
        raise
    MAILS.inc({"outcome": "sent"})
    return True


def build_message_id(name: object = None) -> str:
    """A Message-ID of this TaskFlow: the same for the same `name`, which is best an id; a new one without."""
    host = _mailer.host if _mailer is not None else "localhost"
    return f"<{name or new_id()}@{host}>"


def build_backoff(attempt: int) -> timedelta:
    """How long a mail rests after the failed `attempt`, from 1: from half a minute to an hour, most of a day in all."""
    limit: timedelta = min(FIRST_REST * 2 ** min(attempt - 1, 10), LONGEST_REST)
    return limit * (0.5 + random.random() / 2)

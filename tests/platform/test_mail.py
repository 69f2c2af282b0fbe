"""Sending mail: what arrives is what was meant, and what fails says whether to try again."""

import socket
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from taskflow.platform import mail, mail_templates
from taskflow.platform.mail import MailDelayed, Mailer, MailRefused
from taskflow.platform.mail_messages import MAX_NAME, MAX_SUBJECT, Email, build_message, clean, encode_domain
from taskflow.settings import Settings, SettingsError, load_settings
from taskflow.web.email_rendering import build_renderer
from tests.support.mailbox import (
    SENDER,
    Mailbox,
    build_mail_settings,
    build_server_context,
    only_sam,
    open_mailbox,
)

MOMENT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
PLAIN = Email(to_address="priya@example.org", to_name="Priya Raman", subject="Hello", text="Hello Priya\n")


def read(email: Email) -> EmailMessage:
    """The mail as its reader's program understands it."""
    raw = build_message(email, sender=SENDER, moment=MOMENT)
    return message_from_bytes(raw, policy=SMTPUTF8)  # type: ignore[arg-type,return-value]


def get_text(part: Any) -> str:
    return str(part.get_content()).replace("\r\n", "\n")


def decode(header: str) -> str:
    """By the standard's rule that white space between two encoded words is none."""
    return str(make_header(decode_header(header)))


def changed(**values: Any) -> Email:
    given = {"to_address": "priya@example.org", "subject": "Hello", "text": "Hello"} | values
    return Email(**given)


def count(outcome: str) -> float:
    from taskflow.platform import metrics

    lines = metrics.render()[0].decode().splitlines()
    found = [line for line in lines if line.startswith(f'taskflow_mails_total{{outcome="{outcome}"}}')]
    return float(found[0].rpartition(" ")[2]) if found else 0.0


async def test_a_mail_arrives_with_its_text_before_its_html(mailbox: Mailbox) -> None:
    before = count("sent")
    email = changed(to_name="Priya Raman", text="the text\n", html="<p>the html</p>", message_id="<1@example.org>")
    assert await mail.send(email)
    (arrived,) = mailbox.mails
    assert arrived.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in arrived.iter_parts()] == ["text/plain", "text/html"]
    assert [get_text(part) for part in arrived.iter_parts()] == ["the text\n", "<p>the html</p>\n"]
    assert (str(arrived["From"]), str(arrived["To"])) == (SENDER, "Priya Raman <priya@example.org>")
    assert (arrived["Message-ID"], arrived["Auto-Submitted"]) == ("<1@example.org>", "auto-generated")
    assert mailbox.envelopes[0].mail_from == "tasks@example.org"
    assert mailbox.envelopes[0].rcpt_tos == ["priya@example.org"]
    assert count("sent") == before + 1


async def test_lines_that_are_a_dot_or_long_arrive_whole(mailbox: Mailbox) -> None:
    text = f".\n..\n.hidden\n{'x' * 5000}\nend\n"
    await mail.send(changed(text=text))
    assert get_text(mailbox.mails[0]) == text
    assert all(len(line) <= 998 for line in mailbox.raw[0].split(b"\r\n"))


@given(st.text(max_size=400), st.text(max_size=300), st.text(max_size=2000))
def test_names_subjects_and_texts_are_read_as_they_were_meant(name: str, subject: str, text: str) -> None:
    email = changed(to_name=name, subject=subject, text=text)
    found = message_from_bytes(build_message(email, sender=SENDER, moment=MOMENT))
    assert set(found.keys()) == {
        *("From", "To", "Subject", "Date", "Auto-Submitted", "MIME-Version"),
        *("Content-Type", "Content-Transfer-Encoding"),
    }
    assert decode(found["Subject"]) == clean(subject, MAX_SUBJECT)
    shown, address = parseaddr(found["To"])
    assert (decode(shown), address) == (clean(name, MAX_NAME), "priya@example.org")


@given(st.text(max_size=400), st.text(max_size=300), st.text(max_size=2000))
def test_what_travels_is_ascii_in_short_lines_that_end_properly(name: str, subject: str, text: str) -> None:
    raw = build_message(changed(to_name=name, subject=subject, text=text), sender=SENDER, moment=MOMENT)
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


@pytest.mark.parametrize(
    "text", ["Hi\r\nBcc: spy@example.org", "Hi\nBcc: x", "Hi\r\n\r\nbody", "Hi\u2028Bcc: x", "a\0b"]
)
def test_nothing_in_a_name_or_a_subject_becomes_a_header(text: str) -> None:
    found = read(changed(to_name=text, subject=text))
    assert found["Bcc"] is None
    assert "Bcc" not in found.get_content()
    assert str(found["Subject"]).startswith(("Hi ", "a b"))


@pytest.mark.parametrize(
    "values",
    [
        {"to_address": "priya@example.org\r\nBcc: spy@example.org"},
        {"to_address": "priya@example.org, spy@example.org"},
        {"to_address": "priya@example.org>"},
        {"to_address": "priya"},
        {"headers": {"List-Unsubscribe": "<https://a>\r\nBcc: spy@example.org"}},
        {"headers": {"X\r\nBcc": "spy@example.org"}},
        {"headers": {"Bcc": "spy@example.org"}},
        {"headers": {"subject": "another"}},
        {"headers": {"References": "<é@example.org>"}},
        {"message_id": "<a@b>\nBcc: spy@example.org"},
    ],
)
def test_other_headers_are_refused_when_they_could_be_two(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"address|header|line"):
        build_message(changed(**values), sender=SENDER, moment=MOMENT)


def test_a_long_address_to_unsubscribe_stays_whole() -> None:
    url = f"<https://tasks.example.org/unsubscribe?{'t' * 300}>"
    headers = {"List-Unsubscribe": url, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    raw = build_message(changed(headers=headers), sender=SENDER, moment=MOMENT)
    assert f"List-Unsubscribe: {url}\r\n".encode() in raw


def test_headers_may_say_that_it_was_not_made_by_itself() -> None:
    assert read(changed(headers={"Auto-Submitted": "auto-replied"})).get_all("Auto-Submitted") == ["auto-replied"]


def test_a_domain_in_other_letters_is_sent_in_ascii() -> None:
    assert encode_domain("priya@bücher.example") == "priya@xn--bcher-kva.example"
    assert read(changed(to_address="priya@bücher.example"))["To"].addresses[0].domain == "xn--bcher-kva.example"


async def test_a_name_in_other_letters_before_the_at_takes_a_server_that_knows_them(mailbox: Mailbox) -> None:
    await mail.send(changed(to_address="josé@example.org", subject="¡Hola!"))
    assert mailbox.envelopes[0].rcpt_tos == ["josé@example.org"]
    assert "\r\nTo: josé@example.org\r\n".encode() in mailbox.raw[0]


@pytest.mark.parametrize("at", ["MAIL", "RCPT", "DATA"])
async def test_what_the_server_will_never_take_is_not_tried_again(mailbox: Mailbox, at: str) -> None:
    mailbox.answers[at] = "550 5.1.1 no such mailbox"
    before = count("refused")
    with pytest.raises(MailRefused, match="550"):
        await mail.send(PLAIN)
    assert count("refused") == before + 1


@pytest.mark.parametrize("at", ["MAIL", "RCPT", "DATA"])
async def test_what_the_server_puts_off_is_tried_again(mailbox: Mailbox, at: str) -> None:
    mailbox.answers[at] = "451 4.7.1 greylisted, come back"
    before = count("delayed")
    with pytest.raises(MailDelayed, match="451"):
        await mail.send(PLAIN)
    assert count("delayed") == before + 1
    mailbox.answers.clear()
    assert await mail.send(PLAIN)


async def test_a_connection_that_is_cut_is_tried_again(mailbox: Mailbox) -> None:
    mailbox.cuts = True
    with pytest.raises(MailDelayed):
        await mail.send(PLAIN)


async def test_a_server_that_does_not_answer_is_given_up_soon(settings: Settings, mailbox: Mailbox) -> None:
    mailbox.delay = 30
    mail.deliver_by(Mailer(build_mail_settings(settings, mailbox), answer_seconds=0.1))
    with pytest.raises(MailDelayed, match=r"[Tt]imed? ?out"):
        await mail.send(PLAIN)


async def test_a_server_that_is_not_there_is_tried_again(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        away = Mailbox(port=taken.getsockname()[1])
        with pytest.raises(MailDelayed):
            await Mailer(build_mail_settings(settings, away)).send(PLAIN)


async def test_without_a_server_mail_is_off_and_counted(settings: Settings) -> None:
    mail.deliver_by(Mailer(settings))
    before = count("off")
    assert not mail.is_on()
    assert not await mail.send(PLAIN)
    mail.deliver_by(None)
    assert not await mail.send(PLAIN)
    assert count("off") == before + 2


@pytest.fixture
async def guarded(certificate: Path) -> AsyncIterator[Mailbox]:
    """A server that wants STARTTLS, then a name and a password."""
    server, box = await open_mailbox(
        tls_context=build_server_context(certificate),
        require_starttls=True,
        auth_required=True,
        authenticator=only_sam,
    )
    yield box
    server.close()


def build_guarded(settings: Settings, box: Mailbox, secret: str) -> Mailer:
    named = {"smtp_security": "starttls", "smtp_username": "sam", "smtp_password": SecretStr(secret)}
    return Mailer(build_mail_settings(settings, box, **named))


async def test_starttls_and_a_password_let_in(
    settings: Settings, guarded: Mailbox, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    await build_guarded(settings, guarded, "right").send(PLAIN)
    assert len(guarded.mails) == 1


async def test_a_wrong_password_is_the_operators_matter_and_tried_again(
    settings: Settings, guarded: Mailbox, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(MailDelayed, match="SMTPAuthenticationError") as raised:
        await build_guarded(settings, guarded, "wrong").send(PLAIN)
    assert "wrong" not in str(raised.value)


async def test_a_certificate_of_nobody_is_not_believed(settings: Settings, guarded: Mailbox) -> None:
    with pytest.raises(MailDelayed, match=r"[Cc]ertificate"):
        await build_guarded(settings, guarded, "right").send(PLAIN)
    assert not guarded.mails


async def test_a_server_without_starttls_gets_neither_password_nor_mail(settings: Settings, mailbox: Mailbox) -> None:
    with pytest.raises(MailDelayed, match="STARTTLS"):
        await build_guarded(settings, mailbox, "right").send(PLAIN)
    assert not mailbox.mails


async def test_tls_from_the_first_byte(settings: Settings, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server, box = await open_mailbox(implicit_tls=build_server_context(certificate))
    await Mailer(build_mail_settings(settings, box, smtp_security="tls")).send(PLAIN)
    server.close()
    assert len(box.mails) == 1


GIVEN = {
    "TASKFLOW_PUBLIC_URL": "https://tasks.example.org",
    "TASKFLOW_SECRET_KEY": "x" * 40,
    "TASKFLOW_DATABASE_URL": "postgresql://a@b/c",
    "TASKFLOW_REDIS_URL": "redis://r",
    "TASKFLOW_SMTP_HOST": "mail.example.org",
    "TASKFLOW_MAIL_FROM": SENDER,
}


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"TASKFLOW_MAIL_FROM": ""}, "TASKFLOW_MAIL_FROM"),
        ({"TASKFLOW_MAIL_FROM": "nobody"}, "TASKFLOW_MAIL_FROM"),
        ({"TASKFLOW_MAIL_FROM": "a@b\r\nBcc: c@d"}, "TASKFLOW_MAIL_FROM"),
        ({"TASKFLOW_SMTP_USERNAME": "sam"}, "TASKFLOW_SMTP_PASSWORD"),
        ({"TASKFLOW_SMTP_PASSWORD": "secret"}, "TASKFLOW_SMTP_PASSWORD"),
        (
            {
                "TASKFLOW_SMTP_USERNAME": "sam",
                "TASKFLOW_SMTP_PASSWORD": "secret",
                "TASKFLOW_SMTP_SECURITY": "none",
            },
            "TASKFLOW_SMTP_SECURITY",
        ),
        ({"TASKFLOW_SMTP_SECURITY": "ssl"}, "TASKFLOW_SMTP_SECURITY"),
        ({"TASKFLOW_SMTP_PORT": "0"}, "TASKFLOW_SMTP_PORT"),
    ],
)
def test_settings_that_cannot_work_are_refused_by_name(more: dict[str, str], named: str) -> None:
    assert load_settings(GIVEN).smtp_host == "mail.example.org"
    with pytest.raises(SettingsError, match=named):
        load_settings(GIVEN | more)


def test_what_the_stack_sets_without_an_operator_is_no_mail(tmp_path: Path) -> None:
    password = tmp_path / "smtp_password"
    password.write_text("\n")  # as scripts/secrets.sh makes it
    unset = dict.fromkeys(("TASKFLOW_SMTP_HOST", "TASKFLOW_SMTP_PORT", "TASKFLOW_MAIL_FROM"), "")
    files = {"TASKFLOW_SMTP_USERNAME": "", "TASKFLOW_SMTP_PASSWORD_FILE": str(password)}
    settings = load_settings(GIVEN | unset | files | {"TASKFLOW_SMTP_SECURITY": "starttls"})
    assert (settings.smtp_host, settings.smtp_port, Mailer(settings).is_on) == ("", None, False)
    assert Mailer(load_settings(GIVEN | files)).is_on


@pytest.fixture
def written(settings: Settings, tmp_path: Path) -> Iterator[None]:
    (tmp_path / "emails").mkdir()
    (tmp_path / "emails/hello.txt").write_text("{{ name }} & {{ link('/x') }}")
    (tmp_path / "emails/hello.html").write_text("<b>{{ name }}</b> {{ link('/x') }} {{ host }}")
    mail_templates.render_by(build_renderer(settings.model_copy(update={"templates_folder": tmp_path})))
    yield
    mail_templates.render_by(None)


def test_a_mail_is_written_from_two_templates_of_which_the_html_is_escaped(written: None) -> None:
    email = mail_templates.compose("hello", to_address="a@example.org", subject="Hi", name="<Sam>")
    assert email.text == "<Sam> & http://localhost/x"
    assert email.html == "<b>&lt;Sam&gt;</b> http://localhost/x localhost"


def test_a_template_refuses_what_it_was_not_given(written: None) -> None:
    with pytest.raises(Exception, match="'name' is undefined"):
        mail_templates.compose("hello", to_address="a@example.org", subject="Hi")

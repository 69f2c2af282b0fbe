"""The mails that a development session has caught are shown, and in production there is no such page."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from roles.development.mail_catcher import KEPT, catch_mail
from taskflow.pages import build_pages
from taskflow.platform.mail import Mailer
from taskflow.platform.mail_messages import Email
from taskflow.settings import Settings
from taskflow.web.application import Application
from tests.support.browsing import Browser
from tests.support.mailbox import Mailbox, build_mail_settings

EVIL = "<script>alert(1)</script><b onclick='x()'>bold</b>"


@pytest.fixture
def development(application: Application, tmp_path: Path) -> Application:
    return build_pages(application.settings.model_copy(update={"data_folder": tmp_path}))


@pytest.fixture
async def mailer(settings: Settings, tmp_path: Path) -> AsyncIterator[Mailer]:
    """Sends to the catcher."""
    async with catch_mail(tmp_path / "mail") as port:
        yield Mailer(build_mail_settings(settings, Mailbox(port=port)))


def build_email(number: int = 1) -> Email:
    subject = f"Mail {number} & more"
    return Email(to_address="priya@example.org", subject=subject, text=f"See http://localhost/x\n{EVIL}", html=EVIL)


async def test_what_was_sent_is_shown_the_newest_first(development: Application, mailer: Mailer) -> None:
    browser = Browser(development)
    assert "None yet" in (await browser.get("/operator/mail")).text
    for number in (1, 2):
        await mailer.send(build_email(number))
    page = await browser.get("/operator/mail")
    assert page.text.index("Mail 2 & more") < page.text.index("Mail 1 & more")
    link = next(link for link in page.links if link.startswith("/operator/mail/"))
    mail = await browser.get(link)
    assert "priya@example.org" in mail.text
    assert EVIL in mail.text  # as text
    assert "http://localhost/x" in mail.links


async def test_the_html_of_a_mail_is_shown_where_nothing_runs(development: Application, mailer: Mailer) -> None:
    await mailer.send(build_email())
    page = await Browser(development).get("/operator/mail")
    link = next(link for link in page.links if link.startswith("/operator/mail/"))
    response = await Browser(development).fetch(f"{link}/html")
    assert EVIL in (await response.get_data()).decode()
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy


async def test_only_the_last_ones_are_kept(mailer: Mailer, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    for number in range(KEPT + 3):
        (folder / f"{number:020}.eml").write_text("Subject: old\n\n")
    await mailer.send(build_email())
    files = sorted(folder.iterdir())
    assert len(files) == KEPT
    assert files[0].stem == f"{4:020}"


@pytest.mark.parametrize("name", ["1", "../secret_key", "0" * 20, "%2e%2e%2fsecret_key"])
async def test_nothing_else_is_read(development: Application, name: str) -> None:
    assert (await Browser(development).fetch(f"/operator/mail/{name}")).status_code == 404


async def test_in_production_there_is_no_such_page(application: Application, tmp_path: Path) -> None:
    production = build_pages(application.settings.model_copy(update={"mode": "production", "data_folder": tmp_path}))
    assert not [
        rule.rule for rule in production.url_map.iter_rules() if "mail" in rule.rule and "slug" not in rule.rule
    ]
    (tmp_path / "mail").mkdir()
    (tmp_path / f"mail/{1:020}.eml").write_text("Subject: secret\n\n")
    for path in ("/operator/mail", f"/operator/mail/{1:020}", f"/operator/mail/{1:020}/html"):
        assert (await Browser(production).fetch(path)).status_code in {303, 404}, path

"""The mails that a development session has caught. In production there is no such page."""

import asyncio
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTPUTF8
from pathlib import Path
from typing import Any

from quart import Blueprint, Response

from taskflow.pages.formatting import build_moment
from taskflow.pages.rendering import render_page
from taskflow.platform import clock
from taskflow.platform.errors import NotFound
from taskflow.settings import Settings
from taskflow.web.application import Application, current_settings
from taskflow.web.authentication import public

routes = Blueprint("caught_mail", __name__)
SHOWN = 50
_NAME = re.compile(r"\d{20}")
# What a mail says is shown and not run; its links lead where they lead.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " sandbox allow-popups allow-popups-to-escape-sandbox"
)


def install_caught_mail(application: Application) -> None:
    """Add the pages, in a development session only: anybody may read there what TaskFlow has written to anybody."""
    if application.settings.mode == "development":
        application.register_blueprint(routes)


@routes.get("/operator/mail")
@public
async def show_list() -> Response:
    """The last mails, the newest first."""
    mails = await asyncio.to_thread(_read_last, current_settings())
    return await render_page("pages/operator/mails.html", mails=mails)


@routes.get("/operator/mail/<name>")
@public
async def show(name: str) -> Response:
    """One mail: its headers and its text."""
    message = await asyncio.to_thread(_read, current_settings(), name)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return await render_page(
        "pages/operator/mail.html",
        name=name,
        subject=str(message["Subject"]),
        headers=[(key, str(value)) for key, value in message.items() if not key.startswith(("Content-", "MIME-"))],
        text=text.get_content() if text is not None else "",
        has_html=html is not None,
    )


@routes.get("/operator/mail/<name>/html")
@public
async def show_html(name: str) -> Response:
    """The HTML of a mail as a mail program has it, in a sandbox."""
    html = (await asyncio.to_thread(_read, current_settings(), name)).get_body(("html",))
    if html is None:
        raise NotFound
    return Response(html.get_content(), mimetype="text/html", headers={"Content-Security-Policy": _POLICY})


def _read_last(settings: Settings) -> list[dict[str, Any]]:
    files = sorted(_find_folder(settings).glob("*.eml"), reverse=True)[:SHOWN]
    return [_build(file.stem, _read(settings, file.stem)) for file in files]


def _build(name: str, message: EmailMessage) -> dict[str, Any]:
    moment = datetime.fromtimestamp(int(name) / 1e9, UTC)
    return {
        "name": name,
        "subject": str(message["Subject"]),
        "to": str(message["To"]),
        "caught": build_moment(moment, "UTC", clock.now()),
    }


def _read(settings: Settings, name: str) -> EmailMessage:
    file = _find_folder(settings) / f"{name}.eml"
    if not _NAME.fullmatch(name) or not file.is_file():
        raise NotFound
    return message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=SMTPUTF8)


def _find_folder(settings: Settings) -> Path:
    return settings.data_folder / "mail"

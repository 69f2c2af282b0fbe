"""The mails about forgotten passwords."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog

from taskflow.identity.resets import create_reset
from taskflow.platform import clock, mail
from taskflow.platform.database import fetch_one, fetch_value
from taskflow.platform.leases import Run
from taskflow.platform.mail import MailRefused
from taskflow.platform.mail_messages import Email
from taskflow.platform.mail_templates import compose

MAX_AN_HOUR = 5
log = structlog.get_logger("taskflow.identity")


async def send_reset(run: Run, *, email: str) -> None:
    """Mail a way to a new password to the person with that address, if there is one who may sign in.

    At most MAX_AN_HOUR of them; what comes of it is nobody's to know. Raises MailDelayed while it may be tried again.
    """
    user = await fetch_one(
        "select id, email, name from users where lower(email) = lower($1) and deactivated_at is null", email
    )
    if user is None or (run.attempt == 1 and await _count_recent(user["id"]) >= MAX_AN_HOUR):
        log.info("reset_not_mailed", reason="no account" if user is None else "too many")
        return
    code = await create_reset(user["id"])
    await _send(_compose(run, "password_reset", user, "Choose a new password for TaskFlow", code=code))


async def send_password_changed(run: Run, *, user_id: UUID) -> None:
    """Tell a person that their password was changed. Raises MailDelayed while it may be tried again."""
    user = await fetch_one("select id, email, name from users where id = $1 and deactivated_at is null", user_id)
    if user is not None:
        await _send(_compose(run, "password_changed", user, "Your password for TaskFlow was changed"))


async def _count_recent(user_id: UUID) -> int:
    since = clock.now() - timedelta(hours=1)
    return int(
        await fetch_value("select count(*) from password_resets where user_id = $1 and created_at > $2", user_id, since)
    )


def _compose(run: Run, template: str, user: dict[str, Any], subject: str, **values: Any) -> Email:
    return compose(
        template,
        to_address=user["email"],
        to_name=user["name"],
        subject=subject,
        message_id=mail.build_message_id(run.job_id),
        email=user["email"],
        **values,
    )


async def _send(email: Email) -> None:
    try:
        await mail.send(email)
    except MailRefused:
        return  # logged and counted there; nobody waits for it who may be told

"""What happens to people's things in the background."""

from datetime import timedelta
from uuid import UUID

from taskflow.identity.reset_mails import send_password_changed, send_reset
from taskflow.platform.jobs import job
from taskflow.platform.leases import Run
from taskflow.platform.retention import Rows, retain

purge_old_answers = retain(
    "idempotency_keys",
    "Answers kept for a day, for requests that are sent again",
    kept=timedelta(),
    since="their end",
    job_name="identity.purge_answers",
    rows=Rows("idempotency_keys", "expires_at"),
)
purge_sessions = retain(
    "sessions",
    "Sign-ins of browsers that have run out",
    kept=timedelta(),
    since="their end",
    job_name="identity.purge_sessions",
    rows=Rows("sessions", "expires_at"),
)
purge_tokens = retain(
    "api_tokens",
    "API tokens that have expired or were revoked",
    kept=timedelta(days=30),
    since="their end",
    job_name="identity.purge_tokens",
    rows=Rows("api_tokens", "least(expires_at, revoked_at)"),
)
purge_resets = retain(
    "password_resets",
    "Ways to a new password that were used or are too old",
    kept=timedelta(days=1),
    since="their end",
    job_name="identity.purge_resets",
    rows=Rows("password_resets", "expires_at"),
)


@job("identity.mail_reset", is_leased=True)
async def mail_reset(*, run: Run, email: str) -> None:
    """Mail a way to a new password; a mail that was sent twice has two ways, of which one use ends both."""
    await send_reset(run, email=email)


@job("identity.mail_password_changed", is_leased=True)
async def mail_password_changed(*, run: Run, user_id: UUID) -> None:
    """Tell a person that their password was changed; a second mail has the same Message-ID."""
    await send_password_changed(run, user_id=user_id)

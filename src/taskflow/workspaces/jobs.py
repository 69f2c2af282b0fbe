"""What workspaces do in the background."""

from datetime import timedelta
from uuid import UUID

from taskflow.platform.jobs import job
from taskflow.platform.leases import Run
from taskflow.platform.retention import Rows, retain
from taskflow.workspaces.invitation_mails import MAX_ATTEMPTS, send_invitation

purge_invitations = retain(
    "invitations",
    "Invitations that were accepted, revoked, or have expired",
    kept=timedelta(days=90),
    since="their end",
    job_name="workspaces.purge_invitations",
    rows=Rows("invitations", "coalesce(revoked_at, expires_at)"),
)


@job("workspaces.mail_invitation", is_leased=True, max_attempts=MAX_ATTEMPTS)
async def mail_invitation(*, run: Run, workspace_id: UUID, invitation_id: UUID, number: int) -> None:
    """Mail an invitation; a mail that was sent and not marked is sent again, with the same Message-ID."""
    await send_invitation(run, workspace_id=workspace_id, invitation_id=invitation_id, number=number)

"""What analytics does in the background."""

from datetime import timedelta
from uuid import UUID

from taskflow.activity import get_event
from taskflow.analytics import subscriptions
from taskflow.analytics.following import BATCH, follow_events
from taskflow.analytics.rebuilding import rebuild
from taskflow.analytics.report_mails import send_report
from taskflow.platform.jobs import job
from taskflow.platform.leases import Run
from taskflow.platform.mail import TRIES, build_backoff
from taskflow.platform.outbox import enqueue
from taskflow.platform.schedule import repeat

repeat("analytics.follow", every=timedelta(seconds=30))
repeat("analytics.plan_reports", every=timedelta(minutes=1))


@job("analytics.follow")
async def follow() -> None:
    """Count what has happened, and go on at once while there is more; running it again counts nothing twice."""
    if await follow_events() == BATCH:
        await enqueue("analytics.follow")


@job("analytics.rebuild", is_leased=True, is_bulk=True)
async def rebuild_workspace(*, workspace_id: UUID, run: Run) -> None:
    """Tell all that happened in the workspace anew; running it again changes nothing."""
    await rebuild(workspace_id, run)


@job("analytics.plan_reports")
async def plan_reports() -> None:
    """Ask for the reports whose time has come, and go on while there are more; again it asks for none twice."""
    if await subscriptions.plan_reports() == subscriptions.BATCH:
        await enqueue("analytics.plan_reports")


@job("analytics.send_report", is_leased=True, is_bulk=True, max_attempts=TRIES, backoff=build_backoff)
async def mail_report(*, run: Run, workspace_id: UUID, subscription_id: UUID) -> None:
    """Mail a report as it is now."""
    await send_report(run, subscription_id)


@job("analytics.follow_zone")
async def follow_zone(*, event_id: UUID) -> None:
    """Put the reports of somebody who changed their time zone at their right times; again it changes nothing."""
    event = await get_event(event_id)
    if event is not None and "time_zone" in event["changes"]:
        await subscriptions.follow_zone(event["subject_id"])

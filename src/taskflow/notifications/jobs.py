"""Telling people, in the background."""

from datetime import timedelta
from uuid import UUID

from taskflow.activity import get_event
from taskflow.notifications.digests import BATCH as DIGEST_BATCH
from taskflow.notifications.digests import plan_digests, send_digest_to
from taskflow.notifications.mailing import Entry, send_notice
from taskflow.notifications.preferences import plan_digest_anew
from taskflow.notifications.reasons import ReasonName
from taskflow.notifications.recipients import find_whom_to_tell
from taskflow.notifications.reminders import remind_of_workspace
from taskflow.notifications.telling import Notice, tell
from taskflow.platform.jobs import job
from taskflow.platform.leases import Run
from taskflow.platform.mail import TRIES, build_backoff
from taskflow.platform.outbox import enqueue
from taskflow.platform.schedule import repeat
from taskflow.workspaces import list_workspace_ids

repeat("notifications.remind", every=timedelta(minutes=5))
repeat("notifications.plan_digests", every=timedelta(minutes=1))


@job("notifications.notify")
async def notify(*, event_id: UUID) -> None:
    """Write one notice for each member whom the event concerns; running it again adds none."""
    event = await get_event(event_id)
    if event is None:
        raise LookupError(f"no event {event_id}")
    told = await find_whom_to_tell(event)
    await tell(event["workspace_id"], [Notice(one, event["at"]) for one in told.values()], event_id=event_id)


@job("notifications.remind", is_leased=True, is_bulk=True)
async def remind(*, run: Run) -> None:
    """Remind everywhere of what is due now; running it again, or twice at a time, reminds nobody twice."""
    ids = await list_workspace_ids()
    for done, workspace_id in enumerate(ids):
        await run.report(done, len(ids))
        await remind_of_workspace(workspace_id)


@job("notifications.send_email", is_leased=True, is_bulk=True, max_attempts=TRIES, backoff=build_backoff)
async def send_email(*, run: Run, workspace_id: UUID, member_id: UUID, reason: ReasonName, entry: UUID) -> None:
    """Mail a notice; what was mailed, read or taken away meanwhile is not mailed again."""
    await send_notice(run, Entry(workspace_id, member_id, reason, entry))


@job("notifications.plan_digests")
async def plan_due_digests() -> None:
    """Ask for the digests whose time has come, and go on while there are more; again it asks for none twice."""
    if await plan_digests() == DIGEST_BATCH:
        await enqueue("notifications.plan_digests")


@job("notifications.send_digest", is_leased=True, is_bulk=True, max_attempts=TRIES, backoff=build_backoff)
async def send_digest(*, run: Run, user_id: UUID) -> None:
    """Mail a digest of what is unread and was not mailed."""
    await send_digest_to(run, user_id)


@job("notifications.follow_zone")
async def follow_zone(*, event_id: UUID) -> None:
    """Put the digest of somebody who changed their time zone at its right time; again it changes nothing."""
    event = await get_event(event_id)
    if event is not None and "time_zone" in event["changes"]:
        await plan_digest_anew(event["subject_id"])

"""Telling people, in the background."""

from datetime import timedelta
from uuid import UUID

from taskflow.activity import get_event
from taskflow.notifications.preferences import plan_digest_anew
from taskflow.notifications.recipients import find_whom_to_tell
from taskflow.notifications.reminders import remind_of_workspace
from taskflow.notifications.telling import Notice, tell
from taskflow.platform.jobs import job
from taskflow.platform.leases import Run
from taskflow.platform.schedule import repeat
from taskflow.workspaces import list_workspace_ids

repeat("notifications.remind", every=timedelta(minutes=5))


@job("notifications.notify")
async def notify(*, event_id: UUID) -> None:
    """Write one notice for each member whom the event concerns; running it again adds none."""
    event = await get_event(event_id)
    if event is None:
        raise LookupError(f"no event {event_id}")
    told = await find_whom_to_tell(event)
    await tell(event["workspace_id"], [Notice(one, event["at"]) for one in told.values()], event_id=event_id)


@job("notifications.remind", is_leased=True)
async def remind(*, run: Run) -> None:
    """Remind everywhere of what is due now; running it again, or twice at a time, reminds nobody twice."""
    ids = await list_workspace_ids()
    for done, workspace_id in enumerate(ids):
        await run.report(done, len(ids))
        await remind_of_workspace(workspace_id)


@job("notifications.follow_zone")
async def follow_zone(*, event_id: UUID) -> None:
    """Put the digest of somebody who changed their time zone at its right time; again it changes nothing."""
    event = await get_event(event_id)
    if event is not None and "time_zone" in event["changes"]:
        await plan_digest_anew(event["subject_id"])

"""What waits for a member: the numbers beside «My work» and «Inbox» on every page."""

from typing import NamedTuple

from taskflow.notifications.inbox import JOINS, SCANNED, build_seen
from taskflow.platform import clock
from taskflow.platform.database import fetch_one
from taskflow.projects import build_visibility
from taskflow.workspaces import Member

MOST = 100  # counting further costs more the more there is, and tells nobody more


class Waiting(NamedTuple):
    """Open tasks of one's own; what is unread in the inbox, how much of that names one, and what is put off.

    MOST stands for more. What one change told for one reason counts once.
    """

    open_tasks: int
    unread: int
    mentions: int
    snoozed: int


async def count_waiting(member: Member) -> Waiting:
    """What waits for the member, as far as they may see it."""
    row = await fetch_one(
        "with told as materialized (select coalesce(n.group_id, n.id) as entry, n.reason, n.surfaced_at > $3"
        f" as is_put_off{JOINS} where n.workspace_id = $1 and n.member_id = $2 and n.in_inbox and n.done_at is null"
        f" and n.read_at is null and {build_seen(member)} order by n.surfaced_at desc, n.id desc limit {2 * SCANNED})"
        " select (select count(*) from (select 1 from task_assignees a join tasks t on t.id = a.task_id"
        " join projects p on p.id = t.project_id where a.workspace_id = $1 and a.member_id = $2"
        " and t.deleted_at is null and t.completed_at is null and p.archived_at is null"
        f" and {build_visibility(member, '$2')} limit {MOST}) mine) as open_tasks,"
        " count(distinct (entry, reason)) filter (where not is_put_off) as unread,"
        " count(distinct (entry, reason)) filter (where not is_put_off and reason = 'mentioned') as mentions,"
        " count(distinct (entry, reason)) filter (where is_put_off) as snoozed from told",
        member.workspace_id,
        member.id,
        clock.now(),
    )
    assert row is not None  # noqa: S101  an aggregate gives one row
    return Waiting(*(min(row[name], MOST) for name in Waiting._fields))

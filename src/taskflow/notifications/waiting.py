"""What waits for a member: the numbers beside «My work» and «Inbox» on every page."""

from taskflow.platform.database import fetch_one
from taskflow.projects import build_visibility
from taskflow.workspaces import Member

MOST = 100  # counting further costs more the more there is, and tells nobody more


async def count_waiting(member: Member) -> tuple[int, int]:
    """The open tasks that the member has, and the notifications that they have not read; MOST stands for more."""
    row = await fetch_one(
        "select (select count(*) from (select 1 from task_assignees a join tasks t on t.id = a.task_id"
        " join projects p on p.id = t.project_id where a.workspace_id = $1 and a.member_id = $2"
        f" and t.deleted_at is null and t.completed_at is null and p.archived_at is null"
        f" and {build_visibility(member, '$2')} limit {MOST}) mine) as open_tasks,"
        " (select count(*) from (select 1 from notifications n where n.workspace_id = $1 and n.member_id = $2"
        f" and n.read_at is null limit {MOST}) told) as unread",
        member.workspace_id,
        member.id,
    )
    assert row is not None  # noqa: S101  a select without a table gives one row
    return row["open_tasks"], row["unread"]

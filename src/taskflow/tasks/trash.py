"""The trash: tasks that were deleted wait there for 30 days, then they are gone."""

from datetime import timedelta
from itertools import groupby

from taskflow.activity import Actor, Fact, Subject, record_many
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch
from taskflow.platform.pagination import Page, build_page, read_cursor, read_id, read_moment
from taskflow.projects import build_visibility, require_open
from taskflow.tasks.queries import CARD, FROM, Row, get_task
from taskflow.tasks.structure import lock_structure, lock_tree
from taskflow.tasks.versions import require_version
from taskflow.workspaces import Member, Permission

KEPT = timedelta(days=30)
PURGE_BATCH = 500


async def list_trash(member: Member, *, after: str | None = None, limit: int = 50) -> Page:
    """The deleted tasks that the member may see, the latest first, with `deleted_at`, `deleted_by` and `purge_at`.

    Raises Invalid for a cursor that is not one of this list.
    """
    moment, last_id = read_cursor(after, read_moment, read_id)
    rows = await fetch(
        f"select {CARD}, t.deleted_at, t.deleted_at + $3::interval as purge_at, d.deleted_by {FROM}"
        " left join lateral (select json_build_object('id', m.id, 'name', u.name, 'hue', u.hue) as deleted_by"
        "   from events e join members m on m.id = e.actor_id join users u on u.id = m.user_id"
        "   where e.workspace_id = t.workspace_id and e.subject_id = t.id and e.action = 'task.deleted'"
        "   order by e.seq desc limit 1) d on true"
        f" where t.workspace_id = $1 and t.deleted_at is not null and {build_visibility(member, '$2')}"
        " and ($4::timestamptz is null or (t.deleted_at, t.id) < ($4, $5::uuid))"
        " order by t.deleted_at desc, t.id desc limit $6",
        member.workspace_id,
        member.id,
        KEPT,
        moment,
        last_id,
        limit + 1,
    )
    return build_page(rows, limit, "deleted_at", "id")


async def purge_task(member: Member, key: str, *, version: int) -> None:
    """Delete a task of the trash for good, with the subtasks that went in with it; events stay, numbers are not reused.

    Raises NotFound when it is not in the trash, Forbidden or StaleVersion.
    """
    await lock_structure(member)
    found = await get_task(member, key, deleted=True)
    tree = await lock_tree(found, found["deleted_at"])
    task = await get_task(member, key, lock=True, deleted=True)
    member.require(Permission.PURGE_TASK)
    await require_version(task, version)
    require_open(task["project_archived_at"])
    await execute("delete from tasks where id = any($1::uuid[])", [row["id"] for row in tree])
    project_key = task["project"]["key"]
    gone = [row | {"key": f"{project_key}-{row['number']}"} for row in tree]
    await record_many(_build_facts(gone), actor=member.actor, workspace_id=member.workspace_id)


async def purge_trash(most: int) -> int:
    """Delete for good what has been in the trash for 30 days: at most `most` tasks, gives how many."""
    rows = await fetch(
        # Materialised: a subquery that is run again skips what it has locked, and finds more than the limit.
        "with old as materialized ("
        " select id from tasks where deleted_at < $1 order by deleted_at limit $2 for update skip locked)"
        " delete from tasks t using projects p, old where p.id = t.project_id and t.id = old.id"
        " returning t.id, t.workspace_id, t.project_id, t.title, p.key || '-' || t.number as key",
        clock.now() - KEPT,
        most,
    )
    rows.sort(key=lambda row: row["workspace_id"])
    for workspace_id, gone in groupby(rows, key=lambda row: row["workspace_id"]):
        await record_many(_build_facts(list(gone)), actor=Actor("system"), workspace_id=workspace_id)
    return len(rows)


def _build_facts(rows: list[Row]) -> list[Fact]:
    return [
        Fact(
            "task.purged",
            Subject("task", row["id"]),
            row["project_id"],
            {"title": (row["title"], None), "key": (row["key"], None)},
        )
        for row in rows
    ]

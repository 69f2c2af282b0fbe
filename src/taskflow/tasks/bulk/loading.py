"""Finding the tasks of a bulk edit and locking them, in one order for everybody."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch, fetch_value
from taskflow.platform.errors import Conflict, FieldError, Invalid, NotFound, StaleVersion
from taskflow.platform.ids import find_id
from taskflow.projects import build_visibility
from taskflow.tasks.bulk.inputs import MAX_TASKS, BulkEdit
from taskflow.tasks.filtering import Node, TextMatch, build_condition, build_filter
from taskflow.tasks.keys import is_key, split_key
from taskflow.tasks.structure import MAX_TREE
from taskflow.tasks.versions import QUIET
from taskflow.workspaces import Member

Row = dict[str, Any]
_COLUMNS = (
    "t.id, t.workspace_id, t.project_id, t.number, p.key || '-' || t.number as key, t.version, t.priority::text,"
    " t.start_date, t.due_date, t.due_at, t.due_zone, t.column_id, t.rank, t.completed_at, t.deleted_at, t.custom,"
    " t.parent_id, t.estimate, t.recurrence,"
    " p.key as project_key, p.archived_at as project_archived_at, c.name as column_name, c.category,"
    " array(select x.label_id from task_labels x where x.workspace_id = t.workspace_id and x.task_id = t.id) as labels,"
    " array(select x.member_id from task_assignees x where x.workspace_id = t.workspace_id and x.task_id = t.id)"
    " as assignees"
)
_FROM = "from tasks t join projects p on p.id = t.project_id join project_columns c on c.id = t.column_id"


class StaleTasks(StaleVersion):
    """Some tasks have another version by now: `stale` in `extra` names them."""

    code = "stale_versions"
    title = "Somebody changed some of these tasks in the meantime"


async def lock_chosen(member: Member, edit: BulkEdit, match: TextMatch) -> list[Row]:
    """The tasks that are to be changed, locked, in the order of their boards.

    Raises NotFound with the `missing` ones, Conflict when a filter finds too many, Invalid for a wrong filter or a
    version of none of them, or StaleTasks.
    """
    if edit.tasks is not None:
        named = await _resolve(member, edit.tasks)
        ids = list(named.values())
        await _lock_below(member, edit, ids)
        rows = await lock_tasks(member, ids)
        present = {row["id"] for row in rows}
        _require_all({ref: task_id for ref, task_id in named.items() if task_id in present}, edit.tasks)
    else:
        wanted = build_filter(edit.filter or "", project_key=edit.project, pointers="")
        ids = await _find_matching(member, wanted, match)
        await _lock_below(member, edit, ids)
        # Somebody may have changed them until they were locked: what does not match any more is left alone.
        rows = await lock_tasks(member, ids, wanted=wanted, match=match)
    await _require_versions(rows, edit)
    return rows


async def lock_tasks(
    member: Member,
    ids: Sequence[UUID],
    *,
    deleted: bool | None = False,
    wanted: Node | None = None,
    match: TextMatch | None = None,
) -> list[Row]:
    """Those of the tasks that the member sees, outside the trash or in it (None: both), locked, as they are then."""
    await lock_ids(ids)
    values: list[Any] = [member.workspace_id, member.id, list(ids)]
    conditions = f"t.workspace_id = $1 and {build_visibility(member, '$2')} and t.id = any($3::uuid[])"
    if deleted is not None:
        conditions += f" and t.deleted_at is {'not ' if deleted else ''}null"
    if wanted is not None and match is not None:
        conditions += f" and {build_condition(member, wanted, values, match=match)}"
    return await fetch(
        f"select {_COLUMNS} {_FROM} where {conditions} order by t.project_id, c.position, t.rank, t.id", *values
    )


async def _lock_below(member: Member, edit: BulkEdit, ids: Sequence[UUID]) -> None:
    """What goes to the trash takes along what is below it: all of that is locked at once, for the order's sake."""
    if edit.changes.deleted:
        await lock_ids(await find_subtasks(member, ids))


async def lock_ids(ids: Sequence[UUID]) -> None:
    """Lock tasks in the order that everybody locks them in."""
    await fetch("select id from tasks where id = any($1::uuid[]) order by id for no key update", list(ids))


async def lock_with_subtasks(member: Member, rows: Sequence[Row]) -> list[Row]:
    """The locked tasks and everything below them that is not in the trash; the structure is locked.

    Raises Conflict when that is too much.
    """
    tree = await find_subtasks(member, [row["id"] for row in rows])
    if len(tree) > MAX_TREE:
        raise Conflict(f"At most {MAX_TREE} tasks go to the trash at once", code="too_many_subtasks")
    return await lock_tasks(member, tree) if len(tree) > len(rows) else list(rows)


async def find_subtasks(member: Member, ids: Sequence[UUID]) -> list[UUID]:
    """The ids of those tasks and of everything below them that is not in the trash."""
    rows = await fetch(
        "with recursive tree as (select id from tasks where workspace_id = $1 and id = any($2::uuid[])"
        " union select c.id from tree join tasks c on c.workspace_id = $1 and c.parent_id = tree.id"
        " where c.deleted_at is null) select id from tree",
        member.workspace_id,
        list(ids),
    )
    return [row["id"] for row in rows]


async def _resolve(member: Member, names: Sequence[str]) -> dict[str, UUID]:
    """The ids of the tasks by what they were called: a key or an id. What names nothing is left out."""
    keys, ids = dict[tuple[str, int], str](), dict[UUID, str]()
    for name in names:
        if is_key(name):
            keys[split_key(name)] = name
        elif task_id := find_id(name):
            ids[task_id] = name
    rows = await fetch(
        "select t.id, p.key, t.number from tasks t join projects p on p.id = t.project_id"
        " where t.workspace_id = $1 and t.deleted_at is null and t.id in (select unnest($3::uuid[])"
        "   union all select s.id from unnest($4::text[], $5::int[]) as k(key, number)"
        "   join projects o on o.workspace_id = $1 and o.key = k.key"
        f"   join tasks s on s.project_id = o.id and s.number = k.number) and {build_visibility(member, '$2')}",
        member.workspace_id,
        member.id,
        list(ids),
        [key for key, _ in keys],
        [number for _, number in keys],
    )
    found = {keys[row["key"], row["number"]]: row["id"] for row in rows if (row["key"], row["number"]) in keys}
    return found | {ids[row["id"]]: row["id"] for row in rows if row["id"] in ids}


def _require_all(found: dict[str, UUID], names: Sequence[str]) -> None:
    if missing := [name for name in dict.fromkeys(names) if name not in found]:
        raise NotFound(f"There is no task {_list(missing)}, or you may not see it", extra={"missing": missing})


async def _find_matching(member: Member, wanted: Node, match: TextMatch) -> list[UUID]:
    values: list[Any] = [member.workspace_id, member.id]
    conditions = f"t.workspace_id = $1 and t.deleted_at is null and {build_visibility(member, '$2')}"
    conditions += f" and {build_condition(member, wanted, values, match=match)}"
    rows = await fetch(f"select t.id {_FROM} where {conditions} limit {MAX_TASKS + 1}", *values)
    if len(rows) > MAX_TASKS:
        count = await fetch_value(f"select count(*) {_FROM} where {conditions}", *values)
        raise Conflict(
            f"The filter finds {count:,} tasks; at most {MAX_TASKS} are changed at once: narrow it down",
            code="too_many_tasks",
            extra={"limit": MAX_TASKS, "count": count},
        )
    return [row["id"] for row in rows]


async def _require_versions(rows: Sequence[Row], edit: BulkEdit) -> None:
    named = {row["key"]: row for row in rows} | {str(row["id"]): row for row in rows}
    unknown = [name for name in edit.versions if name not in named]
    if unknown and edit.tasks is not None:
        errors = tuple(FieldError(f"/versions/{name}", "unknown_task", "is none of the tasks") for name in unknown)
        raise Invalid(f"versions: {_list(unknown)} is none of the tasks", errors=errors)
    stale = {
        row["id"]: {"task": row["key"], "version": version, "current": row["version"], "fields": []}
        for name, version in edit.versions.items()
        if (row := named.get(name)) is not None and row["version"] != version
    }
    if stale:
        for task_id, fields in (await _find_fields_since(rows[0]["workspace_id"], stale)).items():
            stale[task_id]["fields"] = fields
        keys = _list([row["task"] for row in stale.values()])
        detail = f"Somebody changed {keys} since you read it: nothing was changed"
        raise StaleTasks(detail, extra={"stale": list(stale.values())})


async def _find_fields_since(workspace_id: UUID, stale: dict[UUID, Row]) -> dict[UUID, list[str]]:
    """Which fields of each task were changed since the version that was named."""
    rows = await fetch(
        "select k.id, array_agg(distinct c.name order by c.name) as fields"
        " from unnest($2::uuid[], $3::int[]) as k(id, version)"
        " join events e on e.workspace_id = $1 and e.subject_id = k.id"
        "   and (e.changes -> 'version' ->> 1)::int > k.version and e.changes -> 'comment_id' is null"
        " cross join lateral jsonb_object_keys(e.changes) as c(name) where c.name <> all($4::text[]) group by k.id",
        workspace_id,
        list(stale),
        [row["version"] for row in stale.values()],
        list(QUIET),
    )
    return {row["id"]: row["fields"] for row in rows}


def _list(names: Sequence[str]) -> str:
    shown = ", ".join(name[:40] for name in names[:10])
    return f"{shown} and {len(names) - 10} more" if len(names) > 10 else shown

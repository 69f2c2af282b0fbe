"""Deleting a label of a project, and bringing it back to the tasks that had it."""

from uuid import UUID

from taskflow.activity import Obstacle, Obstructed, require_unchanged, rule_out_undo, undoes
from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.ids import new_id
from taskflow.projects import delete_label as delete_definition
from taskflow.projects import get_label, load_label, load_project, put_label_back
from taskflow.tasks.queries import Row
from taskflow.workspaces import Member

# Their numbers are kept in the event, about 5 KB for so many.
MOST_RESTORED = 1000


async def delete_label(member: Member, key: str, label_id: UUID, *, version: int) -> None:
    """Delete a label and take it off every task; undone, it is on them again, unless they were too many.

    Raises NotFound, Forbidden, StaleVersion or Conflict.
    """
    project, _ = await load_label(member, key, label_id, version)
    rows = await fetch(
        "select t.number from task_labels tl join tasks t on t.workspace_id = tl.workspace_id and t.id = tl.task_id"
        " where tl.workspace_id = $1 and tl.label_id = $2 order by t.number",
        project["workspace_id"],
        label_id,
    )
    if len(rows) <= MOST_RESTORED:
        numbers = [row["number"] for row in rows]
        await delete_definition(member, key, label_id, version=version, task_numbers=(numbers, None))
    else:
        await delete_definition(member, key, label_id, version=version, task_count=(len(rows), None))
        rule_out_undo()


async def count_labelled(project: Row) -> dict[UUID, int]:
    """How many tasks have each label of the project, those in the trash included."""
    rows = await fetch(
        "select tl.label_id, count(*) as tasks from labels l join task_labels tl on tl.workspace_id = l.workspace_id"
        " and tl.label_id = l.id where l.project_id = $1 group by tl.label_id",
        project["id"],
    )
    return {row["label_id"]: row["tasks"] for row in rows}


@undoes("label.deleted")
async def _bring_back(member: Member, event: Row) -> str:
    """With its id, name and colour, on the tasks that are still there; each keeps the labels that it got since."""
    changes = event["changes"]
    name: str = changes["name"][0]
    if "task_numbers" not in changes:
        raise Obstructed(Obstacle(name, "", "it was on too many tasks"))
    project = await load_project(member, event)
    numbers: list[int] = changes["task_numbers"][0]
    await put_label_back(member, project["key"], event["subject_id"], name=name, hue=changes["hue"][0])
    await execute(
        "insert into task_labels (id, workspace_id, task_id, label_id)"
        " select i.id, t.workspace_id, t.id, $3 from unnest($4::uuid[], $5::int[]) as i(id, number)"
        " join tasks t on t.workspace_id = $1 and t.project_id = $2 and t.number = i.number",
        project["workspace_id"],
        project["id"],
        event["subject_id"],
        [new_id() for _ in numbers],
        numbers,
    )
    return name


@undoes("label.created")
async def _unmake(member: Member, event: Row) -> str:
    """As long as it is on no task; else deleting it would take it off all of them."""
    project = await load_project(member, event)
    label = await get_label(project, event["subject_id"], lock=True)
    require_unchanged(label["name"], event, label, "name", "hue")
    if await fetch_value("select 1 from task_labels where label_id = $1 limit 1", label["id"]):
        raise Obstructed(Obstacle(label["name"], "", "tasks have the label by now"))
    await delete_label(member, project["key"], label["id"], version=label["version"])
    return str(label["name"])


@undoes("label.restored")
async def _delete_again(member: Member, event: Row) -> str:
    project = await load_project(member, event)
    label = await get_label(project, event["subject_id"])
    require_unchanged(label["name"], event, label, "name", "hue")
    await delete_label(member, project["key"], label["id"], version=label["version"])
    return str(label["name"])

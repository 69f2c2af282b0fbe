"""Changing what a task says, and which task it hangs below."""

from taskflow.platform.errors import Invalid
from taskflow.tasks.facts import change_task
from taskflow.tasks.inputs import TaskChanges
from taskflow.tasks.merging import build_values, require_base
from taskflow.tasks.queries import Row, get_task
from taskflow.tasks.recurring import require_due
from taskflow.tasks.subtasks import lock_parent, require_place
from taskflow.tasks.versions import require_version
from taskflow.workspaces import Member, Permission


async def edit_task(
    member: Member, key: str, changes: TaskChanges, *, version: int | None, base: TaskChanges | None = None
) -> Row:
    """Change the fields named: against `version`, or without one if they still are what they are in `base`.

    Raises NotFound, Forbidden, StaleVersion with who changed what since, MergeConflict, Invalid for a base that does
    not go with the rest and for a recurrence without a due, and what `lock_parent` and `require_place` raise for a
    parent.
    """
    parent = await _lock_parent(member, key, changes)
    task = await get_task(member, key, lock=True)
    member.require(Permission.EDIT_TASK)
    if version is None:
        require_base(task, changes, base)
    elif base is not None:
        raise Invalid.field("base", "not_merging", "goes with If-Match: * only")
    await require_version(task, version)
    values = build_values(changes)
    if "parent" in values:
        del values["parent"]
        values["parent_id"] = parent["id"] if parent else None
        if parent and parent["id"] != task["parent_id"]:
            await require_place(member.workspace_id, task["project_id"], parent["id"], child_id=task["id"])
    different = {name: value for name, value in values.items() if task[name] != value}
    require_due(task, different)
    return await change_task(member, "task.edited", task, different) if different else task


async def _lock_parent(member: Member, key: str, changes: TaskChanges) -> Row | None:
    """The parent that is named, locked before the task; who may not edit the task is not told whether it is there."""
    if "parent" not in changes.model_fields_set:
        return None
    await get_task(member, key)
    member.require(Permission.EDIT_TASK)
    return await lock_parent(member, changes.parent, child=key)

"""How the changes of tasks are taken back."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from taskflow.activity import (
    Inverse,
    Obstacle,
    Obstructed,
    find_later_change,
    read_typed,
    stays,
    undoes,
)
from taskflow.platform.errors import Conflict, Invalid, NotFound
from taskflow.projects import lock_column
from taskflow.tasks.assignment import assign_task, unassign_task
from taskflow.tasks.deletion import delete_task, find_moment, put_in_again, take_out_again
from taskflow.tasks.dependencies import block_task, require_unblocked, unblock_task
from taskflow.tasks.facts import write_change
from taskflow.tasks.labelling import label_task, unlabel_task
from taskflow.tasks.limits import require_room
from taskflow.tasks.ordering import find_rank_again
from taskflow.tasks.queries import Row, get_task, name_tasks
from taskflow.tasks.recurring import make_next, prepare_next, require_due
from taskflow.tasks.structure import lock_structure
from taskflow.tasks.subtasks import require_place
from taskflow.tasks.watching import unwatch_task, watch_task
from taskflow.workspaces import Member, Permission

_UNCOMPARED = frozenset({"version", "rank"})
_OPPOSITES = {"task.moved": "task.moved", "task.completed": "task.reopened", "task.reopened": "task.completed"}


async def load_changed(member: Member, event: Row, *, deleted: bool = False) -> Row:
    """The locked task of an event, whatever its key is now. Raises what `find_subject_key` raises."""
    key = await find_subject_key(member, event, deleted=deleted)
    return await get_task(member, key, lock=True, deleted=deleted)


async def find_subject_key(member: Member, event: Row, *, deleted: bool = False) -> str:
    """The present key of the task that an event is about.

    Raises NotFound when it is gone or hidden, Obstructed when it is in the trash, or with `deleted` when it is not.
    """
    named = (await name_tasks(member, [event["subject_id"]])).get(event["subject_id"])
    if named is None:
        raise NotFound
    if named["deleted"] != deleted:
        detail = "the task is in the trash" if named["deleted"] else "the task was taken out of the trash"
        raise Obstructed(Obstacle(named["key"], "deleted_at", detail))
    return str(named["key"])


async def find_old_values(task: Row, event: Row) -> Row:
    """The values of the task's columns before the event. Raises Obstructed when one was changed since."""
    changes = {name: pair for name, pair in event["changes"].items() if name in task and name not in _UNCOMPARED}
    new = await read_typed("tasks", {name: pair[1] for name, pair in changes.items()})
    touched = [name for name, value in new.items() if task[name] != value]
    if touched:
        raise Obstructed(*(Obstacle(task["key"], name, f"{name} was changed again") for name in touched))
    old = await read_typed("tasks", {name: changes[name][0] for name in new})
    try:
        require_due(task, old)
    except Invalid as error:
        raise Obstructed(Obstacle(task["key"], "recurrence", error.errors[0].detail)) from None
    return old


def is_moved(event: Row) -> bool:
    """True when the event put its task elsewhere: in another column it may have the rank that it had before. Pure."""
    return not {"rank", "column_id"}.isdisjoint(event["changes"])


def find_old_rank(event: Row, task: Row) -> str:
    """The rank that the task had before the event that moved it. Pure."""
    return str(event["changes"].get("rank", (task["rank"],))[0])


def put_back(action: str) -> Inverse:
    """The inverse of what changes columns of the task: they get their old values, recorded as `action`."""

    async def inverse(member: Member, event: Row) -> str:
        task = await load_changed(member, event)
        member.require(Permission.EDIT_TASK)
        await write_change(member, action, task, await find_old_values(task, event))
        return str(task["key"])

    return inverse


def turn_entry(
    field: str, entries: str, add: Callable[..., Awaitable[Any]], remove: Callable[..., Awaitable[Any]]
) -> Inverse:
    """The inverse of putting something on a task or taking it off: `field` names its id, `entries` lists what is on."""

    async def inverse(member: Member, event: Row) -> str:
        task = await load_changed(member, event)
        old, new = event["changes"][field]
        if any(str(entry["id"]) == (new or old) for entry in task[entries]) != (new is not None):
            raise Obstructed(Obstacle(task["key"], field, f"{entries} were changed again"))
        await (remove if new else add)(member, task["key"], UUID(new or old))
        return str(task["key"])

    return inverse


@undoes("task.edited")
async def _put_edit_back(member: Member, event: Row) -> str:
    """The old values; an old parent only where it is still one that the task can have."""
    if "parent_id" in event["changes"]:
        await lock_structure(member)
        task = await load_changed(member, event)
        await _require_place(member, task, await find_old_values(task, event))
    return await _put_values_back(member, event)


async def _require_place(member: Member, task: Row, old: Row, *, trash_too: bool = False) -> None:
    ids, parent_id = (member.workspace_id, task["project_id"]), old.get("parent_id")
    if parent_id is None:
        return
    try:
        await require_place(*ids, parent_id, child_id=task["id"], trash_too=trash_too)
    except (Conflict, Invalid) as error:
        raise Obstructed(Obstacle(task["key"], "parent_id", f"the parent that it had: {error.detail}")) from None


_put_values_back = put_back("task.edited")
_turn_assignee = turn_entry("member_id", "assignees", assign_task, unassign_task)
undoes("task.unassigned")(_turn_assignee)
undoes("task.watched", "task.unwatched")(turn_entry("member_id", "watchers", watch_task, unwatch_task))
undoes("task.labelled", "task.unlabelled")(turn_entry("label_id", "labels", label_task, unlabel_task))


@undoes("task.assigned")
async def _take_off(member: Member, event: Row) -> str:
    """Off the task, and not watching it either when it was this that made them."""
    key = await _turn_assignee(member, event)
    if "watching" in event["changes"]:
        await unwatch_task(member, key, UUID(event["changes"]["member_id"][1]))
    return key


@undoes("task.blocked", "task.unblocked")
async def _turn_blocker(member: Member, event: Row) -> str:
    """The other task by its present key; one that is hidden or in the trash stands against it."""
    old, new = event["changes"]["blocker_id"]
    blocker = (await name_tasks(member, [UUID(new or old)])).get(UUID(new or old))
    key = await find_subject_key(member, event)
    task = await get_task(member, key)
    if blocker is None or blocker["deleted"]:
        raise Obstructed(Obstacle(key, "blocker_id", "the other task is gone, or you cannot see it"))
    if any(row["id"] == (new or old) for row in task["blocked_by"]) != (new is not None):
        raise Obstructed(Obstacle(key, "blocker_id", "what blocks the task was changed again"))
    await (unblock_task if new else block_task)(member, key, blocker["key"])
    return key


@undoes(*_OPPOSITES)
async def _put_back_place(member: Member, event: Row) -> str:
    """Into the column and to the place where it was, open or done as it was."""
    task = await load_changed(member, event)
    member.require(Permission.EDIT_TASK)
    old = await find_old_values(task, event)
    # A next task that the undone change has put into the trash comes back by itself.
    coming = await prepare_next(member, task, restores=False) if old.get("completed_at") else None
    if old.get("completed_at") is not None:
        await _require_unblocked(member, task)
    if is_moved(event):
        if await find_later_change(event, member.workspace_id, fields=["rank"]):
            raise Obstructed(Obstacle(task["key"], "rank", "the task was moved again"))
        column_id: UUID = old["column_id"] if "column_id" in old else task["column_id"]
        column = await lock_column(task["project_id"], column_id, leaving=task["column_id"])
        require_room(column, leaving=task["column_id"])
        rank = find_old_rank(event, task)
        old["rank"] = await find_rank_again(task["project_id"], column["id"], rank, moving=task["id"])
        moved = {"column": (task["column"]["name"], column["name"])}
    else:
        moved = {}
    await write_change(member, _OPPOSITES[event["action"]], task, old, **moved)
    await make_next(member, task, coming)
    return str(task["key"])


async def _require_unblocked(member: Member, task: Row) -> None:
    try:
        await require_unblocked(member, task)
    except Conflict as error:
        raise Obstructed(Obstacle(task["key"], "completed_at", error.detail)) from None


@undoes("task.created")
async def _discard(member: Member, event: Row) -> str:
    """Into the trash, unless somebody else has had a hand in it since; what followed a task, unless anybody has."""
    task = await load_changed(member, event)
    follows = "recurs_from" in event["changes"]
    if await find_later_change(event, member.workspace_id, besides=None if follows else member.id):
        who = "somebody" if follows else "somebody else"
        raise Obstructed(Obstacle(task["key"], "", f"{who} has worked on the task since"))
    if task["subtasks"]["total"]:
        raise Obstructed(Obstacle(task["key"], "", "the task has subtasks by now"))
    await delete_task(member, task["key"], version=task["version"])
    return str(task["key"])


@undoes("task.deleted")
async def _take_out(member: Member, event: Row) -> str:
    """Each task by its own event: the subtasks that went in with it have events of their own."""
    await lock_structure(member)
    task = await load_changed(member, event, deleted=True)
    await take_out_again(member, task)
    return str(task["key"])


@undoes("task.restored")
async def _put_in(member: Member, event: Row) -> str:
    """With everything below it, below the parent that it had; once only, whichever event of the unit comes first."""
    await lock_structure(member)
    key = await _find_trashed_now(member, event)
    if key is not None:
        return key
    task = await load_changed(member, event)
    if "recurs_from" in event["changes"] and await find_later_change(event, member.workspace_id):
        raise Obstructed(Obstacle(task["key"], "", "somebody has worked on the task since"))
    old = await find_old_values(task, event)
    await _require_place(member, task, old, trash_too=True)
    await put_in_again(member, task, **{name: value for name, value in old.items() if name == "parent_id"})
    return str(task["key"])


async def _find_trashed_now(member: Member, event: Row) -> str | None:
    """The key of the event's task if the present unit has put it into the trash."""
    named = (await name_tasks(member, [event["subject_id"]])).get(event["subject_id"])
    is_now = named is not None and named["deleted_at"] == find_moment()
    return str(named["key"]) if named is not None and is_now else None


stays("What was deleted for good is gone", "task.purged")
stays("What was imported stays: delete the tasks that you do not want", "task.imported")

"""Changing many tasks at once: all of them or none, in a number of statements that does not grow with them."""

from collections.abc import Sequence
from typing import Any

from taskflow.platform.errors import Conflict, Invalid
from taskflow.tasks.bulk.drafts import Draft, write_draft
from taskflow.tasks.bulk.entries import change_assignees, change_fields, change_labels
from taskflow.tasks.bulk.inputs import BulkChanges, BulkEdit
from taskflow.tasks.bulk.loading import lock_chosen, lock_with_subtasks
from taskflow.tasks.bulk.places import change_deletion, change_places
from taskflow.tasks.filtering import TextMatch, match_title
from taskflow.tasks.merging import DUE
from taskflow.tasks.recurring import make_next, require_due
from taskflow.tasks.structure import lock_structure
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]
_VALUES = ("priority", "start_date", "estimate")


class BulkRefused(Conflict):
    """Some tasks cannot be changed like that: `refused` in `extra` has every one of them, with its reason."""

    code = "bulk_refused"
    title = "Some of the tasks cannot be changed like that; nothing was changed"


async def edit_tasks(member: Member, edit: BulkEdit, *, match: TextMatch = match_title) -> Row:
    """Change what is named in every task: gives `changed`, each with id, key and version, and how many `unchanged`.

    A task that is so already gets no event and no new version. Raises NotFound with the `missing` tasks, Forbidden,
    StaleTasks, Conflict when a filter finds too many, BulkRefused, or Invalid for values that do not fit.
    """
    member.require(Permission.DELETE_TASK if edit.changes.deleted else Permission.EDIT_TASK)
    if edit.changes.deleted:
        await lock_structure(member)
    rows = await lock_chosen(member, edit, match)
    if edit.changes.deleted:
        rows = await lock_with_subtasks(member, rows)
    draft = Draft()
    for row in rows:
        if row["project_archived_at"] is not None:
            draft.refuse(row, "project_archived", "The project is archived: bring it back first")
    require_none_refused(draft)
    if rows:
        await _change(member, draft, rows, edit.changes)
    require_none_refused(draft)
    await write_draft(member, draft)
    for task, coming in draft.following:
        await make_next(member, task, coming)
    changed = [
        {"id": row["id"], "key": row["key"], "version": row["version"] + 1} for row in rows if draft.is_changed(row)
    ]
    return {"changed": changed, "unchanged": len(rows) - len(changed)}


def require_none_refused(draft: Draft) -> None:
    """Pass, or raise BulkRefused with every task that stands against it."""
    if draft.refused:
        first, more = draft.refused[0], len({row["task"] for row in draft.refused}) - 1
        detail = f"{first['task']}: {first['detail']}" + (f" (and {more} more)" if more else "")
        raise BulkRefused(detail, extra={"refused": draft.refused})


async def _change(member: Member, draft: Draft, rows: Sequence[Row], changes: BulkChanges) -> None:
    """Each kind of change of all tasks after the other: undoing takes a kind back at a time."""
    if changes.deleted:
        await change_deletion(draft, rows)
        return
    _change_values(draft, rows, changes)
    await change_fields(member, draft, rows, changes.fields or {})
    await change_labels(draft, rows, changes.list_ids("add_labels"), changes.list_ids("remove_labels"))
    added, removed = changes.list_ids("add_assignees"), changes.list_ids("remove_assignees")
    await change_assignees(member, draft, rows, added, removed)
    if changes.model_fields_set & {"column_id", "category", "completed"}:
        await change_places(member, draft, rows, changes)


def _change_values(draft: Draft, rows: Sequence[Row], changes: BulkChanges) -> None:
    """Only what is named; naming any field of due sets all of due, as in a single task."""
    named = {name: value for name, value in changes.named.items() if name in {*_VALUES, *DUE}}
    if any(name in named for name in DUE):
        named |= {name: named.get(name) for name in DUE}
    for row in rows:
        different = {name: value for name, value in named.items() if row[name] != value}
        try:
            require_due(row, different)
        except Invalid as error:
            draft.refuse(row, error.errors[0].code, error.detail)
        if different:
            draft.note("task.edited", row, different)

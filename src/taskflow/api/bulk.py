"""Changing many tasks at once."""

from taskflow import search, tasks
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas.bulk import BulkDone
from taskflow.tasks import BulkEdit
from taskflow.workspaces import Member


@operation(
    "POST", "/workspaces/{slug}/tasks/bulk", body=BulkEdit, answer=BulkDone,
    codes=("forbidden", "bulk_refused", "too_many_tasks", "stale_versions"), undo=True,
)  # fmt: skip
async def edit_tasks(member: Member, body: BulkEdit) -> Row:
    """Change many tasks at once

    All of them or none, up to 500, named in `tasks` or found by `filter`; a filter that finds more is refused with
    their `count`. Only what `changes` names is written, and a task that is so already gets no new version. Every task
    that stands against it is named: in `missing` (404), `stale` (412, with `versions`), `refused` (409), or in the
    detail of an error (422). One event for each task and kind of change; one `Undo` takes all of it back.
    """
    return await tasks.edit_tasks(member, body, match=search.match_words)

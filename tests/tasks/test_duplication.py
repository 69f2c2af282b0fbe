"""Copies of tasks."""

from typing import Any

import pytest

from taskflow import activity, comments, projects, tasks
from taskflow.comments import NewComment
from taskflow.platform.database import execute, fetch
from taskflow.platform.errors import Conflict, Forbidden, Invalid
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewColumn, NewField, NewLabel
from taskflow.tasks import Duplicate, NewTask
from taskflow.workspaces import Member
from taskflow.world import World
from tests.support.counting import counted

Row = dict[str, Any]


@pytest.fixture
async def task(web: World, sam: Member) -> Row:
    """A task with everything on it, and a subtask that is done."""
    async with unit_of_work():
        label = await projects.create_label(sam, "WEB", NewLabel(name="Bug", hue="rose"))
        field = await projects.create_field(sam, "WEB", NewField(name="Points", kind="number"))
        given = {
            "title": "Fix it", "description": "At once", "priority": "high", "due_date": "2026-12-01",
            "labels": [label["id"]], "assignees": [web.members["aiko"].id], "fields": {str(field["id"]): 3},
        }  # fmt: skip
        task = await tasks.create_task(sam, "WEB", NewTask.model_validate(given))
        await comments.post_comment(sam, task["key"], NewComment(body="On it"))
        child = await tasks.create_task(sam, "WEB", NewTask(title="A step"))
        await tasks.complete_task(sam, child["key"])
        await execute("update tasks set parent_id = $2 where id = $1", child["id"], task["id"])
    return await tasks.get_task(sam, task["key"])


async def _copy(member: Member, task: Row, **given: Any) -> Row:
    async with unit_of_work():
        return await tasks.duplicate_task(member, task["key"], Duplicate.model_validate(given))


async def test_a_copy_says_the_same_and_has_no_talk(sam: Member, task: Row) -> None:
    copy = await _copy(sam, task)
    different = {name for name in task if task[name] != copy[name]}
    assert different == {"id", "key", "number", "rank", "comment_count", "created_at", "updated_at", "subtasks"}
    assert (copy["key"], copy["version"], copy["comment_count"]) == ("WEB-3", 1, 0)
    events = await activity.list_events_of_subject(sam.workspace_id, copy["id"])
    assert [event["action"] for event in events] == ["task.assigned", "task.created"]
    assert events[1]["changes"]["copied_from"] == [None, "WEB-1"]


async def test_what_is_not_wanted_is_not_copied(sam: Member, task: Row) -> None:
    copy = await _copy(sam, task, title="Another", include=[])
    assert (copy["title"], copy["labels"], copy["assignees"], copy["custom"]) == ("Another", [], [], {})
    assert (copy["description"], copy["priority"], copy["due_date"]) == ("At once", "high", task["due_date"])


async def test_subtasks_are_copied_below_the_copy_as_work_to_be_done(sam: Member, task: Row) -> None:
    copy = await _copy(sam, task, include=["subtasks"])
    rows = await fetch(
        "select t.title, t.number, t.parent_id, t.completed_at, c.category from tasks t"
        " join project_columns c on c.id = t.column_id where t.parent_id = $1",
        copy["id"],
    )
    assert [(row["title"], row["number"], row["completed_at"], row["category"]) for row in rows] == [
        ("A step", 4, None, "todo")
    ]


async def test_a_copy_of_a_done_task_is_to_be_done_unless_a_column_is_chosen(sam: Member, task: Row) -> None:
    async with unit_of_work():
        done = await tasks.complete_task(sam, task["key"])
    copy = await _copy(sam, done)
    assert (copy["completed_at"], copy["column"]["category"]) == (None, "todo")
    chosen = await _copy(sam, done, column_id=str(done["column_id"]))
    assert chosen["completed_at"]


async def test_a_full_column_another_column_and_a_guest_are_refused(sam: Member, lena: Member, task: Row) -> None:
    async with unit_of_work():
        new = NewColumn.model_validate({"name": "Few", "category": "doing", "wip_limit": 1, "wip_policy": "refuse"})
        column = await projects.create_column(sam, "WEB", new)
    await _copy(sam, task, column_id=str(column["id"]))
    with pytest.raises(Conflict):
        await _copy(sam, task, column_id=str(column["id"]))
    with pytest.raises(Invalid):
        await _copy(sam, task, column_id=str(task["id"]))
    with pytest.raises(Forbidden):
        await _copy(lena, task)


async def test_the_statements_do_not_grow_with_the_subtasks(sam: Member, task: Row) -> None:
    counts = []
    for size in (2, 30):
        async with unit_of_work():
            for _ in range(size):
                row = await tasks.create_task(sam, "WEB", NewTask(title="x"))
                await execute("update tasks set parent_id = $2 where id = $1", row["id"], task["id"])
        with counted() as sent:
            await _copy(sam, task, include=["assignees", "labels", "fields", "subtasks"])
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 20


async def test_a_copy_of_a_subtask_hangs_below_the_same_task(sam: Member, task: Row) -> None:
    copy = await _copy(sam, await tasks.get_task(sam, "WEB-2"))
    assert (copy["parent_id"], copy["column"]["category"]) == (task["id"], "todo")
    assert (await tasks.get_task(sam, "WEB-1"))["subtasks"]["total"] == 2

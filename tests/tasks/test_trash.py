"""The trash: what is in it, and when it is gone for good."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from taskflow import activity, projects, tasks
from taskflow.platform import clock, retention
from taskflow.platform.database import fetch, fetch_value
from taskflow.platform.errors import Forbidden, NotFound, StaleVersion
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.tasks import NewTask, jobs
from taskflow.workspaces import Member
from taskflow.world import World

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


async def _trash(member: Member, title: str, project: str = "WEB", *, days_ago: int = 0) -> dict[str, Any]:
    with clock.pinned(NOW - timedelta(days=days_ago)):
        async with unit_of_work():
            task = await tasks.create_task(member, project, NewTask(title=title))
            await tasks.delete_task(member, task["key"], version=1)
    return task


async def _titles(member: Member) -> list[str]:
    return [row["title"] for row in (await tasks.list_trash(member)).items]


async def test_the_trash_shows_the_latest_first_who_deleted_it_and_until_when(sam: Member, mateo: Member) -> None:
    await _trash(mateo, "older", days_ago=2)
    await _trash(sam, "newer")
    first, second = (await tasks.list_trash(sam)).items
    assert [first["title"], second["title"]] == ["newer", "older"]
    assert [first["deleted_by"]["id"], second["deleted_by"]["id"]] == [str(sam.id), str(mateo.id)]
    assert second["deleted_at"] == NOW - timedelta(days=2)
    assert second["purge_at"] == NOW + timedelta(days=28)
    page = await tasks.list_trash(sam, limit=1)
    assert [row["title"] for row in (await tasks.list_trash(sam, after=page.next_cursor)).items] == ["older"]


async def test_the_trash_of_an_invisible_project_is_not_shown(web: World, sam: Member, mateo: Member) -> None:
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="SEC", name="x", visibility="private"))
    await _trash(sam, "hidden", "SEC")
    await _trash(sam, "shown")
    assert (await _titles(mateo), await _titles(web.members["lena"])) == (["shown"], ["shown"])
    assert await _titles(sam) == ["shown", "hidden"]


async def test_what_was_restored_or_never_deleted_is_not_in_the_trash(sam: Member) -> None:
    task = await _trash(sam, "mistake")
    async with unit_of_work():
        await tasks.restore_task(sam, task["key"])
    assert await _titles(sam) == []


async def test_only_administrators_purge_and_the_number_is_not_used_again(
    web: World, sam: Member, mateo: Member
) -> None:
    task = await _trash(sam, "mistake")
    async with unit_of_work():
        with pytest.raises(Forbidden):
            await tasks.purge_task(mateo, task["key"], version=2)
        with pytest.raises(StaleVersion):
            await tasks.purge_task(sam, task["key"], version=1)
        await tasks.purge_task(web.members["priya"], task["key"], version=2)
        with pytest.raises(NotFound):
            await tasks.purge_task(sam, task["key"], version=2)
        with pytest.raises(NotFound):
            await tasks.restore_task(sam, task["key"])
        assert (await tasks.create_task(sam, "WEB", NewTask(title="next")))["key"] == "WEB-2"
    events = await activity.list_events_of_subject(task["workspace_id"], task["id"])
    assert [event["action"] for event in events] == ["task.purged", "task.deleted", "task.created"]
    assert events[0]["changes"] == {"title": ["mistake", None], "key": ["WEB-1", None]}


async def test_a_task_that_is_not_in_the_trash_cannot_be_purged(sam: Member) -> None:
    async with unit_of_work():
        task = await tasks.create_task(sam, "WEB", NewTask(title="x"))
        with pytest.raises(NotFound):
            await tasks.purge_task(sam, task["key"], version=1)


async def test_what_is_thirty_days_old_is_purged_in_batches_and_its_events_stay(
    sam: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    old = [await _trash(sam, f"old {place}", days_ago=31) for place in range(3)]
    await _trash(sam, "young", days_ago=29)
    waiting = "select count(*) from jobs where name = 'tasks.purge_trash'"
    with clock.pinned(NOW):
        async with unit_of_work():
            await jobs.purge_old_trash()
        assert (await fetch_value(waiting), len(await _titles(sam))) == (1, 2)
        for _ in range(2):  # the second time there is nothing to do
            async with unit_of_work():
                await jobs.purge_old_trash()
    assert (await fetch_value(waiting), await _titles(sam)) == (1, ["young"])
    events = await fetch("select subject_id, actor_kind, unit_id from events where action = 'task.purged'")
    assert {row["subject_id"] for row in events} == {task["id"] for task in old}
    assert {row["actor_kind"] for row in events} == {"system"}
    assert (
        await fetch_value(
            "select count(*) from jobs where name = 'activity.fan_out' and args ->> 'event_id' in"
            " (select id::text from events where action = 'task.purged')"
        )
        == 3
    )

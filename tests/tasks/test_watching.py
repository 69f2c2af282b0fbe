"""Who watches a task is told what happens to it."""

from typing import Any

import pytest

from taskflow import activity, comments, projects, tasks
from taskflow.comments import CommentChanges, NewComment
from taskflow.platform.errors import Conflict, Forbidden, Invalid, NotFound
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import ProjectChanges
from taskflow.tasks import NewTask
from taskflow.workspaces import Member
from taskflow.world import World


async def _create(member: Member, **more: Any) -> dict[str, Any]:
    async with unit_of_work():
        return await tasks.create_task(member, "WEB", NewTask(title="Login", **more))


async def _names(member: Member) -> list[str]:
    return [row["name"] for row in (await tasks.get_task(member, "WEB-1"))["watchers"]]


async def test_makers_assignees_commenters_and_the_mentioned_watch(web: World) -> None:
    sam, people = web.sam, web.members
    await _create(sam, assignees=[people["mateo"].id])
    async with unit_of_work():
        comment = await comments.post_comment(people["priya"], "WEB-1", NewComment(body="@aiko, look"))
    assert await _names(sam) == ["Aiko Tanaka", "Mateo Ruiz", "Priya Nair", "Sam Okafor"]
    async with unit_of_work():
        changes = CommentChanges(body="@aiko, @jonas, look")
        await comments.edit_comment(people["priya"], "WEB-1", comment["id"], changes, version=1)
        await tasks.assign_task(sam, "WEB-1", people["lena"].id)
    assert len(await _names(sam)) == 6


async def test_watching_is_recorded_once_and_counts_no_version(sam: Member, mateo: Member) -> None:
    task = await _create(sam)
    async with unit_of_work():
        for _ in range(2):
            after = await tasks.watch_task(mateo, "WEB-1", mateo.id)
        assert (after["watching"], after["version"]) == (True, 1)
        for _ in range(2):
            after = await tasks.unwatch_task(mateo, "WEB-1", mateo.id)
        assert (after["watching"], after["version"]) == (False, 1)
    events = await activity.list_events_of_subject(sam.workspace_id, task["id"])
    assert [event["action"] for event in events] == ["task.unwatched", "task.watched", "task.created"]


async def test_a_guest_watches_for_themselves_only(web: World, sam: Member, lena: Member, mateo: Member) -> None:
    await _create(sam)
    async with unit_of_work():
        assert (await tasks.watch_task(lena, "WEB-1", lena.id))["watching"]
        for change in (tasks.watch_task, tasks.unwatch_task):
            with pytest.raises(Forbidden):
                await change(lena, "WEB-1", mateo.id)
        await tasks.watch_task(sam, "WEB-1", mateo.id)
    assert await _names(sam) == ["Lena Fischer", "Mateo Ruiz", "Sam Okafor"]


async def test_who_cannot_see_the_task_does_not_watch_it(web: World, sam: Member, lena: Member) -> None:
    task = await _create(sam)
    mateo = web.members["mateo"]
    async with unit_of_work():
        await tasks.watch_task(mateo, "WEB-1", mateo.id)
        await projects.edit_project(sam, "WEB", ProjectChanges(visibility="private"), version=1)
        with pytest.raises(NotFound):
            await tasks.watch_task(mateo, "WEB-1", mateo.id)
        for stranger in (mateo.id, new_id()):
            with pytest.raises(Invalid):
                await tasks.watch_task(sam, "WEB-1", stranger)
    assert await _names(sam) == ["Sam Okafor"]
    assert await tasks.find_recipients(sam.workspace_id, task["id"]) == {sam.id}


async def test_who_stopped_watching_is_not_told(sam: Member, mateo: Member) -> None:
    task = await _create(sam, assignees=[mateo.id])
    async with unit_of_work():
        await tasks.unwatch_task(sam, "WEB-1", sam.id)
    assert await tasks.find_recipients(sam.workspace_id, task["id"]) == {mateo.id}


async def test_nobody_begins_to_watch_in_an_archived_project(sam: Member, mateo: Member) -> None:
    await _create(sam)
    async with unit_of_work():
        await projects.edit_project(sam, "WEB", ProjectChanges(archived=True), version=1)
        with pytest.raises(Conflict, match="archived"):
            await tasks.watch_task(mateo, "WEB-1", mateo.id)

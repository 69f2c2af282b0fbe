"""From an event to an inbox, through the outbox."""

from typing import Any

import pytest

import taskflow.fanout
import taskflow.notifications.jobs
from taskflow import comments, notifications, projects, tasks
from taskflow.comments import NewComment
from taskflow.notifications import Wanted
from taskflow.platform.database import fetch
from taskflow.platform.errors import NotFound
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import ProjectChanges
from taskflow.workspaces import Member
from taskflow.world import World
from tests.notifications.conftest import inbox, run_all


async def test_who_is_assigned_is_told(task: dict[str, Any], mateo: Member, sam: Member) -> None:
    assert await inbox(mateo) == [("assigned", "WEB-1")]
    assert await inbox(sam) == []


async def test_nobody_is_told_of_what_they_did_themselves(task: dict[str, Any], mateo: Member, sam: Member) -> None:
    async with unit_of_work():
        await comments.post_comment(mateo, "WEB-1", NewComment(body="Hello"))
    await run_all()
    assert await inbox(mateo) == [("assigned", "WEB-1")]
    assert await inbox(sam) == [("commented", "WEB-1")]


async def test_an_event_is_told_once_however_often_its_jobs_run(task: dict[str, Any], mateo: Member) -> None:
    event = (await fetch("select id from events where action = 'task.assigned'"))[0]["id"]
    async with unit_of_work():
        await taskflow.notifications.jobs.notify(event_id=event)
        await taskflow.fanout.fan_out(event_id=event)
    await run_all()
    assert await inbox(mateo) == [("assigned", "WEB-1")]


async def test_reading_is_idempotent_and_can_be_taken_back(task: dict[str, Any], mateo: Member, sam: Member) -> None:
    row = (await notifications.list_notifications(mateo)).items[0]
    assert await notifications.count_waiting(mateo) == (1, 1, 0, 0)
    async with unit_of_work():
        await notifications.mark_read(mateo, row["id"])
        await notifications.mark_read(mateo, row["id"])
        with pytest.raises(NotFound):
            await notifications.mark_read(sam, row["id"])
    assert await notifications.count_waiting(mateo) == (1, 0, 0, 0)
    assert (await notifications.list_notifications(mateo, Wanted(unread_only=True))).items == []
    async with unit_of_work():
        await notifications.mark_unread(mateo, row["id"])
    async with unit_of_work():
        assert await notifications.mark_all_read(mateo) == 1


async def test_what_may_no_longer_be_seen_leaves_theinbox(task: dict[str, Any], web: World, mateo: Member) -> None:
    async with unit_of_work():
        await projects.edit_project(web.sam, "WEB", ProjectChanges(visibility="private"), version=1)
    assert await inbox(mateo) == []


async def test_watchers_are_told_once_of_what_happens(
    task: dict[str, Any], web: World, sam: Member, mateo: Member
) -> None:
    aiko, lena = web.members["aiko"], web.members["lena"]
    async with unit_of_work():
        await tasks.watch_task(lena, "WEB-1", lena.id)
        await tasks.unwatch_task(sam, "WEB-1", sam.id)
        await comments.post_comment(aiko, "WEB-1", NewComment(body="@mateo, look"))
        await tasks.complete_task(mateo, "WEB-1")
    await run_all()
    assert await inbox(lena) == [("completed", "WEB-1"), ("commented", "WEB-1")]
    assert await inbox(aiko) == [("completed", "WEB-1")]
    assert await inbox(mateo) == [("mentioned", "WEB-1"), ("assigned", "WEB-1")]
    assert await inbox(sam) == []


async def test_watchers_who_cannot_see_the_task_any_more_are_not_told(task: dict[str, Any], web: World) -> None:
    aiko = web.members["aiko"]
    async with unit_of_work():
        await tasks.watch_task(aiko, "WEB-1", aiko.id)
        await projects.edit_project(web.sam, "WEB", ProjectChanges(visibility="private"), version=1)
        await comments.post_comment(web.sam, "WEB-1", NewComment(body="Between us"))
    await run_all()
    told = await fetch("select 1 from notifications where member_id = $1 and task_id is not null", aiko.id)
    assert told == []

"""Being done with what one was told, and putting it off."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from taskflow import comments, notifications, tasks
from taskflow.comments import NewComment
from taskflow.notifications import Wanted
from taskflow.notifications.jobs import notify
from taskflow.platform import clock
from taskflow.platform.database import fetch
from taskflow.platform.errors import Invalid, NotFound
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import BulkChanges, NewTask
from taskflow.workspaces import Member
from taskflow.world import World
from tests.notifications.conftest import inbox, run_all

SNOOZED, DONE, UNREAD = Wanted("snoozed"), Wanted("done"), Wanted(unread_only=True)
ASSIGNED = [("assigned", "WEB-1")]


@pytest.fixture
async def told(task: dict[str, Any], mateo: Member) -> UUID:
    """The notification that Mateo has."""
    found: UUID = (await notifications.list_notifications(mateo)).items[0]["id"]
    return found


async def test_what_is_done_leaves_the_inbox_and_can_come_back(told: UUID, mateo: Member) -> None:
    async with unit_of_work():
        await notifications.mark_done(mateo, told)
        await notifications.mark_done(mateo, told)
    assert (await inbox(mateo), await inbox(mateo, DONE)) == ([], ASSIGNED)
    assert (await notifications.count_waiting(mateo)).unread == 0
    async with unit_of_work():
        await notifications.mark_undone(mateo, told)
    assert (await inbox(mateo), await inbox(mateo, UNREAD)) == (ASSIGNED, [])
    async with unit_of_work():
        await notifications.mark_done(mateo, told)
        await notifications.mark_unread(mateo, told)
    assert (await inbox(mateo, UNREAD), await inbox(mateo, DONE)) == (ASSIGNED, [])


async def test_what_is_put_off_comes_back_unread_and_above_what_came_meanwhile(
    told: UUID, sam: Member, mateo: Member
) -> None:
    until = clock.now() + timedelta(hours=3)
    async with unit_of_work():
        await notifications.mark_read(mateo, told)
        await notifications.snooze(mateo, told, until=until)
        await comments.post_comment(sam, "WEB-1", NewComment(body="Hello"))
    await run_all()
    assert (await inbox(mateo), await inbox(mateo, SNOOZED)) == ([("commented", "WEB-1")], ASSIGNED)
    waiting = await notifications.count_waiting(mateo)
    assert (waiting.unread, waiting.snoozed) == (1, 1)
    with clock.pinned(until - timedelta(seconds=1)):
        assert await inbox(mateo) == [("commented", "WEB-1")]
    with clock.pinned(until):
        assert await inbox(mateo, UNREAD) == [*ASSIGNED, ("commented", "WEB-1")]
        assert (await inbox(mateo, SNOOZED), (await notifications.count_waiting(mateo)).unread) == ([], 2)


async def test_what_is_put_off_can_be_had_back_or_done_before(told: UUID, mateo: Member) -> None:
    until = clock.now() + timedelta(hours=3)
    for back, tray in ((notifications.unsnooze, UNREAD), (notifications.mark_done, DONE)):
        async with unit_of_work():
            await notifications.snooze(mateo, told, until=until)
            await back(mateo, told)
        assert (await inbox(mateo, tray), await inbox(mateo, SNOOZED)) == (ASSIGNED, [])
    with clock.pinned(until + timedelta(hours=1)):
        assert await inbox(mateo) == []


async def test_unsnoozing_what_is_in_the_inbox_changes_nothing(told: UUID, mateo: Member) -> None:
    before = await notifications.get_notification(mateo, told)
    async with unit_of_work():
        await notifications.unsnooze(mateo, told)
    assert await notifications.get_notification(mateo, told) == before


@pytest.mark.parametrize("days", [-1, 0, 367])
async def test_one_puts_off_into_the_next_year_only(days: int, told: UUID, mateo: Member) -> None:
    with pytest.raises(Invalid) as refused:
        await notifications.snooze(mateo, told, until=clock.now() + timedelta(days=days))
    assert refused.value.errors[0].pointer == "/until"


async def test_what_somebody_else_was_told_is_not_there(told: UUID, sam: Member) -> None:
    marks = (notifications.mark_read, notifications.mark_unread, notifications.mark_done, notifications.mark_undone)
    for mark in (*marks, notifications.unsnooze, notifications.get_notification):
        with pytest.raises(NotFound):
            await mark(sam, told)
    with pytest.raises(NotFound):
        await notifications.snooze(sam, told, until=clock.now() + timedelta(days=1))


async def test_all_that_was_read_is_done_and_nothing_else(told: UUID, sam: Member, mateo: Member) -> None:
    async with unit_of_work():
        await comments.post_comment(sam, "WEB-1", NewComment(body="Hello"))
    await run_all()
    async with unit_of_work():
        await notifications.mark_read(mateo, told)
        assert await notifications.mark_all_done(mateo) == 1
        assert await notifications.mark_all_done(mateo) == 0
    assert (await inbox(mateo), await inbox(mateo, DONE)) == ([("commented", "WEB-1")], ASSIGNED)


async def test_a_group_is_counted_listed_and_marked_as_one(web: World, sam: Member, quiet: None) -> None:
    aiko = web.members["aiko"]
    async with unit_of_work():
        made = [await tasks.create_task(sam, "WEB", NewTask(title=f"Task {number}")) for number in range(5)]
    async with unit_of_work():
        changes = BulkChanges.model_validate({"add_assignees": [str(aiko.id)]})
        await tasks.edit_tasks(sam, tasks.BulkEdit(tasks=[task["key"] for task in made], changes=changes))
        await tasks.assign_task(sam, "WEB-1", web.members["mateo"].id)
    await run_all()
    groups, after = await notifications.list_groups(aiko)
    assert ([len(group.rows) for group in groups], after) == ([5], None)
    assert (await notifications.count_waiting(aiko)).unread == 1
    async with unit_of_work():
        await notifications.mark_done(aiko, groups[0].first["id"], with_group=True)
    assert await notifications.list_groups(aiko) == ([], None)
    assert len(await inbox(aiko, DONE)) == 5
    assert len(await inbox(web.members["mateo"])) == 1


async def test_a_task_in_the_trash_is_neither_listed_nor_counted(told: UUID, sam: Member, mateo: Member) -> None:
    async with unit_of_work():
        await tasks.delete_task(sam, "WEB-1", version=(await tasks.get_task(sam, "WEB-1"))["version"])
    assert (await inbox(mateo), (await notifications.count_waiting(mateo)).unread) == ([], 0)
    with pytest.raises(NotFound):
        await notifications.get_notification(mateo, told)


async def test_what_is_told_late_stands_among_the_newest(task: dict[str, Any], sam: Member, mateo: Member) -> None:
    start = clock.now()
    for hours in (1, 2):
        with clock.pinned(start + timedelta(hours=hours)):
            async with unit_of_work():
                await comments.post_comment(sam, "WEB-1", NewComment(body=f"After {hours} h"))
    late, timely = await fetch("select id from events where action = 'comment.posted' order by seq")
    for event, hours in ((timely, 2), (late, 4)):
        with clock.pinned(start + timedelta(hours=hours)):
            async with unit_of_work():
                await notify(event_id=event["id"])
    with clock.pinned(start + timedelta(hours=4)):
        rows = (await notifications.list_notifications(mateo)).items
    assert [row["excerpt"] for row in rows] == ["After 1 h", "After 2 h", None]


async def test_in_ordinary_times_the_order_is_that_of_the_events(
    task: dict[str, Any], sam: Member, mateo: Member
) -> None:
    with clock.pinned(clock.now() - timedelta(minutes=2)):
        async with unit_of_work():
            await comments.post_comment(sam, "WEB-1", NewComment(body="Hello"))
    await run_all()
    assert await inbox(mateo) == [*ASSIGNED, ("commented", "WEB-1")]

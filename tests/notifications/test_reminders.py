"""Who works on a task is reminded that it is due, once for each date, in their own morning."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from taskflow import identity, notifications, projects, tasks, workspaces
from taskflow.identity import ProfileChanges
from taskflow.notifications import SettingsChanges
from taskflow.notifications.reminders import remind_of_workspace
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.outbox import enqueue
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import ProjectChanges
from taskflow.tasks import NewTask, TaskChanges
from taskflow.workspaces import Member
from taskflow.world import World
from tests.notifications.conftest import run_all

DAY = date(2027, 3, 28)  # the clocks of Berlin go forward in its night
SOON, TODAY, LATE = "2027-03-27T08:00Z", "2027-03-28T07:00Z", "2027-03-29T07:00Z"  # nine o'clock there


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def _create(sam: Member, *people: Member, at: str = "2027-03-20T08:00Z", **more: Any) -> str:
    with clock.pinned(_at(at)):
        async with unit_of_work():
            task = await tasks.create_task(
                sam, "WEB", NewTask.model_validate({"title": "Login", "assignees": [one.id for one in people], **more})
            )
    await run_all()
    await execute("delete from notifications")
    key: str = task["key"]
    return key


async def _remind(member: Member, moment: str, minutes: int = 0) -> list[str]:
    """Look at that moment, twice; gives all the reasons that the member was reminded for so far."""
    with clock.pinned(_at(moment) + timedelta(minutes=minutes)):
        await remind_of_workspace(member.workspace_id)
        await remind_of_workspace(member.workspace_id)
    rows = await fetch("select reason from notifications where member_id = $1 order by created_at", member.id)
    return [row["reason"] for row in rows]


async def test_a_day_is_reminded_of_before_on_and_after_it(sam: Member, mateo: Member, quiet: None) -> None:
    await _create(sam, mateo, due_date=DAY)
    assert await _remind(mateo, SOON, -1) == []
    assert await _remind(mateo, SOON) == ["due_soon"]
    assert await _remind(mateo, TODAY, -1) == ["due_soon"]
    assert await _remind(mateo, TODAY) == ["due_soon", "due_today"]
    assert await _remind(mateo, LATE, 30) == ["due_soon", "due_today", "overdue"]
    assert await _remind(mateo, LATE, 60 * 24 * 5) == ["due_soon", "due_today", "overdue"]
    assert await _remind(sam, LATE) == []  # who only watches it


async def test_a_moment_is_reminded_of_some_time_before_and_at_it(
    web: World, sam: Member, mateo: Member, quiet: None
) -> None:
    await _create(sam, mateo, due_at="2027-03-28T15:00:00Z", due_zone="UTC")
    async with unit_of_work():
        changes = SettingsChanges(lead_minutes=30)
        await notifications.edit_preferences(web.persons["mateo"], changes, version=1)
    assert await _remind(mateo, "2027-03-28T14:29Z") == []
    assert await _remind(mateo, "2027-03-28T14:30Z") == ["due_soon"]
    assert await _remind(mateo, "2027-03-28T15:00Z") == ["due_soon", "overdue"]


async def test_everybody_is_reminded_in_their_own_morning(web: World, sam: Member, mateo: Member, quiet: None) -> None:
    aiko = web.members["aiko"]
    await _create(sam, mateo, aiko, due_date=DAY)
    async with unit_of_work():
        await identity.edit_profile(web.persons["aiko"], ProfileChanges(time_zone="Asia/Tokyo"), version=None)
        await notifications.edit_preferences(web.persons["aiko"], SettingsChanges(remind_time="07:30"), version=1)
    assert await _remind(aiko, "2027-03-26T22:29Z") == []
    assert await _remind(aiko, "2027-03-26T22:30Z") == ["due_soon"]
    assert await _remind(mateo, "2027-03-26T22:30Z") == []


async def test_a_new_date_is_reminded_of_anew(sam: Member, mateo: Member, quiet: None) -> None:
    key = await _create(sam, mateo, due_date=DAY)
    assert await _remind(mateo, SOON) == ["due_soon"]
    with clock.pinned(_at(SOON) + timedelta(hours=1)):
        async with unit_of_work():
            task = await tasks.get_task(sam, key)
            later = TaskChanges.model_validate({"due_date": DAY + timedelta(days=7)})
            await tasks.edit_task(sam, key, later, version=task["version"])
    assert await _remind(mateo, TODAY) == ["due_soon"]
    assert await _remind(mateo, "2027-04-03T07:00Z") == ["due_soon", "due_soon"]


async def test_who_was_just_put_on_it_or_set_the_date_is_not_reminded_at_once(
    web: World, sam: Member, mateo: Member, quiet: None
) -> None:
    key = await _create(sam, mateo, due_date=DAY, at="2027-03-28T12:00Z")
    assert await _remind(mateo, "2027-03-28T12:05Z") == []
    with clock.pinned(_at("2027-03-29T10:00Z")):
        async with unit_of_work():
            await tasks.assign_task(sam, key, web.members["aiko"].id)
    assert await _remind(web.members["aiko"], "2027-03-29T10:05Z") == []
    assert await _remind(mateo, "2027-03-29T10:05Z") == ["overdue"]


async def test_what_is_done_trashed_archived_or_hidden_is_not_reminded_of(
    web: World, sam: Member, mateo: Member, quiet: None
) -> None:
    keys = [await _create(sam, mateo, due_date=DAY) for _ in range(2)]
    async with unit_of_work():
        await tasks.complete_task(sam, keys[0])
        await tasks.delete_task(sam, keys[1], version=(await tasks.get_task(sam, keys[1]))["version"])
    await run_all()
    await execute("delete from notifications")
    assert await _remind(mateo, TODAY) == []
    await _create(sam, mateo, due_date=DAY)
    async with unit_of_work():
        project = await projects.edit_project(sam, "WEB", ProjectChanges(visibility="private"), version=1)
    assert await _remind(mateo, TODAY) == []
    async with unit_of_work():
        changes = ProjectChanges(visibility="workspace", archived=True)
        await projects.edit_project(sam, "WEB", changes, version=project["version"])
    assert await _remind(mateo, TODAY) == []


@pytest.mark.parametrize("batch", [1, 2, 500])
async def test_a_reminder_is_given_whatever_the_batches(
    batch: int, sam: Member, mateo: Member, quiet: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("taskflow.notifications.reminders.BATCH", batch)
    for _ in range(3):
        await _create(sam, mateo, due_date=DAY)
    await _create(sam, mateo, due_at="2027-03-28T07:30:00Z", due_zone="UTC")
    assert sorted(await _remind(mateo, TODAY)) == ["due_soon", "due_today", "due_today", "due_today"]


async def test_the_job_goes_to_every_workspace(sam: Member, mateo: Member, quiet: None) -> None:
    await _create(sam, mateo, due_date=DAY)
    with clock.pinned(_at(TODAY)):
        async with unit_of_work():
            job_id = await enqueue("notifications.remind")
        await run_all()
    assert await fetch_value("select state from jobs where id = $1", job_id) == "done"
    rows = await fetch("select reason from notifications where member_id = $1", mateo.id)
    assert [row["reason"] for row in rows] == ["due_today"]


async def test_who_is_out_is_not_reminded(sam: Member, mateo: Member, quiet: None) -> None:
    await _create(sam, mateo, due_date=DAY)
    async with unit_of_work():
        await workspaces.remove_member(sam, mateo.id)
    await run_all()
    assert await _remind(mateo, TODAY) == []

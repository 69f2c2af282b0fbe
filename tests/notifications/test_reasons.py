"""Why somebody is told of an event: the strongest reason, once."""

from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from taskflow import comments, projects, tasks, workspaces
from taskflow.activity import ACTIONS, Actor, Subject, record
from taskflow.comments import NewComment
from taskflow.fanout import LISTENERS
from taskflow.notifications import REASONS, list_notifications
from taskflow.notifications.recipients import FINDERS, Told, choose_strongest
from taskflow.platform.database import fetch
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import BulkChanges, NewTask, Position, TaskChanges
from taskflow.workspaces import Member, MemberChanges, NewTeam
from taskflow.world import World
from tests.notifications.conftest import inbox, run_all

WHO = [UUID(int=number) for number in range(1, 5)]
CANDIDATES = st.lists(st.builds(Told, st.sampled_from(WHO), st.sampled_from(list(REASONS)), st.none()), max_size=20)


@given(CANDIDATES, st.sampled_from(WHO))
def test_everybody_is_told_once_for_the_strongest_reason_and_never_of_oneself(
    candidates: list[Told], actor: UUID
) -> None:
    chosen = choose_strongest(candidates, besides=actor)
    order = list(REASONS)
    assert set(chosen) == {told.member_id for told in candidates} - {actor}
    for member_id, told in chosen.items():
        reasons = [each.reason for each in candidates if each.member_id == member_id]
        assert told.reason == min(reasons, key=order.index)


def test_what_is_told_is_listened_for() -> None:
    heard = {action for action, names in LISTENERS.items() if "notifications.notify" in names}
    assert heard == set(FINDERS) <= set(ACTIONS)


async def _edit(member: Member, changes: dict[str, Any]) -> None:
    task = await tasks.get_task(member, "WEB-1")
    await tasks.edit_task(member, "WEB-1", TaskChanges.model_validate(changes), version=task["version"])


async def test_watchers_hear_of_a_new_due_date_and_of_no_other_edit(
    task: dict[str, Any], sam: Member, mateo: Member
) -> None:
    async with unit_of_work():
        await _edit(sam, {"title": "Log in", "priority": "high"})
        await _edit(sam, {"due_date": "2026-12-24"})
    await run_all()
    assert await inbox(mateo) == [("due_changed", "WEB-1"), ("assigned", "WEB-1")]


async def test_a_move_is_told_only_when_it_completes_or_reopens(
    task: dict[str, Any], sam: Member, mateo: Member
) -> None:
    columns = {row["category"]: row["id"] for row in await projects.list_columns({"id": task["project_id"]})}
    async with unit_of_work():
        for category in ("doing", "done", "todo"):
            await tasks.move_task(sam, "WEB-1", Position(column_id=columns[category]))
    await run_all()
    assert await inbox(mateo) == [("reopened", "WEB-1"), ("completed", "WEB-1"), ("assigned", "WEB-1")]


async def test_who_waited_for_a_task_hears_that_it_is_done(task: dict[str, Any], web: World, sam: Member) -> None:
    aiko, mateo = web.members["aiko"], web.members["mateo"]
    async with unit_of_work():
        for title in ("Fonts", "Colours"):
            await tasks.create_task(sam, "WEB", NewTask(title=title, assignees=[aiko.id]))
        await tasks.block_task(sam, "WEB-2", "WEB-1")
        await tasks.block_task(sam, "WEB-3", "WEB-1")
        await tasks.block_task(sam, "WEB-3", "WEB-2")
    await run_all()
    told = [("blocked", "WEB-3"), ("blocked", "WEB-3"), ("blocked", "WEB-2")]
    assert (await inbox(aiko))[:3] == told
    async with unit_of_work():
        await tasks.watch_task(aiko, "WEB-1", aiko.id)
        await tasks.complete_task(mateo, "WEB-1")
    await run_all()
    # Aiko watches it too, but is told once, of what matters more; WEB-3 waits for WEB-2 still.
    assert (await inbox(aiko))[:2] == [("unblocked", "WEB-2"), told[0]]
    assert (await inbox(sam))[0] == ("completed", "WEB-1")


async def test_who_is_taken_off_or_gets_a_reaction_is_told(task: dict[str, Any], sam: Member, mateo: Member) -> None:
    async with unit_of_work():
        said = await comments.post_comment(mateo, "WEB-1", NewComment(body="On it"))
        await comments.add_reaction(sam, "WEB-1", said["id"], "👍")
        await tasks.unassign_task(sam, "WEB-1", mateo.id)
    await run_all()
    assert await inbox(mateo) == [("unassigned", "WEB-1"), ("reacted", "WEB-1"), ("assigned", "WEB-1")]


async def test_people_are_told_what_they_may_enter_and_do(web: World, sam: Member, quiet: None) -> None:
    aiko = web.members["aiko"]
    async with unit_of_work():
        project = await projects.get_project(sam, "WEB")
        await projects.grant_access(sam, project, aiko.id)
        team = await workspaces.create_team(sam, NewTeam(name="Design"))
        await workspaces.add_to_team(sam, team["id"], aiko.id)
        listed = await workspaces.get_listed_member(sam, aiko.id)
        await workspaces.change_role(sam, aiko.id, MemberChanges(role="admin"), version=listed["version"])
    await run_all()
    assert await inbox(aiko) == [("role_changed", None), ("team_added", None), ("access_granted", None)]
    row = (await list_notifications(aiko)).items[-1]
    assert (row["project"]["key"], row["by"]["name"]) == ("WEB", sam.name)


async def test_who_left_or_has_no_account_any_more_is_told_nothing(
    task: dict[str, Any], web: World, sam: Member, mateo: Member
) -> None:
    async with unit_of_work():
        await _edit(sam, {"due_date": "2026-12-24"})
        await workspaces.remove_member(sam, mateo.id)
    await run_all()
    assert await fetch("select 1 from notifications where member_id = $1 and reason = 'due_changed'", mateo.id) == []


async def test_a_task_that_is_gone_for_good_is_told_to_nobody(task: dict[str, Any], sam: Member, mateo: Member) -> None:
    async with unit_of_work():
        await _edit(sam, {"due_date": "2026-12-24"})
        await tasks.delete_task(sam, "WEB-1", version=(await tasks.get_task(sam, "WEB-1"))["version"])
        trashed = await tasks.get_task(sam, "WEB-1", deleted=True)
        await tasks.purge_task(sam, "WEB-1", version=trashed["version"])
    await run_all()
    assert await inbox(mateo) == []


async def test_a_bulk_change_is_one_notice_for_each_task_in_one_group(web: World, sam: Member, quiet: None) -> None:
    aiko = web.members["aiko"]
    async with unit_of_work():
        made = [await tasks.create_task(sam, "WEB", NewTask(title=f"Task {number}")) for number in range(12)]
    async with unit_of_work():
        changes = BulkChanges.model_validate({"add_assignees": [str(aiko.id)]})
        await tasks.edit_tasks(sam, tasks.BulkEdit(tasks=[task["key"] for task in made], changes=changes))
    await run_all()
    rows = (await list_notifications(aiko)).items
    assert sorted(row["task_key"] for row in rows) == sorted(task["key"] for task in made)
    assert len({(row["group_id"], row["reason"]) for row in rows}) == 1
    assert uuid4() not in {row["group_id"] for row in rows} != {None}


async def test_those_who_look_after_the_workspace_hear_of_a_webhook_that_was_switched_off(
    web: World, sam: Member, quiet: None
) -> None:
    async with unit_of_work():
        await record(
            "webhook.disabled",
            actor=Actor("system"),
            subject=Subject("webhook", uuid4()),
            workspace_id=sam.workspace_id,
            changes={"name": ("Builds", "Builds"), "is_enabled": (True, False)},
        )
    await run_all()
    told = {name for name, member in web.members.items() if await inbox(member) == [("webhook_disabled", None)]}
    assert told == {"sam", "priya"}

"""Seeing projects through a team."""

from typing import Any

import pytest

from taskflow import projects, tasks, workspaces
from taskflow.platform.errors import Forbidden, Invalid, NotFound
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.tasks import NewTask
from taskflow.workspaces import Member, NewTeam
from taskflow.world import World

Row = dict[str, Any]


async def _build(world: World, *names: str) -> tuple[Row, Row]:
    """A private project with a task, and a team of those people."""
    project = await projects.create_project(world.sam, NewProject(key="APP", name="App", visibility="private"))
    await tasks.create_task(world.sam, "APP", NewTask(title="Whisper"))
    team = await workspaces.create_team(world.sam, NewTeam(name="Design"))
    for name in names:
        await workspaces.add_to_team(world.sam, team["id"], world.members[name].id)
    return project, team


async def _sees(member: Member) -> bool:
    listed = "APP" in {row["key"] for row in await projects.list_projects(member)}
    try:
        await tasks.get_task(member, "APP-1")
    except NotFound:
        assert not listed
        return False
    assert listed
    return True


async def test_a_member_and_a_guest_see_a_private_project_through_their_team(web: World) -> None:
    async with unit_of_work():
        project, team = await _build(web, "aiko", "lena")
        aiko, lena, mateo = (web.members[name] for name in ("aiko", "lena", "mateo"))
        assert [await _sees(one) for one in (aiko, lena, mateo)] == [False, False, False]
        for _ in range(2):
            await projects.let_team_in(web.sam, project, team["id"])
        assert [await _sees(one) for one in (aiko, lena, mateo)] == [True, True, False]
        [shown] = await projects.list_project_teams(project)
        assert (shown["name"], shown["member_count"]) == ("Design", 2)
        await workspaces.remove_from_team(web.sam, team["id"], lena.id)
        assert [await _sees(one) for one in (aiko, lena)] == [True, False]
        for _ in range(2):
            await projects.take_team_out(web.sam, project, team["id"])
        assert not await _sees(aiko)


async def test_a_deleted_team_lets_nobody_in(web: World) -> None:
    async with unit_of_work():
        project, team = await _build(web, "aiko")
        await projects.let_team_in(web.sam, project, team["id"])
        await workspaces.delete_team(web.sam, team["id"], version=1)
        assert not await _sees(web.members["aiko"])
        assert await projects.list_project_teams(project) == []


async def test_who_sees_a_project_through_a_team_can_work_on_its_tasks(web: World) -> None:
    aiko = web.members["aiko"]
    async with unit_of_work():
        project, team = await _build(web, "aiko")
        with pytest.raises(Invalid):
            await tasks.assign_task(web.sam, "APP-1", aiko.id)
        assert aiko.id not in {row["id"] for row in await tasks.list_assignable(web.sam, project)}
        await projects.let_team_in(web.sam, project, team["id"])
        assert aiko.id in {row["id"] for row in await tasks.list_assignable(web.sam, project)}
        task = await tasks.assign_task(web.sam, "APP-1", aiko.id)
    assert [row["id"] for row in task["assignees"]] == [str(aiko.id)]


async def test_a_guest_lets_no_team_in_and_a_team_of_elsewhere_is_not_there(web: World) -> None:
    async with unit_of_work():
        web_project = await projects.get_project(web.sam, "WEB")
        team = await workspaces.create_team(web.sam, NewTeam(name="Design"))
        with pytest.raises(Forbidden):
            await projects.let_team_in(web.members["lena"], web_project, team["id"])
        owner = await workspaces.create_workspace(
            web.persons["mateo"], workspaces.NewWorkspace(name="Else", slug="else")
        )
        other = await workspaces.create_team(owner, NewTeam(name="Design"))
        for act in (projects.let_team_in, projects.take_team_out):
            with pytest.raises(NotFound):
                await act(web.sam, web_project, other["id"])

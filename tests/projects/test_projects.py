"""Projects, who sees them, and their columns."""

import pytest

from taskflow import projects, tasks
from taskflow.platform.errors import Conflict, Forbidden, Invalid, NotFound, StaleVersion
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import ColumnChanges, NewColumn, NewLabel, NewProject, ProjectChanges
from taskflow.tasks import NewTask
from taskflow.workspaces import Member
from taskflow.world import World


async def _columns(member: Member, key: str = "WEB") -> list[dict[str, object]]:
    return await projects.list_columns(await projects.get_project(member, key))


async def test_a_new_project_has_a_column_of_each_category(sam: Member) -> None:
    assert [column["category"] for column in await _columns(sam)] == ["backlog", "todo", "doing", "review", "done"]


async def test_a_key_names_one_project_of_a_workspace(sam: Member) -> None:
    async with unit_of_work():
        with pytest.raises(Invalid) as caught:
            await projects.create_project(sam, NewProject(key="WEB", name="Another"))
    assert caught.value.errors[0].code == "key_taken"


async def test_a_guest_sees_only_the_projects_they_were_let_into(web: World, lena: Member) -> None:
    async with unit_of_work():
        other = await projects.create_project(web.sam, NewProject(key="APP", name="App"))
    assert [row["key"] for row in await projects.list_projects(lena)] == ["WEB"]
    with pytest.raises(NotFound):
        await projects.get_project(lena, "APP")
    async with unit_of_work():
        await projects.grant_access(web.sam, other, lena.id)
    assert (await projects.get_project(lena, "APP"))["id"] == other["id"]
    async with unit_of_work():
        await projects.revoke_access(web.sam, other, lena.id)
    with pytest.raises(NotFound):
        await projects.get_project(lena, "APP")


async def test_a_private_project_is_there_for_its_people_and_for_admins(web: World, mateo: Member) -> None:
    async with unit_of_work():
        secret = await projects.create_project(mateo, NewProject(key="SEC", name="x", visibility="private"))
    assert (await projects.get_project(mateo, "SEC"))["visibility"] == "private"
    assert (await projects.get_project(web.members["priya"], "SEC"))["id"] == secret["id"]
    with pytest.raises(NotFound):
        await projects.get_project(web.members["aiko"], "SEC")
    assert "SEC" not in {row["key"] for row in await projects.list_projects(web.members["aiko"])}


async def test_making_a_project_private_does_not_lock_out_who_does_it(web: World, mateo: Member) -> None:
    async with unit_of_work():
        await projects.edit_project(mateo, "WEB", ProjectChanges(visibility="private"), version=1)
    assert (await projects.get_project(mateo, "WEB"))["visibility"] == "private"


async def test_a_project_is_edited_against_its_version(sam: Member) -> None:
    async with unit_of_work():
        edited = await projects.edit_project(sam, "WEB", ProjectChanges(name="Site"), version=1)
        assert (edited["name"], edited["version"]) == ("Site", 2)
        with pytest.raises(StaleVersion):
            await projects.edit_project(sam, "WEB", ProjectChanges(name="Other"), version=1)


async def test_archiving_is_for_admins_and_stops_new_tasks(web: World, mateo: Member) -> None:
    async with unit_of_work():
        with pytest.raises(Forbidden):
            await projects.edit_project(mateo, "WEB", ProjectChanges(archived=True), version=1)
        await projects.edit_project(web.sam, "WEB", ProjectChanges(archived=True), version=1)
        with pytest.raises(Conflict, match="archived"):
            await tasks.create_task(mateo, "WEB", NewTask(title="x"))
        await projects.edit_project(web.sam, "WEB", ProjectChanges(archived=False), version=2)
        await tasks.create_task(mateo, "WEB", NewTask(title="x"))


async def test_columns_are_added_renamed_limited_and_moved(sam: Member) -> None:
    async with unit_of_work():
        column = await projects.create_column(sam, "WEB", NewColumn(name="Waiting", category="doing"))
        changes = ColumnChanges(name="Waiting for customer", wip_limit=3, position=1)
        moved = await projects.edit_column(sam, "WEB", column["id"], changes, version=1)
        assert (moved["name"], moved["wip_limit"], moved["position"]) == ("Waiting for customer", 3, 1)
        lifted = await projects.edit_column(sam, "WEB", column["id"], ColumnChanges(wip_limit=None), version=2)
    assert lifted["wip_limit"] is None
    assert [row["name"] for row in await _columns(sam)][:3] == ["Backlog", "Waiting for customer", "To do"]
    assert [row["position"] for row in await _columns(sam)] == list(range(6))


async def test_a_column_with_tasks_is_not_deleted(sam: Member) -> None:
    async with unit_of_work():
        column = await projects.create_column(sam, "WEB", NewColumn(name="Extra", category="todo"))
        await tasks.create_task(sam, "WEB", NewTask(title="x", column_id=column["id"]))
    with pytest.raises(Conflict, match="move them"):
        async with unit_of_work():
            await projects.delete_column(sam, "WEB", column["id"], version=1)
    async with unit_of_work():
        await projects.delete_column(sam, "WEB", (await _columns(sam))[0]["id"], version=1)  # type: ignore[arg-type]
    assert [row["position"] for row in await _columns(sam)] == list(range(5))


async def test_a_board_keeps_a_column(sam: Member) -> None:
    async with unit_of_work():
        first, *others = await _columns(sam)
        for column in others:
            await projects.delete_column(sam, "WEB", column["id"], version=1)  # type: ignore[arg-type]
        with pytest.raises(Conflict, match="needs a column"):
            await projects.delete_column(sam, "WEB", first["id"], version=1)  # type: ignore[arg-type]


async def test_a_guest_changes_nothing_of_a_project(lena: Member, sam: Member) -> None:
    column = (await _columns(sam))[0]
    async with unit_of_work():
        with pytest.raises(Forbidden):
            await projects.edit_project(lena, "WEB", ProjectChanges(name="x"), version=1)
        with pytest.raises(Forbidden):
            await projects.create_column(lena, "WEB", NewColumn(name="x", category="todo"))
        with pytest.raises(Forbidden):
            await projects.edit_column(lena, "WEB", column["id"], ColumnChanges(name="x"), version=1)  # type: ignore[arg-type]
        with pytest.raises(Forbidden):
            await projects.create_label(lena, "WEB", NewLabel(name="x"))
        with pytest.raises(Forbidden):
            await projects.create_project(lena, NewProject(key="AAA", name="x"))


async def test_labels_have_one_name_and_leave_their_tasks_when_deleted(sam: Member) -> None:
    async with unit_of_work():
        label = await projects.create_label(sam, "WEB", NewLabel(name="Bug", hue="clay"))
        with pytest.raises(Invalid):
            await projects.create_label(sam, "WEB", NewLabel(name="bug"))
        task = await tasks.create_task(sam, "WEB", NewTask(title="x", labels=[label["id"]]))
        assert [row["name"] for row in task["labels"]] == ["Bug"]
        await tasks.delete_label(sam, "WEB", label["id"], version=1)
        with pytest.raises(NotFound):
            await tasks.delete_label(sam, "WEB", new_id(), version=1)
    assert (await tasks.get_task(sam, task["key"]))["labels"] == []

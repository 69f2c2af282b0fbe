"""Moving a task to another project: it stays the same task."""

import pytest

from taskflow import activity, projects, tasks
from taskflow.platform.database import execute
from taskflow.platform.errors import Forbidden, Invalid, Moved, NotFound
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewLabel, NewProject
from taskflow.tasks import NewTask, Transfer
from taskflow.workspaces import Member
from taskflow.world import World


@pytest.fixture
async def app(web: World) -> World:
    """Beside WEB the private project APP, which only administrators and Mateo see."""
    async with unit_of_work():
        project = await projects.create_project(web.sam, NewProject(key="APP", name="App", visibility="private"))
        await projects.grant_access(web.sam, project, web.members["mateo"].id)
    return web


async def test_a_task_keeps_its_id_gets_a_new_key_and_the_old_one_leads_to_it(app: World, sam: Member) -> None:
    mateo, aiko = app.members["mateo"], app.members["aiko"]
    async with unit_of_work():
        label = await projects.create_label(sam, "WEB", NewLabel(name="Bug", hue="rose"))
        new = NewTask(title="Fix it", labels=[label["id"]], assignees=[mateo.id, aiko.id])
        task = await tasks.create_task(sam, "WEB", new)
        moved = await tasks.transfer_task(sam, task["key"], Transfer(project="APP"))
        following = await tasks.create_task(sam, "WEB", NewTask(title="next"))
    assert (moved["id"], moved["key"], moved["column"]["name"]) == (task["id"], "APP-1", task["column"]["name"])
    assert [row["name"] for row in moved["labels"]] == ["Bug"]
    assert [row["id"] for row in moved["assignees"]] == [str(mateo.id)]
    assert moved["dropped"] == [{"task": "WEB-1", "kind": "assignee", "name": aiko.name}]
    assert following["key"] == "WEB-2"
    with pytest.raises(Moved) as told:
        await tasks.get_task(sam, "WEB-1")
    assert told.value.new == "APP-1"
    event = (await activity.list_events_of_subject(task["workspace_id"], task["id"]))[0]
    assert (event["action"], event["changes"]["key"]) == ("task.transferred", ["WEB-1", "APP-1"])
    assert event["changes"]["dropped_assignees"] == [[{"id": str(aiko.id), "name": aiko.name}], []]


async def test_subtasks_move_along_and_stay_below_it(app: World, sam: Member) -> None:
    async with unit_of_work():
        above, top, child, leaf = [await tasks.create_task(sam, "WEB", NewTask(title=name)) for name in "abcd"]
        for row, parent in ((top, above), (leaf, child), (child, top)):
            await execute("update tasks set parent_id = $2 where id = $1", row["id"], parent["id"])
        await tasks.transfer_task(sam, top["key"], Transfer(project="APP"))
        back = await tasks.transfer_task(sam, "APP-1", Transfer(project="WEB"))
    assert back["key"] == "WEB-5"
    for former, now in (("WEB-2", "WEB-5"), ("WEB-3", "WEB-6"), ("APP-3", "WEB-7"), ("WEB-4", "WEB-7")):
        with pytest.raises(Moved) as told:
            await tasks.get_task(sam, former)
        assert told.value.new == now


async def test_who_does_not_see_the_other_project_is_not_told_of_it(app: World, sam: Member, lena: Member) -> None:
    aiko = app.members["aiko"]
    async with unit_of_work():
        task = await tasks.create_task(sam, "WEB", NewTask(title="x"))
        with pytest.raises(Forbidden):
            await tasks.transfer_task(lena, task["key"], Transfer(project="APP"))
        for name in ("APP", "NONE"):
            with pytest.raises(Invalid) as refused:
                await tasks.transfer_task(aiko, task["key"], Transfer(project=name))
            assert refused.value.errors[0].pointer == "/project"
        await tasks.transfer_task(sam, task["key"], Transfer(project="APP"))
        with pytest.raises(NotFound) as missing:
            await tasks.get_task(aiko, task["key"])
    assert not isinstance(missing.value, Moved)

"""A project's key may change: the old one leads to it."""

import pytest

from taskflow import projects, tasks
from taskflow.platform.errors import Conflict, Invalid, Moved, NotFound
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject, ProjectChanges
from taskflow.tasks import NewTask
from taskflow.workspaces import Member
from taskflow.world import World


async def _rename(member: Member, key: str, new: str) -> None:
    async with unit_of_work():
        version = (await projects.get_project(member, key))["version"]
        await projects.edit_project(member, key, ProjectChanges(key=new), version=version)


async def test_a_former_key_leads_to_the_project_and_its_tasks(sam: Member) -> None:
    async with unit_of_work():
        await tasks.create_task(sam, "WEB", NewTask(title="x"))
    await _rename(sam, "WEB", "SITE")
    assert (await projects.get_project(sam, "SITE"))["version"] == 2
    with pytest.raises(Moved) as project:
        await projects.get_project(sam, "WEB")
    assert (project.value.old, project.value.new) == ("WEB", "SITE")
    with pytest.raises(Moved) as task:
        await tasks.get_task(sam, "WEB-1")
    assert task.value.new == "SITE-1"
    assert (await tasks.get_task(sam, "SITE-1"))["title"] == "x"


async def test_a_former_key_tells_nothing_to_who_may_not_see_the_project(web: World, mateo: Member) -> None:
    async with unit_of_work():
        await projects.create_project(mateo, NewProject(key="SEC", name="x", visibility="private"))
    await _rename(mateo, "SEC", "DEEP")
    with pytest.raises(NotFound) as error:
        await projects.get_project(web.members["aiko"], "SEC")
    assert not isinstance(error.value, Moved)


async def test_a_former_key_is_not_taken_until_it_is_freed(sam: Member) -> None:
    await _rename(sam, "WEB", "SITE")
    with pytest.raises(Invalid, match="was the key of another project"):
        async with unit_of_work():
            await projects.create_project(sam, NewProject(key="WEB", name="New"))
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="APP", name="App"))
    with pytest.raises(Invalid, match="was the key"):
        await _rename(sam, "APP", "WEB")
    async with unit_of_work():
        await projects.free_former_key(sam, "SITE", "WEB")
        with pytest.raises(NotFound):
            await projects.free_former_key(sam, "SITE", "WEB")
    await _rename(sam, "APP", "WEB")
    assert (await projects.get_project(sam, "WEB"))["name"] == "App"


async def test_a_project_may_have_its_former_key_back(sam: Member) -> None:
    await _rename(sam, "WEB", "SITE")
    await _rename(sam, "SITE", "WEB")
    project = await projects.get_project(sam, "WEB")
    assert [row["key"] for row in await projects.list_former_keys(project)] == ["SITE"]


async def test_a_key_that_another_project_has_is_refused(sam: Member) -> None:
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="APP", name="App"))
    with pytest.raises(Invalid, match="is the key of another project"):
        await _rename(sam, "WEB", "APP")


async def test_an_archived_project_is_only_read(sam: Member) -> None:
    async with unit_of_work():
        label = await projects.create_label(sam, "WEB", projects.NewLabel(name="Bug"))
        await tasks.create_task(sam, "WEB", NewTask(title="x"))
        await projects.edit_project(sam, "WEB", ProjectChanges(archived=True), version=1)
    changes = (
        lambda: tasks.create_task(sam, "WEB", NewTask(title="y")),
        lambda: tasks.edit_task(sam, "WEB-1", tasks.TaskChanges(title="y"), version=1),
        lambda: tasks.complete_task(sam, "WEB-1"),
        lambda: tasks.delete_task(sam, "WEB-1", version=1),
        lambda: tasks.label_task(sam, "WEB-1", label["id"]),
        lambda: tasks.assign_task(sam, "WEB-1", sam.id),
        lambda: projects.create_label(sam, "WEB", projects.NewLabel(name="Other")),
        lambda: tasks.delete_label(sam, "WEB", label["id"], version=1),
        lambda: projects.create_column(sam, "WEB", projects.NewColumn(name="x", category="todo")),
        lambda: projects.create_field(sam, "WEB", projects.NewField(name="x", kind="text")),
    )
    for change in changes:
        with pytest.raises(Conflict) as error:
            async with unit_of_work():
                await change()
        assert error.value.code == "project_archived"
    assert (await tasks.get_task(sam, "WEB-1"))["title"] == "x"


@pytest.mark.parametrize("template", list(projects.TEMPLATES))
async def test_a_project_starts_with_what_its_template_holds(sam: Member, template: str) -> None:
    async with unit_of_work():
        new = NewProject.model_validate({"key": "NEW", "name": "New", "template": template})
        project = await projects.create_project(sam, new)
    held = projects.TEMPLATES[template]
    columns = await projects.list_columns(project)
    assert [(row["name"], row["wip_limit"], row["wip_policy"]) for row in columns] == [
        (column.name, column.wip_limit, column.wip_policy) for column in held.columns
    ]
    assert {row["name"] for row in await projects.list_labels(project)} == {label.name for label in held.labels}
    assert [row["name"] for row in await projects.list_fields(project)] == [field.name for field in held.fields]


async def test_a_label_is_renamed_against_its_version(sam: Member) -> None:
    async with unit_of_work():
        label = await projects.create_label(sam, "WEB", projects.NewLabel(name="Bug", hue="clay"))
        await projects.create_label(sam, "WEB", projects.NewLabel(name="Idea"))
        changes = projects.LabelChanges(name="Defect")
        edited = await projects.edit_label(sam, "WEB", label["id"], changes, version=1)
        assert (edited["name"], edited["hue"], edited["version"]) == ("Defect", "clay", 2)
        with pytest.raises(Invalid, match="another label"):
            await projects.edit_label(sam, "WEB", label["id"], projects.LabelChanges(name="IDEA"), version=2)


@pytest.mark.parametrize("text", ["project:WEB", "project:SITE", "project:web or project:OPS", "-project:OPS"])
async def test_a_filter_finds_a_project_by_the_keys_that_it_had(text: str, sam: Member) -> None:
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="OPS", name="Operations"))
        await tasks.create_task(sam, "WEB", NewTask(title="x"))
        await projects.edit_project(sam, "WEB", ProjectChanges(key="SITE"), version=1)
    assert [row["key"] for row in (await tasks.list_tasks(sam, tasks.read_filter(text))).items] == ["SITE-1"]
    assert (await tasks.list_tasks(sam, tasks.read_filter("project:OPS or project:NONE"))).items == []
    async with unit_of_work():
        await projects.free_former_key(sam, "SITE", "WEB")
    assert (await tasks.list_tasks(sam, tasks.read_filter("project:WEB"))).items == []


async def test_a_former_key_of_a_hidden_project_finds_nothing(sam: Member, mateo: Member) -> None:
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="OWN", name="Own", visibility="private"))
        await tasks.create_task(sam, "OWN", NewTask(title="x"))
        await projects.edit_project(sam, "OWN", ProjectChanges(key="MINE"), version=1)
    assert (await tasks.list_tasks(mateo, tasks.read_filter("project:OWN"))).items == []
    assert len((await tasks.list_tasks(sam, tasks.read_filter("project:OWN"))).items) == 1

"""A deleted label comes back to the tasks that had it, and says when it cannot."""

import pytest

from taskflow import projects, tasks
from taskflow.activity import recorded
from taskflow.platform.errors import Conflict, Forbidden, StaleVersion
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewLabel
from taskflow.tasks import NewTask, label_deletion
from taskflow.tasks.queries import Row
from taskflow.workspaces import Member, undo_unit

Unit = tuple[Member, int, int]


async def label_tasks(member: Member, count: int) -> Row:
    """The label Bug on that many tasks, and one task without it."""
    async with unit_of_work():
        label = await projects.create_label(member, "WEB", NewLabel(name="Bug", hue="clay"))
        for number in range(count):
            await tasks.create_task(member, "WEB", NewTask(title=f"Task {number}", labels=[label["id"]]))
        await tasks.create_task(member, "WEB", NewTask(title="Another"))
    return label


async def delete(member: Member, label: Row) -> tuple[object, ...]:
    """Delete the label; gives what undoing it takes."""
    async with unit_of_work():
        await tasks.delete_label(member, "WEB", label["id"], version=label["version"])
        done = recorded()
        assert done is not None
        return done.unit_id, done.first_seq, done.last_seq, done.is_final


async def list_labelled(member: Member, name: str = "Bug") -> list[str]:
    found = await tasks.list_tasks(member, tasks.read_filter(f"label:{name} status:all"))
    return [row["key"] for row in found.items]


async def undo(member: Member, done: tuple[object, ...]) -> Row:
    async with unit_of_work():
        [told] = await undo_unit(member, *done[:3])  # type: ignore[arg-type]
    return told


async def test_it_comes_back_with_its_colour_to_the_tasks_that_had_it(sam: Member) -> None:
    label = await label_tasks(sam, 3)
    assert await tasks.count_labelled(await projects.get_project(sam, "WEB")) == {label["id"]: 3}
    done = await delete(sam, label)
    assert await list_labelled(sam) == []
    assert (await undo(sam, done))["sentence"] == "Sam Okafor deleted the label Bug"
    assert await list_labelled(sam) == ["WEB-1", "WEB-2", "WEB-3"]
    [back] = await projects.list_labels(await projects.get_project(sam, "WEB"))
    assert (back["id"], back["name"], back["hue"]) == (label["id"], "Bug", "clay")


async def test_what_happened_to_its_tasks_meanwhile_stays(sam: Member) -> None:
    label = await label_tasks(sam, 3)
    done = await delete(sam, label)
    async with unit_of_work():
        await projects.create_project(sam, projects.NewProject(key="APP", name="App"))
        await tasks.transfer_task(sam, "WEB-1", tasks.Transfer(project="APP"), version=1)
        await tasks.delete_task(sam, "WEB-2", version=1)
        await tasks.purge_task(sam, "WEB-2", version=2)
        other = await projects.create_label(sam, "WEB", NewLabel(name="Other"))
        await tasks.label_task(sam, "WEB-3", other["id"])
    await undo(sam, done)
    assert await list_labelled(sam) == ["WEB-3"]
    assert await list_labelled(sam, "Other") == ["WEB-3"]


async def test_a_label_that_took_its_name_stands_against_it(sam: Member) -> None:
    done = await delete(sam, await label_tasks(sam, 1))
    async with unit_of_work():
        await projects.create_label(sam, "WEB", NewLabel(name="bug"))
    with pytest.raises(Conflict) as refused:
        await undo(sam, done)
    assert "is the name of another label" in refused.value.detail


async def test_on_too_many_tasks_it_is_gone_for_good(sam: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(label_deletion, "MOST_RESTORED", 2)
    few = await label_tasks(sam, 2)
    assert (await delete(sam, few))[3] is False
    many = await label_tasks(sam, 3)
    done = await delete(sam, many)
    assert done[3] is True
    with pytest.raises(Conflict) as refused:
        await undo(sam, done)
    assert "it was on too many tasks" in refused.value.detail


async def test_deleting_asks_for_the_permission_and_the_version(sam: Member, lena: Member) -> None:
    label = await label_tasks(sam, 1)
    async with unit_of_work():
        with pytest.raises(Forbidden):
            await tasks.delete_label(lena, "WEB", label["id"], version=1)
        with pytest.raises(StaleVersion):
            await tasks.delete_label(sam, "WEB", label["id"], version=2)

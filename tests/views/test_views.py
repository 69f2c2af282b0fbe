"""Saved views: whose they are, who sees and changes them, and which tasks they hold for whom."""

from typing import Any
from uuid import UUID

import pytest

from taskflow import projects, search, tasks, views
from taskflow.platform.database import fetch
from taskflow.platform.errors import Conflict, Forbidden, Invalid, NotFound, StaleVersion
from taskflow.platform.pagination import encode_cursor
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewLabel, NewProject
from taskflow.tasks import NewTask
from taskflow.views import NewView, ViewChanges, editing
from taskflow.workspaces import Member
from taskflow.world import World


async def save(member: Member, name: str = "Bugs", **values: Any) -> dict[str, Any]:
    async with unit_of_work():
        return await views.create_view(member, NewView(name=name, **values))


async def change(member: Member, view: dict[str, Any], **changes: Any) -> dict[str, Any]:
    async with unit_of_work():
        return await views.edit_view(member, view["id"], ViewChanges(**changes), version=view["version"])


async def create(member: Member, title: str, project: str = "WEB", **values: Any) -> dict[str, Any]:
    async with unit_of_work():
        return await tasks.create_task(member, project, NewTask.model_validate({"title": title, **values}))


async def names(member: Member, **options: Any) -> list[str]:
    return [row["name"] for row in await views.list_views(member, **options)]


async def titles(member: Member, view: dict[str, Any], **options: Any) -> list[str]:
    page = await views.list_view_tasks(member, view, match=search.match_words, **options)
    return [row["title"] for row in page.items]


async def recorded(member: Member) -> list[str]:
    rows = await fetch(
        "select action from events where workspace_id = $1 and subject_type = 'view' order by seq", member.workspace_id
    )
    return [row["action"] for row in rows]


async def test_a_view_keeps_its_filter_as_the_language_spells_it(sam: Member) -> None:
    view = await save(sam, filter="  LABEL:Bug   AND (due < 7d)".replace(" < ", "<"), sort="-priority,due")
    assert (view["filter"], view["sort"], view["version"]) == ("label:Bug due<7d", "-priority,due", 1)
    assert (view["owner"]["name"], view["is_shared"], view["project"]) == ("Sam Okafor", False, None)
    assert await views.get_view(sam, view["id"]) == view


async def test_a_personal_view_is_nobody_else_s(sam: Member, mateo: Member) -> None:
    view = await save(mateo)
    assert (await names(mateo), await names(sam)) == (["Bugs"], [])
    with pytest.raises(NotFound):
        await views.get_view(sam, view["id"])
    with pytest.raises(NotFound):
        await change(sam, view, name="Mine")


async def test_a_shared_view_is_seen_by_whoever_sees_its_project(web: World, sam: Member, lena: Member) -> None:
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="SEC", name="x", visibility="private"))
    await save(sam, "Everywhere", is_shared=True)
    await save(sam, "Website", project="WEB", is_shared=True)
    await save(sam, "Secret", project="SEC", is_shared=True)
    assert await names(lena) == ["Everywhere", "Website"]
    assert await names(web.members["mateo"]) == ["Everywhere", "Website"]
    assert await names(sam) == ["Everywhere", "Secret", "Website"]
    assert await names(sam, project_key="SEC") == ["Secret"]
    with pytest.raises(NotFound):
        await save(lena, project="SEC")


async def test_views_come_by_name_and_page_by_it(sam: Member) -> None:
    for name in ("b", "C", "a"):
        await save(sam, name)
    rows = await views.list_views(sam, limit=2)
    assert [row["name"] for row in rows] == ["a", "b"]
    assert await names(sam, after=encode_cursor(rows[-1]["sort_name"], rows[-1]["id"])) == ["C"]
    with pytest.raises(Invalid):
        await names(sam, after="made-up")


async def test_a_guest_saves_for_themselves_and_does_not_share(lena: Member) -> None:
    view = await save(lena, project="WEB")
    with pytest.raises(Forbidden):
        await save(lena, "Loud", is_shared=True)
    with pytest.raises(Forbidden):
        await change(lena, view, is_shared=True)
    assert (await change(lena, view, name="Quiet"))["name"] == "Quiet"


async def test_a_shared_view_is_changed_by_its_owner_and_by_administrators(
    web: World, sam: Member, mateo: Member
) -> None:
    view = await save(mateo, is_shared=True)
    with pytest.raises(Forbidden):
        await change(web.members["aiko"], view, name="x")
    with pytest.raises(Forbidden):
        async with unit_of_work():
            await views.delete_view(web.members["aiko"], view["id"], version=1)
    changed = await change(sam, view, name="Bugs of all")
    assert (changed["name"], changed["version"], changed["owner"]["name"]) == ("Bugs of all", 2, "Mateo Ruiz")
    assert (await change(mateo, changed, sort="due"))["version"] == 3


async def test_nobody_overwrites_what_somebody_else_changed(sam: Member) -> None:
    view = await save(sam)
    await change(sam, view, name="First")
    with pytest.raises(StaleVersion) as caught:
        await change(sam, view, name="Second")
    assert caught.value.extra["current"]["name"] == "First"
    with pytest.raises(StaleVersion):
        async with unit_of_work():
            await views.delete_view(sam, view["id"], version=1)


async def test_a_change_to_the_same_is_none(sam: Member) -> None:
    view = await save(sam, filter="label:bug")
    assert (await change(sam, view, filter=" LABEL:bug "))["version"] == 1


@pytest.mark.parametrize(
    ("values", "pointer"),
    [({"filter": "labell:x"}, "/filter"), ({"filter": "("}, "/filter"), ({"sort": "colour"}, "/sort")],
)
async def test_what_cannot_be_read_is_not_kept(values: dict[str, str], pointer: str, sam: Member) -> None:
    with pytest.raises(Invalid) as caught:
        await save(sam, **values)
    assert caught.value.errors[0].pointer == pointer
    assert "position" in caught.value.extra
    view = await save(sam)
    with pytest.raises(Invalid):
        await change(sam, view, **values)
    assert (await views.get_view(sam, view["id"]))["version"] == 1


async def test_somebody_has_so_many_views_and_no_more(sam: Member, mateo: Member, monkeypatch: Any) -> None:
    monkeypatch.setattr(editing, "MAX_VIEWS", 2)
    await save(mateo, "Not mine")
    for name in ("One", "Two"):
        await save(sam, name)
    with pytest.raises(Conflict) as caught:
        await save(sam, "Three")
    assert caught.value.code == "too_many_views"


async def test_only_what_concerns_others_is_recorded(sam: Member) -> None:
    private = await save(sam, "Private")
    await change(sam, private, name="Still private")
    assert await recorded(sam) == []
    shared = await save(sam, "Shared", is_shared=True)
    changed = await change(sam, shared, is_shared=False)
    async with unit_of_work():
        await views.delete_view(sam, changed["id"], version=2)
    assert await recorded(sam) == ["view.saved", "view.edited"]


async def test_what_was_deleted_is_gone(sam: Member) -> None:
    view = await save(sam)
    async with unit_of_work():
        await views.delete_view(sam, view["id"], version=1)
    with pytest.raises(NotFound):
        await views.get_view(sam, view["id"])
    with pytest.raises(NotFound):
        await views.get_view(sam, UUID(int=0))


async def test_a_view_holds_the_open_tasks_of_its_project_in_its_order(sam: Member) -> None:
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="APP", name="x"))
        await projects.create_label(sam, "WEB", NewLabel(name="bug"))
    for title, priority in (("low", "low"), ("urgent", "urgent"), ("medium", "medium")):
        await create(sam, title, priority=priority)
    await create(sam, "elsewhere", "APP", priority="high")
    done = await create(sam, "done", priority="high")
    async with unit_of_work():
        await tasks.complete_task(sam, done["key"])
    view = await save(sam, project="WEB", filter="priority>=medium", sort="-priority")
    assert await titles(sam, view) == ["urgent", "medium"]
    assert await titles(sam, await save(sam, filter="priority:high", sort="title")) == ["elsewhere"]
    assert await titles(sam, await save(sam, project="WEB", filter="status:done")) == ["done"]
    page = await views.list_view_tasks(sam, view, match=search.match_words, limit=1)
    assert await titles(sam, view, after=page.next_cursor) == ["medium"]


async def test_a_shared_view_means_whoever_looks(web: World, sam: Member, mateo: Member) -> None:
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="SEC", name="x", visibility="private"))
    await create(sam, "Mateo's", assignees=[str(mateo.id)])
    await create(sam, "Sam's", assignees=[str(sam.id)])
    await create(sam, "Sam's secret", "SEC", assignees=[str(sam.id)])
    mine = await save(sam, "Mine", filter="assignee:me", sort="title", is_shared=True)
    everything = await save(sam, "All", is_shared=True, sort="title")
    assert (await titles(sam, mine), await titles(mateo, mine)) == (["Sam's", "Sam's secret"], ["Mateo's"])
    assert await titles(web.members["lena"], everything) == ["Mateo's", "Sam's"]

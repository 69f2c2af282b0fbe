"""The page of somebody in a workspace."""

from uuid import uuid4

import pytest

from taskflow import identity, projects, tasks, workspaces, world
from taskflow.identity import ProfileChanges
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.settings import Settings
from taskflow.tasks import NewTask
from taskflow.web.application import Application
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.pages.test_escaping import ATTACKS, FOREIGN
from tests.pages.test_every_page import check_markup
from tests.support.browsing import Browser
from tests.support.databases import opened
from tests.support.people import PASSWORD


def address(people: World, name: str) -> str:
    return f"/meridian/people/{people.members[name].id}"


@pytest.fixture
async def secret(web: World) -> World:
    """Mateo in a team, with a task in WEB and one in a project that only Aiko and he were let into."""
    sam, mateo = web.sam, web.members["mateo"]
    async with unit_of_work():
        team = await workspaces.create_team(sam, workspaces.NewTeam(name="Design"))
        await workspaces.add_to_team(sam, team["id"], mateo.id)
        await projects.create_project(mateo, NewProject(key="OWN", name="Own plans", visibility="private"))
        await tasks.create_task(mateo, "OWN", NewTask(title="Hidden work", assignees=[mateo.id]))
        await tasks.create_task(mateo, "WEB", NewTask(title="Open work", assignees=[mateo.id]))
        await tasks.create_task(mateo, "WEB", NewTask(title="Work of nobody"))
    return web


@pytest.mark.parametrize(("name", "sees"), [("mateo", True), ("priya", True), ("aiko", False), ("lena", False)])
async def test_who_somebody_is_and_what_they_work_on_as_far_as_the_viewer_sees_it(
    name: str, sees: bool, sign_in: SignIn, secret: World
) -> None:
    page = await (await sign_in(name)).get(address(secret, "mateo"))
    check_markup(page)
    assert all(text in page.text for text in ("Mateo Ruiz", "Member", "Design", "Open work"))
    assert ("Hidden work" in page.text) == sees
    assert "Work of nobody" not in page.text
    assert ("mateo@meridian.example" in page.text.replace("Profile Appearance", "")) == (name != "lena")
    assert ("/me/profile" in page.links) is True
    assert bool([form for form in page.forms if form.action.endswith("/completion")]) == (name != "lena")


async def test_nobody_has_the_page_of_somebody_who_is_not_here(sign_in: SignIn, web: World) -> None:
    sam = await sign_in("sam")
    await sam.get(f"/meridian/people/{uuid4()}", status=404)
    await sam.get("/meridian/people/mateo", status=404)
    async with unit_of_work():
        await workspaces.remove_member(web.sam, web.members["mateo"].id)
    await sam.get(address(web, "mateo"), status=404)


async def test_somebody_deactivated_is_shown_as_such(sign_in: SignIn, web: World) -> None:
    async with unit_of_work():
        await workspaces.deactivate_member(web.sam, web.members["mateo"].id)
    assert "Deactivated" in (await (await sign_in("aiko")).get(address(web, "mateo"))).text


async def test_the_list_of_members_and_the_history_of_a_task_lead_there(sign_in: SignIn, web: World, task: str) -> None:
    lena = await sign_in("lena")
    assert address(web, "mateo") in (await lena.get("/meridian/members")).links
    assert address(web, "sam") in (await lena.get("/meridian/t/WEB-1?show=activity")).links
    async with unit_of_work():
        await workspaces.change_role(
            web.sam, web.members["priya"].id, workspaces.MemberChanges(role="owner"), version=1
        )
        await workspaces.remove_member(web.members["priya"], web.sam.id)
    page = await lena.get("/meridian/t/WEB-1?show=activity")
    assert "Sam Okafor created" in page.text
    assert address(web, "sam") not in page.links


@pytest.mark.parametrize("attack", ATTACKS)
async def test_a_name_is_text(attack: str, sign_in: SignIn, web: World) -> None:
    person = web.persons["mateo"]
    async with unit_of_work():
        await identity.edit_profile(person, ProfileChanges(name=attack), version=person.version)
    page = await (await sign_in("sam")).get(address(web, "mateo"))
    check_markup(page)
    assert not {tag for tag, _ in page.elements} & FOREIGN


async def test_what_somebody_did_is_told_page_by_page(own_database: Settings, application: Application) -> None:
    async with opened(own_database):
        async with unit_of_work():
            people = await world.build_people(PASSWORD)
            mateo = people.members["mateo"]
            await projects.create_project(mateo, NewProject(key="WEB", name="Website relaunch"))
            await projects.create_project(mateo, NewProject(key="OWN", name="Own plans", visibility="private"))
            await tasks.create_task(mateo, "OWN", NewTask(title="Hidden work"))
            for number in range(51):
                await tasks.create_task(mateo, "WEB", NewTask(title=f"Task {number:02}"))
            await tasks.create_task(people.sam, "WEB", NewTask(title="Work of Sam"))
        browser = await Browser(application).sign_in(people.persons["aiko"])
        page = await browser.get(address(people, "mateo"))
        assert "Mateo Ruiz created WEB-51 Task 50" in page.text
        older = await browser.get(next(link for link in page.links if "after=" in link))
        check_markup(older)
        assert "created the project Website relaunch" in older.text
        for text in (page.text, older.text):
            assert "Work of Sam" not in text
            assert "Hidden work" not in text
            assert "Own plans" not in text

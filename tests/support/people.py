"""The named world as fixtures: inside each test's rolled-back transaction."""

import pytest

from taskflow import projects, world
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.workspaces import Member
from taskflow.world import World

PASSWORD = "correct horse battery staple"


@pytest.fixture
async def people(database: None) -> World:
    """Sam, Priya, Mateo, Aiko, Jonas and Lena in the workspace `meridian`, without any project."""
    async with unit_of_work():
        return await world.build_people(PASSWORD)


@pytest.fixture
async def web(people: World) -> World:
    """The people with the project WEB, into which the guest Lena was let."""
    async with unit_of_work():
        project = await projects.create_project(people.sam, NewProject(key="WEB", name="Website relaunch"))
        await projects.grant_access(people.sam, project, people.members["lena"].id)
    return people


@pytest.fixture
def sam(web: World) -> Member:
    """The owner."""
    return web.sam


@pytest.fixture
def mateo(web: World) -> Member:
    """A member."""
    return web.members["mateo"]


@pytest.fixture
def lena(web: World) -> Member:
    """A guest of WEB."""
    return web.members["lena"]

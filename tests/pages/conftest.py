"""The pages as a browser sees them, on the named world."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from taskflow import projects, tasks
from taskflow.pages import build_pages
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewLabel
from taskflow.settings import Settings
from taskflow.web.application import Application
from taskflow.world import World
from tests.support.browsing import Browser

ROOT = Path(__file__).parents[2]
SignIn = Callable[[str], Awaitable[Browser]]


@pytest.fixture(scope="session")
def application(settings: Settings) -> Application:
    """The frontend's application."""
    return build_pages(settings.model_copy(update={"templates_folder": ROOT / "web_assets/templates"}))


@pytest.fixture
async def anonymous(application: Application, database: None) -> AsyncIterator[Browser]:
    """A browser in which nobody is signed in."""
    yield Browser(application)


@pytest.fixture
def sign_in(application: Application, web: World) -> SignIn:
    """A browser with the session of the person with that short name."""

    async def sign_in_as(name: str) -> Browser:
        return await Browser(application).sign_in(web.persons[name])

    return sign_in_as


@pytest.fixture
async def task(web: World) -> str:
    """A task in WEB with a label, an assignee, a priority and a date: its key."""
    sam = web.sam
    async with unit_of_work():
        label = await projects.create_label(sam, "WEB", NewLabel(name="Bug", hue="clay"))
        new = tasks.NewTask.model_validate(
            {
                "title": "Fix the login page",
                "description": "It forgets *everything*.",
                "priority": "high",
                "due_date": "2026-11-27",
                "assignees": [str(web.members["mateo"].id)],
                "labels": [str(label["id"])],
            }
        )
        return (await tasks.create_task(sam, "WEB", new))["key"]  # type: ignore[no-any-return]

"""The pages as a browser sees them, on the named world."""

import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from taskflow import comments, projects, tasks
from taskflow.pages import build_pages
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewLabel
from taskflow.settings import Settings
from taskflow.web.application import Application
from taskflow.world import World
from tests.api.stage import Stage, build_stage
from tests.support.browsing import Browser

TEMPLATES = Path(__file__).parents[2] / "web_assets/templates"
SignIn = Callable[[str], Awaitable[Browser]]


@pytest.fixture(scope="session")
def assets_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built assets without their content: a file under a hashed name for every asset that a template names."""
    folder = tmp_path_factory.mktemp("assets")
    templates = (path.read_text() for path in TEMPLATES.rglob("*.html"))
    names = {"icons.svg", *re.findall(r"(?:asset|integrity)\('([^']+)'\)", " ".join(templates))}
    manifest = {}
    for name in names:
        path = Path(name)
        file = folder / path.with_name(f"{path.stem}-0123456789{path.suffix}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("nothing")
        manifest[name] = {"file": file.relative_to(folder).as_posix(), "integrity": "sha384-AAAA"}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture(scope="session")
def application(settings: Settings, assets_folder: Path) -> Application:
    """The frontend's application."""
    return build_pages(settings.model_copy(update={"templates_folder": TEMPLATES, "assets_folder": assets_folder}))


@pytest.fixture
async def anonymous(application: Application, database: None) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(application)


@pytest.fixture
def sign_in(application: Application, web: World) -> SignIn:
    """A browser with the session of the person with that short name."""

    async def sign_in_as(name: str) -> Browser:
        return await Browser(application).sign_in(web.persons[name])

    return sign_in_as


@pytest.fixture
async def stage(web: World) -> Stage:
    """One of each thing."""
    return await build_stage(web)


@pytest.fixture
async def task(web: World) -> str:
    """A task in WEB with a label, an assignee, a priority, a date and a comment of Sam: its key."""
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
        key: str = (await tasks.create_task(sam, "WEB", new))["key"]
        await comments.post_comment(sam, key, comments.NewComment(body="Since *when*?"))
        return key

"""The audit log as a page: on a database of its own, because only what is committed is told."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from roles.embedded import EmbeddedServers
from taskflow import projects, tasks, workspaces, world
from taskflow.activity.sealing import seal_events
from taskflow.pages.differences import list_differences
from taskflow.pages.feed_names import Names
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import ColumnChanges, NewLabel, NewProject
from taskflow.settings import Settings
from taskflow.tasks import NewTask, TaskChanges
from taskflow.web.application import Application
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.pages.test_escaping import FOREIGN
from tests.pages.test_every_page import check_markup
from tests.support.browsing import Browser
from tests.support.databases import opened
from tests.support.markup import Markup
from tests.support.people import PASSWORD

PATH = "/meridian/audit"
ATTACK = '"><img src=x onerror=alert(1)>'
MEMBER, LABEL = uuid4(), uuid4()
NAMES = Names(members={MEMBER: {"name": "Mateo Ruiz"}}, parts={LABEL: {"name": "Bug"}})


@dataclass
class Log:
    """The world in a database of its own, and who looks at it."""

    people: World
    sam: Browser
    database: str

    async def get(self, query: str = "", *, status: int = 200) -> Markup:
        """The page as the owner sees it."""
        return await self.sam.get(f"{PATH}{query}", status=status)


@pytest.fixture
async def log(own_database: Settings, application: Application) -> AsyncIterator[Log]:
    async with opened(own_database):
        async with unit_of_work():
            people = await world.build_people(PASSWORD)
            await projects.create_project(people.sam, NewProject(key="WEB", name="Website relaunch"))
            new = NewTask(title="Fix the login page", due_date="2026-11-27")  # type: ignore[arg-type]
            await tasks.create_task(people.sam, "WEB", new)
        browser = await Browser(application).sign_in(people.persons["sam"])
        yield Log(people, browser, own_database.database_url.rpartition("/")[2])


async def test_who_did_what_is_told_from_the_old_to_the_new_value(log: Log) -> None:
    async with unit_of_work():
        changes = TaskChanges.model_validate({"priority": "high", "due_date": "2026-12-01"})
        await tasks.edit_task(log.people.members["mateo"], "WEB-1", changes, version=1)
        await tasks.assign_task(log.people.sam, "WEB-1", log.people.members["aiko"].id)
        await projects.create_label(log.people.sam, "WEB", NewLabel(name=ATTACK))
        await workspaces.create_team(log.people.sam, workspaces.NewTeam(name="Design"))
        todo = (await projects.list_columns(await projects.get_project(log.people.sam, "WEB")))[1]
        limit = ColumnChanges(wip_limit=3, wip_policy="refuse")
        await projects.edit_column(log.people.sam, "WEB", todo["id"], limit, version=1)
    page = await log.get()
    check_markup(page)
    assert not {tag for tag, _ in page.elements} & FOREIGN
    for told in (
        "Mateo Ruiz changed WEB-1 Fix the login page in Website relaunch Due date 27 Nov 2026 → 1 Dec 2026",
        "Priority none → high",
        "Sam Okafor assigned WEB-1 Fix the login page in Website relaunch",
        "Member Aiko Tanaka",
        f"added the label {ATTACK}",
        "made the team Design",
        "changed the column To do in Website relaunch Limit none → 3 Above the limit warn → refuse",
    ):
        assert told in page.text
    assert f"/meridian/people/{log.people.members['mateo'].id}" in page.links


async def test_the_log_is_filtered_by_person_action_and_day(log: Log) -> None:
    mateo = log.people.members["mateo"]
    async with unit_of_work():
        await tasks.edit_task(mateo, "WEB-1", TaskChanges(priority="high"), version=1)
    today = datetime.now(UTC).date()

    async def told(query: str) -> list[bool]:
        text = (await log.get(query)).text
        return ["Mateo Ruiz changed WEB-1" in text, "Sam Okafor created the project" in text]

    assert await told("") == [True, True]
    assert await told(f"?person={mateo.id}&action=") == [True, False]
    assert await told("?action=project") == [False, True]
    assert await told("?action=task.edited") == [True, False]
    assert await told(f"?day={today - timedelta(days=3)}") == [False, False]
    page = await log.get(f"?day={today - timedelta(days=3)}&person={mateo.id}&action=task")
    assert "No events match" in page.text
    assert dict(page.form(PATH).fields)["person"] == str(mateo.id)
    assert PATH in page.links
    for wrong in ("person=x", "action=nothing.known", "day=soon", "day=0001-01-01", "after=x", "colour=red"):
        assert "Clear filters" in (await log.get(f"?{wrong}", status=422)).text


async def test_the_log_goes_on_page_by_page_with_its_filters(log: Log) -> None:
    for number in range(52):
        async with unit_of_work():
            await tasks.create_task(log.people.sam, "WEB", NewTask(title=f"Task {number:02}"))
    page = await log.get("?action=task.created")
    assert ("Task 51" in page.text, "Task 01" in page.text) == (True, False)
    page = await log.sam.get(next(link for link in page.links if "after=" in link))
    assert ("Task 01" in page.text, "created the project" in page.text) == (True, False)


async def test_how_far_the_chain_is_sealed_is_told_and_verified(log: Log, servers: EmbeddedServers) -> None:
    assert "No event is sealed yet" in (await log.get()).text
    assert "Nothing is sealed yet" in (await log.get("?verify=yes")).text
    async with unit_of_work():
        await seal_events()
    page = await log.get("?verify=yes")
    check_markup(page)
    assert "in 1 seal of the hash chain, the last one just now" in page.text
    assert "None wait for the next seal." in page.text
    assert "The newest seal was computed again: nothing in it was altered." in page.text
    connection = await asyncpg.connect(servers.postgres.superuser_dsn(log.database), ssl=False)
    await connection.execute("update events set action = 'project.edited' where action = 'project.created'")
    await connection.close()
    page = await log.get("?verify=yes")
    check_markup(page)
    assert "The record was altered Seal 1 (events" in page.text


async def test_the_log_is_for_owners_and_administrators(sign_in: SignIn, web: World) -> None:
    for name in ("sam", "priya"):
        assert PATH in (await (await sign_in(name)).get("/meridian/my")).links
        await (await sign_in(name)).get(PATH)
    for name in ("mateo", "lena"):
        assert PATH not in (await (await sign_in(name)).get("/meridian/my")).links
        assert "You may not do this" in (await (await sign_in(name)).get(PATH, status=403)).text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"version": [1, 2], "rank": ["a", "b"], "title": ["Old", "New"]}, [("Title", "Old", "New")]),
        ({"member_id": [None, str(MEMBER)]}, [("Member", "", "Mateo Ruiz")]),
        ({"label_id": [str(LABEL), None]}, [("Label", "Bug", "")]),
        ({"at": [None, "2026-11-25T23:30:00Z"]}, [("At", "", "26 Nov 2026, 00:30")]),
        ({"archived": [False, True]}, [("Archived", "no", "yes")]),
        ({"options": [[], [{"id": "1", "name": "High"}, {"name": "Low"}]]}, [("Options", "", "High, Low")]),
        (
            {"field_id": ["1", "1"], "field": ["Who", "Who"], "value": ["x", "y"], "text": [None, str(MEMBER)]},
            [("Who", "", "Mateo Ruiz")],
        ),
        ({"member_id": [str(uuid4()), None], "body": ["x" * 400, ""]}, None),
    ],
)
def test_values_are_told_in_words(changes: dict[str, Any], told: list[tuple[str, str, str]] | None) -> None:
    rows = list_differences({"action": "task.edited", "changes": changes}, NAMES, "Europe/Berlin")
    found = [(row["label"], row["old"], row["new"]) for row in rows]
    if told is None:
        assert [(label, len(old), new) for label, old, new in found] == [("Member", 36, ""), ("Comment", 300, "")]
    else:
        assert found == told

"""No silent overwrite: ETags, If-Match, and what a stale edit is told."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest

from taskflow.api import build_api
from taskflow.api.operations import OPERATIONS
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings
from taskflow.world import World, build_people
from tests.api.stage import Stage, build_request, build_stage, undone
from tests.support.client import ApiClient, problem
from tests.support.contract import Contract
from tests.support.databases import opened
from tests.support.people import PASSWORD

W = "/workspaces/meridian"
GUARDED = [operation for operation in OPERATIONS.values() if operation.if_match]


@pytest.fixture
async def task(mateo: ApiClient) -> str:
    """The address of a task."""
    return (await mateo.post(f"{W}/projects/WEB/tasks", {"title": "Fix the login page"})).headers["Location"]


async def test_every_thing_with_a_version_is_read_with_an_etag_and_not_sent_twice(
    web: World, visit: Callable[[], ApiClient]
) -> None:
    stage, sam = await build_stage(web), await visit().sign_in(web.persons["sam"])
    read = [operation for operation in OPERATIONS.values() if operation.is_safe and operation.is_versioned]
    assert len(read) >= 7
    for operation in read:
        address, _, _ = build_request(operation, stage.values("sam"))
        first = await sam.get(address)
        tag = first.headers["ETag"]
        assert re.fullmatch(rf'"v{first.json()["version"]}-[0-9a-f]+"', tag)
        for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
            again = await sam.get(address, status=304, If_None_Match=known)
            assert again.headers["ETag"] == tag
        assert (await sam.get(address, If_None_Match='"v0"')).json() == first.json()


async def test_what_is_shown_of_others_changes_the_etag_but_not_the_version(mateo: ApiClient, task: str) -> None:
    before = await mateo.get(task)
    await mateo.post(f"{task}/comments", {"body": "On it"})
    after = await mateo.get(task, If_None_Match=before.headers["ETag"])
    assert after.json()["comment_count"] == 1
    assert after.json()["version"] == before.json()["version"]
    await mateo.patch(task, {"title": "Better"}, If_Match=before.headers["ETag"])


async def test_a_change_needs_the_version_that_it_changes(web: World, visit: Callable[[], ApiClient]) -> None:
    stage, sam = await build_stage(web), await visit().sign_in(web.persons["sam"])
    for operation in GUARDED:
        address, body, headers = build_request(operation, stage.values("sam"))
        arguments = () if body is None else (body,)
        async with undone():
            response = await sam.send(operation.method, address, *arguments)
        if operation.if_match == "optional":
            assert response.status_code == 200, operation.name
            continue
        assert (response.status_code, problem(response)[0]) == (428, "version_required"), operation.name
        stale = await sam.send(operation.method, address, *arguments, status=412, If_Match='"v999"')
        current = stale.json()["current"]
        assert stale.headers["ETag"].startswith(f'"v{current["version"]}-'), operation.name
        assert headers["If_Match"] == f'"v{current["version"]}"'


async def test_a_stale_version_shows_the_thing_as_get_does(web: World, visit: Callable[[], ApiClient]) -> None:
    stage, sam = await build_stage(web), await visit().sign_in(web.persons["sam"])
    for operation in GUARDED:
        address, body, _ = build_request(operation, stage.values("sam"))
        reader = next((o for o in OPERATIONS.values() if o.is_safe and o.path == operation.path), None)
        if reader is not None:
            arguments = () if body is None else (body,)
            stale = await sam.send(operation.method, address, *arguments, status=412, If_Match='"v999"')
            shown = await sam.get(address)
            assert stale.json()["current"] == shown.json(), operation.name
            assert stale.headers["ETag"] == shown.headers["ETag"]


async def test_the_sub_resources_of_a_task_honour_a_version_that_is_sent(
    web: World, visit: Callable[[], ApiClient]
) -> None:
    stage, sam = await build_stage(web), await visit().sign_in(web.persons["sam"])
    for operation in GUARDED:
        if operation.if_match == "optional":
            address, body, _ = build_request(operation, stage.values("sam"))
            arguments = () if body is None else (body,)
            await sam.send(operation.method, address, *arguments, status=412, If_Match='"v999"')


async def test_a_stale_edit_is_told_who_changed_which_field(
    mateo: ApiClient, visit: Callable[[], ApiClient], web: World, task: str
) -> None:
    aiko = await visit().use_token(web.persons["aiko"])
    old = (await mateo.get(task)).headers["ETag"]
    await aiko.patch(task, {"priority": "high", "description": "More"}, If_Match=old)
    await aiko.put(f"{task}/completion")
    stale = (await mateo.patch(task, {"title": "Better"}, status=412, If_Match=old)).json()
    told = [(change["by"], change["action"], set(change["fields"])) for change in stale["changed"]]
    assert told[0] == ("Aiko Tanaka", "task.edited", {"priority", "description"})
    assert told[1][:2] == ("Aiko Tanaka", "task.completed")
    assert stale["current"]["priority"] == "high"
    assert stale["current"] == (await mateo.get(task)).json()


async def test_the_etag_of_an_answer_is_good_for_the_next_change(mateo: ApiClient, task: str) -> None:
    tag = (await mateo.get(task)).headers["ETag"]
    for title in ("One", "Two", "Three"):
        tag = (await mateo.patch(task, {"title": title}, If_Match=tag)).headers["ETag"]
    tag = (await mateo.put(f"{task}/completion", If_Match=tag)).headers["ETag"]
    tag = (await mateo.delete(f"{task}/completion", status=200, If_Match=tag)).headers["ETag"]
    await mateo.delete(task, If_Match=tag)


async def test_a_tag_that_a_proxy_made_weak_names_the_same_version(mateo: ApiClient, task: str) -> None:
    tag = (await mateo.get(task)).headers["ETag"]
    await mateo.patch(task, {"title": "Better"}, If_Match=f"W/{tag}")


async def test_a_change_that_changes_nothing_makes_no_version(web: World, visit: Callable[[], ApiClient]) -> None:
    stage, sam = await build_stage(web), await visit().sign_in(web.persons["sam"])
    edits = [operation for operation in OPERATIONS.values() if operation.method == "PATCH"]
    assert len(edits) >= 7
    for operation in edits:
        address, body, headers = build_request(operation, stage.values("sam"))
        async with undone():  # a project under a new key has its tasks under new keys
            changed = await sam.patch(address, body, **headers)
            again = await sam.send("PATCH", address, body, If_Match=changed.headers["ETag"])
            if again.status_code == 308:
                again = await sam.patch(again.headers["Location"], body, If_Match=changed.headers["ETag"])
        assert again.json() == changed.json(), operation.name


async def test_a_merge_patch_changes_only_what_it_names(mateo: ApiClient, task: str) -> None:
    tag = (await mateo.get(task)).headers["ETag"]
    body = {"due_at": "2026-11-25T09:00:00+01:00", "due_zone": "Europe/Berlin", "start_date": "2026-11-01"}
    set_due = await mateo.patch(task, body, If_Match=tag, Content_Type="application/merge-patch+json")
    assert set_due.json()["due_at"] == "2026-11-25T08:00:00Z"
    cleared = await mateo.patch(task, {"due_at": None}, If_Match=set_due.headers["ETag"])
    assert (cleared.json()["due_at"], cleared.json()["due_zone"]) == (None, None)
    assert cleared.json()["start_date"] == "2026-11-01"
    assert cleared.json()["title"] == "Fix the login page"


async def test_a_completed_task_can_be_completed_again_without_a_new_version(mateo: ApiClient, task: str) -> None:
    first = await mateo.put(f"{task}/completion")
    assert (await mateo.put(f"{task}/completion")).json() == first.json()


async def test_the_trash_gives_back_what_it_took(mateo: ApiClient, task: str) -> None:
    before = await mateo.get(task)
    await mateo.delete(f"{task}/deletion", status=404)
    await mateo.delete(task, If_Match=before.headers["ETag"])
    await mateo.get(task, status=404)
    restored = (await mateo.delete(f"{task}/deletion", status=200)).json()
    changing = ("version", "updated_at")
    assert {k: v for k, v in restored.items() if k not in changing} == {
        k: v for k, v in before.json().items() if k not in changing
    }
    assert restored["version"] == before.json()["version"] + 2


async def test_fifty_changes_at_once_lose_none(own_database: Settings, contract: Contract) -> None:
    async with opened(own_database, pool_size=8):
        async with unit_of_work():
            sam = (await build_people(PASSWORD)).persons["sam"]
        app = build_api(own_database)
        client = await ApiClient(app, contract).use_token(sam)
        await client.post(f"{W}/projects", {"key": "WEB", "name": "Website relaunch"})
        task = (await client.post(f"{W}/projects/WEB/tasks", {"title": "Contested"})).headers["Location"]

        async def change(number: int) -> int:
            """Read, and change what was read; gives the status."""
            tag = (await client.get(task)).headers["ETag"]
            response = await client.send("PATCH", task, {"title": f"Title {number}"}, If_Match=tag)
            assert response.status_code in {200, 412, 503}, response.text
            return response.status_code

        statuses = await asyncio.gather(*(change(number) for number in range(50)))
        version = (await client.get(task)).json()["version"]
        assert statuses.count(200) == version - 1
        assert statuses.count(200) >= 1
        events = (await client.get(f"{task}/events?limit=200")).json()["items"]
        versions = [event["changes"]["version"][1] for event in events if "version" in event["changes"]]
        assert versions == list(range(version, 0, -1))


async def test_two_who_take_the_same_name_at_once_are_told_so(own_database: Settings, contract: Contract) -> None:
    async with opened(own_database, pool_size=8):
        async with unit_of_work():
            sam = (await build_people(PASSWORD)).persons["sam"]
        client = await ApiClient(build_api(own_database), contract).use_token(sam)
        await client.post(f"{W}/projects", {"key": "WEB", "name": "Website relaunch"})
        for path, body, field in (
            ("/workspaces", {"name": "New", "slug": "fresh"}, "/slug"),
            (f"{W}/projects", {"key": "APP", "name": "App"}, "/key"),
            (f"{W}/projects/WEB/labels", {"name": "Bug"}, "/name"),
            ("/users", {"email": "ida@meridian.example", "name": "Ida", "password": PASSWORD}, "/email"),
        ):
            answers = await asyncio.gather(*(client.send("POST", path, body) for _ in range(5)))
            assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422, 422], path
            assert {str(problem(a)) for a in answers if a.status_code == 422} == {str(("invalid", {field}))}


@pytest.mark.parametrize(
    ("read", "changes"),
    [
        ("get_project", {"name": "Relaunch", "archived": True}),
        ("get_column", {"name": "Held", "position": 0}),
        ("get_label", {"name": "Defect"}),
        ("get_field", {"name": "Effort"}),
        ("get_comment", {"body": "Done"}),
        ("get_view", {"name": "Now", "filter": "label:bug"}),
        ("get_team", {"hue": "olive"}),
        ("get_workspace", {"name": "Meridian & Sons"}),
    ],
)
async def test_everything_with_a_history_tells_a_stale_edit_who_changed_which_field(
    read: str, changes: dict[str, Any], stage: Stage, sam: ApiClient
) -> None:
    address, _, _ = build_request(OPERATIONS[read], stage.values("sam"))
    old = await sam.get(address)
    different = {name for name, value in changes.items() if old.json().get(name) != value}
    await sam.patch(address, changes, If_Match=old.headers["ETag"])
    stale = (await sam.patch(address, changes, status=412, If_Match=old.headers["ETag"])).json()
    assert {change["by"] for change in stale["changed"]} == {"Sam Okafor"}
    assert {name for change in stale["changed"] for name in change["fields"]} == different - {"archived"}
    if "archived" in changes:
        assert "project.archived" in {change["action"] for change in stale["changed"]}
    shown = await sam.get(address)
    assert stale["current"] == shown.json()

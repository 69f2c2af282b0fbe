"""Changing many tasks at once through the API."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from taskflow.api import build_api
from taskflow.platform.database import fetch_value
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings
from taskflow.world import World, build_people
from tests.support.client import ApiClient, problem
from tests.support.contract import Contract
from tests.support.counting import counted
from tests.support.databases import opened
from tests.support.people import PASSWORD

W = "/workspaces/meridian"
WEB, BULK = f"{W}/projects/WEB", f"{W}/tasks/bulk"
Row = dict[str, Any]


async def _make(client: ApiClient, count: int) -> list[Row]:
    return [
        (await client.post(f"{WEB}/tasks", {"title": f"{place}", "priority": "low"})).json() for place in range(count)
    ]


async def test_one_token_takes_all_of_it_back(web: World, mateo: ApiClient) -> None:
    rows = await _make(mateo, 5)
    label = (await mateo.post(f"{WEB}/labels", {"name": "Bug"})).json()
    changes = {"priority": "high", "add_labels": [label["id"]], "completed": True}
    chosen = [rows[0]["id"], *(row["key"] for row in rows[1:])]
    done = await mateo.post(BULK, {"tasks": chosen, "changes": changes}, status=200)
    assert [row["key"] for row in done.json()["changed"]] == [row["key"] for row in rows]
    assert (await mateo.get(f"{W}/tasks/{rows[0]['key']}")).json()["column"]["category"] == "done"
    undone = await mateo.post(f"{W}/undo", {"token": done.headers["Undo"]}, status=200)
    assert len(undone.json()["undone"]) == 15
    for row in rows:
        now = (await mateo.get(f"{W}/tasks/{row['key']}")).json()
        assert {name: value for name, value in now.items() if row[name] != value}.keys() == {"version", "updated_at"}
    await mateo.post(f"{W}/undo", {"token": undone.headers["Undo"]}, status=200)
    assert (await mateo.get(f"{W}/tasks/{rows[4]['key']}")).json()["labels"][0]["name"] == "Bug"


async def test_what_stands_against_it_is_named(mateo: ApiClient) -> None:
    rows = await _make(mateo, 2)
    await mateo.post(f"{WEB}/columns", {"name": "Few", "category": "review", "wip_limit": 1, "wip_policy": "refuse"})
    column = (await mateo.get(f"{WEB}/columns")).json()["items"][-1]
    chosen = {"tasks": [row["key"] for row in rows]}
    full = await mateo.post(BULK, chosen | {"changes": {"column_id": column["id"]}}, status=409)
    assert [no["task"] for no in full.json()["refused"]] == chosen["tasks"]
    gone = await mateo.post(BULK, {"tasks": ["WEB-1", "WEB-99"], "changes": {"priority": "high"}}, status=404)
    assert gone.json()["missing"] == ["WEB-99"]
    body = chosen | {"changes": {"priority": "high"}, "versions": {"WEB-2": 9}}
    stale = await mateo.post(BULK, body, status=412)
    assert stale.json()["stale"] == [{"task": "WEB-2", "version": 9, "current": 1, "fields": []}]
    unread = await mateo.post(BULK, {"filter": "label:", "changes": {"priority": "high"}}, status=422)
    assert problem(unread) == ("invalid", {"/filter"})
    both = await mateo.post(BULK, {"tasks": ["WEB-1"], "filter": "x", "changes": {"priority": "high"}}, status=422)
    assert problem(both) == ("invalid", {""})
    assert {row["version"] for row in (await mateo.get(f"{WEB}/tasks")).json()["items"]} == {1}


async def test_a_filter_understands_the_same_words_as_the_list(mateo: ApiClient) -> None:
    await _make(mateo, 3)
    await mateo.post(f"{WEB}/tasks", {"title": "Repair the login"})
    done = await mateo.post(BULK, {"filter": "repair", "project": "WEB", "changes": {"deleted": True}}, status=200)
    assert [row["key"] for row in done.json()["changed"]] == ["WEB-4"]
    await mateo.get(f"{W}/tasks/WEB-4", status=404)
    nothing = await mateo.post(BULK, {"filter": "repair", "changes": {"deleted": True}}, status=200)
    assert (nothing.json(), "Undo" in nothing.headers) == ({"changed": [], "unchanged": 0}, False)


async def test_the_same_request_with_the_same_key_is_done_once(mateo: ApiClient) -> None:
    rows = await _make(mateo, 3)
    body = {"tasks": [row["key"] for row in rows], "changes": {"priority": "high"}}
    first = await mateo.post(BULK, body, status=200, Idempotency_Key="once")
    again = await mateo.post(BULK, body, status=200, Idempotency_Key="once")
    assert (first.json(), again.headers["Idempotency-Replayed"]) == (again.json(), "true")
    assert await fetch_value("select count(*) from events where action = 'task.edited'") == 3


@pytest.fixture
async def committed(own_database: Settings, contract: Contract) -> AsyncIterator[ApiClient]:
    """Sam's program, in a database where commits are real, with 500 tasks in WEB."""
    async with opened(own_database):
        async with unit_of_work():
            world = await build_people(PASSWORD)
        sam = await ApiClient(build_api(own_database), contract).use_token(world.persons["sam"])
        await sam.post(f"{W}/projects", {"key": "WEB", "name": "Website relaunch"})
        await sam.post(f"{WEB}/tasks", {"title": "The first"})
        async with unit_of_work():
            await fetch_value(
                "insert into tasks (id, workspace_id, project_id, number, title, column_id, rank, created_by,"
                " created_at, updated_at) select gen_random_uuid(), workspace_id, project_id, number + g, 'x',"
                " column_id, rank || to_char(g, 'fm000') || 'V', created_by, now(), now()"
                " from tasks cross join generate_series(1, 499) g"
            )
        yield sam


async def test_five_hundred_tasks_are_changed_and_undone_in_few_statements(committed: ApiClient) -> None:
    changes = {"priority": "high", "due_date": "2026-12-01", "category": "doing"}
    body = {"filter": "status:open", "project": "WEB", "changes": changes}
    with counted() as sent:
        done = await committed.post(BULK, body, status=200)
    assert len(done.json()["changed"]) == 500
    assert len(sent) <= 20, sent
    with counted() as sent:
        undone = await committed.post(f"{W}/undo", {"token": done.headers["Undo"]}, status=200)
    assert len(undone.json()["undone"]) == 1000
    assert len(sent) <= 30, sent
    first = (await committed.get(f"{W}/tasks/WEB-500")).json()
    assert (first["version"], first["priority"], first["due_date"]) == (4, "none", None)

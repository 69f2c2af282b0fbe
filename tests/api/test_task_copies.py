"""Copying tasks and moving them between projects through the API."""

from typing import Any

import pytest

from taskflow.world import World
from tests.support.client import ApiClient, problem

W = "/workspaces/meridian"
WEB = f"{W}/projects/WEB"
Row = dict[str, Any]


@pytest.fixture
async def task(web: World, sam: ApiClient) -> Row:
    """A task with a label and an assignee, beside a project that only Sam sees."""
    await sam.post(f"{W}/projects", {"key": "APP", "name": "App", "visibility": "private"})
    label = (await sam.post(f"{WEB}/labels", {"name": "Bug", "hue": "rose"})).json()
    new = {"title": "Fix it", "labels": [label["id"]], "assignees": [str(web.members["mateo"].id)]}
    found: Row = (await sam.post(f"{WEB}/tasks", new)).json()
    return found


async def test_a_task_goes_to_another_project_its_address_leads_on_and_undo_brings_it_back(
    sam: ApiClient, mateo: ApiClient, task: Row
) -> None:
    address = f"{W}/tasks/{task['key']}"
    told = (await sam.get(f"{address}/transfer?project=APP")).json()
    assert (told["new_labels"], told["dropped"][0]["name"]) == (["Bug"], "Mateo Ruiz")
    moved = await sam.put(f"{address}/project", {"project": "APP"}, If_Match='"v1"')
    assert (moved.json()["key"], moved.json()["dropped"]) == ("APP-1", told["dropped"])
    assert moved.headers["ETag"].startswith('"v2')
    onward = await sam.get(address, status=308)
    assert onward.headers["Location"].endswith("/tasks/APP-1")
    await mateo.get(address, status=404)
    again = await sam.put(f"{address}/project", {"project": "APP"}, status=308)
    assert again.headers["Location"].endswith("/tasks/APP-1/project")
    same = await sam.put(f"{W}/tasks/APP-1/project", {"project": "APP"})
    assert (same.json()["version"], "Undo" in same.headers) == (2, False)
    await sam.post(f"{W}/undo", {"token": moved.headers["Undo"]}, status=200)
    back = (await sam.get(address)).json()
    assert back | {"version": 1, "updated_at": task["updated_at"]} == task
    assert (await sam.get(f"{W}/tasks/APP-1", status=308)).headers["Location"].endswith(address)


async def test_what_is_refused_says_why(sam: ApiClient, mateo: ApiClient, task: Row) -> None:
    told_at = f"{W}/tasks/{task['key']}/transfer"
    path, column = f"{W}/tasks/{task['key']}/project", task["column"]["id"]
    assert problem(await mateo.put(path, {"project": "APP"}, status=422)) == ("invalid", {"/project"})
    assert problem(await sam.put(path, {"project": "APP", "column_id": task["column"]["id"]}, status=422)) == (
        "invalid",
        {"/column_id"},
    )
    for query, pointer in (
        ("", "project"),
        ("?project=NONE", "project"),
        (f"?project=APP&column_id={column}", "column_id"),
    ):
        told = await sam.get(f"{told_at}{query}", status=422)
        assert problem(told) == ("invalid", {f"/query/{pointer}"})
    stale = await sam.put(path, {"project": "APP"}, status=412, If_Match='"v9"')
    assert stale.json()["current"]["key"] == task["key"]


async def test_a_copy_is_made_where_its_location_says_and_undo_puts_it_into_the_trash(
    sam: ApiClient, task: Row
) -> None:
    made = await sam.post(f"{W}/tasks/{task['key']}/duplicates", {"title": "Fix it again"})
    assert (await sam.get(made.headers["Location"])).json()["title"] == "Fix it again"
    await sam.post(f"{W}/undo", {"token": made.headers["Undo"]}, status=200)
    await sam.get(made.headers["Location"], status=404)


async def test_a_new_label_is_deleted_again_as_long_as_no_task_has_it(sam: ApiClient, task: Row) -> None:
    made = await sam.post(f"{WEB}/labels", {"name": "Idea"})
    await sam.put(f"{W}/tasks/{task['key']}/labels/{made.json()['id']}")
    refused = await sam.post(f"{W}/undo", {"token": made.headers["Undo"]}, status=409)
    assert refused.json()["obstacles"][0]["detail"] == "tasks have the label by now"
    await sam.delete(f"{W}/tasks/{task['key']}/labels/{made.json()['id']}", status=200)
    await sam.post(f"{W}/undo", {"token": made.headers["Undo"]}, status=200)
    await sam.get(made.headers["Location"], status=404)


async def test_the_value_of_a_field_goes_back_and_forth(sam: ApiClient, task: Row) -> None:
    field = (await sam.post(f"{WEB}/fields", {"name": "Points", "kind": "number"})).json()
    address = f"{W}/tasks/{task['key']}"
    first = await sam.put(f"{address}/fields/{field['id']}", {"value": 3})
    second = await sam.put(f"{address}/fields/{field['id']}", {"value": 5})
    refused = await sam.post(f"{W}/undo", {"token": first.headers["Undo"]}, status=409)
    assert refused.json()["obstacles"][0]["detail"] == "Points was changed again"
    for token, value in ((second, 3), (first, None)):
        await sam.post(f"{W}/undo", {"token": token.headers["Undo"]}, status=200)
        assert (await sam.get(address)).json()["fields"][0]["value"] == value

"""What the API says of projects: renamed keys, full columns, archived projects, fields."""

import pytest

from tests.support.client import ApiClient, problem

W = "/workspaces/meridian"
_WEB = f"{W}/projects/WEB"


async def test_a_former_key_is_redirected_with_its_method_and_query(sam: ApiClient) -> None:
    await sam.post(f"{_WEB}/tasks", {"title": "x"})
    await sam.patch(_WEB, {"key": "SITE"}, If_Match='"v1"')
    moved = {
        ("GET", f"{_WEB}/tasks?limit=1"): "/workspaces/meridian/projects/SITE/tasks?limit=1",
        ("GET", "/workspaces/meridian/tasks/WEB-1"): "/workspaces/meridian/tasks/SITE-1",
        ("PUT", "/workspaces/meridian/tasks/WEB-1/completion"): "/workspaces/meridian/tasks/SITE-1/completion",
        ("POST", f"{_WEB}/labels"): "/workspaces/meridian/projects/SITE/labels",
    }
    for (method, path), there in moved.items():
        body = ({"name": "Bug"},) if method == "POST" else ()
        response = await sam.send(method, path, *body, status=308)
        assert (response.headers["Location"], response.content) == (f"/api/v1{there}", b"")
    assert [row["key"] for row in (await sam.get(f"{_WEB.replace('WEB', 'SITE')}/former-keys")).json()["items"]] == [
        "WEB"
    ]
    await sam.delete(f"{_WEB.replace('WEB', 'SITE')}/former-keys/WEB")
    await sam.get(_WEB, status=404)


@pytest.mark.parametrize(("policy", "status"), [("warn", 200), ("refuse", 409)])
async def test_a_column_above_its_limit_warns_or_refuses(sam: ApiClient, policy: str, status: int) -> None:
    new = {"name": "Held", "category": "doing", "wip_limit": 1, "wip_policy": policy}
    column = (await sam.post(f"{_WEB}/columns", new)).json()
    assert (column["count"], column["wip_policy"], column["is_over_limit"]) == (0, policy, False)
    for column_id in (column["id"], None):
        await sam.post(f"{_WEB}/tasks", {"title": "x", "column_id": column_id})
    path = "/workspaces/meridian/tasks/WEB-2/position"
    response = await sam.put(path, {"column_id": column["id"]}, status=status)
    if policy == "refuse":
        assert problem(response)[0] == "wip_limit_reached"
        told = response.json()
        assert (told["column"], told["limit"], told["count"]) == ({"id": column["id"], "name": "Held"}, 1, 1)
    board = (await sam.get(f"{_WEB}/board")).json()
    held = board["columns"][-1]
    assert (held["count"], held["is_over_limit"]) == ((2, True) if policy == "warn" else (1, False))


async def test_nothing_changes_in_an_archived_project(sam: ApiClient) -> None:
    await sam.post(f"{_WEB}/tasks", {"title": "x"})
    await sam.patch(_WEB, {"archived": True}, If_Match='"v1"')
    task = "/workspaces/meridian/tasks/WEB-1"
    for method, path, body in (
        ("POST", f"{_WEB}/tasks", {"title": "y"}),
        ("POST", f"{_WEB}/columns", {"name": "x", "category": "todo"}),
        ("POST", f"{_WEB}/labels", {"name": "x"}),
        ("POST", f"{_WEB}/fields", {"name": "x", "kind": "text"}),
        ("POST", f"{task}/comments", {"body": "x"}),
        ("PATCH", task, {"title": "y"}),
    ):
        headers = {"If_Match": '"v1"'} if method == "PATCH" else {}
        assert problem(await sam.send(method, path, body, status=409, **headers))[0] == "project_archived", path
    assert (await sam.get(task)).json()["title"] == "x"


async def test_a_field_is_filled_in_and_refuses_what_is_not_of_its_kind(sam: ApiClient) -> None:
    field = (await sam.post(f"{_WEB}/fields", {"name": "Points", "kind": "number"})).json()
    await sam.post(f"{_WEB}/tasks", {"title": "x", "fields": {field["id"]: 3}})
    path = f"/workspaces/meridian/tasks/WEB-1/fields/{field['id']}"
    assert (await sam.put(path, {"value": 5})).json()["fields"] == [
        {"id": field["id"], "name": "Points", "kind": "number", "value": 5}
    ]
    refused = await sam.put(path, {"value": "five"}, status=422)
    assert problem(refused) == ("invalid", {"/value"})
    assert refused.json()["detail"] == "Points must be a number"
    assert (await sam.delete(path, status=200)).json()["fields"][0]["value"] is None
    kind = await sam.patch(f"{_WEB}/fields/{field['id']}", {"kind": "text"}, status=422, If_Match='"v1"')
    assert problem(kind) == ("invalid", {"/kind"})
    event = (await sam.get("/workspaces/meridian/tasks/WEB-1/events")).json()["items"][0]
    assert event["changes"]["value"] == [5, None]


async def test_a_template_is_told_as_it_will_be(sam: ApiClient) -> None:
    told = {template["key"]: template for template in (await sam.get(f"{W}/project-templates")).json()["templates"]}
    assert set(told) == {"blank", "software", "launch"}
    for key, template in told.items():
        project = f"{W}/projects/{key[:4].upper()}"
        await sam.post(f"{W}/projects", {"key": key[:4].upper(), "name": key, "template": key})
        columns = (await sam.get(f"{project}/columns")).json()["items"]
        assert [column["name"] for column in columns] == [column["name"] for column in template["columns"]]
        labels = (await sam.get(f"{project}/labels")).json()["items"]
        assert {label["name"] for label in labels} == {label["name"] for label in template["labels"]}
        fields = (await sam.get(f"{project}/fields")).json()["items"]
        assert [field["name"] for field in fields] == [field["name"] for field in template["fields"]]
        made = (await sam.get(f"{project}/tasks")).json()["items"]
        assert [
            (task["title"], task["column"]["name"], [label["name"] for label in task["labels"]]) for task in made
        ] == [(task["title"], task["column"], task["labels"]) for task in template["tasks"]]
    assert len(told["launch"]["tasks"]) == 7


async def test_a_starter_task_has_its_event_like_any_other(sam: ApiClient) -> None:
    await sam.post(f"{W}/projects", {"key": "GO", "name": "Go", "template": "launch"})
    events = (await sam.get(f"{W}/tasks/GO-1/events")).json()["items"]
    assert [event["action"] for event in events] == ["task.created"]

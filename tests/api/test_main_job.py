"""The main job from end to end: sign up, make a workspace and a project, invite, work, talk, finish."""

from collections.abc import Callable

from tests.support.client import ApiClient

PASSWORD = "a long sentence of our own"


async def _sign_up(client: ApiClient, email: str, name: str) -> ApiClient:
    """A person's program, by the way that a person goes: account, password, token."""
    await client.post("/users", {"email": email, "name": name, "password": PASSWORD})
    await client.post("/sessions", {"email": email, "password": PASSWORD})
    made = await client.post("/me/tokens", {"name": "tests", "scopes": ["write"]}, Origin="http://localhost")
    client.http.cookies.clear()
    client.http.headers["Authorization"] = f"Bearer {made.json()['text']}"
    return client


async def test_a_team_gets_its_first_task_done(visit: Callable[[], ApiClient], database: None) -> None:
    sam = await _sign_up(visit(), "sam@example.org", "Sam Okafor")
    aiko = await _sign_up(visit(), "aiko@example.org", "Aiko Tanaka")

    made = await sam.post("/workspaces", {"name": "Acme", "slug": "acme"})
    assert made.headers["Location"] == "/api/v1/workspaces/acme"
    await aiko.get("/workspaces/acme", status=404)
    member = (await sam.post("/workspaces/acme/members", {"email": "aiko@example.org"})).json()
    await sam.post("/workspaces/acme/projects", {"key": "WEB", "name": "Website"})
    columns = (await aiko.get("/workspaces/acme/projects/WEB/columns")).json()["items"]
    assert [column["name"] for column in columns] == ["Backlog", "To do", "In progress", "In review", "Done"]

    made = await sam.post("/workspaces/acme/projects/WEB/tasks", {"title": "Fix the login page", "priority": "high"})
    task = made.headers["Location"]
    assert task == "/api/v1/workspaces/acme/tasks/WEB-1"
    assigned = await sam.put(f"{task}/assignees/{member['id']}")
    assert [person["name"] for person in assigned.json()["assignees"]] == ["Aiko Tanaka"]
    mine = (await aiko.get("/workspaces/acme/tasks?assignee=me")).json()["items"]
    assert [found["key"] for found in mine] == ["WEB-1"]

    moved = await aiko.put(f"{task}/position", {"column_id": columns[2]["id"]})
    assert moved.json()["column"]["name"] == "In progress"
    await aiko.post(f"{task}/comments", {"body": "On it"})
    done = await aiko.put(f"{task}/completion")
    assert done.json()["completed_at"]
    assert done.json()["column"]["category"] == "done"
    assert (await sam.get("/workspaces/acme/tasks")).json()["items"] == []

    actions = [event["action"] for event in (await sam.get(f"{task}/events")).json()["items"]]
    assert actions == ["task.completed", "comment.posted", "task.moved", "task.assigned", "task.created"]
    board = (await sam.get("/workspaces/acme/projects/WEB/board")).json()
    assert [(column["name"], column["count"]) for column in board["columns"] if column["count"]] == [("Done", 1)]

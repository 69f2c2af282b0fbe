"""What the present state stands against: the codes that programs read."""

from collections.abc import Callable

from taskflow.platform.database import execute
from taskflow.world import World
from tests.support.client import ApiClient, problem

W = "/workspaces/meridian"
WEB = f"{W}/projects/WEB"


async def _columns(client: ApiClient) -> list[dict[str, object]]:
    items: list[dict[str, object]] = (await client.get(f"{WEB}/columns")).json()["items"]
    return items


async def test_a_column_with_tasks_stays_even_when_they_are_in_the_trash(sam: ApiClient) -> None:
    made = await sam.post(f"{WEB}/tasks", {"title": "In the way"})
    await sam.delete(made.headers["Location"], If_Match=made.headers["ETag"])
    column = f"{WEB}/columns/{made.json()['column']['id']}"
    assert problem(await sam.delete(column, status=409, If_Match='"v1"'))[0] == "column_not_empty"
    assert len(await _columns(sam)) == 5


async def test_the_last_column_stays(sam: ApiClient) -> None:
    *others, last = await _columns(sam)
    for column in others:
        await sam.delete(f"{WEB}/columns/{column['id']}", If_Match='"v1"')
    refused = await sam.delete(f"{WEB}/columns/{last['id']}", status=409, If_Match='"v1"')
    assert problem(refused)[0] == "last_column"
    assert [column["position"] for column in await _columns(sam)] == [0]


async def test_a_board_has_at_most_thirty_columns(sam: ApiClient) -> None:
    for number in range(25):
        await sam.post(f"{WEB}/columns", {"name": f"Column {number}", "category": "doing"})
    refused = await sam.post(f"{WEB}/columns", {"name": "One more", "category": "doing"}, status=409)
    assert problem(refused)[0] == "too_many_columns"


async def test_a_column_moves_to_where_it_is_told_and_at_most_to_the_end(sam: ApiClient) -> None:
    first, *rest = await _columns(sam)
    moved = await sam.patch(f"{WEB}/columns/{first['id']}", {"position": 100}, If_Match='"v1"')
    assert moved.json()["position"] == 4
    assert [column["id"] for column in await _columns(sam)] == [*(column["id"] for column in rest), first["id"]]
    again = await sam.patch(f"{WEB}/columns/{first['id']}", {"position": 50}, If_Match=moved.headers["ETag"])
    assert again.json() == moved.json()


async def test_an_archived_project_takes_no_tasks_until_it_is_back(sam: ApiClient) -> None:
    tag = (await sam.get(WEB)).headers["ETag"]
    archived = await sam.patch(WEB, {"archived": True}, If_Match=tag)
    assert archived.json()["archived_at"]
    assert (await sam.get(f"{W}/projects")).json()["items"] == []
    assert [p["key"] for p in (await sam.get(f"{W}/projects?archived=true")).json()["items"]] == ["WEB"]
    assert problem(await sam.post(f"{WEB}/tasks", {"title": "Late"}, status=409))[0] == "project_archived"
    await sam.patch(WEB, {"archived": False}, If_Match=archived.headers["ETag"])
    await sam.post(f"{WEB}/tasks", {"title": "In time"})


async def test_a_member_may_not_archive_a_project(mateo: ApiClient) -> None:
    refused = await mateo.patch(WEB, {"archived": True}, status=403, If_Match='"v1"')
    assert refused.json()["permission"] == "project.archive"


async def test_a_task_has_at_most_twenty_assignees(web: World, sam: ApiClient) -> None:
    task = (await sam.post(f"{WEB}/tasks", {"title": "Crowded"})).headers["Location"]
    await execute(
        "with people as (insert into users (id, email, name, password_hash, hue)"
        " select gen_random_uuid(), 'extra' || n || '@x.example', 'Extra ' || n, '', 'teal'"
        " from generate_series(1, 21) n returning id)"
        " insert into members (id, workspace_id, user_id, role) select gen_random_uuid(), $1, id, 'member' from people",
        web.sam.workspace_id,
    )
    listed = (await sam.get(f"{W}/members?limit=200")).json()["items"]
    extra = [member["id"] for member in listed if member["name"].startswith("Extra")]
    for member_id in extra[:20]:
        await sam.put(f"{task}/assignees/{member_id}")
    assert problem(await sam.put(f"{task}/assignees/{extra[20]}", status=409))[0] == "too_many_assignees"


async def test_somebody_who_was_removed_comes_back_with_a_new_version(web: World, sam: ApiClient) -> None:
    path = f"{W}/members/{web.members['jonas'].id}"
    await sam.delete(path, If_Match='"v1"')
    await sam.get(path, status=404)
    back = await sam.post(f"{W}/members", {"email": "jonas@meridian.example", "role": "guest"})
    assert back.json()["id"] == str(web.members["jonas"].id)
    assert (back.json()["role"], back.json()["version"]) == ("guest", 3)
    again = await sam.post(f"{W}/members", {"email": "jonas@meridian.example"}, status=422)
    assert again.json()["errors"] == [{"pointer": "/email", "code": "is_member", "detail": "is a member already"}]


async def test_only_an_owner_makes_owners(web: World, visit: Callable[[], ApiClient], sam: ApiClient) -> None:
    priya, path = await visit().use_token(web.persons["priya"]), f"{W}/members/{web.members['mateo'].id}"
    assert problem(await priya.patch(path, {"role": "owner"}, status=403, If_Match='"v1"'))[0] == "forbidden"
    made = await sam.patch(path, {"role": "owner"}, If_Match='"v1"')
    assert problem(await priya.delete(path, status=403, If_Match=made.headers["ETag"]))[0] == "forbidden"

"""Undo: what a change answers with takes all of it back, as long as nobody has changed it since."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from taskflow.platform import clock
from taskflow.world import World
from tests.support.client import ApiClient, problem

W = "/workspaces/meridian"
WEB = f"{W}/projects/WEB"
CHANGING = {"version", "updated_at", "completed_at"}
Row = dict[str, Any]


@pytest.fixture
async def task(mateo: ApiClient) -> str:
    """The address of a task of Mateo's."""
    return (await mateo.post(f"{WEB}/tasks", {"title": "Fix the login page"})).headers["Location"]


async def _undo(client: ApiClient, token: str, *, status: int = 200) -> Any:
    return await client.post(f"{W}/undo", {"token": token}, status=status)


async def _see(client: ApiClient, address: str) -> Row:
    shown = (await client.get(address)).json()
    return {name: value for name, value in shown.items() if name not in CHANGING}


async def _take_back_and_forth(client: ApiClient, address: str, before: Row, token: str) -> Row:
    """Undo, redo and undo again; gives what undoing answered first."""
    after = await _see(client, address)
    undone = await _undo(client, token)
    assert await _see(client, address) == before
    redone = await _undo(client, undone.headers["Undo"])
    assert await _see(client, address) == after != before
    await _undo(client, redone.headers["Undo"])
    assert await _see(client, address) == before
    answer: Row = undone.json()
    return answer


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Better", "priority": "high", "description": "More"},
        {"due_date": "2026-12-01", "start_date": "2026-11-30"},
        {"due_at": "2026-12-01T09:00:00.123456+01:00", "due_zone": "Europe/Berlin"},
    ],
)
async def test_an_edit_goes_back_and_forth(mateo: ApiClient, task: str, changes: Row) -> None:
    before = await _see(mateo, task)
    edited = await mateo.patch(task, changes, If_Match='"v1"')
    answer = await _take_back_and_forth(mateo, task, before, edited.headers["Undo"])
    (told,) = answer["undone"]
    assert (told["action"], told["subject"]["id"]) == ("task.edited", before["id"])
    assert told["sentence"] == f"Mateo Ruiz changed {before['key']}"


async def test_places_and_completion_go_back_and_forth(mateo: ApiClient, task: str) -> None:
    other = (await mateo.post(f"{WEB}/tasks", {"title": "The next one"})).json()
    columns = (await mateo.get(f"{WEB}/columns")).json()["items"]
    for method, path, body in (
        ("PUT", "completion", None),
        ("PUT", "position", {"column_id": columns[2]["id"]}),
        ("PUT", "position", {"column_id": columns[4]["id"]}),
        ("PUT", "position", {"column_id": other["column"]["id"]}),
    ):
        before, order = await _see(mateo, task), await _order(mateo)
        arguments = () if body is None else (body,)
        done = await mateo.send(method, f"{task}/{path}", *arguments, status=200)
        assert await _order(mateo) != order
        undone = await _undo(mateo, done.headers["Undo"])
        assert (await _see(mateo, task), await _order(mateo)) == (before, order)
        redone = await _undo(mateo, undone.headers["Undo"])
        await _undo(mateo, redone.headers["Undo"])
        assert await _order(mateo) == order


async def _order(client: ApiClient) -> list[list[str]]:
    board = (await client.get(f"{WEB}/board")).json()
    return [[task["key"] for task in column["tasks"]] for column in board["columns"]]


async def test_people_and_labels_go_on_and_off(web: World, mateo: ApiClient, task: str) -> None:
    label = (await mateo.post(f"{WEB}/labels", {"name": "Bug"})).json()
    for path in (f"assignees/{web.members['aiko'].id}", f"labels/{label['id']}"):
        before = await _see(mateo, task)
        put = await mateo.put(f"{task}/{path}")
        await _take_back_and_forth(mateo, task, before, put.headers["Undo"])
        await mateo.put(f"{task}/{path}")
        before = await _see(mateo, task)
        taken = await mateo.delete(f"{task}/{path}", status=200)
        await _take_back_and_forth(mateo, task, before, taken.headers["Undo"])


async def test_a_new_task_goes_to_the_trash_and_comes_back_whole(web: World, mateo: ApiClient) -> None:
    made = await mateo.post(f"{WEB}/tasks", {"title": "New", "assignees": [str(web.members["aiko"].id)]})
    before = await _see(mateo, made.headers["Location"])
    undone = await _undo(mateo, made.headers["Undo"])
    assert [told["action"] for told in undone.json()["undone"]] == ["task.assigned", "task.created"]
    await mateo.get(made.headers["Location"], status=404)
    await _undo(mateo, undone.headers["Undo"])
    assert await _see(mateo, made.headers["Location"]) == before


async def test_a_deleted_task_comes_back(mateo: ApiClient, task: str) -> None:
    before = await _see(mateo, task)
    deleted = await mateo.delete(task, If_Match='"v1"')
    await _undo(mateo, deleted.headers["Undo"])
    assert await _see(mateo, task) == before


async def test_what_was_said_goes_back_and_forth(mateo: ApiClient, task: str) -> None:
    posted = await mateo.post(f"{task}/comments", {"body": "On it"})
    address = posted.headers["Location"]
    undone = await _undo(mateo, posted.headers["Undo"])
    await mateo.get(address, status=404)
    await _undo(mateo, undone.headers["Undo"])
    tag = (await mateo.get(address)).headers["ETag"]
    edited = await mateo.patch(address, {"body": "Done"}, If_Match=tag)
    await _undo(mateo, edited.headers["Undo"])
    again = await mateo.get(address)
    assert again.json()["body"] == "On it"
    deleted = await mateo.delete(address, If_Match=again.headers["ETag"])
    await _undo(mateo, deleted.headers["Undo"])
    assert (await mateo.get(address)).json()["body"] == "On it"
    assert (await mateo.get(task)).json()["comment_count"] == 1


async def test_projects_columns_and_labels_go_back_and_forth(sam: ApiClient) -> None:
    column = (await sam.get(f"{WEB}/columns")).json()["items"][1]
    label = (await sam.post(f"{WEB}/labels", {"name": "Bug", "hue": "clay"})).headers["Location"]
    for address, changes in (
        (WEB, {"name": "Relaunch", "description": "All of it", "hue": "rose"}),
        (WEB, {"visibility": "private"}),
        (f"{WEB}/columns/{column['id']}", {"name": "Next", "wip_limit": 4}),
        (f"{WEB}/columns/{column['id']}", {"position": 3, "name": "Later"}),
        (label, {"name": "Defect", "hue": "rose"}),
        (W, {"name": "Meridian & Sons"}),
    ):
        before = await _see(sam, address)
        edited = await sam.patch(address, changes, If_Match=(await sam.get(address)).headers["ETag"])
        await _take_back_and_forth(sam, address, before, edited.headers["Undo"])


async def test_a_deleted_label_comes_back_to_its_tasks_and_goes_again(sam: ApiClient, task: str) -> None:
    made = await sam.post(f"{WEB}/labels", {"name": "Bug", "hue": "clay"})
    await sam.put(f"{task}/labels/{made.json()['id']}")
    before = await _see(sam, task)
    deleted = await sam.delete(made.headers["Location"], If_Match=made.headers["ETag"])
    assert (await sam.get(task)).json()["labels"] == []
    undone = await _undo(sam, deleted.headers["Undo"])
    assert (await _see(sam, task))["labels"] == before["labels"]
    await _undo(sam, undone.headers["Undo"])
    await sam.get(made.headers["Location"], status=404)


async def test_an_archived_project_is_brought_back(sam: ApiClient) -> None:
    archived = await sam.patch(WEB, {"archived": True}, If_Match=(await sam.get(WEB)).headers["ETag"])
    undone = await _undo(sam, archived.headers["Undo"])
    assert (await sam.get(WEB)).json()["archived_at"] is None
    await _undo(sam, undone.headers["Undo"])
    assert (await sam.get(WEB)).json()["archived_at"] is not None


async def test_a_deleted_column_comes_back_in_its_place_and_goes_again(sam: ApiClient) -> None:
    columns = (await sam.get(f"{WEB}/columns")).json()["items"]
    deleted = await sam.delete(f"{WEB}/columns/{columns[1]['id']}", If_Match='"v1"')
    undone = await _undo(sam, deleted.headers["Undo"])
    assert (await sam.get(f"{WEB}/columns")).json()["items"] == columns
    await _undo(sam, undone.headers["Undo"])
    assert len((await sam.get(f"{WEB}/columns")).json()["items"]) == len(columns) - 1


async def test_a_new_column_stays_when_a_task_is_in_it(sam: ApiClient) -> None:
    made = await sam.post(f"{WEB}/columns", {"name": "Waiting", "category": "doing"})
    await sam.post(f"{WEB}/tasks", {"title": "In the way", "column_id": made.json()["id"]})
    refused = await _undo(sam, made.headers["Undo"], status=409)
    assert problem(refused)[0] == "undo_conflict"
    assert "Tasks are in this column" in refused.json()["obstacles"][0]["detail"]


async def test_access_roles_and_teams_go_back(web: World, sam: ApiClient) -> None:
    aiko = web.members["aiko"].id
    granted = await sam.put(f"{WEB}/access/{aiko}", status=204)
    before = (await sam.get(f"{WEB}/access")).json()["items"]
    undone = await _undo(sam, granted.headers["Undo"])
    assert len((await sam.get(f"{WEB}/access")).json()["items"]) == len(before) - 1
    await _undo(sam, undone.headers["Undo"])
    assert (await sam.get(f"{WEB}/access")).json()["items"] == before
    raised = await sam.patch(f"{W}/members/{aiko}", {"role": "admin"}, If_Match='"v1"')
    await _undo(sam, raised.headers["Undo"])
    assert (await sam.get(f"{W}/members/{aiko}")).json()["role"] == "member"
    out = await sam.put(f"{W}/members/{aiko}/deactivation", If_Match='"v3"')
    await _undo(sam, out.headers["Undo"])
    assert (await sam.get(f"{W}/members/{aiko}")).json()["deactivated_at"] is None
    team = await sam.post(f"{W}/teams", {"name": "Design"})
    joined = await sam.put(f"{team.headers['Location']}/members/{aiko}", status=204)
    assert problem(await _undo(sam, team.headers["Undo"], status=409))[0] == "undo_conflict"
    await _undo(sam, joined.headers["Undo"])
    await _undo(sam, team.headers["Undo"])
    await sam.get(team.headers["Location"], status=404)


async def test_what_somebody_changed_since_stands_against_it_and_nothing_is_undone(
    mateo: ApiClient, sam: ApiClient, task: str
) -> None:
    edited = await mateo.patch(task, {"title": "Better", "priority": "high"}, If_Match='"v1"')
    await sam.patch(task, {"title": "Best"}, If_Match=edited.headers["ETag"])
    refused = await _undo(mateo, edited.headers["Undo"], status=409)
    assert problem(refused)[0] == "undo_conflict"
    (obstacle,) = refused.json()["obstacles"]
    assert (obstacle["field"], obstacle["by"], obstacle["subject"]) == ("title", "Sam Okafor", edited.json()["key"])
    assert (await mateo.get(task)).json()["priority"] == "high"


async def test_a_change_is_undone_once(mateo: ApiClient, task: str) -> None:
    token = (await mateo.patch(task, {"title": "Better"}, If_Match='"v1"')).headers["Undo"]
    await _undo(mateo, token)
    refused = (await _undo(mateo, token, status=409)).json()
    assert [obstacle["by"] for obstacle in refused["obstacles"]] == ["Mateo Ruiz"]


async def test_a_new_task_stays_when_somebody_else_has_worked_on_it(mateo: ApiClient, sam: ApiClient) -> None:
    made = await mateo.post(f"{WEB}/tasks", {"title": "New"})
    await sam.post(f"{made.headers['Location']}/comments", {"body": "Good"})
    refused = (await _undo(mateo, made.headers["Undo"], status=409)).json()
    assert refused["obstacles"][0]["by"] == "Sam Okafor"
    await mateo.get(made.headers["Location"])


async def test_only_who_did_it_may_undo_it_and_in_its_workspace(
    web: World, mateo: ApiClient, sam: ApiClient, task: str
) -> None:
    token = (await mateo.patch(task, {"title": "Better"}, If_Match='"v1"')).headers["Undo"]
    assert problem(await _undo(sam, token, status=422)) == ("invalid", {"/token"})
    await mateo.post("/workspaces", {"name": "Other", "slug": "other"})
    foreign = await mateo.post("/workspaces/other/undo", {"token": token}, status=422)
    assert problem(foreign) == ("invalid", {"/token"})
    assert problem(await _undo(mateo, "made-up", status=422)) == ("invalid", {"/token"})


async def test_a_change_can_be_undone_for_ten_minutes(
    mateo: ApiClient, task: str, visit: Callable[[], ApiClient]
) -> None:
    with clock.pinned(clock.now() - timedelta(minutes=11)):
        token = (await mateo.patch(task, {"title": "Better"}, If_Match='"v1"')).headers["Undo"]
    assert problem(await _undo(mateo, token, status=409))[0] == "undo_expired"


async def test_who_may_not_do_it_any_more_may_not_undo_it(
    web: World, mateo: ApiClient, sam: ApiClient, task: str
) -> None:
    token = (await mateo.patch(task, {"title": "Better"}, If_Match='"v1"')).headers["Undo"]
    member = web.members["mateo"].id
    await sam.put(f"{WEB}/access/{member}", status=204)
    await sam.patch(f"{W}/members/{member}", {"role": "guest"}, If_Match='"v1"')
    assert problem(await _undo(mateo, token, status=403))[0] == "forbidden"


async def test_what_changes_nothing_or_stays_offers_no_undo(sam: ApiClient, mateo: ApiClient, task: str) -> None:
    tag = (await mateo.get(task)).headers["ETag"]
    assert "Undo" not in (await mateo.patch(task, {"title": "Fix the login page"}, If_Match=tag)).headers
    assert "Undo" not in (await mateo.get(task)).headers
    assert "Undo" not in (await sam.post(f"{W}/projects", {"key": "APP", "name": "App"})).headers


async def _make(client: ApiClient, title: str, **more: str) -> str:
    return (await client.post(f"{WEB}/tasks", {"title": title, **more})).headers["Location"]


def _key(address: str) -> str:
    return address.rpartition("/")[2]


async def test_parents_and_blockers_go_back_and_forth(mateo: ApiClient, task: str) -> None:
    other = _key(await _make(mateo, "Another"))
    before = await _see(mateo, task)
    hung = await mateo.patch(task, {"parent": other}, If_Match='"v1"')
    await _take_back_and_forth(mateo, task, before, hung.headers["Undo"])
    blocked = await mateo.put(f"{task}/blockers/{other}")
    await _take_back_and_forth(mateo, task, before, blocked.headers["Undo"])
    await mateo.put(f"{task}/blockers/{other}")
    before = await _see(mateo, task)
    unblocked = await mateo.delete(f"{task}/blockers/{other}", status=200)
    await _take_back_and_forth(mateo, task, before, unblocked.headers["Undo"])


async def test_a_parent_that_would_make_a_circle_now_is_not_put_back(mateo: ApiClient, task: str) -> None:
    other = await _make(mateo, "Another", parent=_key(task))
    taken = await mateo.patch(other, {"parent": None}, If_Match='"v1"')
    await mateo.patch(task, {"parent": _key(other)}, If_Match='"v1"')
    answer = (await _undo(mateo, taken.headers["Undo"], status=409)).json()
    (obstacle,) = answer["obstacles"]
    assert (obstacle["subject"], obstacle["field"]) == (_key(other), "parent_id")
    assert "hangs below it" in obstacle["detail"]


async def test_a_blocker_that_was_put_on_again_or_is_gone_stands_against_it(mateo: ApiClient, task: str) -> None:
    other = await _make(mateo, "Another")
    blocked = await mateo.put(f"{task}/blockers/{_key(other)}")
    unblocked = await mateo.delete(f"{task}/blockers/{_key(other)}", status=200)
    await _undo(mateo, blocked.headers["Undo"], status=409)
    await mateo.delete(other, If_Match='"v1"')
    answer = (await _undo(mateo, unblocked.headers["Undo"], status=409)).json()
    assert "gone" in answer["obstacles"][0]["detail"]


async def test_a_tree_goes_into_the_trash_and_out_of_it_again_and_again(mateo: ApiClient, task: str) -> None:
    middle = await _make(mateo, "Middle", parent=_key(task))
    leaf = await _make(mateo, "Leaf", parent=_key(middle))
    shown = [await _see(mateo, address) for address in (task, middle, leaf)]
    token = (await mateo.delete(task, If_Match='"v1"')).headers["Undo"]
    for _ in range(3):
        undone = await _undo(mateo, token)
        assert len(undone.json()["undone"]) == 3
        assert [await _see(mateo, address) for address in (task, middle, leaf)] == shown
        token = (await _undo(mateo, undone.headers["Undo"])).headers["Undo"]
        trash = (await mateo.get(f"{W}/trash")).json()["items"]
        assert {row["title"] for row in trash} == {"Fix the login page", "Middle", "Leaf"}
        assert len({row["deleted_at"] for row in trash}) == 1


async def test_what_came_out_of_the_trash_alone_goes_back_below_its_parent(mateo: ApiClient, task: str) -> None:
    leaf = await _make(mateo, "Leaf", parent=_key(task))
    await mateo.delete(task, If_Match='"v1"')
    restored = await mateo.delete(f"{leaf}/deletion", status=200)
    assert restored.json()["parent"] is None
    undone = await _undo(mateo, restored.headers["Undo"])
    await mateo.delete(f"{task}/deletion", status=200)
    assert (await _see(mateo, task))["subtasks"]["total"] == 0  # it is in the trash, since another moment
    await _undo(mateo, undone.headers["Undo"])
    assert (await _see(mateo, leaf))["parent"]["key"] == _key(task)


async def test_a_task_with_subtasks_is_not_unmade(mateo: ApiClient) -> None:
    made = await mateo.post(f"{WEB}/tasks", {"title": "New"})
    await _make(mateo, "Below", parent=made.json()["key"])
    answer = (await _undo(mateo, made.headers["Undo"], status=409)).json()
    assert answer["obstacles"][0]["detail"] == "the task has subtasks by now"


@pytest.mark.parametrize("path", ["completion", "position"])
async def test_taking_back_follows_the_rule_of_blockers(mateo: ApiClient, task: str, path: str) -> None:
    blocker = _key(await _make(mateo, "Before"))
    columns = {row["category"]: row["id"] for row in (await mateo.get(f"{WEB}/columns")).json()["items"]}
    done, back = {"column_id": columns["done"]}, {"column_id": columns["todo"]}
    (arguments, reopening) = ((), ()) if path == "completion" else ((done,), (back,))
    await mateo.send("PUT", f"{task}/{path}", *arguments, status=200)
    method = "DELETE" if path == "completion" else "PUT"
    reopened = await mateo.send(method, f"{task}/{path}", *reopening, status=200)
    await mateo.put(f"{task}/blockers/{blocker}")
    answer = (await _undo(mateo, reopened.headers["Undo"], status=409)).json()
    assert answer["obstacles"][0]["detail"] == f"{_key(task)} is blocked by {blocker}"
    forced = await mateo.send("PUT", f"{task}/{path}?force=true", *arguments, status=200)
    assert forced.json()["completed_at"] is not None
    await _undo(mateo, forced.headers["Undo"])
    assert (await _see(mateo, task))["column"]["category"] == "todo"

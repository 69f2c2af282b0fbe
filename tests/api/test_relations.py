"""Subtasks and dependencies by the API: what a task shows of others, what stands against a change, and ETags."""

from typing import Any

import pytest

from taskflow.world import World
from tests.support.client import ApiClient, problem

W = "/workspaces/meridian"
WEB = f"{W}/projects/WEB"
Row = dict[str, Any]


@pytest.fixture
async def task(mateo: ApiClient) -> str:
    """The address of a task of Mateo's."""
    return await _make(mateo, "Fix the login page")


async def _make(client: ApiClient, title: str, project: str = "WEB", **more: str) -> str:
    made = await client.post(f"{W}/projects/{project}/tasks", {"title": title, **more})
    return made.headers["Location"]


def _key(address: str) -> str:
    return address.rpartition("/")[2]


async def test_the_tag_changes_with_what_hangs_on_the_task_and_not_its_version(mateo: ApiClient, task: str) -> None:
    leaf = await _make(mateo, "Below", parent=_key(task))
    waiting = await _make(mateo, "Waiting")
    tags = []

    async def see() -> None:
        seen = await mateo.get(task, **({"If_None_Match": tags[-1]} if tags else {}), status=200)
        assert seen.json()["version"] == 1
        tags.append(seen.headers["ETag"])

    await see()
    for change in (
        mateo.put(f"{leaf}/completion"),
        mateo.patch(leaf, {"title": "Below it"}, If_Match='"v2"'),
        mateo.put(f"{waiting}/blockers/{_key(task)}"),
        mateo.delete(leaf, If_Match='"v3"'),
    ):
        assert (await change).is_success
        await see()
    assert len(set(tags)) == len(tags) == 5
    await mateo.patch(task, {"title": "Still the first version"}, If_Match=tags[0])


async def test_a_blocker_counts_in_the_tag_until_it_is_done(mateo: ApiClient, task: str) -> None:
    blocker = await _make(mateo, "Before")
    blocked = await mateo.put(f"{task}/blockers/{_key(blocker)}")
    assert blocked.json()["blocked"] is True
    await mateo.put(f"{blocker}/completion")
    after = await mateo.get(task, If_None_Match=blocked.headers["ETag"], status=200)
    assert (after.json()["blocked"], after.json()["version"]) == (False, 2)
    assert after.json()["blocked_by"][0]["completed_at"] is not None


async def test_what_is_blocked_says_by_what_and_is_forced_only_when_asked(mateo: ApiClient, task: str) -> None:
    blocker = await _make(mateo, "Before")
    await mateo.put(f"{task}/blockers/{_key(blocker)}")
    done = next(row["id"] for row in (await mateo.get(f"{WEB}/columns")).json()["items"] if row["category"] == "done")
    for path, arguments in (("completion", ()), ("position", ({"column_id": done},))):
        refused = await mateo.send("PUT", f"{task}/{path}", *arguments, status=409)
        assert problem(refused)[0] == "task_blocked"
        assert [row["key"] for row in refused.json()["blockers"]] == [_key(blocker)]
        forced = await mateo.send("PUT", f"{task}/{path}?force=true", *arguments, status=200)
        assert forced.json()["completed_at"] is not None
        (event, *_) = (await mateo.get(f"{task}/events")).json()["items"]
        assert event["changes"]["forced"] == [None, True]
        await mateo.delete(f"{task}/completion", status=200)


async def test_circles_are_named(mateo: ApiClient, task: str) -> None:
    other = await _make(mateo, "Another")
    await mateo.put(f"{other}/blockers/{_key(task)}")
    refused = await mateo.put(f"{task}/blockers/{_key(other)}", status=409)
    assert (problem(refused)[0], refused.json()["path"]) == ("dependency_cycle", [_key(task), _key(other)])
    await mateo.patch(other, {"parent": _key(task)}, If_Match='"v2"')
    refused = await mateo.patch(task, {"parent": _key(other)}, status=409, If_Match='"v1"')
    assert (problem(refused)[0], refused.json()["path"]) == ("subtask_cycle", [_key(task), _key(other)])


async def test_a_dependency_crosses_projects_and_a_former_key_is_followed(
    web: World, sam: ApiClient, mateo: ApiClient, task: str
) -> None:
    await sam.post(f"{W}/projects", {"key": "APP", "name": "App"})
    other = await _make(sam, "In another project", "APP")
    shown = await mateo.put(f"{task}/blockers/{_key(other)}")
    assert shown.json()["blocked_by"][0]["key"] == "APP-1"
    version = (await sam.get(f"{W}/projects/APP")).headers["ETag"]
    await sam.patch(f"{W}/projects/APP", {"key": "APPS"}, If_Match=version)
    moved = await mateo.send("DELETE", f"{task}/blockers/APP-1")
    assert moved.status_code == 308
    assert moved.headers["Location"].endswith(f"{_key(task)}/blockers/APPS-1")
    assert (await mateo.delete(f"{task}/blockers/APPS-1", status=200)).json()["blocked_by"] == []


@pytest.mark.parametrize("body", [{"parent": "WEB-99"}, {"parent": "nonsense"}, {"parent": ""}])
async def test_a_parent_that_is_no_task_is_named_as_wrong(mateo: ApiClient, task: str, body: Row) -> None:
    refused = await mateo.patch(task, body, status=422, If_Match='"v1"')
    assert problem(refused)[1] == {"/parent"}
    refused = await mateo.post(f"{WEB}/tasks", {"title": "x"} | body, status=422)
    assert problem(refused)[1] == {"/parent"}


async def test_null_takes_a_task_out_from_below_its_parent(mateo: ApiClient, task: str) -> None:
    leaf = await _make(mateo, "Below", parent=_key(task))
    assert (await mateo.get(f"{task}/subtasks")).json()["items"][0]["key"] == _key(leaf)
    freed = await mateo.patch(leaf, {"parent": None}, If_Match='"v1"')
    assert freed.json()["parent"] is None
    assert (await mateo.get(f"{task}/subtasks")).json()["items"] == []

"""Lists: pages that no insert shifts, filters, and the links between the pages."""

from collections.abc import Callable
from typing import Any

import pytest

from taskflow import projects, tasks
from taskflow.api import build_api
from taskflow.api.operations import OPERATIONS, PREFIX
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.settings import Settings
from taskflow.tasks import SORT_KEYS, NewTask
from taskflow.world import World, build_people
from tests.api.stage import build_request, build_stage
from tests.support.client import ApiClient
from tests.support.contract import Contract
from tests.support.databases import opened
from tests.support.people import PASSWORD

W = "/workspaces/meridian"
WEB = f"{W}/projects/WEB"


async def _walk(client: ApiClient, path: str) -> list[dict[str, Any]]:
    """Everything in a list, page by page as the answers lead."""
    items: list[dict[str, Any]] = []
    following: str | None = path
    while following:
        response = await client.get(following)
        page = response.json()
        items += page["items"]
        link = response.headers.get("Link")
        assert link == (f'<{page["next"]}>; rel="next"' if page["next"] else None)
        following = page["next"]
        assert len(items) < 1000
    return items


@pytest.fixture
async def backlog(web: World) -> World:
    """Twelve tasks in WEB, different in everything that lists sort by."""
    sam = web.sam
    async with unit_of_work():
        label = await projects.create_label(sam, "WEB", projects.NewLabel(name="Bug"))
    for number in range(12):
        async with unit_of_work():
            values: dict[str, Any] = {
                "title": f"Task {number:02}",
                "priority": tasks.PRIORITIES[number % 5],
                "due_date": f"2026-11-{10 + number // 2}" if number % 3 else None,
                "assignees": [sam.id] if number % 2 else [],
                "labels": [label["id"]] if number % 4 == 0 else [],
            }
            await tasks.create_task(sam, "WEB", NewTask.model_validate(values))
    return web


async def test_pages_of_any_size_hold_everything_once_in_order(backlog: World, sam: ApiClient) -> None:
    for sort in (*SORT_KEYS, *(f"-{key}" for key in SORT_KEYS), "-priority,due,title"):
        whole = [task["key"] for task in await _walk(sam, f"{W}/tasks?sort={sort}&limit=200")]
        assert len(set(whole)) == 12
        for limit in (1, 5, 12):
            assert [task["key"] for task in await _walk(sam, f"{W}/tasks?sort={sort}&limit={limit}")] == whole, sort


async def test_tasks_are_sorted_as_asked(backlog: World, sam: ApiClient) -> None:
    by_priority = [task["priority"] for task in await _walk(sam, f"{WEB}/tasks?sort=-priority")]
    assert by_priority == sorted(by_priority, key=tasks.PRIORITIES.index, reverse=True)
    due = [task["due_date"] for task in await _walk(sam, f"{WEB}/tasks?sort=due&limit=3")]
    assert due == sorted(due, key=lambda day: day or "9999")


async def test_a_page_is_not_shifted_by_what_is_added(backlog: World, sam: ApiClient) -> None:
    first = (await sam.get(f"{WEB}/tasks?sort=-number&limit=5")).json()
    for _ in range(3):
        await sam.post(f"{WEB}/tasks", {"title": "Newer"})
    rest = await _walk(sam, first["next"])
    keys = [task["key"] for task in [*first["items"], *rest]]
    assert keys == [f"WEB-{number}" for number in range(12, 0, -1)]


async def test_every_list_can_be_walked_one_by_one(web: World, visit: Callable[[], ApiClient]) -> None:
    stage, sam = await build_stage(web), await visit().sign_in(web.persons["sam"])
    await sam.post(f"{W}/projects", {"key": "APP", "name": "app"})
    await sam.post("/workspaces", {"name": "Other", "slug": "other"})
    lists = [operation for operation in OPERATIONS.values() if operation.is_list]
    walked = {}
    for operation in lists:
        path = build_request(operation, stage.values("sam"))[0].partition("?")[0]
        whole = (await sam.get(f"{path}?limit=200")).json()
        assert whole["next"] is None
        assert await _walk(sam, f"{path}?limit=1") == whole["items"], operation.name
        walked[operation.name] = len(whole["items"])
    alone = {name for name, count in walked.items() if count < 2}
    # One of each on the stage; events of a project are settled only after a commit.
    assert alone == {
        "list_attachments", "list_audit", "list_column_tasks", "list_comment_versions", "list_comments", "list_fields",
        "list_former_keys", "list_labels",
        "list_member_events", "list_notifications", "list_project_events", "list_tokens",
            "list_trash", "list_view_tasks",
    }  # fmt: skip


async def test_the_next_page_keeps_the_filter(backlog: World, sam: ApiClient) -> None:
    page = (await sam.get(f"{WEB}/tasks?priority=none&limit=1&q=task 0")).json()
    assert page["next"].startswith(f"{PREFIX}{WEB}/tasks?")
    assert {task["priority"] for task in await _walk(sam, page["next"])} == {"none"}


# What a filter of the backlog finds, by the numbers in the titles.
FILTERS: dict[str, set[int]] = {
    "assignee=me": {1, 3, 5, 7, 9, 11},
    "assignee=none": {0, 2, 4, 6, 8, 10},
    "assignee={sam}": {1, 3, 5, 7, 9, 11},
    "assignee={lena}": set(),
    "priority=urgent": {4, 9},
    "label=bug": {0, 4, 8},
    "label=none of them": set(),
    "q=TASK 1": {10, 11},
    "q=%25": set(),
    "status=done": set(),
    "status=all&assignee=me&priority=low": {1, 11},
    "column={column}": set(range(12)),
    "project=WEB": set(range(12)),
    "project=NOPE": set(),
}


async def test_a_filter_holds_what_it_says(backlog: World, sam: ApiClient) -> None:
    columns = (await sam.get(f"{WEB}/columns")).json()["items"]
    ids = {name: str(member.id) for name, member in backlog.members.items()}
    for query, numbers in FILTERS.items():
        found = await _walk(sam, f"{W}/tasks?limit=4&" + query.format(column=columns[1]["id"], **ids))
        assert {int(task["title"].removeprefix("Task ")) for task in found} == numbers, query


async def test_a_board_shows_the_first_cards_and_where_the_rest_is(backlog: World, sam: ApiClient) -> None:
    board = (await sam.get(f"{WEB}/board?per_column=5")).json()
    backlog_column, todo, *rest = board["columns"]
    assert (backlog_column["count"], backlog_column["tasks"], backlog_column["next"]) == (0, [], None)
    assert (todo["count"], len(todo["tasks"])) == (12, 5)
    assert not any(column["count"] for column in rest)
    keys = [task["key"] for task in [*todo["tasks"], *await _walk(sam, todo["next"])]]
    assert keys == [f"WEB-{number}" for number in range(1, 13)]


async def test_a_moved_task_stands_where_it_was_put(backlog: World, sam: ApiClient) -> None:
    todo = (await sam.get(f"{WEB}/board")).json()["columns"][1]
    await sam.put(f"{W}/tasks/WEB-12/position", {"column_id": todo["id"], "before": "WEB-3"})
    listed = await _walk(sam, f"{WEB}/columns/{todo['id']}/tasks?limit=2")
    assert [task["key"] for task in listed[:4]] == ["WEB-1", "WEB-2", "WEB-12", "WEB-3"]


async def test_the_events_of_a_project_are_told_once_they_are_settled(
    own_database: Settings, contract: Contract
) -> None:
    async with opened(own_database):
        async with unit_of_work():
            world = await build_people(PASSWORD)
            await projects.create_project(world.sam, NewProject(key="WEB", name="Website relaunch"))
        client = await ApiClient(build_api(own_database), contract).use_token(world.persons["sam"])
        for title in ("One", "Two", "Three"):
            await client.post(f"{WEB}/tasks", {"title": title})
        events = await _walk(client, f"{WEB}/events?limit=2")
        assert [event["action"] for event in events] == ["task.created"] * 3 + ["project.created"]
        assert {event["actor"]["name"] for event in events} == {"Sam Okafor"}
        assert [event["seq"] for event in events] == sorted((event["seq"] for event in events), reverse=True)

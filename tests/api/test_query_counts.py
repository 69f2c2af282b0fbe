"""How many statements an operation takes: as many for twenty things as for one, and not more than it took before."""

from typing import Any

import httpx

from taskflow.api.operations import OPERATIONS, Operation
from taskflow.world import World
from tests.api.growth import MANY, grow
from tests.api.stage import Stage, build_request, undone
from tests.support.client import ApiClient
from tests.support.queries import recorded

# Statements of a request with a token, everything included: who asks is one of them. Every operation that reads is
# here, and those writing ones that the speed of TaskFlow is judged by. Lower a number when its operation needs fewer.
QUERIES: dict[str, int] = {
    "get_profile": 1, "list_accounts": 2, "get_account": 2, "list_sessions": 2, "get_session": 2, "list_tokens": 2,
    "get_token": 2, "list_workspaces": 2, "get_permissions": 2, "get_workspace": 3, "list_members": 3, "get_member": 3,
    "list_teams": 3, "get_team": 3, "list_team_members": 4, "list_invitations": 4, "get_invitation": 4,
    "list_projects": 3, "get_project": 3, "list_access": 4, "list_project_teams": 4, "list_columns": 4, "get_column": 4,
    "list_labels": 4, "get_label": 4, "list_fields": 4, "get_field": 4, "list_former_keys": 4, "get_board": 5,
    "list_column_tasks": 5, "list_project_tasks": 3, "list_tasks": 3, "get_task": 3, "search_tasks": 3,
    "preview_quick_task": 6, "list_trash": 3, "list_views": 3, "get_view": 3, "list_view_tasks": 4, "list_comments": 4,
    "get_comment": 4, "list_comment_versions": 5, "list_mentionable": 5, "list_attachments": 4, "get_attachment": 4,
    "read_attachment": 4, "list_task_events": 5, "list_project_events": 5, "list_member_events": 6, "list_audit": 4,
    "verify_audit": 6, "list_notifications": 3, "list_project_templates": 2, "list_subtasks": 4, "list_watchers": 4,
    "preview_recurrence": 1, "preview_transfer": 13,
    "create_task": 16, "edit_task": 8, "move_task": 8, "complete_task": 9, "post_comment": 7,
    "edit_tasks": 15, "duplicate_task": 21, "transfer_task": 33,
}  # fmt: skip
# Lists that have nothing here: events are shown once their transaction is over, and a test's never is. What makes their
# rows is the same as in list_task_events.
UNSEEN = {"list_project_events", "list_member_events", "list_audit"}


async def _ask(client: ApiClient, operation: Operation, stage: Stage) -> tuple[int, httpx.Response]:
    """The number of statements that the good request takes, and the answer."""
    address, body, headers = build_request(operation, stage.values("sam"))
    if operation.is_list:
        address = address.partition("?")[0] + "?limit=50"
    given: dict[str, Any] = {} if body is None else {"body": body}
    async with recorded() as seen:
        response = await client.send(operation.method, address, status=operation.status, **given, **headers)
    return len(seen), response


def test_every_operation_that_reads_has_its_number() -> None:
    assert {name for name, operation in OPERATIONS.items() if operation.is_safe} <= set(QUERIES) <= set(OPERATIONS)


async def test_twenty_things_take_as_many_statements_as_one(sam: ApiClient, stage: Stage, web: World) -> None:
    reads = [operation for operation in OPERATIONS.values() if operation.is_safe]
    await sam.get("/me")  # the first request of a while notes when the token was used
    few = {operation.name: (await _ask(sam, operation, stage))[0] for operation in reads}
    await grow(web, stage)
    many = {operation.name: await _ask(sam, operation, stage) for operation in reads}

    lists = {operation.name for operation in reads if operation.is_list}
    assert {name for name in lists if len(many[name][1].json()["items"]) < MANY} == UNSEEN
    assert {name: (few[name], count) for name, (count, _) in many.items() if count > few[name]} == {}
    assert {name: count for name, (count, _) in many.items() if count > QUERIES[name]} == {}


async def test_no_operation_takes_more_statements_than_before(sam: ApiClient, stage: Stage) -> None:
    await sam.get("/me")
    counts = {}
    for name in QUERIES:
        if not OPERATIONS[name].is_safe:
            async with undone():
                counts[name], _ = await _ask(sam, OPERATIONS[name], stage)
    assert {name: count for name, count in counts.items() if count > QUERIES[name]} == {}

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
    "get_profile": 1, "list_accounts": 2, "get_account": 2, "list_operator_jobs": 2,
    "get_operator_job": 2, "count_operator_jobs": 3, "list_operator_schedule": 2,
    "list_sessions": 2, "get_session": 2, "list_tokens": 2,
    "get_token": 2, "list_workspaces": 2, "get_permissions": 1, "get_workspace": 2, "list_members": 2, "get_member": 2,
    "list_teams": 2, "get_team": 2, "list_team_members": 3, "list_invitations": 3, "get_invitation": 3,
    "list_projects": 2, "get_project": 2, "list_access": 3, "list_project_teams": 3, "list_columns": 3, "get_column": 3,
    "list_labels": 3, "get_label": 3, "list_fields": 3, "get_field": 3, "list_former_keys": 3, "get_board": 4,
    "list_column_tasks": 4, "list_project_tasks": 2, "list_tasks": 2, "get_task": 2, "search_tasks": 2,
    "preview_quick_task": 5, "list_trash": 2, "list_views": 2, "get_view": 2, "list_view_tasks": 4, "list_comments": 3,
    "get_comment": 3, "list_comment_versions": 4, "list_mentionable": 4, "list_attachments": 3, "get_attachment": 3,
    "read_attachment": 3, "list_task_events": 4, "list_project_events": 4, "list_member_events": 5, "list_audit": 3,
    "verify_audit": 6, "list_notifications": 2, "list_project_templates": 1, "list_subtasks": 3, "list_watchers": 3,
    "preview_recurrence": 1, "preview_transfer": 13, "list_webhooks": 2, "get_webhook": 2, "list_deliveries": 3,
    "get_delivery": 4,
     "get_workspace_analytics": 5, "get_workspace_chart": 5,
    "export_workspace_chart": 5, "get_project_analytics": 5, "get_project_chart": 5, "export_project_chart": 5,

    "list_report_subscriptions": 2, "get_report_subscription": 2,
    "list_jobs": 2, "get_job": 2, "read_job_file": 2, "start_export": 8,
    "get_import": 2, "start_import": 7,
    "list_calendars": 2, "get_calendar": 2, "read_calendar": 4,
    "get_notification": 2, "get_notification_settings": 2,

    "create_task": 15, "edit_task": 8, "move_task": 6, "complete_task": 6, "post_comment": 6,
    "edit_tasks": 14, "duplicate_task": 20, "transfer_task": 33,
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

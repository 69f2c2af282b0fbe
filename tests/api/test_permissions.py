"""Who may do what: every operation asked by everybody."""

from collections.abc import Callable

import httpx
import pytest

from taskflow.api.operations import OPERATIONS
from taskflow.platform.database import execute
from taskflow.web.application import Application
from taskflow.world import World
from tests.api.stage import SAMPLES, Stage, build_request, build_stage, undone
from tests.support.client import ApiClient, problem

# What each of WHO is answered: anonymous, outsider, guest, member, admin, owner, deactivated, reader, expired.
# A deactivated member stands outside the workspace; reader is the owner's token that only reads.
MATRIX: dict[str, str] = {
    "register_user":         "201 201 201 201 201 201 201 201 401",
    "sign_in":               "201 201 201 201 201 201 201 201 401",
    "request_password_reset": "204 204 204 204 204 204 204 204 401",
    "complete_password_reset": "204 204 204 204 204 204 204 204 401",
    "offer_password_reset":  "401 404 404 404 404 200 404 403 401",
    "sign_out":              "401 204 204 204 204 204 204 403 401",
    "list_sessions":         "401 200 200 200 200 200 200 200 401",
    "get_session":           "401 200 200 200 200 200 200 200 401",
    "close_session":         "401 204 204 204 204 204 204 403 401",
    "get_profile":           "401 200 200 200 200 200 200 200 401",
    "edit_profile":          "401 200 200 200 200 200 200 403 401",
    "list_tokens":           "401 200 200 200 200 200 200 200 401",
    "create_token":          "401 201 201 201 201 201 201 403 401",
    "get_token":             "401 200 200 200 200 200 200 200 401",
    "revoke_token":          "401 204 204 204 204 204 204 403 401",
    "list_workspaces":       "401 200 200 200 200 200 200 200 401",
    "create_workspace":      "401 201 201 201 201 201 201 403 401",
    "get_workspace":         "401 404 200 200 200 200 404 200 401",
    "edit_workspace":        "401 404 403 403 200 200 404 403 401",
    "list_members":          "401 404 200 200 200 200 404 200 401",
    "add_member":            "401 404 403 403 201 201 404 403 401",
    "get_member":            "401 404 200 200 200 200 404 200 401",
    "change_role":           "401 404 403 403 200 200 404 403 401",
    "remove_member":         "401 404 403 403 204 204 404 403 401",
    "deactivate_member":     "401 404 403 403 200 200 404 403 401",
    "reactivate_member":     "401 404 403 403 200 200 404 403 401",
    "list_teams":            "401 404 200 200 200 200 404 200 401",
    "create_team":           "401 404 403 403 201 201 404 403 401",
    "get_team":              "401 404 200 200 200 200 404 200 401",
    "edit_team":             "401 404 403 403 200 200 404 403 401",
    "delete_team":           "401 404 403 403 204 204 404 403 401",
    "list_team_members":     "401 404 200 200 200 200 404 200 401",
    "add_to_team":           "401 404 403 403 204 204 404 403 401",
    "remove_from_team":      "401 404 403 403 204 204 404 403 401",
    "list_invitations":      "401 404 403 403 200 200 404 200 401",
    "create_invitation":     "401 404 403 403 201 201 404 403 401",
    "get_invitation":        "401 404 403 403 200 200 404 200 401",
    "revoke_invitation":     "401 404 403 403 204 204 404 403 401",
    "mail_invitation":       "401 404 403 403 200 200 404 403 401",
    "accept_invitation":     "401 201 409 409 409 409 409 403 401",
    "get_permissions":       "401 404 200 200 200 200 404 200 401",
    "list_project_templates": "401 404 200 200 200 200 404 200 401",
    "transfer_ownership":    "401 404 403 403 403 200 404 403 401",
    "list_projects":         "401 404 200 200 200 200 404 200 401",
    "create_project":        "401 404 403 201 201 201 404 403 401",
    "get_project":           "401 404 200 200 200 200 404 200 401",
    "edit_project":          "401 404 403 200 200 200 404 403 401",
    "list_access":           "401 404 200 200 200 200 404 200 401",
    "grant_access":          "401 404 403 204 204 204 404 403 401",
    "revoke_access":         "401 404 403 204 204 204 404 403 401",
    "list_accounts":         "401 404 404 404 404 200 404 200 401",
    "get_account":           "401 404 404 404 404 200 404 200 401",
    "deactivate_account":    "401 404 404 404 404 200 404 403 401",
    "reactivate_account":    "401 404 404 404 404 200 404 403 401",
    "list_operator_jobs":    "401 404 404 404 404 200 404 200 401",
    "get_operator_job":      "401 404 404 404 404 200 404 200 401",
    "count_operator_jobs":   "401 404 404 404 404 200 404 200 401",
    "list_operator_schedule": "401 404 404 404 404 200 404 200 401",
    "replay_operator_job":   "401 404 404 404 404 200 404 403 401",
    "replay_operator_jobs":  "401 404 404 404 404 200 404 403 401",
    "cancel_operator_job":   "401 404 404 404 404 200 404 403 401",
    "list_project_teams":    "401 404 200 200 200 200 404 200 401",
    "let_team_in":           "401 404 403 204 204 204 404 403 401",
    "take_team_out":         "401 404 403 204 204 204 404 403 401",
    "list_columns":          "401 404 200 200 200 200 404 200 401",
    "create_column":         "401 404 403 201 201 201 404 403 401",
    "get_column":            "401 404 200 200 200 200 404 200 401",
    "edit_column":           "401 404 403 200 200 200 404 403 401",
    "delete_column":         "401 404 403 204 204 204 404 403 401",
    "list_labels":           "401 404 200 200 200 200 404 200 401",
    "create_label":          "401 404 403 201 201 201 404 403 401",
    "get_label":             "401 404 200 200 200 200 404 200 401",
    "edit_label":            "401 404 403 200 200 200 404 403 401",
    "delete_label":          "401 404 403 204 204 204 404 403 401",
    "list_fields":           "401 404 200 200 200 200 404 200 401",
    "create_field":          "401 404 403 201 201 201 404 403 401",
    "get_field":             "401 404 200 200 200 200 404 200 401",
    "edit_field":            "401 404 403 200 200 200 404 403 401",
    "delete_field":          "401 404 403 204 204 204 404 403 401",
    "set_field":            "401 404 403 200 200 200 404 403 401",
    "clear_field":          "401 404 403 200 200 200 404 403 401",
    "list_former_keys":           "401 404 200 200 200 200 404 200 401",
    "free_former_key":          "401 404 403 204 204 204 404 403 401",
    "list_project_tasks":    "401 404 200 200 200 200 404 200 401",
    "create_task":           "401 404 403 201 201 201 404 403 401",
    "create_quick_task":     "401 404 403 201 201 201 404 403 401",
    "preview_quick_task":    "401 404 403 200 200 200 404 200 401",
    "edit_tasks":            "401 404 403 200 200 200 404 403 401",
    "list_tasks":            "401 404 200 200 200 200 404 200 401",
    "get_task":              "401 404 200 200 200 200 404 200 401",
    "edit_task":             "401 404 403 200 200 200 404 403 401",
    "delete_task":           "401 404 403 204 204 204 404 403 401",
    "list_trash":            "401 404 200 200 200 200 404 200 401",
    "purge_task":            "401 404 403 403 204 204 404 403 401",
    "restore_task":          "401 404 403 200 200 200 404 403 401",
    "move_task":             "401 404 403 200 200 200 404 403 401",
    "complete_task":         "401 404 403 200 200 200 404 403 401",
    "reopen_task":           "401 404 403 200 200 200 404 403 401",
    "assign_task":           "401 404 403 200 200 200 404 403 401",
    "unassign_task":         "401 404 403 200 200 200 404 403 401",
    "preview_recurrence":    "401 200 200 200 200 200 200 200 401",
    "list_watchers":         "401 404 200 200 200 200 404 200 401",
    "watch_task":            "401 404 403 200 200 200 404 403 401",
    "unwatch_task":          "401 404 403 200 200 200 404 403 401",
    "label_task":            "401 404 403 200 200 200 404 403 401",
    "unlabel_task":          "401 404 403 200 200 200 404 403 401",
    "list_subtasks":         "401 404 200 200 200 200 404 200 401",
    "block_task":            "401 404 403 200 200 200 404 403 401",
    "unblock_task":          "401 404 403 200 200 200 404 403 401",
    "duplicate_task":        "401 404 403 201 201 201 404 403 401",
    "transfer_task":         "401 404 403 200 200 200 404 403 401",
    "preview_transfer":      "401 404 403 200 200 200 404 200 401",
    "get_board":             "401 404 200 200 200 200 404 200 401",
    "list_column_tasks":     "401 404 200 200 200 200 404 200 401",
    "search_tasks":          "401 404 200 200 200 200 404 200 401",
    "list_views":            "401 404 200 200 200 200 404 200 401",
    "create_view":           "401 404 201 201 201 201 404 403 401",
    "get_view":              "401 404 200 200 200 200 404 200 401",
    "edit_view":             "401 404 403 403 200 200 404 403 401",
    "delete_view":           "401 404 403 403 204 204 404 403 401",
    "list_view_tasks":       "401 404 200 200 200 200 404 200 401",
    "list_comments":         "401 404 200 200 200 200 404 200 401",
    "post_comment":          "401 404 201 201 201 201 404 403 401",
    "get_comment":           "401 404 200 200 200 200 404 200 401",
    "edit_comment":          "401 404 403 403 403 200 404 403 401",
    "delete_comment":        "401 404 403 403 204 204 404 403 401",
    "list_comment_versions": "401 404 200 200 200 200 404 200 401",
    "add_reaction":          "401 404 200 200 200 200 404 403 401",
    "remove_reaction":       "401 404 200 200 200 200 404 403 401",
    "list_mentionable":      "401 404 200 200 200 200 404 200 401",
    "list_member_events":    "401 404 200 200 200 200 404 200 401",
    "list_audit":            "401 404 403 403 200 200 404 200 401",
    "list_report_subscriptions": "401 404 200 200 200 200 404 200 401",
    "create_report_subscription": "401 404 201 201 201 201 404 403 401",
    "get_report_subscription": "401 404 200 200 200 200 404 200 401",
    "edit_report_subscription": "401 404 200 200 200 200 404 403 401",
    "delete_report_subscription": "401 404 204 204 204 204 404 403 401",
    "mail_report":           "401 404 200 200 200 200 404 403 401",
    "get_workspace_analytics": "401 404 200 200 200 200 404 200 401",
    "get_workspace_chart": "401 404 200 200 200 200 404 200 401",
    "export_workspace_chart": "401 404 200 200 200 200 404 200 401",
    "get_project_analytics": "401 404 200 200 200 200 404 200 401",
    "get_project_chart": "401 404 200 200 200 200 404 200 401",
    "export_project_chart": "401 404 200 200 200 200 404 200 401",
    "verify_audit":          "401 404 403 403 200 200 404 200 401",
    "list_attachments":      "401 404 200 200 200 200 404 200 401",
    "add_attachment":        "401 404 403 201 201 201 404 403 401",
    "get_attachment":        "401 404 200 200 200 200 404 200 401",
    "read_attachment":       "401 404 200 200 200 200 404 200 401",
    "remove_attachment":     "401 404 403 403 204 204 404 403 401",
    "start_export":          "401 404 202 202 202 202 404 403 401",
    "take_import":           "401 404 403 201 201 201 404 403 401",
    "get_import":            "401 404 200 200 200 200 404 200 401",
    "start_import":          "401 404 403 202 202 202 404 403 401",
    "list_calendars":        "401 404 200 200 200 200 404 200 401",
    "create_calendar":       "401 404 201 201 201 201 404 403 401",
    "get_calendar":          "401 404 200 200 200 200 404 200 401",
    "revoke_calendar":       "401 404 204 204 204 204 404 403 401",
    "read_calendar":         "404 404 200 200 200 200 404 200 401",
    "list_jobs":             "401 404 200 200 200 200 404 200 401",
    "get_job":               "401 404 200 200 200 200 404 200 401",
    "cancel_job":            "401 404 200 200 200 200 404 403 401",
    "read_job_file":         "401 404 200 200 200 200 404 200 401",
    "undo_change":           "401 404 422 422 422 200 404 403 401",
    "list_task_events":      "401 404 200 200 200 200 404 200 401",
    "list_project_events":   "401 404 200 200 200 200 404 200 401",
    "list_notifications":    "401 404 200 200 200 200 404 200 401",
    "get_notification":      "401 404 200 200 200 200 404 200 401",
    "get_notification_settings": "401 200 200 200 200 200 200 200 401",
    "edit_notification_settings": "401 200 200 200 200 200 200 403 401",
    "end_all_notifications": "401 404 200 200 200 200 404 403 401",
    "end_notification":      "401 404 204 204 204 204 404 403 401",
    "resume_notification":   "401 404 204 204 204 204 404 403 401",
    "snooze_notification":   "401 404 204 204 204 204 404 403 401",
    "unsnooze_notification": "401 404 204 204 204 204 404 403 401",
    "read_all_notifications": "401 404 200 200 200 200 404 403 401",
    "read_notification":     "401 404 204 204 204 204 404 403 401",
    "unread_notification":   "401 404 204 204 204 204 404 403 401",
    "list_webhooks":         "401 404 403 403 200 200 404 200 401",
    "create_webhook":        "401 404 403 403 201 201 404 403 401",
    "get_webhook":           "401 404 403 403 200 200 404 200 401",
    "edit_webhook":          "401 404 403 403 200 200 404 403 401",
    "delete_webhook":        "401 404 403 403 204 204 404 403 401",
    "rotate_webhook_secret": "401 404 403 403 200 200 404 403 401",
    "ping_webhook":          "401 404 403 403 201 201 404 403 401",
    "list_deliveries":       "401 404 403 403 200 200 404 200 401",
    "get_delivery":          "401 404 403 403 200 200 404 200 401",
    "replay_delivery":       "401 404 403 403 200 200 404 403 401",
    "replay_failed_deliveries": "401 404 403 403 200 200 404 403 401",
}  # fmt: skip
WHO = {
    "anonymous": "outsider", "outsider": "outsider", "guest": "lena", "member": "mateo", "admin": "priya",
    "owner": "sam", "deactivated": "dana", "reader": "sam", "expired": "sam",
}  # fmt: skip


def test_every_operation_has_a_row() -> None:
    assert set(MATRIX) == set(OPERATIONS) == set(SAMPLES)


def _answers(name: str) -> dict[str, str]:
    """The answer of the operation `name` to each of WHO."""
    answers = MATRIX[name].split()
    assert len(answers) == len(WHO), f"{name} has {len(answers)} answers; one is needed for each of {', '.join(WHO)}"
    return dict(zip(WHO, answers, strict=True))


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_every_row_has_an_answer_for_each_who_asks(name: str) -> None:
    assert list(_answers(name)) == list(WHO)


@pytest.mark.parametrize("who", ["outsider", "deactivated"])
def test_what_somebody_outside_asks_of_a_workspace_is_not_found_rather_than_forbidden(who: str) -> None:
    outside = {name: _answers(name)[who] for name in MATRIX if "{slug}" in OPERATIONS[name].path}
    assert {name: answer for name, answer in outside.items() if answer != "404"} == {}


async def _build_clients(world: World, visit: Callable[[], ApiClient], stage: Stage) -> dict[str, ApiClient]:
    persons = {**world.persons, "outsider": stage.outsider, "dana": stage.deactivated}
    clients = {"anonymous": visit()}
    for who in ("outsider", "guest", "member", "admin", "owner", "deactivated"):
        clients[who] = await visit().sign_in(persons[WHO[who]])
    clients["expired"] = await visit().use_token(world.persons["sam"])
    await execute("update api_tokens set expires_at = now() - interval '1 minute' where name = 'tests'")
    clients["reader"] = await visit().use_token(world.persons["sam"], "read")
    return clients


async def test_every_operation_answers_each_role_as_the_matrix_says(web: World, visit: Callable[[], ApiClient]) -> None:
    stage = await build_stage(web)
    clients = await _build_clients(web, visit, stage)
    wrong = []
    for name in MATRIX:
        operation = OPERATIONS[name]
        for who, expected in _answers(name).items():
            address, body, headers = build_request(operation, stage.values(WHO[who]))
            cookies = httpx.Cookies(clients[who].http.cookies)
            async with undone():
                arguments = () if body is None else (body,)
                response = await clients[who].send(operation.method, address, *arguments, **headers)
            if str(response.status_code) != expected:
                wrong.append(f"{name} by {who}: {response.status_code}, not {expected}: {response.text[:200]}")
            clients[who].http.cookies = cookies
    assert not wrong, "\n".join(wrong)


async def test_a_route_that_is_no_operation_is_one_of_three(app: Application) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} - set(OPERATIONS) == {"show_openapi", "show_docs"}


async def test_a_private_project_is_invisible_until_one_is_let_in(
    web: World, visit: Callable[[], ApiClient], mateo: ApiClient
) -> None:
    aiko = await visit().use_token(web.persons["aiko"])
    project = {"key": "SECRET", "name": "Quiet work", "visibility": "private"}
    await mateo.post("/workspaces/meridian/projects", project)
    task = (await mateo.post("/workspaces/meridian/projects/SECRET/tasks", {"title": "Whisper"})).json()
    hidden = ["projects/SECRET", "projects/SECRET/board", "projects/SECRET/tasks", "tasks/SECRET-1"]
    hidden += ["tasks/SECRET-1/comments", "tasks/SECRET-1/events", "projects/SECRET/access"]
    for path in hidden:
        await aiko.get(f"/workspaces/meridian/{path}", status=404)
    for method, path in (("PATCH", "tasks/SECRET-1"), ("DELETE", "tasks/SECRET-1"), ("PATCH", "projects/SECRET")):
        await aiko.send(method, f"/workspaces/meridian/{path}", {}, status=404, If_Match='"v1"')
    for path in ("projects", "tasks?project=SECRET", "tasks?q=whisper"):
        listed = (await aiko.get(f"/workspaces/meridian/{path}")).json()["items"]
        assert "SECRET" not in str(listed)
    await mateo.put(f"/workspaces/meridian/projects/SECRET/access/{web.members['aiko'].id}", status=204)
    assert (await aiko.get("/workspaces/meridian/tasks/SECRET-1")).json()["id"] == task["id"]


async def test_a_task_in_a_private_project_cannot_be_given_to_somebody_outside_it(web: World, mateo: ApiClient) -> None:
    await mateo.post("/workspaces/meridian/projects", {"key": "SECRET", "name": "Quiet", "visibility": "private"})
    await mateo.post("/workspaces/meridian/projects/SECRET/tasks", {"title": "Whisper"})
    path = f"/workspaces/meridian/tasks/SECRET-1/assignees/{web.members['aiko'].id}"
    assert problem(await mateo.put(path, status=422)) == ("invalid", {"/assignees"})


async def test_a_guest_sees_no_addresses(lena: ApiClient, mateo: ApiClient) -> None:
    assert {m["email"] for m in (await lena.get("/workspaces/meridian/members")).json()["items"]} == {None}
    assert None not in {m["email"] for m in (await mateo.get("/workspaces/meridian/members")).json()["items"]}


async def test_the_last_owner_stays(web: World, sam: ApiClient) -> None:
    path = f"/workspaces/meridian/members/{web.sam.id}"
    assert problem(await sam.delete(path, status=409, If_Match='"v1"'))[0] == "last_owner"
    assert problem(await sam.patch(path, {"role": "member"}, status=409, If_Match='"v1"'))[0] == "last_owner"


async def test_a_removed_member_is_outside(web: World, sam: ApiClient, mateo: ApiClient) -> None:
    await sam.delete(f"/workspaces/meridian/members/{web.members['mateo'].id}", If_Match='"v1"')
    await mateo.get("/workspaces/meridian", status=404)
    assert (await mateo.get("/workspaces")).json()["items"] == []

"""Where every operation can be tried: the named world with one of each thing, and a good request for each operation."""

import hashlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from tortoise.transactions import in_transaction

from taskflow import analytics, attachments, comments, identity, projects, tasks, transfer, views, webhooks, workspaces
from taskflow.analytics import NewSubscription
from taskflow.api.operations import Operation
from taskflow.comments import NewComment
from taskflow.identity import NewToken, NewUser, Person
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_one, fetch_value
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewColumn, NewField, NewLabel, NewProject, ProjectChanges
from taskflow.tasks import NewTask
from taskflow.transfer import NewCalendar
from taskflow.views import NewView
from taskflow.web.undo_tokens import UndoClaims, build_undo_token
from taskflow.webhooks import NewHook
from taskflow.workspaces import Member, NewInvitation, NewMember, NewTeam
from taskflow.world import World
from tests.conftest import SECRET
from tests.support.people import PASSWORD

Row = dict[str, Any]
SPARE_EMAIL = "nobody.yet@meridian.example"


@dataclass
class Stage:
    """One of each thing; what belongs to a person is made for everybody."""

    outsider: Person
    deactivated: Person
    things: Row
    own: dict[str, Row] = field(default_factory=dict)

    def values(self, name: str) -> Row:
        """What the names in a path stand for when the person called `name` asks."""
        return self.things | self.own[name]


async def build_stage(world: World) -> Stage:
    """WEB with a task that has everything, one in the trash, an empty column, and everybody's own things."""
    async with unit_of_work():
        outsider = await identity.register(NewUser(email="eve@elsewhere.example", name="Eve", password=PASSWORD))
        spare = await identity.register(NewUser(email=SPARE_EMAIL, name="Nora Lind", password=PASSWORD))
        deactivated = await _build_deactivated(world)
        stage = Stage(outsider, deactivated, await _build_things(world))
        stage.things["reset_code"] = await identity.create_reset(spare.id)
        for name, person in {**world.persons, "outsider": outsider, "dana": deactivated}.items():
            stage.own[name] = await _build_own(world, name, person, stage.things["event_id"])
    return stage


async def _build_deactivated(world: World) -> Person:
    person = await identity.register(NewUser(email="dana@meridian.example", name="Dana Roth", password=PASSWORD))
    member = await workspaces.add_member(world.sam, NewMember(email=person.email))
    await workspaces.deactivate_member(world.sam, member["id"], version=member["version"])
    return person


async def _build_things(world: World) -> Row:
    sam, jonas, aiko = world.sam, world.members["jonas"], world.members["aiko"]
    field = await projects.create_field(sam, "WEB", NewField(name="Points", kind="number"))
    await _rename_twice(sam)
    label = await projects.create_label(sam, "WEB", NewLabel(name="Bug", hue="rose"))
    column = await projects.create_column(sam, "WEB", NewColumn(name="Waiting", category="doing"))
    task = await tasks.create_task(sam, "WEB", NewTask(title="Fix the login page", labels=[label["id"]]))
    task = await tasks.assign_task(sam, task["key"], jonas.id)
    blocker = await tasks.create_task(sam, "WEB", NewTask(title="Choose the fonts"))
    for title in ("Write it down", "Try it out"):
        await tasks.create_task(sam, "WEB", NewTask(title=title, parent=blocker["key"]))
    trashed = await tasks.create_task(sam, "WEB", NewTask(title="A mistake"))
    await tasks.delete_task(sam, trashed["key"], version=trashed["version"])
    comment = await comments.post_comment(sam, task["key"], NewComment(body="On it"))
    attachment = await attachments.add_attachment(sam, task["key"], "notes.txt", _chunks(b"Notes"), max_bytes=1000)
    project = await projects.get_project(sam, "WEB")
    await projects.grant_access(sam, project, aiko.id)
    await projects.create_project(sam, NewProject(key="OTHER", name="Another one"))
    for name in ("Sales", "Design"):
        team = await workspaces.create_team(sam, NewTeam(name=name, hue="pink"))
        await projects.let_team_in(sam, project, team["id"])
    for one in (aiko, sam):
        await workspaces.add_to_team(sam, team["id"], one.id)
    by_email, _ = await projects.invite(sam, NewInvitation(email="noor@meridian.example"))
    invitation, code = await projects.invite(sam, NewInvitation(kind="link", projects=["WEB"]))
    view = await views.create_view(sam, NewView(name="Bugs", project="WEB", filter="label:bug", is_shared=True))
    await views.create_view(sam, NewView(name="Login", filter="login", sort="-updated"))
    hook, _ = await webhooks.create_hook(sam, NewHook(name="Bot", url="https://hooks.example.org/x", actions=["*"]))
    await webhooks.create_hook(sam, NewHook(name="Mirror", url="https://mirror.example.org/in", project="WEB"))
    delivery, _ = [await webhooks.ping(sam, hook["id"]) for _ in range(2)]
    workspace = await workspaces.get_workspace(sam)
    return {
        "slug": workspace["slug"],
        "project_key": "WEB",
        "chart": "throughput",
        "task_key": task["key"],
        "trashed_key": trashed["key"],
        "blocker_key": blocker["key"],
        "member_id": jonas.id,
        "with_access": aiko.id,
        "user_id": jonas.user_id,
        "team_id": team["id"],
        "invitation_id": invitation["id"],
        "by_email": by_email["id"],
        "code": code,
        "label_id": label["id"],
        "field_id": field["id"],
        "former_key": "OLD",
        "column_id": column["id"],
        "view_id": view["id"],
        "webhook_id": hook["id"],
        "delivery_id": delivery["id"],
        "comment_id": comment["id"],
        "undo_token": await _build_undo_token(sam),
        "attachment_id": attachment["id"],
        "emoji": "👍",
        **await _build_operator_jobs(),
        "event_id": await fetch_value("select id from events where action = 'task.assigned' limit 1"),
        "versions": {
            "me": None,
            "settings": 1,
            "subscription": 1,
            "workspace": workspace["version"],
            "project": project["version"],
            "member": 1,
            "user": await fetch_value("select version from users where id = $1", jonas.user_id),
            "team": team["version"],
            "invitation": invitation["version"],
            "column": column["version"],
            "label": label["version"],
            "field": field["version"],
            "task": task["version"],
            "trashed": 2,
            "view": view["version"],
            "webhook": hook["version"],
            "comment": comment["version"],
        },
    }


async def _chunks(data: bytes) -> AsyncIterator[bytes]:
    yield data


async def _build_undo_token(member: Member) -> str:
    """The token that takes back what the member has last said."""
    event = await fetch_one("select unit_id, seq from events where action like 'comment.%' order by seq desc limit 1")
    assert event is not None
    expires_at = int(time.time()) + 600
    ids = (event["unit_id"], member.workspace_id, member.id)
    return build_undo_token(SECRET.encode(), UndoClaims(*ids, event["seq"], event["seq"], expires_at))


async def _build_operator_jobs() -> Row:
    """Two jobs that were given up; the others wait, and what comes back was asked for."""
    jobs = await fetch("select id from jobs where name = 'activity.fan_out' order by id limit 3")
    waiting, *dead = [row["id"] for row in jobs]
    await execute("update jobs set state = 'dead', attempts = 8, last_error = 'E' where id = any($1::uuid[])", dead)
    for name in ("activity.seal", "tasks.purge_trash"):
        await execute("insert into schedule (name, every_seconds, slot) values ($1, 3600, now())", name)
    return {"any_job_id": waiting, "dead_job_id": dead[0]}


async def _rename_twice(sam: Member) -> None:
    """WEB was called OLD for a moment."""
    version = (await projects.get_project(sam, "WEB"))["version"]
    await projects.edit_project(sam, "WEB", ProjectChanges(key="OLD"), version=version)
    await projects.edit_project(sam, "OLD", ProjectChanges(key="WEB"), version=version + 1)


async def _build_own(world: World, name: str, person: Person, event_id: Any) -> Row:
    session_id, _ = await identity.open_session(person.id)
    token, _ = await identity.create_token(person, NewToken(name="theirs"))
    notification_id, job_id, waiting_job_id = new_id(), new_id(), new_id()
    calendar_id, calendar_file, subscription_id = new_id(), f"tfc_{'0' * 40}.ics", new_id()
    if name in world.members:
        member = world.members[name]
        await _build_jobs(member, job_id, waiting_job_id)
        calendar, secret = await transfer.create_calendar(member, NewCalendar(name="Theirs"))
        await transfer.create_calendar(member, NewCalendar(name="Another"))
        calendar_id, calendar_file = calendar["id"], f"{secret}.ics"
        for rhythm in ("weekly", "daily"):
            new_report = NewSubscription.model_validate({"send_time": "08:00", "rhythm": rhythm})
            subscription_id = (await analytics.create_subscription(member, new_report))["id"]
        await execute(
            "insert into notifications (id, workspace_id, member_id, event_id, reason)"
            " values ($1, $2, $3, $4, 'assigned')",
            notification_id,
            member.workspace_id,
            member.id,
            event_id,
        )
    return {
        "session_id": session_id,
        "token_id": token["id"],
        "notification_id": notification_id,
        "job_id": job_id,
        "waiting_job_id": waiting_job_id,
        "import_id": job_id,
        "calendar_id": calendar_id,
        "subscription_id": subscription_id,
        "calendar_file": calendar_file,
        "my_version": await fetch_value("select version from users where id = $1", person.id),
    }


async def _build_jobs(member: Member, done_id: UUID, waiting_id: UUID) -> None:
    """Two that the member asked for: one has made a file, the other waits."""
    key, data = f"transfers/{member.workspace_id}/{done_id}", b"Key,Title\r\n"
    await attachments.find_storage().write(key, _chunks(data))
    for job_id, state in ((done_id, "done"), (waiting_id, "new")):
        await execute(
            "insert into jobs (id, workspace_id, name, args, state, requested_by, step_done, step_total, result)"
            " values ($1, $2, 'transfer.export_tasks', '{}', $3, $4, 3, 3, '{\"tasks\": 3}')",
            job_id, member.workspace_id, state, member.id,
        )  # fmt: skip
    await execute(
        "insert into transfer_files (id, workspace_id, member_id, name, media_type, size_bytes, sha256, storage_key,"
        " expires_at) values ($1, $2, $3, 'tasks.csv', 'text/csv', $4, $5, $6, now() + interval '1 day')",
        done_id, member.workspace_id, member.id, len(data), hashlib.sha256(data).digest(), key,
    )  # fmt: skip
    await execute(
        "insert into imports (id, workspace_id, member_id, project_id, format)"
        " select $1, $2, $3, id, 'csv' from projects where workspace_id = $2 and key = 'WEB'",
        done_id, member.workspace_id, member.id,
    )  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A good request for an operation: its body, what If-Match names, and names that stand for something else in it."""

    body: Callable[[Row], Row] | None = None
    version: str | None = None
    instead: dict[str, str] = field(default_factory=dict)
    query: str = ""


def _fixed(**body: Any) -> Callable[[Row], Row]:
    return lambda _: body


SAMPLES: dict[str, Sample] = {
    "register_user": Sample(
        lambda stage: {
            "email": "ida@meridian.example",
            "name": "Ida Moe",
            "password": PASSWORD,
            "time_zone": "UTC",
            "invitation": stage["code"],
        }
    ),
    "sign_in": Sample(_fixed(email="sam@meridian.example", password=PASSWORD)),
    "request_password_reset": Sample(_fixed(email="sam@meridian.example")),
    "complete_password_reset": Sample(
        lambda stage: {"code": stage["reset_code"], "password": "quite another sentence"}
    ),
    "offer_password_reset": Sample(),
    "sign_out": Sample(),
    "list_sessions": Sample(query="limit=1"),
    "get_session": Sample(),
    "close_session": Sample(),
    "get_profile": Sample(),
    "edit_profile": Sample(
        _fixed(name="Someone Else", hue="clay", time_zone="UTC", theme="dark", density="compact"), "me"
    ),
    "list_tokens": Sample(),
    "create_token": Sample(_fixed(name="Nightly report", scopes=["read"], expires_in_days=7)),
    "get_token": Sample(),
    "revoke_token": Sample(),
    "list_workspaces": Sample(),
    "create_workspace": Sample(_fixed(name="Another", slug="another", time_zone="Europe/Berlin")),
    "get_workspace": Sample(),
    "edit_workspace": Sample(_fixed(name="Meridian & Sons", time_zone="UTC"), "workspace"),
    "list_members": Sample(query="limit=2"),
    "add_member": Sample(_fixed(email=SPARE_EMAIL, role="member")),
    "get_member": Sample(),
    "change_role": Sample(_fixed(role="guest"), "member"),
    "remove_member": Sample(version="member"),
    "deactivate_member": Sample(version="member"),
    "reactivate_member": Sample(version="member"),
    "list_teams": Sample(query="limit=2"),
    "create_team": Sample(_fixed(name="Research", hue="amber")),
    "get_team": Sample(),
    "edit_team": Sample(_fixed(name="Design and research", hue="olive"), "team"),
    "delete_team": Sample(version="team"),
    "list_team_members": Sample(query="limit=1"),
    "add_to_team": Sample(),
    "remove_from_team": Sample(),
    "list_invitations": Sample(query="pending=true"),
    "create_invitation": Sample(
        _fixed(
            kind="email", email="noor@elsewhere.example", role="guest", max_uses=1, expires_in_days=3, projects=["WEB"]
        )
    ),
    "get_invitation": Sample(),
    "revoke_invitation": Sample(version="invitation"),
    "mail_invitation": Sample(instead={"invitation_id": "by_email"}),
    "accept_invitation": Sample(lambda stage: {"code": stage["code"]}),
    "get_permissions": Sample(),
    "list_project_templates": Sample(),
    "transfer_ownership": Sample(lambda stage: {"member_id": str(stage["member_id"])}, "workspace"),
    "list_projects": Sample(query="archived=false"),
    "create_project": Sample(
        _fixed(key="APP", name="App", description="Both phones", visibility="private", hue="sky", template="software")
    ),
    "get_project": Sample(),
    "edit_project": Sample(
        _fixed(key="RE", name="Relaunch", description="", visibility="workspace", hue="rose"), "project"
    ),
    "list_access": Sample(),
    "grant_access": Sample(),
    "revoke_access": Sample(instead={"member_id": "with_access"}),
    "list_accounts": Sample(query="limit=2"),
    "get_account": Sample(),
    "deactivate_account": Sample(version="user"),
    "reactivate_account": Sample(version="user"),
    "list_operator_jobs": Sample(query="state=dead&name=activity.fan_out&limit=1"),
    "get_operator_job": Sample(instead={"job_id": "any_job_id"}),
    "count_operator_jobs": Sample(),
    "list_operator_schedule": Sample(query="limit=1"),
    "replay_operator_job": Sample(instead={"job_id": "dead_job_id"}),
    "replay_operator_jobs": Sample(_fixed(name="activity.fan_out")),
    "cancel_operator_job": Sample(instead={"job_id": "any_job_id"}),
    "list_project_teams": Sample(),
    "let_team_in": Sample(),
    "take_team_out": Sample(),
    "list_columns": Sample(query="limit=3"),
    "create_column": Sample(_fixed(name="Blocked", category="doing", wip_limit=3, wip_policy="warn")),
    "get_column": Sample(),
    "edit_column": Sample(
        _fixed(name="Held", category="review", wip_limit=None, wip_policy="refuse", position=0), "column"
    ),
    "delete_column": Sample(version="column"),
    "list_labels": Sample(),
    "create_label": Sample(_fixed(name="Idea", hue="amber")),
    "get_label": Sample(),
    "edit_label": Sample(_fixed(name="Defect", hue="clay"), "label"),
    "delete_label": Sample(version="label"),
    "list_fields": Sample(),
    "create_field": Sample(_fixed(name="Severity", kind="select", options=[{"name": "High", "hue": "rose"}])),
    "get_field": Sample(),
    "edit_field": Sample(_fixed(name="Effort", position=0), "field"),
    "delete_field": Sample(version="field"),
    "set_field": Sample(_fixed(value=2.5), "task"),
    "clear_field": Sample(version="task"),
    "list_former_keys": Sample(),
    "free_former_key": Sample(),
    "list_project_tasks": Sample(query="status=all&sort=-updated"),
    "create_task": Sample(
        lambda stage: {
            "title": "Another",
            "description": "More",
            "column_id": str(stage["column_id"]),
            "priority": "low",
            "start_date": "2026-11-01",
            "due_date": "2026-11-25",
            "due_at": None,
            "due_zone": None,
            "assignees": [str(stage["member_id"])],
            "labels": [str(stage["label_id"])],
            "parent": stage["task_key"],
            "estimate": 3,
            "recurrence": "FREQ=WEEKLY;BYDAY=WE",
        }
    ),
    "create_quick_task": Sample(_fixed(text="Fix login tomorrow 9am @jonas #bug !high")),
    "preview_quick_task": Sample(query="text=Fix+login+tomorrow+%23bug"),
    "edit_tasks": Sample(
        lambda stage: {
            "tasks": [stage["task_key"]],
            "versions": {stage["task_key"]: stage["versions"]["task"]},
            "changes": {
                "priority": "urgent", "due_date": "2026-12-01", "category": "review", "add_labels": [],
                "remove_labels": [str(stage["label_id"])], "fields": {str(stage["field_id"]): 3},
            },
        }
    ),
    "list_tasks": Sample(
        query="project=WEB&assignee=none&label=bug&q=login&priority=none&due=none"
        "&filter=is:blocked or status:open&sort=due,-priority"
    ),
    "get_task": Sample(query="render=html"),
    "preview_recurrence": Sample(query="rule=FREQ=WEEKLY;BYDAY=MO&due_date=2026-11-25&count=3"),
    "list_watchers": Sample(query="limit=1"),
    "watch_task": Sample(instead={"member_id": "with_access"}),
    "unwatch_task": Sample(),
    "edit_task": Sample(
        lambda stage: {
            "title": "Better", "description": "text", "priority": "high", "start_date": None, "due_date": None,
            "due_at": "2026-11-25T09:00:00+01:00", "due_zone": "Europe/Berlin", "parent": stage["blocker_key"],
            "estimate": 2.5, "recurrence": "FREQ=MONTHLY;BYDAY=-1FR;COUNT=12",
        },
        "task",
    ),
    "delete_task": Sample(version="task"),
    "list_trash": Sample(query="limit=1"),
    "purge_task": Sample(version="trashed", instead={"task_key": "trashed_key"}),
    "restore_task": Sample(instead={"task_key": "trashed_key"}),
    "move_task": Sample(
        lambda stage: {"column_id": str(stage["column_id"]), "before": None}, "task", query="force=false"
    ),
    "complete_task": Sample(version="task", query="force=true"),
    "reopen_task": Sample(version="task"),
    "assign_task": Sample(version="task", instead={"member_id": "with_access"}),
    "unassign_task": Sample(version="task"),
    "label_task": Sample(version="task"),
    "unlabel_task": Sample(version="task"),
    "list_subtasks": Sample(instead={"task_key": "blocker_key"}, query="limit=1"),
    "block_task": Sample(version="task"),
    "unblock_task": Sample(version="task"),
    "duplicate_task": Sample(
        lambda stage: {
            "title": "Fix it again", "column_id": str(stage["column_id"]),
            "include": ["assignees", "labels", "fields", "subtasks"],
        }
    ),
    "transfer_task": Sample(_fixed(project="OTHER"), "task"),
    "preview_transfer": Sample(query="project=OTHER"),
    "get_board": Sample(query="per_column=1"),
    "list_column_tasks": Sample(),
    "search_tasks": Sample(query="q=login status:open"),
    "list_views": Sample(query="project=WEB"),
    "create_view": Sample(
        _fixed(name="Soon", project="WEB", layout="list", filter="due<7d -is:blocked", sort="due", is_shared=False)
    ),
    "get_view": Sample(),
    "edit_view": Sample(_fixed(name="Now", layout="board", filter="due:today", sort="-due", is_shared=True), "view"),
    "delete_view": Sample(version="view"),
    "list_view_tasks": Sample(),
    "list_comments": Sample(),
    "post_comment": Sample(_fixed(body="Done **soon**")),
    "get_comment": Sample(),
    "edit_comment": Sample(_fixed(body="Done"), "comment"),
    "delete_comment": Sample(version="comment"),
    "list_comment_versions": Sample(query="limit=1"),
    "add_reaction": Sample(),
    "remove_reaction": Sample(),
    "list_mentionable": Sample(query="q=ma"),
    "list_member_events": Sample(query="limit=1"),
    "list_audit": Sample(query="action=task.moved&since=2026-01-01T00:00:00Z&until=2027-01-01T00:00:00%2B02:00"),
    "verify_audit": Sample(),
    "get_workspace_analytics": Sample(query="period=6w"),
    "get_workspace_chart": Sample(query="period=2w"),
    "export_workspace_chart": Sample(),
    "get_project_analytics": Sample(query="period=12w&items=20"),
    "get_project_chart": Sample(query="period=year"),
    "export_project_chart": Sample(),
    "list_attachments": Sample(query="limit=1"),
    "add_attachment": Sample(lambda _: {"any": "bytes"}, query="name=notes.json"),
    "get_attachment": Sample(),
    "read_attachment": Sample(),
    "remove_attachment": Sample(),
    "start_export": Sample(_fixed(format="csv", project="WEB", filter="label:bug", sort="due", byte_order_mark=True)),
    "take_import": Sample(lambda _: {"any": "bytes"}, query="project=WEB&format=github&name=issues.json"),
    "get_import": Sample(),
    "start_import": Sample(
        lambda stage: {
            "dry_run": False, "fields": {"Summary": "title", "Who": "people"},
            "columns": {"Doing": str(stage["column_id"])}, "people": {"Jonas": str(stage["member_id"]), "Ann": None},
            "make_columns": True, "make_labels": False,
        }
    ),
    "list_calendars": Sample(query="limit=1"),
    "create_calendar": Sample(_fixed(name="My phone", project="WEB")),
    "get_calendar": Sample(),
    "revoke_calendar": Sample(),
    "read_calendar": Sample(),
    "list_report_subscriptions": Sample(query="limit=1"),
    "create_report_subscription": Sample(
        _fixed(project="WEB", period="6w", rhythm="monthly", send_time="07:30", weekday=5, month_day=31)
    ),
    "get_report_subscription": Sample(),
    "edit_report_subscription": Sample(
        _fixed(period="2w", rhythm="daily", send_time="18:00", weekday=2, month_day=15), "subscription"
    ),
    "delete_report_subscription": Sample(version="subscription"),
    "mail_report": Sample(),
    "list_jobs": Sample(query="limit=2"),
    "get_job": Sample(),
    "cancel_job": Sample(instead={"job_id": "waiting_job_id"}),
    "read_job_file": Sample(),
    "undo_change": Sample(lambda stage: {"token": stage["undo_token"]}),
    "list_task_events": Sample(query="limit=2"),
    "list_project_events": Sample(),
    "list_notifications": Sample(query="unread=true&tray=inbox&reason=assigned"),
    "get_notification": Sample(),
    "get_notification_settings": Sample(),
    "edit_notification_settings": Sample(
        _fixed(
            channels={"moved": ["inbox"], "commented": None},
            quiet_from="22:00",
            quiet_until="07:00",
            digest="weekly",
            digest_time="08:30",
            digest_weekday=5,
            remind_time="08:00",
            lead_minutes=30,
        ),
        "settings",
    ),
    "end_all_notifications": Sample(),
    "end_notification": Sample(),
    "resume_notification": Sample(),
    "snooze_notification": Sample(lambda _: {"until": (clock.now() + timedelta(days=1)).isoformat()}),
    "unsnooze_notification": Sample(),
    "read_all_notifications": Sample(),
    "read_notification": Sample(),
    "unread_notification": Sample(),
    "list_webhooks": Sample(),
    "create_webhook": Sample(
        _fixed(
            name="Mirror", url="https://mirror.example.org:8443/in", project="WEB",
            actions=["task.*", "comment.posted"],
        )
    ),
    "get_webhook": Sample(),
    "edit_webhook": Sample(
        _fixed(name="Other", url="https://example.org/new", actions=["*"], project="WEB", is_enabled=False), "webhook"
    ),
    "delete_webhook": Sample(version="webhook"),
    "rotate_webhook_secret": Sample(),
    "ping_webhook": Sample(),
    "list_deliveries": Sample(query="state=waiting&action=webhook.ping"),
    "get_delivery": Sample(),
    "replay_delivery": Sample(),
    "replay_failed_deliveries": Sample(_fixed(since="2026-11-25T09:30:00Z")),
}  # fmt: skip


def build_request(
    operation: Operation, values: Row, broken: dict[str, str] | None = None
) -> tuple[str, Row | None, dict[str, str]]:
    """The address, the body and the headers of the good request; `broken` replaces names in the path."""
    sample = SAMPLES[operation.name]
    given = values | {name: values[other] for name, other in sample.instead.items()} | (broken or {})
    version = values["my_version"] if sample.version == "me" else values["versions"].get(sample.version or "")
    headers = {"If_Match": f'"v{version}"'} if sample.version else {}
    address = operation.path.format_map(given) + (f"?{sample.query}" if sample.query else "")
    return address, sample.body(values) if sample.body else None, headers


@asynccontextmanager
async def undone() -> AsyncIterator[None]:
    """What happens inside is taken back."""
    try:
        async with in_transaction("default"):
            yield
            raise _Undo
    except _Undo:
        pass


class _Undo(Exception):
    """Ends a savepoint without keeping anything."""

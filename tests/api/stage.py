"""Where every operation can be tried: the named world with one of each thing, and a good request for each operation."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tortoise.transactions import in_transaction

from taskflow import comments, identity, projects, tasks, workspaces
from taskflow.api.operations import Operation
from taskflow.comments import NewComment
from taskflow.identity import NewToken, NewUser, Person
from taskflow.platform.database import execute, fetch_value
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewColumn, NewLabel
from taskflow.tasks import NewTask
from taskflow.world import World
from tests.support.people import PASSWORD

Row = dict[str, Any]
SPARE_EMAIL = "nobody.yet@meridian.example"


@dataclass
class Stage:
    """One of each thing; what belongs to a person is made for everybody."""

    outsider: Person
    things: Row
    own: dict[str, Row] = field(default_factory=dict)

    def values(self, name: str) -> Row:
        """What the names in a path stand for when the person called `name` asks."""
        return self.things | self.own[name]


async def build_stage(world: World) -> Stage:
    """WEB with a task that has everything, one in the trash, an empty column, and everybody's own things."""
    async with unit_of_work():
        outsider = await identity.register(NewUser(email="eve@elsewhere.example", name="Eve", password=PASSWORD))
        await identity.register(NewUser(email=SPARE_EMAIL, name="Nora Lind", password=PASSWORD))
        stage = Stage(outsider, await _build_things(world))
        for name, person in {**world.persons, "outsider": outsider}.items():
            stage.own[name] = await _build_own(world, name, person, stage.things["event_id"])
    return stage


async def _build_things(world: World) -> Row:
    sam, jonas, aiko = world.sam, world.members["jonas"], world.members["aiko"]
    label = await projects.create_label(sam, "WEB", NewLabel(name="Bug", hue="rose"))
    column = await projects.create_column(sam, "WEB", NewColumn(name="Waiting", category="doing"))
    task = await tasks.create_task(sam, "WEB", NewTask(title="Fix the login page", labels=[label["id"]]))
    task = await tasks.assign_task(sam, task["key"], jonas.id)
    trashed = await tasks.create_task(sam, "WEB", NewTask(title="A mistake"))
    await tasks.delete_task(sam, trashed["key"], version=trashed["version"])
    comment = await comments.post_comment(sam, task["key"], NewComment(body="On it"))
    project = await projects.get_project(sam, "WEB")
    await projects.grant_access(sam, project, aiko.id)
    workspace = await workspaces.get_workspace(sam)
    return {
        "slug": workspace["slug"],
        "project_key": "WEB",
        "task_key": task["key"],
        "trashed_key": trashed["key"],
        "member_id": jonas.id,
        "with_access": aiko.id,
        "label_id": label["id"],
        "column_id": column["id"],
        "comment_id": comment["id"],
        "event_id": await fetch_value("select id from events where action = 'task.assigned' limit 1"),
        "versions": {
            "me": None,
            "workspace": workspace["version"],
            "project": project["version"],
            "member": 1,
            "column": column["version"],
            "task": task["version"],
            "comment": comment["version"],
        },
    }


async def _build_own(world: World, name: str, person: Person, event_id: Any) -> Row:
    session_id, _ = await identity.open_session(person.id)
    token, _ = await identity.create_token(person, NewToken(name="theirs"))
    notification_id = new_id()
    if name in world.members:
        member = world.members[name]
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
        "my_version": await fetch_value("select version from users where id = $1", person.id),
    }


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
    "register_user": Sample(_fixed(email="ida@meridian.example", name="Ida Moe", password=PASSWORD, time_zone="UTC")),
    "sign_in": Sample(_fixed(email="sam@meridian.example", password=PASSWORD)),
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
    "list_projects": Sample(query="archived=false"),
    "create_project": Sample(
        _fixed(key="APP", name="App", description="Both phones", visibility="private", hue="sky")
    ),
    "get_project": Sample(),
    "edit_project": Sample(
        _fixed(name="Relaunch", description="", visibility="workspace", hue="rose"), "project"
    ),
    "list_access": Sample(),
    "grant_access": Sample(),
    "revoke_access": Sample(instead={"member_id": "with_access"}),
    "list_columns": Sample(query="limit=3"),
    "create_column": Sample(_fixed(name="Blocked", category="doing", wip_limit=3)),
    "get_column": Sample(),
    "edit_column": Sample(_fixed(name="Held", category="review", wip_limit=None, position=0), "column"),
    "delete_column": Sample(version="column"),
    "list_labels": Sample(),
    "create_label": Sample(_fixed(name="Idea", hue="amber")),
    "get_label": Sample(),
    "delete_label": Sample(),
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
        }
    ),
    "list_tasks": Sample(query="project=WEB&assignee=none&label=bug&q=login&priority=none&sort=due"),
    "get_task": Sample(),
    "edit_task": Sample(
        _fixed(
            title="Better", description="text", priority="high", start_date=None, due_date=None,
            due_at="2026-11-25T09:00:00+01:00", due_zone="Europe/Berlin",
        ),
        "task",
    ),
    "delete_task": Sample(version="task"),
    "restore_task": Sample(instead={"task_key": "trashed_key"}),
    "move_task": Sample(lambda stage: {"column_id": str(stage["column_id"]), "before": None}, "task"),
    "complete_task": Sample(version="task"),
    "reopen_task": Sample(version="task"),
    "assign_task": Sample(version="task", instead={"member_id": "with_access"}),
    "unassign_task": Sample(version="task"),
    "label_task": Sample(version="task"),
    "unlabel_task": Sample(version="task"),
    "get_board": Sample(query="per_column=1"),
    "list_column_tasks": Sample(),
    "list_comments": Sample(),
    "post_comment": Sample(_fixed(body="Done **soon**")),
    "get_comment": Sample(),
    "edit_comment": Sample(_fixed(body="Done"), "comment"),
    "delete_comment": Sample(version="comment"),
    "list_task_events": Sample(query="limit=2"),
    "list_project_events": Sample(),
    "list_notifications": Sample(query="unread=true"),
    "read_all_notifications": Sample(),
    "read_notification": Sample(),
    "unread_notification": Sample(),
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

"""Twenty of everything on the stage, so that what asks once for each thing is seen."""

from collections.abc import AsyncIterator
from uuid import UUID

from taskflow import attachments, comments, identity, projects, tasks, views, webhooks, workspaces
from taskflow.comments import CommentChanges, NewComment
from taskflow.identity import NewToken, NewUser
from taskflow.platform.database import execute
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewColumn, NewField, NewLabel, NewProject, ProjectChanges
from taskflow.tasks import NewTask
from taskflow.views import NewView
from taskflow.webhooks import NewHook
from taskflow.workspaces import Member, NewInvitation, NewMember, NewTeam, NewWorkspace
from taskflow.world import World
from tests.api.stage import Stage
from tests.support.people import PASSWORD

MANY = 20


def _name(n: int) -> str:
    """Short and without digits: a key is made of it too."""
    return f"Z{chr(65 + n)}"


async def grow(world: World, stage: Stage) -> None:
    """Make twenty of each thing beside those that are there."""
    async with unit_of_work():
        for n in range(MANY):
            member = await _add_person(world, n)
            await _add_to_workspace(world.sam, stage, n, member)
            label = await _add_to_project(world.sam, n, member)
            await _add_tasks(world.sam, stage, n, member, label)
            await _add_own(world, stage)
            await execute("insert into schedule (name, every_seconds, slot) values ($1, 60, now())", f"z.job_{n}")


async def _add_person(world: World, n: int) -> UUID:
    new = NewUser(email=f"z{n}@meridian.example", name=f"Zoe {_name(n)}", password=PASSWORD)
    await identity.register(new)
    member_id: UUID = (await workspaces.add_member(world.sam, NewMember(email=new.email)))["id"]
    return member_id


async def _add_to_workspace(sam: Member, stage: Stage, n: int, member: UUID) -> None:
    project = await projects.create_project(sam, NewProject(key=_name(n), name=f"Project {n}"))
    web = await projects.get_project(sam, "WEB")
    team = await workspaces.create_team(sam, NewTeam(name=f"Team {n}"))
    await projects.let_team_in(sam, web, team["id"])
    await workspaces.add_to_team(sam, stage.things["team_id"], member)
    await projects.invite(sam, NewInvitation(email=f"i{n}@meridian.example", projects=[project["key"]]))
    await views.create_view(sam, NewView(name=f"View {n}", project="WEB"))
    await webhooks.create_hook(sam, NewHook(name=f"Hook {n}", url=f"https://hooks.example.org/{n}", project="WEB"))
    await webhooks.ping(sam, stage.things["webhook_id"])


async def _add_to_project(sam: Member, n: int, member: UUID) -> UUID:
    label = await projects.create_label(sam, "WEB", NewLabel(name=f"Label {n}"))
    await projects.create_field(sam, "WEB", NewField(name=f"Field {n}", kind="text"))
    await projects.create_column(sam, "WEB", NewColumn(name=f"Column {n}", category="doing"))
    await projects.grant_access(sam, await projects.get_project(sam, "WEB"), member)
    version = (await projects.get_project(sam, "WEB"))["version"]
    await projects.edit_project(sam, "WEB", ProjectChanges(key=f"Y{_name(n)}"), version=version)
    await projects.edit_project(sam, f"Y{_name(n)}", ProjectChanges(key="WEB"), version=version + 1)
    label_id: UUID = label["id"]
    return label_id


async def _add_tasks(sam: Member, stage: Stage, n: int, member: UUID, label: UUID) -> None:
    key = stage.things["task_key"]
    given = {"labels": [label, stage.things["label_id"]], "assignees": [member], "parent": stage.things["blocker_key"]}
    given |= {"title": f"Fix the login page {n}", "column_id": stage.things["column_id"]}
    made = await tasks.create_task(sam, "WEB", NewTask.model_validate(given))
    gone = await tasks.create_task(sam, "WEB", NewTask(title="Gone"))
    await tasks.delete_task(sam, gone["key"], version=gone["version"])
    await tasks.label_task(sam, key, label)
    if n < MANY - 1:  # Jonas has it already
        await tasks.assign_task(sam, key, member)
    await comments.post_comment(sam, made["key"], NewComment(body="Seen"))
    said = await comments.post_comment(sam, key, NewComment(body=f"Number {n} for @jonas"))
    await comments.add_reaction(sam, key, said["id"], "👍")
    task = await tasks.get_task(sam, key)
    old = await comments.get_comment(sam, task, stage.things["comment_id"])
    await comments.edit_comment(sam, key, old["id"], CommentChanges(body=f"Said again {n}"), version=old["version"])
    await attachments.add_attachment(sam, key, f"notes-{n}.txt", _chunks(b"Notes"), max_bytes=1000)


async def _add_own(world: World, stage: Stage) -> None:
    sam, person = world.sam, world.persons["sam"]
    await execute(
        "insert into calendars (id, workspace_id, member_id, name, secret_hash) values ($1, $2, $3, 'Theirs', $4)",
        new_id(),
        sam.workspace_id,
        sam.id,
        new_id().bytes,
    )
    await execute(
        "insert into report_subscriptions (id, workspace_id, member_id, period, rhythm, send_time, weekday, month_day,"
        " next_at) values ($1, $2, $3, '12w', 'weekly', '08:00', 1, 1, now())",
        new_id(),
        sam.workspace_id,
        sam.id,
    )
    await execute(
        "insert into jobs (id, workspace_id, name, args, state, requested_by)"
        " values ($1, $2, 'report', '{}', 'done', $3)",
        new_id(),
        sam.workspace_id,
        sam.id,
    )
    await identity.open_session(person.id)
    await identity.create_token(person, NewToken(name="theirs"))
    slug = f"w{new_id().hex[-12:]}"
    await workspaces.create_workspace(person, NewWorkspace(name="Another", slug=slug))
    await execute(
        "insert into notifications (id, workspace_id, member_id, event_id, reason)"
        " select $1, workspace_id, $3, id, 'assigned' from events e where workspace_id = $2"
        " and action = 'comment.posted' and not exists"
        " (select from notifications n where n.member_id = $3 and n.event_id = e.id) limit 1",
        new_id(),
        sam.workspace_id,
        sam.id,
    )


async def _chunks(data: bytes) -> AsyncIterator[bytes]:
    yield data

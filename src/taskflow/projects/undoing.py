"""How the changes of projects, and of the columns, labels and fields in them, are taken back."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from uuid import UUID

from taskflow.activity import Obstacle, Obstructed, require_unchanged, stays, undoes
from taskflow.platform.database import fetch_value
from taskflow.platform.errors import NotFound
from taskflow.platform.validation import Changes
from taskflow.projects.access import grant_access, revoke_access
from taskflow.projects.columns import delete_column, edit_column, put_column_back
from taskflow.projects.editing import edit_project
from taskflow.projects.fields import edit_field, get_field
from taskflow.projects.inputs import ColumnChanges, FieldChanges, LabelChanges, ProjectChanges
from taskflow.projects.labels import edit_label
from taskflow.projects.queries import Row, get_label, get_listed_column, get_project, list_access
from taskflow.projects.team_access import let_team_in, list_project_teams, take_team_out
from taskflow.projects.visibility import build_visibility
from taskflow.workspaces import Member

Read = Callable[[Row, UUID], Awaitable[Row]]
Edit = Callable[..., Awaitable[Row]]


async def load_project(member: Member, event: Row) -> Row:
    """The project of an event, whatever its key is now. Raises NotFound, also when the member may not see it."""
    key = await fetch_value(
        f"select p.key from projects p where p.workspace_id = $1 and p.id = $2 and {build_visibility(member, '$3')}",
        member.workspace_id,
        event["project_id"],
        member.id,
    )
    if key is None:
        raise NotFound
    return await get_project(member, key, lock=True, archived_too=True)


def build_old(model: type[Changes], event: Row) -> Any:
    """The changes that give the event's fields their old values. Pure."""
    return model.model_validate({name: event["changes"][name][0] for name in _list_fields(event)})


@undoes("project.edited")
async def _put_project_back(member: Member, event: Row) -> str:
    project = await load_project(member, event)
    require_unchanged(project["key"], event, project, *_list_fields(event))
    edited = await edit_project(member, project["key"], build_old(ProjectChanges, event), version=project["version"])
    return str(edited["key"])


@undoes("project.archived", "project.reopened")
async def _turn_archive(member: Member, event: Row) -> str:
    project = await load_project(member, event)
    was_archived = event["action"] == "project.archived"
    if (project["archived_at"] is not None) != was_archived:
        raise Obstructed(Obstacle(project["key"], "archived_at", "whether it is archived was changed again"))
    changes = ProjectChanges(archived=not was_archived)
    await edit_project(member, project["key"], changes, version=project["version"])
    return str(project["key"])


@undoes("project.access_granted", "project.access_revoked")
async def _turn_access(member: Member, event: Row) -> str:
    project = await load_project(member, event)
    old, new = event["changes"]["member_id"]
    present = {str(row["member_id"]) for row in await list_access(project)}
    _require_turned(project, "member_id", new or old, present, is_in=new is not None)
    await (revoke_access if new else grant_access)(member, project, UUID(new or old))
    return str(project["key"])


@undoes("project.team_let_in", "project.team_taken_out")
async def _turn_team(member: Member, event: Row) -> str:
    project = await load_project(member, event)
    old, new = event["changes"]["team_id"]
    present = {str(row["team_id"]) for row in await list_project_teams(project)}
    _require_turned(project, "team_id", new or old, present, is_in=new is not None)
    await (take_team_out if new else let_team_in)(member, project, UUID(new or old))
    return str(project["key"])


def put_back(model: type[Changes], read: Read, edit: Edit) -> Callable[[Member, Row], Awaitable[str]]:
    """The inverse of editing or moving a part of a project: its fields get their old values."""

    async def inverse(member: Member, event: Row) -> str:
        project = await load_project(member, event)
        part = await read(project, event["subject_id"])
        require_unchanged(part["name"], event, part, *_list_fields(event))
        await edit(member, project["key"], part["id"], build_old(model, event), version=part["version"])
        return str(part["name"])

    return inverse


undoes("column.edited", "column.moved")(put_back(ColumnChanges, get_listed_column, edit_column))
undoes("label.edited")(put_back(LabelChanges, get_label, edit_label))
undoes("field.moved")(put_back(FieldChanges, get_field, edit_field))


@undoes("column.created")
async def _delete_column(member: Member, event: Row) -> str:
    project = await load_project(member, event)
    column = await get_listed_column(project, event["subject_id"])
    require_unchanged(column["name"], event, column, "name", "category")
    await delete_column(member, project["key"], column["id"], version=column["version"])
    return str(column["name"])


@undoes("column.deleted")
async def _put_column_back(member: Member, event: Row) -> str:
    project = await load_project(member, event)
    before = {name: old for name, (old, _) in event["changes"].items()}
    await put_column_back(member, project["key"], event["subject_id"], before)
    return str(before["name"])


def _require_turned(project: Row, field: str, wanted: str, present: Iterable[str], *, is_in: bool) -> None:
    if (wanted in present) != is_in:
        raise Obstructed(Obstacle(project["key"], field, "who is let in was changed again"))


def _list_fields(event: Row) -> list[str]:
    return [name for name in event["changes"] if name != "version"]


stays("A project stays, with all that happened in it: archive it instead", "project.created")
stays("Somebody else may use the key by now", "project.key_freed")
stays("Tasks may have a value in the field by now: delete it instead", "field.created")
stays("Tasks may have another of its options by now: change it again", "field.edited")
stays("The values that tasks had in the field are not kept: make it again", "field.deleted")

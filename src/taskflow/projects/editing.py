"""Making, changing and archiving a project."""

from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import execute, fetch
from taskflow.platform.errors import Invalid, StaleVersion
from taskflow.platform.ids import new_id
from taskflow.platform.validation import HUES
from taskflow.projects.access import grant_access
from taskflow.projects.facts import record_fact
from taskflow.projects.inputs import NewProject, ProjectChanges
from taskflow.projects.models import Column
from taskflow.projects.queries import Row, get_project
from taskflow.workspaces import Member, Permission

_FIRST_COLUMNS = (
    ("Backlog", "backlog"),
    ("To do", "todo"),
    ("In progress", "doing"),
    ("In review", "review"),
    ("Done", "done"),
)


async def create_project(member: Member, new: NewProject) -> Row:
    """Make it with five columns; a private one lets its maker in. Raises Forbidden, or Invalid for a taken key."""
    member.require(Permission.CREATE_PROJECT)
    project_id, now = new_id(), clock.now()
    added = await fetch(
        "insert into projects (id, workspace_id, key, name, description, visibility, hue, created_at, updated_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict (workspace_id, key) do nothing returning id",
        project_id,
        member.workspace_id,
        new.key,
        new.name,
        new.description,
        new.visibility,
        new.hue or HUES[project_id.int % (len(HUES) - 1)],
        now,
    )
    if not added:
        raise Invalid.field("key", "key_taken", "is the key of another project")
    await _create_first_columns(member, project_id)
    await record_fact(member, "project.created", {"id": project_id}, key=(None, new.key), name=(None, new.name))
    if new.visibility == "private":
        await grant_access(member, {"id": project_id}, member.id)
    return await get_project(member, new.key)


async def _create_first_columns(member: Member, project_id: UUID) -> None:
    await Column.bulk_create(
        Column(
            id=new_id(),
            workspace_id=member.workspace_id,
            project_id=project_id,
            name=name,
            category=category,
            position=position,
        )
        for position, (name, category) in enumerate(_FIRST_COLUMNS)
    )


async def edit_project(member: Member, key: str, changes: ProjectChanges, *, version: int) -> Row:
    """Change the fields named. Raises NotFound, Forbidden, or StaleVersion when `version` is not current."""
    project = await get_project(member, key, lock=True)
    named = changes.named
    archived = named.pop("archived", None)
    member.require(Permission.EDIT_PROJECT)
    if archived is not None:
        member.require(Permission.ARCHIVE_PROJECT)
    if project["version"] != version:
        raise StaleVersion(extra={"current": project})
    different = {name: value for name, value in named.items() if project[name] != value}
    if archived is not None and archived != (project["archived_at"] is not None):
        different["archived_at"] = clock.now() if archived else None
        await record_fact(member, "project.archived" if archived else "project.reopened", project)
    if different.get("visibility") == "private":
        await grant_access(member, project, member.id)
    if not different:
        return project
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(different, start=2))
    await execute(
        f"update projects set version = version + 1, updated_at = now(){sets} where id = $1",
        project["id"],
        *different.values(),
    )
    edited = {name: (project[name], value) for name, value in different.items() if name != "archived_at"}
    if edited:
        await record_fact(member, "project.edited", project, None, **edited)
    return await get_project(member, key)

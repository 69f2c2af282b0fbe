"""Making, changing and archiving a project."""

from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import execute, fetch
from taskflow.platform.ids import new_id
from taskflow.platform.validation import HUES
from taskflow.projects.access import grant_access
from taskflow.projects.facts import record_fact
from taskflow.projects.fields import build_options
from taskflow.projects.inputs import NewProject, ProjectChanges
from taskflow.projects.models import Column, CustomField, Label
from taskflow.projects.queries import Row, get_project
from taskflow.projects.renaming import change_key, key_taken, require_not_former
from taskflow.projects.templates import TEMPLATES, ProjectTemplate
from taskflow.workspaces import Member, Permission, require_version


async def create_project(member: Member, new: NewProject) -> Row:
    """Make it with what its template holds; a private one lets its maker in.

    Raises Forbidden, or Invalid for a key that another project has or had.
    """
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
        raise key_taken()
    project = {"id": project_id, "workspace_id": member.workspace_id}
    await require_not_former(project, new.key)
    await record_fact(member, "project.created", project, key=(None, new.key), name=(None, new.name))
    if new.visibility == "private":
        await grant_access(member, project, member.id)
    await _fill(member, project_id, TEMPLATES[new.template])
    return await get_project(member, new.key)


async def _fill(member: Member, project_id: UUID, template: ProjectTemplate) -> None:
    """Write the columns, labels and fields of the template; they are part of the fact that the project was made."""
    own = {"workspace_id": member.workspace_id, "project_id": project_id}
    await Column.bulk_create(
        Column(id=new_id(), position=position, **own, **column.model_dump())
        for position, column in enumerate(template.columns)
    )
    await Label.bulk_create(Label(id=new_id(), **own, **label.model_dump()) for label in template.labels)
    await CustomField.bulk_create(
        CustomField(
            id=new_id(),
            name=field.name,
            kind=field.kind,
            options=build_options(field.options),
            position=position,
            created_at=clock.now(),
            **own,
        )
        for position, field in enumerate(template.fields)
    )


async def edit_project(member: Member, key: str, changes: ProjectChanges, *, version: int) -> Row:
    """Change the fields named; an archived project as well.

    Raises NotFound, Forbidden, StaleVersion when `version` is not current, or Invalid for a taken key.
    """
    project = await get_project(member, key, lock=True, archived_too=True)
    named = changes.named
    archived = named.pop("archived", None)
    member.require(Permission.EDIT_PROJECT)
    if archived is not None:
        member.require(Permission.ARCHIVE_PROJECT)
    await require_version(project, version, workspace_id=member.workspace_id)
    different, made = {name: value for name, value in named.items() if project[name] != value}, (version, version + 1)
    if archived is not None and archived != (project["archived_at"] is not None):
        different["archived_at"] = clock.now() if archived else None
        await record_fact(member, "project.archived" if archived else "project.reopened", project, None, version=made)
    if different.get("visibility") == "private":
        await grant_access(member, project, member.id)
    if not different:
        return project
    await _write(project, different)
    edited = {name: (project[name], value) for name, value in different.items() if name != "archived_at"}
    if edited:
        await record_fact(member, "project.edited", project, None, **edited, version=made)
    return await get_project(member, different.get("key", key))


async def _write(project: Row, different: Row) -> None:
    values = dict(different)
    if "key" in values:
        await change_key(project, values.pop("key"))
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(values, start=2))
    await execute(
        f"update projects set version = version + 1, updated_at = now(){sets} where id = $1",
        project["id"],
        *values.values(),
    )

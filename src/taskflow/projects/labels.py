"""The labels of a project."""

from typing import Any
from uuid import UUID

from taskflow.activity import Change
from taskflow.platform.database import execute, fetch_value
from taskflow.platform.errors import Invalid
from taskflow.platform.ids import new_id
from taskflow.projects.facts import record_fact
from taskflow.projects.inputs import LabelChanges, NewLabel
from taskflow.projects.models import Label
from taskflow.projects.queries import Row, get_label, get_project
from taskflow.workspaces import Member, Permission, require_version


async def create_label(member: Member, key: str, new: NewLabel) -> Row:
    """Add a label. Raises NotFound, Forbidden, Conflict, or Invalid when the project has one of that name."""
    project = await get_project(member, key, lock=True)
    member.require(Permission.MANAGE_LABELS)
    await _require_free_name(project, new.name)
    label_id = new_id()
    await Label.create(
        id=label_id, workspace_id=member.workspace_id, project_id=project["id"], name=new.name, hue=new.hue
    )
    await record_fact(member, "label.created", project, label_id, name=(None, new.name), hue=(None, new.hue))
    return await get_label(project, label_id)


async def edit_label(member: Member, key: str, label_id: UUID, changes: LabelChanges, *, version: int) -> Row:
    """Change the fields named. Raises NotFound, Forbidden, StaleVersion, Conflict, or Invalid for a taken name."""
    project, label = await load_label(member, key, label_id, version)
    different = {name: value for name, value in changes.named.items() if label[name] != value}
    if not different:
        return label
    if str(different.get("name", label["name"])).lower() != label["name"].lower():
        await _require_free_name(project, different["name"])
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(different, start=2))
    await execute(f"update labels set version = version + 1{sets} where id = $1", label_id, *different.values())
    edited: dict[str, Any] = {name: (label[name], value) for name, value in different.items()}
    await record_fact(member, "label.edited", project, label_id, **edited, version=(version, version + 1))
    return await get_label(project, label_id)


async def delete_label(member: Member, key: str, label_id: UUID, *, version: int, **told: Change) -> None:
    """Delete a label and take it off every task. Raises NotFound, Forbidden, StaleVersion or Conflict.

    `told` is what the event says beside its name and colour.
    """
    project, label = await load_label(member, key, label_id, version)
    await execute("delete from labels where id = $1", label_id)
    gone: dict[str, Change] = {name: (label[name], None) for name in ("name", "hue")}
    await record_fact(member, "label.deleted", project, label_id, **gone, **told)


async def put_label_back(member: Member, key: str, label_id: UUID, *, name: str, hue: str) -> None:
    """Make a deleted label again, with its id. Raises NotFound, Forbidden, Conflict, or Invalid for a taken name."""
    project = await get_project(member, key, lock=True)
    member.require(Permission.MANAGE_LABELS)
    await _require_free_name(project, name)
    own = {"id": label_id, "workspace_id": member.workspace_id, "project_id": project["id"]}
    await Label.create(name=name, hue=hue, **own)
    await record_fact(member, "label.restored", project, label_id, name=(None, name), hue=(None, hue))


async def load_label(member: Member, key: str, label_id: UUID, version: int) -> tuple[Row, Row]:
    """The project and its label, both locked to be changed. Raises NotFound, Forbidden, StaleVersion or Conflict."""
    project = await get_project(member, key, lock=True)
    member.require(Permission.MANAGE_LABELS)
    label = await get_label(project, label_id, lock=True)
    await require_version(label, version, workspace_id=member.workspace_id)
    return project, label


async def _require_free_name(project: Row, name: str) -> None:
    if await fetch_value("select 1 from labels where project_id = $1 and lower(name) = lower($2)", project["id"], name):
        raise Invalid.field("name", "name_taken", "is the name of another label")

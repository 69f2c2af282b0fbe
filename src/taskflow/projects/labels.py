"""The labels of a project."""

from uuid import UUID

from taskflow.platform.database import execute, fetch_value
from taskflow.platform.errors import Invalid
from taskflow.platform.ids import new_id
from taskflow.projects.facts import record_fact
from taskflow.projects.inputs import NewLabel
from taskflow.projects.models import Label
from taskflow.projects.queries import Row, get_label, get_project
from taskflow.workspaces import Member, Permission


async def create_label(member: Member, key: str, new: NewLabel) -> Row:
    """Add a label. Raises NotFound, Forbidden, or Invalid when the project has one of that name."""
    project = await get_project(member, key, lock=True)
    member.require(Permission.MANAGE_LABELS)
    if await fetch_value(
        "select 1 from labels where project_id = $1 and lower(name) = lower($2)", project["id"], new.name
    ):
        raise Invalid.field("name", "name_taken", "is the name of another label")
    label_id = new_id()
    await Label.create(
        id=label_id, workspace_id=member.workspace_id, project_id=project["id"], name=new.name, hue=new.hue
    )
    await record_fact(member, "label.created", project, label_id, name=(None, new.name), hue=(None, new.hue))
    return {"id": label_id, "name": new.name, "hue": new.hue}


async def delete_label(member: Member, key: str, label_id: UUID) -> None:
    """Delete a label and take it off every task. Raises NotFound or Forbidden."""
    project = await get_project(member, key, lock=True)
    member.require(Permission.MANAGE_LABELS)
    label = await get_label(project, label_id)
    await execute("delete from labels where id = $1", label_id)
    await record_fact(member, "label.deleted", project, label_id, name=(label["name"], None))

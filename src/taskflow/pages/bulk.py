"""Changing the tasks that are ticked in a list, all at once."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints
from quart import Blueprint, Response

from taskflow import tasks
from taskflow.pages.addresses import project_address
from taskflow.pages.flashes import Flash, set_flash
from taskflow.pages.forms import read_input, read_next
from taskflow.pages.rendering import see_other
from taskflow.platform.errors import Conflict, Invalid, NotFound, StaleVersion, TaskFlowError
from taskflow.platform.unit_of_work import savepoint
from taskflow.platform.validation import Input, parse
from taskflow.tasks import BulkEdit, StaleTasks
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member

routes = Blueprint("bulk", __name__)
Row = dict[str, Any]
NAMED = 10
_Ticked = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,6}-[1-9][0-9]{0,8}:[1-9][0-9]{0,8}$")]
_LISTS = {"add_labels", "remove_labels", "add_assignees", "remove_assignees"}
# What somebody else may have changed that stands against a change of this; the others do not.
_FIELDS = {
    "priority": {"priority"},
    "due_date": {"due_date", "due_at", "due_zone"},
    "column_id": {"column", "column_id", "completed_at"},
    "completed": {"column", "column_id", "completed_at"},
}


class Choice(Input):
    """The tasks that are ticked, as KEY:VERSION, and what the button that was pressed does with them."""

    tasks: Annotated[list[_Ticked], Field(max_length=200)] = []
    do: Literal["change", "due", "no_due", "trash"]
    change: Annotated[str, Field(max_length=60)] = ""
    due_date: date | None = None

    def build_changes(self) -> Row:
        """The changes as the domain takes them. Raises Invalid when nothing was chosen."""
        if self.do == "trash":
            return {"deleted": True}
        if self.do == "no_due" or (self.do == "due" and self.due_date):
            return {"due_date": self.due_date.isoformat() if self.due_date and self.do == "due" else None}
        name, _, value = self.change.partition(":")
        if self.do == "due" or not value:
            raise Invalid("Choose a day first" if self.do == "due" else "Choose what to change first")
        if name == "completed":
            return {"completed": value == "yes"}
        return {name: [value] if name in _LISTS else value}

    def build_edit(self) -> BulkEdit:
        """The whole edit. Raises Invalid."""
        if not self.tasks:
            raise Invalid("Tick the tasks first")
        versions = {key: int(version) for key, version in (text.split(":") for text in self.tasks)}
        return parse(BulkEdit, {"tasks": list(versions), "versions": versions, "changes": self.build_changes()})


@routes.post("/<slug>/p/<key>/list/changes")
async def change(slug: str, key: str) -> Response:
    """Change all of them, or say which of them stand against it and change none."""
    member = await require_member(slug)
    address = await read_next(project_address(slug, key, "list"))
    try:
        async with savepoint():
            done = await _edit(member, (await read_input(Choice)).build_edit())
    except (Conflict, Invalid, NotFound, StaleVersion) as error:
        response = see_other(address)
        set_flash(response, Flash(_explain(error), tone="danger"))
        return response
    return see_other(address, _tell(done))


async def _edit(member: Member, edit: BulkEdit) -> Row:
    """What others changed in other fields since does not stand against it; the first try has locked the tasks."""
    try:
        return await tasks.edit_tasks(member, edit)
    except StaleTasks as stale:
        touched = {field for row in stale.extra["stale"] for field in row["fields"]}
        named = edit.changes.model_fields_set
        if "deleted" in named or any(touched & _FIELDS.get(name, set()) for name in named):
            raise
        return await tasks.edit_tasks(member, edit.model_copy(update={"versions": {}}))


def _tell(done: Row) -> str:
    count = len(done["changed"])
    if not count:
        return "Nothing to change: they are so already"
    return f"{done['changed'][0]['key']} changed" if count == 1 else f"{count} tasks changed"


def _explain(error: TaskFlowError) -> str:
    """The reason with the tasks that stand against it, each reason once."""
    by_reason: dict[str, list[str]] = {}
    for refused in error.extra.get("refused", ()):
        by_reason.setdefault(refused["detail"], []).append(refused["task"])
    told = [f"{_name(keys)}: {reason[:1].lower()}{reason[1:]}" for reason, keys in by_reason.items()]
    return f"Nothing was changed. {'; '.join(told) or error.detail}"


def _name(keys: list[str]) -> str:
    shown = ", ".join(keys[:NAMED])
    return f"{shown} and {len(keys) - NAMED} more" if len(keys) > NAMED else shown

"""The small forms of a task: who works on it, its labels, its priority and when it is due."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field
from quart import Blueprint, Response

from taskflow import tasks
from taskflow.pages.addresses import task_address
from taskflow.pages.forms import answers_with, read_input, read_next, read_version
from taskflow.pages.merging import merge
from taskflow.pages.rendering import see_other
from taskflow.pages.task import show
from taskflow.platform.errors import Invalid
from taskflow.platform.validation import Input, parse
from taskflow.tasks import Priority, TaskChanges
from taskflow.web.authentication import require_member
from taskflow.workspaces import Permission

routes = Blueprint("task_fields", __name__)
_BACK = "/{slug}/t/{key}"
_Ids = Annotated[list[UUID], Field(max_length=200)]


class Selection(Input):
    """What is ticked, and what was when the form was made: only the difference is applied."""

    chosen: _Ids = []
    was: _Ids = []

    @property
    def added(self) -> Iterable[UUID]:
        """What was ticked now."""
        return [item for item in dict.fromkeys(self.chosen) if item not in self.was]

    @property
    def removed(self) -> Iterable[UUID]:
        """What is not ticked any more."""
        return [item for item in dict.fromkeys(self.was) if item not in self.chosen]


class PriorityChoice(Input):
    """The priority to set."""

    priority: Priority


class DueChoice(Input):
    """A day and perhaps a time of the day, as the viewer's clock shows it; no day clears the date."""

    due_date: date | None = None
    due_time: time | None = None

    def build_values(self, zone: str) -> dict[str, Any]:
        """The due fields of the task for somebody in the IANA `zone`. Raises Invalid for a time without a day."""
        if self.due_time is None:
            return {"due_date": self.due_date and self.due_date.isoformat()}
        if self.due_date is None:
            raise Invalid.field("due_date", "missing", "is required when there is a time")
        moment = datetime.combine(self.due_date, self.due_time.replace(tzinfo=None), ZoneInfo(zone))
        return {"due_at": moment.isoformat(), "due_zone": zone}


@routes.post("/<slug>/t/<key>/assignees")
@answers_with(show, back=_BACK)
async def assign(slug: str, key: str) -> Response:
    """Put those on the task who were ticked, and take those off who were not any more."""
    member = await require_member(slug)
    member.require(Permission.EDIT_TASK)
    selection = await read_input(Selection)
    for removed in selection.removed:
        await tasks.unassign_task(member, key, removed)
    for added in selection.added:
        await tasks.assign_task(member, key, added)
    return see_other(await read_next(task_address(slug, key)), f"{key}: assignees saved")


@routes.post("/<slug>/t/<key>/labels")
@answers_with(show, back=_BACK)
async def label(slug: str, key: str) -> Response:
    """Put the labels on that were ticked, and take those off that were not any more."""
    member = await require_member(slug)
    member.require(Permission.EDIT_TASK)
    selection = await read_input(Selection)
    for removed in selection.removed:
        await tasks.unlabel_task(member, key, removed)
    for added in selection.added:
        await tasks.label_task(member, key, added)
    return see_other(await read_next(task_address(slug, key)), f"{key}: labels saved")


@routes.post("/<slug>/t/<key>/priority")
@answers_with(show, back=_BACK)
async def prioritise(slug: str, key: str) -> Response:
    """Set the priority."""
    return await _edit(slug, key, (await read_input(PriorityChoice)).model_dump(), "priority")


@routes.post("/<slug>/t/<key>/due")
@answers_with(show, back=_BACK)
async def schedule(slug: str, key: str) -> Response:
    """Set when it is due, or clear it."""
    member = await require_member(slug)
    values = (await read_input(DueChoice)).build_values(member.time_zone)
    return await _edit(slug, key, values, "due_date", "due_at", "due_zone")


async def _edit(slug: str, key: str, values: dict[str, Any], *fields: str) -> Response:
    member = await require_member(slug)
    changes = parse(TaskChanges, values)
    await merge(lambda version: tasks.edit_task(member, key, changes, version=version), await read_version(), *fields)
    word = "due date" if "due_date" in fields else fields[0]
    return see_other(await read_next(task_address(slug, key)), f"{key}: {word} saved")

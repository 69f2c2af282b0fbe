"""The tasks around a task: the one above it, its subtasks, what blocks it and what it blocks."""

from typing import Annotated

from pydantic import AfterValidator, Field
from quart import Blueprint, Response

from taskflow import tasks
from taskflow.pages.addresses import task_address
from taskflow.pages.forms import answers_with, read_input, read_next, read_version
from taskflow.pages.merging import merge
from taskflow.pages.rendering import see_other
from taskflow.pages.task import show
from taskflow.platform.errors import Invalid, Moved, NotFound
from taskflow.platform.validation import Input, Title
from taskflow.tasks import NewTask, TaskChanges
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member, Permission

routes = Blueprint("task_relations", __name__)
_BACK = "/{slug}/t/{key}"
_Key = Annotated[str, Field(max_length=20), AfterValidator(lambda text: text.strip().upper())]


class NewSubtask(Input):
    """What a subtask is called; the rest is filled in on its own page."""

    title: Title


class BlockerChoice(Input):
    """The key of the task that has to be done before."""

    blocker: _Key


class ParentChoice(Input):
    """The key of the task to hang below; none takes it out from below its parent."""

    parent: _Key | None = None


@routes.post("/<slug>/t/<key>/subtasks")
@answers_with(show, back=_BACK)
async def add_subtask(slug: str, key: str) -> Response:
    """Make a task below this one."""
    member = await require_member(slug)
    member.require(Permission.CREATE_TASK)
    title = (await read_input(NewSubtask)).title
    project_key = (await tasks.get_task(member, key))["project"]["key"]
    made = await tasks.create_task(member, project_key, NewTask(title=title, parent=key))
    return see_other(task_address(slug, key) + "#subtasks", f"{made['key']} added below {key}")


@routes.post("/<slug>/t/<key>/parent")
@answers_with(show, back=_BACK)
async def hang(slug: str, key: str) -> Response:
    """Hang it below another task, or below none."""
    member = await require_member(slug)
    changes = TaskChanges(parent=(await read_input(ParentChoice)).parent)
    await merge(
        lambda version: tasks.edit_task(member, key, changes, version=version), await read_version(), "parent_id"
    )
    return see_other(task_address(slug, key), f"{key}: parent saved")


@routes.post("/<slug>/t/<key>/blockers")
@answers_with(show, back=_BACK)
async def block(slug: str, key: str) -> Response:
    """Have it wait for another task."""
    member = await require_member(slug)
    member.require(Permission.EDIT_TASK)
    blocker = await _read_blocker(member)
    await tasks.block_task(member, key, blocker)
    return see_other(task_address(slug, key) + "#blockers", f"{key} waits for {blocker} now")


@routes.post("/<slug>/t/<key>/blockers/removal")
@answers_with(show, back=_BACK)
async def unblock(slug: str, key: str) -> Response:
    """Have it wait for another task no more."""
    member = await require_member(slug)
    member.require(Permission.EDIT_TASK)
    blocker = await _read_blocker(member)
    await tasks.unblock_task(member, key, blocker)
    return see_other(await read_next(task_address(slug, key) + "#blockers"), f"{key} waits for {blocker} no more")


async def _read_blocker(member: Member) -> str:
    """The present key of the task in the form. Raises Invalid when there is no such task to see."""
    key = (await read_input(BlockerChoice)).blocker
    try:
        await tasks.get_task(member, key)
    except Moved as moved:
        return moved.new
    except NotFound:
        raise Invalid.field("blocker", "unknown_task", "is no task that you can see") from None
    return key

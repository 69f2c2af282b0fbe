"""Where a task stands: its column, done or open, in the trash and out of it."""

from typing import Any

from quart import Blueprint, Response

from taskflow import projects, tasks
from taskflow.pages.addresses import project_address, task_address
from taskflow.pages.cards import build_card
from taskflow.pages.formatting import count_of
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_form, read_input, read_next, read_version
from taskflow.pages.merging import merge
from taskflow.pages.planning import build_next
from taskflow.pages.rendering import is_scripted, render_page, see_other
from taskflow.platform import clock
from taskflow.tasks import Position
from taskflow.web.authentication import require_member
from taskflow.web.conditional import build_etag
from taskflow.workspaces import Member, Permission

routes = Blueprint("task_placing", __name__)
_BACK = "/{slug}/t/{key}"


@routes.get("/<slug>/t/<key>/position")
async def show_places(slug: str, key: str, form: FormState = EMPTY) -> Response:
    """The columns that the task can go to."""
    member = await require_member(slug)
    task = await tasks.get_task(member, key)
    member.require(Permission.EDIT_TASK)
    project = await projects.get_project(member, task["project"]["key"])
    return await render_page(
        "pages/task/position.html",
        member=member,
        current=project["key"],
        task=build_card(task, member, clock.now()),
        project=project,
        columns=await projects.list_columns(project),
        form=form,
    )


@routes.post("/<slug>/t/<key>/position")
@answers_with(show_places, back=_BACK)
async def move(slug: str, key: str) -> Response:
    """Move the task into a column, before another one or to the end."""
    member = await require_member(slug)
    position, version, force = await read_input(Position, besides=("force",)), await read_version(), await _is_forced()
    task = await merge(lambda at: tasks.move_task(member, key, position, version=at, force=force), version, "column_id")
    if is_scripted():
        return Response(status=204, headers={"ETag": build_etag(task["version"])})
    return await _say(member, task, f"{key} moved to {task['column']['name']}")


@routes.post("/<slug>/t/<key>/completion")
@answers_with(show_places, back=_BACK)
async def complete(slug: str, key: str) -> Response:
    """Complete it; whether its subtasks are open is said."""
    member = await require_member(slug)
    task = await tasks.complete_task(member, key, force=await _is_forced())
    left = task["subtasks"]["total"] - task["subtasks"]["done"]
    still = f"; {count_of(left, 'subtask')} still open" if left else ""
    return await _say(member, task, f"{key} completed{still}")


@routes.post("/<slug>/t/<key>/reopening")
async def reopen(slug: str, key: str) -> Response:
    """Reopen it."""
    await tasks.reopen_task(await require_member(slug), key)
    return see_other(await read_next(task_address(slug, key)), f"{key} reopened")


@routes.post("/<slug>/t/<key>/deletion")
@answers_with(show_places, back=_BACK)
async def delete(slug: str, key: str) -> Response:
    """Put it into the trash."""
    member = await require_member(slug)
    await tasks.delete_task(member, key, version=await read_version())
    board = project_address(slug, key.partition("-")[0])
    undo = f"/{slug}/t/{key}/restoration"
    return see_other(board, f"{key} is in the trash", undo=undo, url=f"/{slug}/trash", link="See the trash")


@routes.post("/<slug>/t/<key>/restoration")
async def restore(slug: str, key: str) -> Response:
    """Take it out of the trash."""
    await tasks.restore_task(await require_member(slug), key)
    return see_other(await read_next(task_address(slug, key)), f"{key} is back")


async def _say(member: Member, task: dict[str, Any], say: str) -> Response:
    """Back to where the form was, saying so, and what follows a task that recurs."""
    address = await read_next(task_address(member.workspace_slug, task["key"]))
    following = build_next(task, member, clock.now()) if task["completed_at"] else None
    if following is None:
        return see_other(address, say)
    say = f"{say}. Next one: {following['key']}, due {following['due']}"
    return see_other(address, say, url=following["url"], link=f"Open {following['key']}")


async def _is_forced() -> bool:
    """True when somebody has seen what blocks the task, and completes it anyway."""
    return (await read_form()).get("force") == "true"

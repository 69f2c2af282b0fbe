"""Adding a task by one line: on the board, on the list, and on a page that explains the words."""

from typing import Any

from quart import Blueprint, Response, request

from taskflow import projects, tasks
from taskflow.pages.addresses import project_address, task_address
from taskflow.pages.forms import EMPTY, FormState, answers_with, is_own_path, read_input, read_next
from taskflow.pages.quick_words import WORDS, build_chips, build_doubts, describe
from taskflow.pages.rendering import render_page, render_part, see_other
from taskflow.platform import clock
from taskflow.platform.errors import Conflict, Invalid
from taskflow.tasks import QuickTask
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member, Permission

routes = Blueprint("quick_add", __name__)
Row = dict[str, Any]
MOST_CHARACTERS = 500


@routes.get("/<slug>/p/<key>/quick")
async def show(slug: str, key: str, form: FormState = EMPTY) -> Response:
    """The field with what it understands of `?text=…`; a line that was refused comes back here."""
    member = await require_member(slug)
    member.require(Permission.CREATE_TASK)
    text = form.value("text") if form.is_sent else request.args.get("text", "")
    return await render_page(
        "pages/quick_add/page.html",
        member=member,
        current=key,
        project=await projects.get_project(member, key),
        form=form,
        text=text,
        way_back=_find_way_back(form, project_address(slug, key)),
        words=WORDS,
        **await _preview(member, key, text),
    )


@routes.get("/<slug>/p/<key>/quick/preview")
async def preview(slug: str, key: str) -> Response:
    """What the line `?text=…` would make, as a piece for below the field."""
    member = await require_member(slug)
    return render_part("pages/quick_add/preview.html", **await _preview(member, key, request.args.get("text", "")))


@routes.post("/<slug>/p/<key>/quick")
@answers_with(show)
async def add(slug: str, key: str) -> Response:
    """Make the task, go back to where the field was, and say there what was understood."""
    member = await require_member(slug)
    line = await read_input(QuickTask)
    try:
        task = await tasks.create_quick_task(member, key, line)
    except Conflict as conflict:
        raise Invalid(conflict.detail) from None
    said = describe(task, member.time_zone, clock.now())
    return see_other(await read_next(project_address(slug, key)), said, url=task_address(slug, task["key"]))


async def _preview(member: Member, key: str, text: str) -> Row:
    line = await tasks.preview_quick_task(member, key, text[:MOST_CHARACTERS])
    return {
        "line": {"title": line["title"], "is_blank": not text.strip()},
        "chips": build_chips(line, member.time_zone, clock.now()),
        "doubts": build_doubts(line),
    }


def _find_way_back(form: FormState, default: str) -> str:
    given = form.value("next", request.args.get("next", ""))
    return given if is_own_path(given) else default

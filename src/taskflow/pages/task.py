"""The page of a task, and changing what it says."""

import hashlib

from quart import Blueprint, Response

from taskflow import tasks
from taskflow.pages.addresses import task_address
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.merging import merge
from taskflow.pages.rendering import render_page, see_other
from taskflow.pages.task_view import load_task_view
from taskflow.platform.validation import Input, Markdown, Title
from taskflow.tasks import TaskChanges
from taskflow.web.authentication import require_member
from taskflow.workspaces import Permission

routes = Blueprint("task", __name__)


class Writing(Input):
    """The title and the description as written, and fingerprints of what they were when the form was made."""

    title: Title
    description: Markdown = ""
    title_was: str = ""
    description_was: str = ""

    def list_changes(self) -> dict[str, str]:
        """The fields that were written anew: what was left alone must not undo what somebody else writes."""
        given = {"title": (self.title, self.title_was), "description": (self.description, self.description_was)}
        return {name: text for name, (text, was) in given.items() if build_fingerprint(text) != was}


def build_fingerprint(text: str) -> str:
    """A short digest of a text. Pure."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@routes.get("/<slug>/t/<key>")
async def show(slug: str, key: str, form: FormState = EMPTY) -> Response:
    """The task with its fields, the talk, or with `?show=activity` its history."""
    member = await require_member(slug)
    task = await tasks.get_task(member, key)
    view = await load_task_view(member, task)
    return await render_page("pages/task/task.html", member=member, current=task["project"]["key"], form=form, **view)


@routes.get("/<slug>/t/<key>/edit")
async def show_editor(slug: str, key: str, form: FormState = EMPTY) -> Response:
    """The form of title and description."""
    member = await require_member(slug)
    task = await tasks.get_task(member, key)
    member.require(Permission.EDIT_TASK)
    return await render_page(
        "pages/task/edit.html",
        member=member,
        current=task["project"]["key"],
        task=task,
        form=form,
        title_was=build_fingerprint(task["title"]),
        description_was=build_fingerprint(task["description"]),
    )


@routes.post("/<slug>/t/<key>/edit")
@answers_with(show_editor, back="/{slug}/t/{key}")
async def edit(slug: str, key: str) -> Response:
    """Change what was written anew."""
    member = await require_member(slug)
    named = (await read_input(Writing, texts=("description",))).list_changes()
    changes = TaskChanges.model_validate(named)
    await merge(lambda version: tasks.edit_task(member, key, changes, version=version), await read_version(), *named)
    return see_other(task_address(slug, key), "Saved")

"""Talking about a task."""

from quart import Blueprint, Response, request

from taskflow import comments, tasks
from taskflow.pages.addresses import task_address, with_query
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.pages.task import show
from taskflow.pages.task_view import build_comment, build_version
from taskflow.platform import clock
from taskflow.platform.errors import Forbidden
from taskflow.platform.ids import parse_id
from taskflow.web.authentication import require_member

routes = Blueprint("task_comments", __name__)


@routes.post("/<slug>/t/<key>/comments")
@answers_with(show)
async def post(slug: str, key: str) -> Response:
    """Post a comment."""
    member = await require_member(slug)
    comment = await comments.post_comment(member, key, await read_input(comments.NewComment))
    return see_other(f"{task_address(slug, key)}#comment-{comment['id']}", "Comment posted")


@routes.get("/<slug>/t/<key>/comments/<comment_id>")
async def show_editor(slug: str, key: str, comment_id: str, form: FormState = EMPTY) -> Response:
    """The form of one's own comment."""
    member = await require_member(slug)
    task = await tasks.get_task(member, key)
    comment = build_comment(member, task, await comments.get_comment(member, task, parse_id(comment_id)), clock.now())
    if not comment["may_edit"]:
        raise Forbidden("Only the author changes a comment")
    return await render_page(
        "pages/task/comment.html",
        member=member,
        current=task["project"]["key"],
        task=task,
        comment=comment,
        form=form,
    )


@routes.post("/<slug>/t/<key>/comments/<comment_id>")
@answers_with(show_editor, back="/{slug}/t/{key}#comment-{comment_id}")
async def edit(slug: str, key: str, comment_id: str) -> Response:
    """Change one's own comment."""
    member = await require_member(slug)
    changes = await read_input(comments.CommentChanges)
    await comments.edit_comment(member, key, parse_id(comment_id), changes, version=await read_version())
    return see_other(f"{task_address(slug, key)}#comment-{comment_id}", "Saved")


@routes.get("/<slug>/t/<key>/comments/<comment_id>/versions")
async def show_versions(slug: str, key: str, comment_id: str) -> Response:
    """What the comment says and said before; `?after=…` goes on to older texts."""
    member = await require_member(slug)
    task = await tasks.get_task(member, key)
    comment = await comments.get_comment(member, task, parse_id(comment_id))
    page = await comments.list_versions(comment, after=request.args.get("after"))
    return await render_page(
        "pages/task/comment_versions.html",
        member=member,
        current=task["project"]["key"],
        task=task,
        comment=build_comment(member, task, comment, clock.now()),
        versions=[build_version(member, row, clock.now()) for row in page.items],
        shows_newest="after" not in request.args,
        more_url=page.next_cursor and with_query(request.path, after=page.next_cursor),
    )


@routes.post("/<slug>/t/<key>/comments/<comment_id>/reactions")
async def react(slug: str, key: str, comment_id: str) -> Response:
    """React to a comment."""
    member = await require_member(slug)
    chosen = await read_input(comments.NewReaction)
    await comments.add_reaction(member, key, parse_id(comment_id), chosen.emoji)
    return see_other(f"{task_address(slug, key)}#comment-{comment_id}")


@routes.post("/<slug>/t/<key>/comments/<comment_id>/reactions/removal")
async def take_reaction_back(slug: str, key: str, comment_id: str) -> Response:
    """Take one's reaction back."""
    member = await require_member(slug)
    chosen = await read_input(comments.NewReaction)
    await comments.remove_reaction(member, key, parse_id(comment_id), chosen.emoji)
    return see_other(f"{task_address(slug, key)}#comment-{comment_id}")


@routes.post("/<slug>/t/<key>/comments/<comment_id>/deletion")
@answers_with(show_editor, back="/{slug}/t/{key}#comment-{comment_id}")
async def delete(slug: str, key: str, comment_id: str) -> Response:
    """Delete a comment."""
    member = await require_member(slug)
    await comments.delete_comment(member, key, parse_id(comment_id), version=await read_version())
    return see_other(task_address(slug, key), "Comment deleted")

"""The files on a task: putting them there, saving them, and taking them off."""

from collections.abc import AsyncIterator
from typing import Any

from quart import Blueprint, Response, request

from taskflow import attachments, tasks
from taskflow.pages.addresses import task_address
from taskflow.pages.formatting import count_of
from taskflow.pages.forms import answers_with
from taskflow.pages.rendering import see_other
from taskflow.pages.task import show
from taskflow.platform.errors import Invalid
from taskflow.platform.ids import parse_id
from taskflow.web.application import current_settings, with_streamed_body
from taskflow.web.authentication import require_member
from taskflow.web.downloads import build_download, find_fresh
from taskflow.workspaces import Permission

routes = Blueprint("task_files", __name__)
_CHUNK_BYTES = 256 * 1024


@routes.get("/<slug>/t/<key>/attachments/<attachment_id>")
async def save(slug: str, key: str, attachment_id: str) -> Response:
    """The file itself."""
    member = await require_member(slug)
    task = await tasks.get_task(member, key)
    attachment = await attachments.get_attachment(task, parse_id(attachment_id))
    if (fresh := find_fresh(attachment)) is not None:
        return fresh
    return build_download(attachment, await attachments.find_storage().read(attachment["storage_key"]))


@routes.post("/<slug>/t/<key>/attachments")
@answers_with(show)
@with_streamed_body
async def add(slug: str, key: str) -> Response:
    """Put the chosen files on the task."""
    member = await require_member(slug)
    member.require(Permission.ATTACH_FILE)
    chosen = [file for file in (await request.files).getlist("file") if file.filename]
    if not chosen:
        raise Invalid.field("file", "missing", "is missing: choose at least one")
    limit = current_settings().attachment_max_bytes
    for file in chosen:
        await attachments.add_attachment(member, key, str(file.filename), _read(file.stream), max_bytes=limit)
    return see_other(f"{task_address(slug, key)}#files", f"{count_of(len(chosen), 'file')} added")


@routes.post("/<slug>/t/<key>/attachments/<attachment_id>/removal")
async def remove(slug: str, key: str, attachment_id: str) -> Response:
    """Take a file off."""
    await attachments.remove_attachment(await require_member(slug), key, parse_id(attachment_id))
    return see_other(f"{task_address(slug, key)}#files", "File taken off")


async def _read(stream: Any) -> AsyncIterator[bytes]:
    """What was posted, from where the form's reader has put it."""
    while chunk := stream.read(_CHUNK_BYTES):
        yield chunk

"""Files on tasks."""

from typing import Annotated
from uuid import UUID

from pydantic import Field
from quart import Response, request

from taskflow import attachments, tasks
from taskflow.api.bodies import Bytes
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Attachment
from taskflow.platform.pagination import Page
from taskflow.platform.validation import Input
from taskflow.web.application import current_settings
from taskflow.web.downloads import build_download, find_fresh
from taskflow.workspaces import Member

_FILES = "/workspaces/{slug}/tasks/{task_key}/attachments"
_FILE = _FILES + "/{attachment_id}"


class FileQuery(Input):
    """What the file is called."""

    name: Annotated[str, Field(min_length=1, max_length=1000, examples=["report.pdf"], description="Its name")]


@operation("GET", _FILES, items=Attachment)
async def list_attachments(member: Member, task_key: str, query: PageQuery) -> Page:
    """List the files on a task, the oldest first"""
    task = await tasks.get_task(member, task_key)
    return await attachments.list_attachments(task, after=query.after, limit=query.limit)


@operation(
    "POST", _FILES, body=Bytes, query=FileQuery, answer=Attachment, own_units=True,
    location="/workspaces/{slug}/tasks/{task_key}/attachments/{id}",
    codes=("forbidden", "project_archived", "attachment_too_large", "too_many_attachments"),
    undo="A file comes in by several steps, of which none is the whole change: remove it instead",
)  # fmt: skip
async def add_attachment(member: Member, task_key: str, query: FileQuery) -> Row:
    """Put a file on a task

    The body is the file as it is. What kind it is, is judged by its bytes; Content-Type is not believed. The operator
    sets how large a file may be (25 MiB when they said nothing).
    """
    limit = current_settings().attachment_max_bytes
    return await attachments.add_attachment(member, task_key, query.name, aiter(request.body), max_bytes=limit)


@operation("GET", _FILE, answer=Attachment)
async def get_attachment(member: Member, task_key: str, attachment_id: UUID) -> Row:
    """Read what is known of a file"""
    return await attachments.get_attachment(await tasks.get_task(member, task_key), attachment_id)


@operation("GET", _FILE + "/content", gives_bytes=True)
async def read_attachment(member: Member, task_key: str, attachment_id: UUID) -> Response:
    """Read a file

    Pictures and plain text may be shown in place, everything else is to be saved (Content-Disposition).
    """
    attachment = await attachments.get_attachment(await tasks.get_task(member, task_key), attachment_id)
    if (fresh := find_fresh(attachment)) is not None:
        return fresh
    return build_download(attachment, await attachments.find_storage().read(attachment["storage_key"]))


@operation("DELETE", _FILE, codes=("forbidden", "project_archived"), undo=True)
async def remove_attachment(member: Member, task_key: str, attachment_id: UUID) -> None:
    """Take a file off a task"""
    await attachments.remove_attachment(member, task_key, attachment_id)

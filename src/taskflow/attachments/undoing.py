"""How putting a file on a task, and taking it off, are taken back."""

from typing import Any
from uuid import UUID

from taskflow.activity import undoes
from taskflow.attachments.uploading import remove_attachment, restore_attachment
from taskflow.tasks import find_subject_key
from taskflow.workspaces import Member

Row = dict[str, Any]


@undoes("attachment.added", "attachment.restored")
async def _take_off(member: Member, event: Row) -> str:
    key = await find_subject_key(member, event)
    await remove_attachment(member, key, UUID(event["changes"]["attachment_id"][1]))
    return key


@undoes("attachment.removed")
async def _put_back(member: Member, event: Row) -> str:
    key = await find_subject_key(member, event)
    await restore_attachment(member, key, UUID(event["changes"]["attachment_id"][0]))
    return key

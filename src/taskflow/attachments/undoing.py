"""How putting a file on a task, and taking it off, are taken back."""

from typing import Any
from uuid import UUID

from taskflow.activity import Obstacle, Obstructed, undoes
from taskflow.attachments.uploading import remove_attachment, restore_attachment
from taskflow.platform.errors import NotFound
from taskflow.tasks import name_tasks
from taskflow.workspaces import Member

Row = dict[str, Any]


@undoes("attachment.added", "attachment.restored")
async def _take_off(member: Member, event: Row) -> str:
    key = await _find_key(member, event)
    await remove_attachment(member, key, UUID(event["changes"]["attachment_id"][1]))
    return key


@undoes("attachment.removed")
async def _put_back(member: Member, event: Row) -> str:
    key = await _find_key(member, event)
    await restore_attachment(member, key, UUID(event["changes"]["attachment_id"][0]))
    return key


async def _find_key(member: Member, event: Row) -> str:
    named = (await name_tasks(member, [event["subject_id"]])).get(event["subject_id"])
    if named is None:
        raise NotFound
    if named["deleted"]:
        raise Obstructed(Obstacle(named["key"], "deleted_at", "the task is in the trash"))
    return str(named["key"])

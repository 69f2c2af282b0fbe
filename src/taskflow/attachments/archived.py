"""Files that come from a full export, with their own ids; their bytes are checked by whoever reads the export."""

from collections.abc import AsyncIterator
from typing import Any

from taskflow.attachments.models import Attachment
from taskflow.attachments.storage import find_storage
from taskflow.platform.missing_rows import insert_missing
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]


async def import_archived_attachment(member: Member, row: Row, chunks: AsyncIterator[bytes]) -> None:
    """Keep the bytes and write down the file, unless it is there; its task was made with the number of its files.

    Opens its own unit of work, none while bytes come; cut off in between, the next try writes the same bytes to the
    same place. Raises Forbidden, and what `chunks` raises.
    """
    member.require(Permission.IMPORT_WORKSPACE)
    if await Attachment.filter(workspace_id=member.workspace_id, id=row["id"]).exists():
        return
    key = f"{member.workspace_id}/{row['id']}"
    await find_storage().write(key, chunks)
    async with unit_of_work():
        await insert_missing(Attachment, member.workspace_id, [row | {"storage_key": key}])

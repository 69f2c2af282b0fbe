"""Files that members bring to import them: kept as they come, found again by who brought them."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import PurePath
from typing import Any, BinaryIO
from uuid import UUID

from taskflow import projects
from taskflow.attachments import find_storage
from taskflow.platform import clock
from taskflow.platform.database import fetch, fetch_one
from taskflow.platform.errors import Invalid, NotFound, PayloadTooLarge
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import build_visibility
from taskflow.transfer.files import Meter, announce_file, complete_file
from taskflow.transfer.inputs import ImportFormat
from taskflow.transfer.models import Import
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]
MEDIA_TYPE = "application/octet-stream"
UPLOAD_SECONDS = 300.0
_IMPORT = (
    "i.id, i.workspace_id, i.member_id, i.project_id, i.format, i.created_at, p.key as project, f.name, f.size_bytes,"
    " encode(f.sha256, 'hex') as sha256, f.storage_key, f.expires_at"
    " from imports i join transfer_files f on f.id = i.id left join projects p on p.id = i.project_id"
)


async def take_import(
    member: Member,
    project_key: str | None,
    name: str,
    chunks: AsyncIterator[bytes],
    *,
    format: ImportFormat,  # noqa: A002
    max_bytes: int,
) -> Row:
    """Keep the file for an import into the project, a full export for one into the workspace.

    Opens its own units of work, none while bytes come. Raises NotFound, Forbidden, Invalid for a project with a full
    export or none with another file, Conflict for an archived project, or PayloadTooLarge.
    """
    project_id = await _find_target(member, project_key, format)
    import_id, meter = new_id(), Meter()
    shown = PurePath(name.replace("\\", "/")).name[:255] or "file"
    key = await announce_file(import_id, member.workspace_id, member.id, name=shown, media_type=MEDIA_TYPE)
    async with asyncio.timeout(UPLOAD_SECONDS):
        await find_storage().write(key, _meter(chunks, meter, max_bytes))
    async with unit_of_work():
        await complete_file(import_id, meter)
        await Import.create(
            id=import_id,
            workspace_id=member.workspace_id,
            member_id=member.id,
            project_id=project_id,
            format=format,
            created_at=clock.now(),
        )
        return await get_import(member, import_id)


async def _find_target(member: Member, project_key: str | None, format: ImportFormat) -> UUID | None:  # noqa: A002
    """The project that the file goes into; none for a full export."""
    if format == "taskflow":
        member.require(Permission.IMPORT_WORKSPACE)
        if project_key is not None:
            raise Invalid.field("project", "whole_workspace", "a full export goes into the workspace: leave it out")
        return None
    member.require(Permission.CREATE_TASK)
    if project_key is None:
        raise Invalid.field("project", "missing", "is missing: only a full export goes into no project")
    project = await projects.get_project(member, project_key)
    projects.require_open(project["archived_at"])
    project_id: UUID = project["id"]
    return project_id


async def get_import(member: Member, import_id: UUID) -> Row:
    """The file that the member brought. Raises NotFound: also for that of somebody else, and when it has expired."""
    row = await fetch_one(
        f"select {_IMPORT} where i.workspace_id = $1 and i.member_id = $2 and i.id = $3 and f.expires_at > now()"
        f" and (i.project_id is null or p.id is not null and {build_visibility(member, '$2')})",
        member.workspace_id,
        member.id,
        import_id,
    )
    if row is None:
        raise NotFound
    return row


async def list_import_jobs(member: Member, import_id: UUID) -> list[UUID]:
    """The jobs of the import, the newest first."""
    rows = await fetch(
        "select id from jobs where workspace_id = $1 and requested_by = $2"
        " and name in ('transfer.import_tasks', 'transfer.import_workspace')"
        " and args ->> 'import_id' = $3 order by id desc limit 20",
        member.workspace_id,
        member.id,
        str(import_id),
    )
    return [row["id"] for row in rows]


@asynccontextmanager
async def opened_file(storage_key: str) -> AsyncIterator[BinaryIO]:
    """The file on the disk for as long as the block runs. Raises NotFound when the storage has it no more."""
    chunks = await find_storage().read(storage_key)
    with tempfile.TemporaryFile() as file:
        async for chunk in chunks:
            file.write(chunk)
        file.seek(0)
        yield file


async def _meter(chunks: AsyncIterator[bytes], meter: Meter, limit: int) -> AsyncIterator[bytes]:
    async for chunk in chunks:
        meter.count(chunk)
        if meter.size > limit:
            raise PayloadTooLarge(f"A file to import has at most {limit:,} bytes", code="import_too_large")
        yield chunk

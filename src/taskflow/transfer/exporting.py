"""Exports of tasks: asked for by a member, made in the background, as of one moment."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

from taskflow import projects, tasks, workspaces
from taskflow.platform import clock
from taskflow.platform.database import fetch_value
from taskflow.platform.errors import Invalid
from taskflow.platform.lanes import BULK
from taskflow.platform.leases import Run
from taskflow.platform.outbox import enqueue
from taskflow.transfer.archives import make_archive
from taskflow.transfer.custom_values import load_fields
from taskflow.transfer.files import Piece, announce_file, complete_file, write_pieces
from taskflow.transfer.inputs import NewExport
from taskflow.transfer.refusals import Refused
from taskflow.transfer.runs import Row, get_run, require_room
from taskflow.transfer.snapshots import one_moment
from taskflow.transfer.task_formats import CsvWriter, JsonWriter, Writer
from taskflow.transfer.task_rows import Selection, count_tasks, read_tasks
from taskflow.workspaces import Member, Permission

ZIP = "application/zip"
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "jsonl": "application/jsonl"}


async def start_export(member: Member, new: NewExport) -> Row:
    """Have the tasks exported, or the whole workspace; gives the job as `get_run` does.

    Raises Forbidden, NotFound for the project, Invalid for the filter or the order, or Conflict for one job too many.
    """
    if new.format == "zip":
        return await start_archive(member)
    project = await projects.get_project(member, new.project) if new.project else None
    if new.filter is not None:
        tasks.read_filter(new.filter, pointer="/filter")
    tasks.read_sort(new.sort, pointer="/sort")
    await require_room(member)
    job_id = await enqueue(
        "transfer.export_tasks",
        workspace_id=member.workspace_id,
        priority=BULK,
        requested_by=member.id,
        member_id=member.id,
        project_id=project["id"] if project else None,
        filter_text=new.filter,
        **new.model_dump(include={"format", "sort", "byte_order_mark"}),
    )
    assert job_id is not None  # noqa: S101  it has no dedupe_key
    return await get_run(member, job_id)


async def start_archive(member: Member) -> Row:
    """Have the whole workspace exported. Raises Forbidden, or Conflict for one job too many."""
    member.require(Permission.EXPORT_WORKSPACE)
    await require_room(member)
    job_id = await enqueue(
        "transfer.export_workspace",
        workspace_id=member.workspace_id,
        priority=BULK,
        requested_by=member.id,
        member_id=member.id,
    )
    assert job_id is not None  # noqa: S101  it has no dedupe_key
    return await get_run(member, job_id)


async def export_workspace(run: Run, workspace_id: UUID, member_id: UUID) -> None:
    """Write all of the workspace into a zip and finish the job with it."""
    member = await workspaces.load_member(workspace_id, member_id)
    if member is None or not member.can(Permission.EXPORT_WORKSPACE):
        raise Refused("You may not export this workspace any more")
    name = f"{member.workspace_slug}-{clock.now():%Y-%m-%d}.zip"
    key = await announce_file(run.job_id, workspace_id, member_id, name=name, media_type=ZIP)
    counts: dict[str, int] = {}
    meter = await write_pieces(run, key, make_archive(member, counts))
    async with run.finishing(dict(counts)):
        await complete_file(run.job_id, meter)


async def export_tasks(run: Run, workspace_id: UUID, member_id: UUID, *, wanted: dict[str, Any]) -> None:
    """Write the file and finish the job with it; what the member may see is decided now."""
    member = await workspaces.load_member(workspace_id, member_id)
    if member is None:
        raise Refused("You are no longer in this workspace")
    name = await _build_name(member, wanted)
    key = await announce_file(run.job_id, workspace_id, member_id, name=name, media_type=MEDIA_TYPES[wanted["format"]])
    meter = await write_pieces(run, key, _make_pieces(member, wanted))
    async with run.finishing({"tasks": meter.done}):
        await complete_file(run.job_id, meter)


async def _make_pieces(member: Member, wanted: dict[str, Any]) -> AsyncGenerator[Piece]:
    async with one_moment():
        selection = await _select(member, wanted)
        total, done = await count_tasks(member, selection), 0
        writer = await _open_writer(member, wanted)
        yield Piece(writer.begin(), 0, total)
        async for rows in read_tasks(member, selection):
            done += len(rows)
            yield Piece(writer.write(rows), done, total)
        yield Piece(writer.end(), total, total)


async def _select(member: Member, wanted: dict[str, Any]) -> Selection:
    key = await _find_key(member, wanted)
    text, status = wanted["filter_text"], None if wanted["filter_text"] is not None else "all"
    try:
        node = tasks.build_filter(text or "", project_key=key, status=status)  # type: ignore[arg-type]
        return Selection(node, tasks.read_sort(wanted["sort"]))
    except Invalid as error:  # a release in between took something out of the language
        raise Refused(f"The filter cannot be read: {error.detail}") from None


async def _open_writer(member: Member, wanted: dict[str, Any]) -> Writer:
    fields = await load_fields(member, [wanted["project_id"]] if wanted["project_id"] else None)
    if wanted["format"] == "csv":
        return CsvWriter(fields, byte_order_mark=wanted["byte_order_mark"])
    return JsonWriter(fields, as_lines=wanted["format"] == "jsonl")


async def _find_key(member: Member, wanted: dict[str, Any]) -> str | None:
    """The key that the project has now: it may have been renamed since."""
    if wanted["project_id"] is None:
        return None
    key: str | None = await fetch_value(
        f"select p.key from projects p where p.workspace_id = $1 and p.id = $3"
        f" and {projects.build_visibility(member, '$2')}",
        member.workspace_id,
        member.id,
        wanted["project_id"],
    )
    if key is None:
        raise Refused("The project is gone, or you may not see it any more")
    return key


async def _build_name(member: Member, wanted: dict[str, Any]) -> str:
    what = await _find_key(member, wanted) or member.workspace_slug
    return f"{what}-tasks-{clock.now():%Y-%m-%d}.{wanted['format']}"

"""What goes in and out in the background."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from taskflow.platform.jobs import job
from taskflow.platform.leases import Run
from taskflow.platform.outbox import enqueue
from taskflow.platform.retention import Retention, enter
from taskflow.transfer.exporting import export_tasks, export_workspace
from taskflow.transfer.files import PURGED_AT_ONCE, ROWS, purge_files
from taskflow.transfer.filling import fill_workspace
from taskflow.transfer.importing import import_tasks
from taskflow.transfer.refusals import finished_anyway

enter(
    Retention(
        "transfer_files",
        "Files of exports and imports, a week after they were made",
        timedelta(),
        "their end",
        "transfer.purge",
        lambda: ROWS.survey(timedelta()),
    )
)


@job("transfer.export_tasks", is_leased=True, is_bulk=True, max_attempts=3)
async def export(
    *, run: Run, workspace_id: UUID, member_id: UUID, project_id: UUID | None, filter_text: str | None, format: str,  # noqa: A002
    sort: str, byte_order_mark: bool,
) -> None:  # fmt: skip
    """Write the tasks into a file; a second run writes it again."""
    wanted: dict[str, Any] = {"project_id": project_id, "filter_text": filter_text, "format": format, "sort": sort}
    async with finished_anyway(run):
        await export_tasks(run, workspace_id, member_id, wanted=wanted | {"byte_order_mark": byte_order_mark})


@job("transfer.export_workspace", is_leased=True, is_bulk=True, max_attempts=3)
async def export_all(*, run: Run, workspace_id: UUID, member_id: UUID) -> None:
    """Write the whole workspace into a zip; a second run writes it again."""
    async with finished_anyway(run):
        await export_workspace(run, workspace_id, member_id)


@job("transfer.import_tasks", is_leased=True, is_bulk=True, max_attempts=3)
async def bring_in(*, run: Run, workspace_id: UUID, member_id: UUID, import_id: UUID, choices: str) -> None:
    """Look through a file, or import it; a second run goes on where the first one ended."""
    async with finished_anyway(run):
        await import_tasks(run, workspace_id, member_id, import_id, choices=choices)


@job("transfer.import_workspace", is_leased=True, is_bulk=True, max_attempts=3)
async def bring_back(*, run: Run, workspace_id: UUID, member_id: UUID, import_id: UUID, choices: str) -> None:
    """Look through a full export, or fill the workspace from it; a second run goes on where the first one ended."""
    async with finished_anyway(run):
        await fill_workspace(run, workspace_id, member_id, import_id, choices=choices)


@job("transfer.purge")
async def purge() -> None:
    """Delete the files whose time is over, and come back while there are more of them."""
    if await purge_files() == PURGED_AT_ONCE:
        await enqueue("transfer.purge")

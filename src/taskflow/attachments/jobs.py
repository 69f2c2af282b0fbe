"""What happens to files in the background."""

from datetime import timedelta

from taskflow.attachments.purging import KEPT, ROWS, STRAY_KEPT, purge_attachments, purge_strays, survey_strays
from taskflow.platform.jobs import job
from taskflow.platform.leases import Run
from taskflow.platform.retention import Retention, enter

enter(
    Retention(
        "attachments",
        "Files that were taken off, and those of tasks that are gone",
        KEPT,
        "they were taken off",
        "attachments.purge",
        lambda: ROWS.survey(KEPT),
    )
)
enter(
    Retention(
        "stray_files",
        "Bytes of uploads that were cut off",
        STRAY_KEPT,
        "they were written",
        "attachments.purge_strays",
        survey_strays,
    ),
    every=timedelta(days=1),
)


@job("attachments.purge", is_leased=True)
async def purge(*, run: Run) -> None:
    """Forget the bytes of files that nobody can bring back, and come back while there are more of them."""
    await purge_attachments(run)


@job("attachments.purge_strays", is_leased=True)
async def purge_stray_files(*, run: Run) -> None:
    """Forget bytes that no file names; again it finds none."""
    await purge_strays(run)

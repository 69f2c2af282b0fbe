"""Jobs that somebody waits for."""

from uuid import UUID

from quart import Response

from taskflow import attachments, transfer
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row
from taskflow.api.schemas import JobRun
from taskflow.platform.pagination import Page
from taskflow.web.downloads import build_download, find_fresh
from taskflow.workspaces import Member

_JOBS = "/workspaces/{slug}/jobs"
_JOB = _JOBS + "/{job_id}"


@operation("GET", _JOBS, items=JobRun)
async def list_jobs(member: Member, query: PageQuery) -> Page:
    """List the jobs that you asked for, the newest first"""
    return await transfer.list_runs(member, after=query.after, limit=query.limit)


@operation("GET", _JOB, answer=JobRun)
async def get_job(member: Member, job_id: UUID) -> Row:
    """Read how far a job is

    Only whoever asked for it finds it.
    """
    return await transfer.get_run(member, job_id)


@operation("PUT", _JOB + "/cancellation", answer=JobRun, codes=("job_ended",), undo="Ask for it again")
async def cancel_job(member: Member, job_id: UUID) -> Row:
    """End a job early

    At once when it waits; when it runs it is `cancelling` until it has stopped. What it has committed by then stays.
    """
    return await transfer.cancel_run(member, job_id)


@operation("GET", _JOB + "/file", gives_bytes=True)
async def read_job_file(member: Member, job_id: UUID) -> Response:
    """Download what a job made

    Kept for 7 days. Not found before it is done, and after that time.
    """
    file = await transfer.get_run_file(member, job_id)
    if (fresh := find_fresh(file)) is not None:
        return fresh
    return build_download(file, await attachments.find_storage().read(file["storage_key"]))

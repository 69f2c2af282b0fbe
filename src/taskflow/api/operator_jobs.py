"""Background work, for the operator of the instance."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row, page_of, window
from taskflow.api.schemas import JobCounts, OperatorJob, OperatorJobDetail, Replayed, ScheduledJob
from taskflow.identity import Person, require_operator
from taskflow.platform import job_control, job_records
from taskflow.platform.job_records import State
from taskflow.platform.pagination import Page
from taskflow.platform.validation import Input

_JOBS = "/operator/jobs"
_JOB = _JOBS + "/{job_id}"
JobName = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,50}\.[a-z0-9_]{1,50}$", examples=["notifications.notify"])]


class JobQuery(PageQuery):
    """Which jobs."""

    state: Annotated[State, Field(description="Without it: what waits, runs or was given up")] | None = None
    name: JobName | None = None


class Replay(Input):
    """What to replay."""

    name: JobName


@operation("GET", _JOBS, query=JobQuery, items=OperatorJob, codes=("not_found",))
async def list_operator_jobs(person: Person, query: JobQuery) -> Page:
    """List background jobs, the newest first

    What is done or cancelled is listed for a day.
    """
    require_operator(person)
    return page_of(await job_records.list_jobs(state=query.state, name=query.name, **window(query)), query, "id")


@operation("GET", _JOB, answer=OperatorJobDetail)
async def get_operator_job(person: Person, job_id: UUID) -> Row:
    """Read a job, with what it was asked to do and what went wrong"""
    require_operator(person)
    return await job_records.get_job(job_id)


@operation("GET", "/operator/job-counts", answer=JobCounts, codes=("not_found",))
async def count_operator_jobs(person: Person) -> Row:
    """Count the jobs by state and name"""
    require_operator(person)
    found = await job_records.count_jobs()
    return {**found["states"], "names": found["names"], "oldest_seconds": found["oldest"]}


@operation("GET", "/operator/schedule", items=ScheduledJob, codes=("not_found",))
async def list_operator_schedule(person: Person, query: PageQuery) -> Page:
    """List the jobs that come back by themselves, by name"""
    require_operator(person)
    return page_of(await job_records.list_schedule(**window(query)), query, "name")


@operation("POST", _JOB + "/replays", answer=OperatorJobDetail, codes=("job_not_given_up",))
async def replay_operator_job(person: Person, job_id: UUID) -> Row:
    """Replay a job that was given up or cancelled

    It is tried as often as at first. What went wrong before stays in `last_error` until it is done.
    """
    require_operator(person)
    await job_control.replay_job(job_id)
    return await job_records.get_job(job_id)


@operation("POST", "/operator/job-replays", body=Replay, answer=Replayed, codes=("not_found",))
async def replay_operator_jobs(person: Person, body: Replay) -> Row:
    """Replay all jobs of a name that were given up"""
    require_operator(person)
    return {"count": await job_control.replay_dead(body.name)}


@operation("PUT", _JOB + "/cancellation", answer=OperatorJobDetail, codes=("job_ended",))
async def cancel_operator_job(person: Person, job_id: UUID) -> Row:
    """Have a job end that waits or runs

    One that waits ends at once, one that runs as soon as it says how far it is.
    """
    require_operator(person)
    await job_control.cancel_job(job_id)
    return await job_records.get_job(job_id)

"""Background work, as the operator sees it."""

from typing import Annotated, Any, Literal

from pydantic import Field

from taskflow.api.schemas.output import Id, Moment, Output
from taskflow.platform.lanes import Lane

JobName = Annotated[str, Field(examples=["notifications.notify"])]
JobState = Literal["waiting", "running", "dead", "done", "cancelled"]


class OperatorJob(Output):
    """A job. `dead` is one that was given up after all its attempts."""

    id: Id
    name: JobName
    lane: Annotated[Lane, Field(description="Bulk never takes the place of what somebody waits for")]
    state: Annotated[JobState, Field(description="`running` is said of jobs that hold a lease; short ones just wait")]
    workspace_id: Annotated[Id | None, Field(description="Null for work of the whole TaskFlow")]
    attempts: Annotated[int, Field(ge=0, examples=[2], description="Runs that have ended")]
    max_attempts: Annotated[int, Field(ge=1, examples=[8])]
    created_at: Moment
    available_at: Annotated[Moment, Field(description="When it may be tried, or when others may take it over")]
    started_at: Annotated[Moment | None, Field(description="When a lease was last taken")]
    done_at: Annotated[Moment | None, Field(description="When it was done or cancelled")]
    step_done: Annotated[int | None, Field(examples=[1200], description="How far it is, in a unit of its own")]
    step_total: Annotated[int | None, Field(examples=[5000])]
    cancel_requested_at: Annotated[Moment | None, Field(description="Since when it has been asked to end")]
    last_error: Annotated[
        str | None,
        Field(
            examples=["LookupError: no event 0193623a-7c00-7000-8000-000000000001"],
            description="The last failure, and below it what was before each replay; secrets are hidden",
        ),
    ]


class OperatorJobDetail(OperatorJob):
    """A job with what it was asked to do."""

    args: Annotated[
        dict[str, Any],
        Field(
            examples=[{"event_id": "0193623a-7c00-7000-8000-000000000001"}],
            description="What it was asked to do; secrets are hidden",
        ),
    ]
    result: Annotated[dict[str, Any] | None, Field(description="What it left for whoever waited")]
    request_id: Annotated[str | None, Field(description="The request that asked for it, as the logs have it")]


class JobCount(Output):
    """How many jobs of one name are in one state."""

    name: JobName
    state: JobState
    jobs: Annotated[int, Field(ge=1, examples=[3])]


class OldestJobs(Output):
    """For how many seconds the oldest job of each lane has waited that is due; 0 when none is."""

    interactive: Annotated[float, Field(ge=0, examples=[0.4])]
    bulk: Annotated[float, Field(ge=0, examples=[75.2])]


class JobCounts(Output):
    """How much work there is. What is done or cancelled is counted for a day."""

    waiting: Annotated[int, Field(ge=0, examples=[12])]
    running: Annotated[int, Field(ge=0, examples=[1])]
    dead: Annotated[int, Field(ge=0, examples=[0])]
    done: Annotated[int, Field(ge=0, examples=[4210])]
    cancelled: Annotated[int, Field(ge=0, examples=[0])]
    names: list[JobCount]
    oldest_seconds: OldestJobs


class ScheduledJob(Output):
    """A job that comes back by itself."""

    name: JobName
    every_seconds: Annotated[int, Field(ge=1, examples=[3600])]
    last_at: Annotated[Moment, Field(description="The beginning of the last period that it was asked for")]
    next_at: Annotated[Moment, Field(description="Behind the present: no worker asks for it any more")]
    last_job_id: Annotated[Id | None, Field(description="Null when the row of that job has been forgotten")]
    last_state: JobState | None
    last_done_at: Moment | None


class Replayed(Output):
    """How many are done again."""

    count: Annotated[int, Field(ge=0, examples=[17])]

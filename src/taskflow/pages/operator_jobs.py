"""Background work, for the operator of the instance: what waits, runs or was given up, and what comes back."""

from typing import Annotated, Any, Literal

import orjson
from pydantic import Field
from quart import Blueprint, Response, request

from taskflow.identity import Person, require_operator
from taskflow.pages.addresses import with_query
from taskflow.pages.formatting import count_of
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_next
from taskflow.pages.job_rows import build_job_row, build_schedule_row, format_span
from taskflow.pages.last_workspace import find_last_member
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform import clock, job_control, job_records
from taskflow.platform.ids import parse_id
from taskflow.platform.pagination import build_page
from taskflow.platform.validation import Input, parse
from taskflow.web.authentication import require_person

routes = Blueprint("operator_jobs", __name__)
Row = dict[str, Any]
JOBS = "/operator/jobs"
PER_PAGE = 50
JobName = Annotated[str, Field(max_length=101, pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$")]


class JobsQuery(Input):
    """Which jobs."""

    state: Literal["waiting", "running", "dead", "done", "cancelled"] | None = None
    name: JobName | None = None
    after: str | None = None


class Replay(Input):
    """All that was given up of a name."""

    name: JobName


@routes.get(JOBS)
async def show(form: FormState = EMPTY) -> Response:
    """How much there is of each state, and the jobs of one of them."""
    person = _require_operator()
    given = {} if form.is_sent else {name: text for name, text in request.args.items() if text.strip()}
    query = parse(JobsQuery, given)
    counts = await job_records.count_jobs()
    return await render_page(
        "pages/operator/jobs.html",
        member=await find_last_member(person),
        form=form,
        query=query,
        states=_list_states(query, counts),
        names=sorted({row["name"] for row in counts["names"]} | ({query.name} if query.name else set())),
        dead=[row for row in counts["names"] if row["state"] == "dead"],
        oldest={lane: format_span(seconds) for lane, seconds in counts["oldest"].items()},
        **await _load_jobs(person, query),
    )


@routes.get(JOBS + "/<job_id>")
async def show_one(job_id: str, form: FormState = EMPTY) -> Response:
    """One job: what it was asked to do, and what came of it."""
    person = _require_operator()
    job = await job_records.get_job(parse_id(job_id))
    return await render_page(
        "pages/operator/job.html",
        member=await find_last_member(person),
        form=form,
        job=build_job_row(job, person.time_zone, clock.now()),
        args=_write(job["args"]),
        result=_write(job["result"]) if job["result"] else "",
    )


@routes.post(JOBS + "/replays")
@answers_with(show, back=JOBS)
async def replay_all(form: FormState = EMPTY) -> Response:
    """Replay everything of a name that was given up."""
    _require_operator()
    name = (await read_input(Replay)).name
    replayed = await job_control.replay_dead(name)
    return see_other(JOBS, f"{count_of(replayed, 'job')} of {name} will be tried again")


@routes.post(JOBS + "/<job_id>/replays")
@answers_with(show_one, back=JOBS + "/{job_id}")
async def replay(job_id: str) -> Response:
    """Try a job again that was given up or cancelled."""
    _require_operator()
    await job_control.replay_job(parse_id(job_id))
    return see_other(await read_next(f"{JOBS}/{job_id}"), "The job will be tried again")


@routes.post(JOBS + "/<job_id>/cancellation")
@answers_with(show_one, back=JOBS + "/{job_id}")
async def cancel(job_id: str) -> Response:
    """Have a job end that waits or runs."""
    _require_operator()
    await job_control.cancel_job(parse_id(job_id))
    return see_other(await read_next(f"{JOBS}/{job_id}"), "The job will not go on")


@routes.get("/operator/schedule")
async def show_schedule() -> Response:
    """The jobs that come back by themselves."""
    person, now = _require_operator(), clock.now()
    rows = [build_schedule_row(row, person.time_zone, now) for row in await job_records.list_schedule()]
    return await render_page("pages/operator/schedule.html", member=await find_last_member(person), rows=rows)


def _require_operator() -> Person:
    person = require_person()
    require_operator(person)
    return person


async def _load_jobs(person: Person, query: JobsQuery) -> Row:
    rows = await job_records.list_jobs(state=query.state, name=query.name, after=query.after, limit=PER_PAGE + 1)
    page, now = build_page(rows, PER_PAGE, "id"), clock.now()
    more = with_query(JOBS, state=query.state, name=query.name, after=page.next_cursor) if page.next_cursor else None
    return {"jobs": [build_job_row(row, person.time_zone, now) for row in page.items], "more_url": more}


def _list_states(query: JobsQuery, counts: Row) -> list[Row]:
    """The ways to narrow the list: each with its number and its address."""
    sums = counts["states"]
    unfinished = sums["waiting"] + sums["running"] + sums["dead"]
    choices = [(None, "Unfinished", unfinished), *((state, state.capitalize(), sums[state]) for state in sums)]
    return [
        {
            "text": text,
            "jobs": number,
            "url": with_query(JOBS, state=state, name=query.name),
            "is_current": state == query.state,
        }
        for state, text, number in choices
    ]


def _write(values: Row) -> str:
    return orjson.dumps(values, option=orjson.OPT_INDENT_2).decode()

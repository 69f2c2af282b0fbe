"""The operator finds what was given up, replays it, and nobody else learns that it exists."""

from collections.abc import Callable

import pytest

from taskflow.platform.database import execute, fetch_value
from taskflow.platform.ids import new_id
from taskflow.world import World
from tests.support.client import ApiClient, problem

JOBS = "/operator/jobs"


async def _give_up(name: str = "notifications.notify") -> str:
    job_id = new_id()
    await execute(
        "insert into jobs (id, name, args, state, attempts, last_error)"
        ' values ($1, $2, \'{"event_id": "1", "token": "hush"}\', \'dead\', 8, \'LookupError: gone\')',
        job_id,
        name,
    )
    return str(job_id)


async def test_a_job_that_was_given_up_is_found_read_and_replayed(web: World, sam: ApiClient) -> None:
    job_id = await _give_up()
    (listed,) = (await sam.get(f"{JOBS}?state=dead&name=notifications.notify")).json()["items"]
    assert (listed["id"], listed["state"], listed["last_error"]) == (job_id, "dead", "LookupError: gone")
    job = (await sam.get(f"{JOBS}/{job_id}")).json()
    assert job["args"] == {"event_id": "1", "token": "[redacted]"}
    counts = (await sam.get("/operator/job-counts")).json()
    assert counts["dead"] == 1
    assert {"name": "notifications.notify", "state": "dead", "jobs": 1} in counts["names"]
    replayed = (await sam.post(f"{JOBS}/{job_id}/replays", status=200)).json()
    assert (replayed["state"], replayed["attempts"]) == ("waiting", 0)
    assert replayed["last_error"].endswith("after 8 attempts: LookupError: gone")
    assert problem(await sam.post(f"{JOBS}/{job_id}/replays", status=409))[0] == "job_not_given_up"


async def test_all_of_a_name_are_replayed(web: World, sam: ApiClient) -> None:
    for _ in range(3):
        await _give_up()
    other = await _give_up("search.rebuild")
    assert (await sam.post("/operator/job-replays", {"name": "notifications.notify"}, status=200)).json() == {
        "count": 3
    }
    assert [job["id"] for job in (await sam.get(f"{JOBS}?state=dead")).json()["items"]] == [other]


async def test_a_job_is_cancelled_once_and_one_that_ended_is_not(web: World, sam: ApiClient) -> None:
    job_id = await _give_up()
    assert problem(await sam.put(f"{JOBS}/{job_id}/cancellation", status=409))[0] == "job_ended"
    await sam.post(f"{JOBS}/{job_id}/replays", status=200)
    for _ in range(2):
        assert (await sam.put(f"{JOBS}/{job_id}/cancellation")).json()["state"] == "cancelled"


@pytest.mark.parametrize("query", ["state=new", "name=drop table", "after=x", "limit=0", "workspace=1"])
async def test_a_wrong_filter_is_named(web: World, sam: ApiClient, query: str) -> None:
    code, pointers = problem(await sam.get(f"{JOBS}?{query}", status=422))
    assert (code, pointers) == ("invalid", {f"/query/{query.partition('=')[0]}"})


async def test_for_others_there_is_nothing(web: World, visit: Callable[[], ApiClient], mateo: ApiClient) -> None:
    job_id = await _give_up()
    for path in (JOBS, f"{JOBS}/{job_id}", "/operator/job-counts", "/operator/schedule"):
        await mateo.get(path, status=404)
        await visit().get(path, status=401)
    await mateo.post(f"{JOBS}/{job_id}/replays", status=404)
    await mateo.put(f"{JOBS}/{job_id}/cancellation", status=404)
    assert await fetch_value("select count(*) from jobs where state = 'dead'") == 1

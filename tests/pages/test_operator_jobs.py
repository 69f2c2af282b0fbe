"""The operator sees what was given up and why, replays it, cancels what waits, and sees what comes back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.pages.job_rows import format_span
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch_value
from taskflow.platform.ids import new_id
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import check_markup

JOBS = "/operator/jobs"


async def _insert(state: str = "dead", name: str = "notifications.notify", **columns: Any) -> UUID:
    given = {"id": new_id(), "name": name, "args": {"event_id": "1"}, "state": state, **columns}
    places = ", ".join(f"${place}" for place in range(1, len(given) + 1))
    await execute(f"insert into jobs ({', '.join(given)}) values ({places})", *given.values())
    job_id: UUID = given["id"]
    return job_id


async def test_what_was_given_up_is_replayed_one_by_one_and_all_of_a_name(web: World, sign_in: SignIn) -> None:
    sam = await sign_in("sam")
    first = await _insert(attempts=8, last_error="LookupError: <gone>\nand more")
    await _insert(attempts=8)
    page = await sam.get(f"{JOBS}?state=dead")
    check_markup(page)
    assert "LookupError: <gone>" in page.text
    assert "8 of 8 attempts" in page.text
    answer = await sam.submit(page.form(f"{JOBS}/{first}/replays"))
    assert answer.location == f"{JOBS}?state=dead"
    assert await fetch_value("select state from jobs where id = $1", first) == "new"
    page = await sam.get(JOBS)
    assert "Given up" in page.text
    await sam.submit(page.form(f"{JOBS}/replays"))
    page = await sam.get(JOBS)
    assert "1 job of notifications.notify will be tried again" in page.text
    assert "Given up" not in page.text
    assert await fetch_value("select count(*) from jobs where state = 'dead'") == 0


async def test_a_job_says_what_it_was_asked_and_what_went_wrong_and_hides_secrets(web: World, sign_in: SignIn) -> None:
    job_id = await _insert(
        args={"event_id": "42", "password": "hunter2"}, request_id="request-7", last_error="OSError: tfp_abc refused"
    )
    page = await (await sign_in("sam")).get(f"{JOBS}/{job_id}")
    check_markup(page)
    for text in ('"event_id": "42"', "request-7", "OSError: [redacted] refused", str(job_id)):
        assert text in page.text
    assert "hunter2" not in page.text


async def test_a_waiting_job_is_cancelled_and_replayed_again(web: World, sign_in: SignIn) -> None:
    sam, job_id = await sign_in("sam"), await _insert("new", available_at=clock.now() + timedelta(hours=2))
    page = await sam.get(f"{JOBS}/{job_id}")
    assert "in 1 h" in page.text
    await sam.submit(page.form(f"{JOBS}/{job_id}/cancellation"))
    page = await sam.get(f"{JOBS}/{job_id}")
    assert "Cancelled" in page.text
    await sam.submit(page.form(f"{JOBS}/{job_id}/replays"))
    assert await fetch_value("select state from jobs where id = $1", job_id) == "new"


async def test_a_running_job_shows_how_far_it_is_and_is_asked_to_end(web: World, sign_in: SignIn) -> None:
    job_id = await _insert("sent", "search.rebuild", priority=-1, step_done=1200, step_total=5000)
    await execute("update jobs set leased_until = now() + interval '30 s', started_at = now() where id = $1", job_id)
    sam = await sign_in("sam")
    for path in (f"{JOBS}?state=running", f"{JOBS}/{job_id}"):
        page = await sam.get(path)
        check_markup(page)
        assert "1,200 of 5,000" in page.text
        assert [(bar["value"], bar["max"]) for tag, bar in page.elements if tag == "progress"] == [("1200", "5000")]
    await sam.submit(page.form(f"{JOBS}/{job_id}/cancellation"))
    page = await sam.get(f"{JOBS}/{job_id}")
    assert "It is asked to end" in page.text
    assert f"{JOBS}/{job_id}/cancellation" not in {form.action for form in page.forms}


async def test_a_replay_that_comes_too_late_says_so(web: World, sign_in: SignIn) -> None:
    sam, job_id = await sign_in("sam"), await _insert()
    form = (await sam.get(f"{JOBS}/{job_id}")).form(f"{JOBS}/{job_id}/replays")
    await execute("update jobs set state = 'done', done_at = now() where id = $1", job_id)
    answer = await sam.submit(form, status=409)
    check_markup(answer.page)
    assert "Only a job that was given up or cancelled can be replayed" in answer.page.text


async def test_the_list_is_narrowed_and_goes_on(web: World, sign_in: SignIn) -> None:
    for _ in range(51):
        await _insert("new", "probe.work")
    sam = await sign_in("sam")
    page = await sam.get(f"{JOBS}?state=waiting&name=probe.work")
    assert len([link for link in page.links if link.startswith(f"{JOBS}/")]) == 50
    (more,) = [link for link in page.links if "after=" in link]
    assert len([link for link in (await sam.get(more)).links if link.startswith(f"{JOBS}/")]) == 1
    assert "No jobs match" in (await sam.get(f"{JOBS}?state=waiting&name=probe.other")).text


@pytest.mark.parametrize("query", ["state=new", "name=%3Cb%3E", "after=made-up"])
async def test_a_made_up_filter_is_refused(web: World, sign_in: SignIn, query: str) -> None:
    check_markup(await (await sign_in("sam")).get(f"{JOBS}?{query}", status=422))


async def test_a_job_that_does_not_exist_is_not_found(web: World, sign_in: SignIn) -> None:
    sam = await sign_in("sam")
    for path in (f"{JOBS}/{new_id()}", f"{JOBS}/nonsense"):
        check_markup(await sam.get(path, status=404))


async def test_the_schedule_shows_the_next_time_and_what_nobody_asks_for(web: World, sign_in: SignIn) -> None:
    now = clock.now()
    for name, slot in (("activity.seal", now), ("tasks.forgotten", now - timedelta(hours=3))):
        await execute("insert into schedule (name, every_seconds, slot) values ($1, 3600, $2)", name, slot)
    page = await (await sign_in("sam")).get("/operator/schedule")
    check_markup(page)
    assert "1 h" in page.text
    assert page.text.count("Nobody asks for it") == 1


@given(st.floats(0, 10**8))
def test_a_span_has_two_units_at_most_and_is_never_longer_than_it_was(seconds: float) -> None:
    sizes = {"s": 1, "min": 60, "h": 3600, "day": 86400, "days": 86400}
    words = format_span(seconds).split()
    total = sum(int(number) * sizes[unit] for number, unit in zip(words[::2], words[1::2], strict=True))
    assert len(words) <= 4
    assert seconds - sizes[words[-1]] < total <= seconds


def test_spans_read_as_people_say_them() -> None:
    assert [format_span(seconds) for seconds in (0, 45.9, 60, 7800, 86400, 90061)] == [
        "0 s",
        "45 s",
        "1 min",
        "2 h 10 min",
        "1 day",
        "1 day 1 h",
    ]

"""Estimate, recurrence and watchers through the API, and the description as HTML."""

from typing import Any

import pytest

from taskflow.world import World
from tests.support.client import ApiClient, problem

W = "/workspaces/meridian"
TASKS = f"{W}/projects/WEB/tasks"
PLANTS = {"title": "Water the plants", "due_date": "2026-11-25", "recurrence": "rrule:freq=daily;count=2"}


async def _make(client: ApiClient, **more: Any) -> Any:
    return (await client.post(TASKS, PLANTS | more)).json()


async def test_an_estimate_is_a_number_kept_to_two_decimals(sam: ApiClient) -> None:
    for given, kept in ((3, "3"), (0.125, "0.13"), (2.5, "2.5"), (0, "0")):
        response = await sam.post(TASKS, {"title": "x", "estimate": given})
        assert f'"estimate":{kept},' in response.text
    listed = (await sam.get(f"{TASKS}?filter=estimate>2&sort=-estimate")).json()["items"]
    assert [item["estimate"] for item in listed] == [3, 2.5]
    assert problem(await sam.post(TASKS, {"title": "x", "estimate": "3"}, status=422))[1] == {"/estimate"}


async def test_estimates_that_two_people_change_are_told_apart(sam: ApiClient, mateo: ApiClient) -> None:
    path = f"{W}/tasks/{(await _make(sam, estimate=1))['key']}"
    await sam.patch(path, {"estimate": 2.25}, If_Match='"v1"')
    body = {"estimate": 3, "base": {"estimate": 1}}
    refused = (await mateo.patch(path, body, status=409, If_Match="*")).json()
    assert refused["conflicts"] == [{"field": "estimate", "base": 1, "theirs": 2.25, "mine": 3}]


async def test_completing_shows_what_is_next_until_the_last_one(sam: ApiClient) -> None:
    made = await _make(sam)
    assert (made["recurrence"], made["next"]) == ("FREQ=DAILY;COUNT=2", None)
    done = (await sam.put(f"{W}/tasks/WEB-1/completion")).json()
    assert done["next"] == {"key": "WEB-2", "due_date": "2026-11-26", "due_at": None, "due_zone": None}
    assert (await sam.put(f"{W}/tasks/WEB-2/completion")).json()["next"] is None


async def test_a_moment_that_is_next_is_in_utc(sam: ApiClient) -> None:
    await _make(sam, due_date=None, due_at="2026-03-28T09:00:00+01:00", due_zone="Europe/Berlin")
    done = (await sam.put(f"{W}/tasks/WEB-1/completion")).json()
    assert (done["next"]["due_at"], done["next"]["due_zone"]) == ("2026-03-29T07:00:00Z", "Europe/Berlin")


async def test_undoing_a_completion_takes_the_next_one_away(sam: ApiClient, mateo: ApiClient) -> None:
    await _make(sam)
    token = (await sam.put(f"{W}/tasks/WEB-1/completion")).headers["Undo"]
    await sam.post(f"{W}/undo", {"token": token}, status=200)
    await sam.get(f"{W}/tasks/WEB-2", status=404)
    token = (await sam.put(f"{W}/tasks/WEB-1/completion")).headers["Undo"]
    await mateo.post(f"{W}/tasks/WEB-2/comments", {"body": "On it"})
    refused = await sam.post(f"{W}/undo", {"token": token}, status=409)
    assert problem(refused)[0] == "undo_conflict"
    assert (await sam.get(f"{W}/tasks/WEB-1")).json()["completed_at"] is not None


@pytest.mark.parametrize(
    ("more", "pointer", "expected"),
    [
        ({"recurrence": "FREQ=WEEKLY;BYDAY=MOON"}, "/recurrence", "BYDAY must hold weekdays such as MO or -1FR"),
        ({"recurrence": "every day"}, "/recurrence", "must be written NAME=VALUE"),
        ({"due_date": None}, "", "a task that recurs needs a due date"),
    ],
)
async def test_a_wrong_recurrence_says_what_was_expected(
    sam: ApiClient, more: dict[str, Any], pointer: str, expected: str
) -> None:
    refused = await sam.post(TASKS, PLANTS | more, status=422)
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert expected in refused.json()["errors"][0]["detail"]


async def test_a_recurrence_is_told_before_a_task_has_it(sam: ApiClient) -> None:
    query = "rule=freq=weekly;interval=2;byday=mo;count=3&due_date=2026-11-23"
    assert (await sam.get(f"/recurrence-preview?{query}")).json() == {
        "rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=3",
        "sentence": "Every 2 weeks on Monday, 3 times",
        "following": [
            {"due_date": "2026-12-07", "due_at": None, "due_zone": None},
            {"due_date": "2026-12-21", "due_at": None, "due_zone": None},
        ],
    }
    await sam.get("/recurrence-preview?rule=FREQ=DAILY", status=422)
    refused = await sam.get("/recurrence-preview?rule=FREQ=DAILY&due_date=2026-11-23&count=21", status=422)
    assert problem(refused)[1] == {"/query/count"}


async def test_a_description_is_html_only_where_that_is_asked_for(sam: ApiClient) -> None:
    made = await _make(sam, description="**Nine** of <script>alert(1)</script> them")
    assert made["description_html"] is None
    shown = (await sam.get(f"{W}/tasks/WEB-1?render=html")).json()
    assert shown["description_html"].startswith("<p><strong>Nine</strong> of &lt;script&gt;")
    assert shown["description"] == made["description"]
    await sam.get(f"{W}/tasks/WEB-1?render=pdf", status=422)


async def test_watchers_are_listed_page_by_page_and_change_no_version(
    sam: ApiClient, lena: ApiClient, web: World
) -> None:
    await _make(sam)
    watchers, members = f"{W}/tasks/WEB-1/watchers", web.members
    before = (await lena.get(f"{W}/tasks/WEB-1")).headers["ETag"]
    seen = await lena.put(f"{watchers}/{members['lena'].id}")
    assert (seen.json()["watching"], seen.json()["version"]) == (True, 1)
    assert (await lena.get(f"{W}/tasks/WEB-1")).headers["ETag"] != before
    await lena.put(f"{watchers}/{members['mateo'].id}", status=403)
    await sam.put(f"{watchers}/{members['mateo'].id}")
    page = (await sam.get(f"{watchers}?limit=2")).json()
    rest = (await sam.get(page["next"].removeprefix("/api/v1"))).json()
    names = [row["name"] for row in page["items"] + rest["items"]]
    assert names == ["Lena Fischer", "Mateo Ruiz", "Sam Okafor"]
    token = (await lena.delete(f"{watchers}/{members['lena'].id}", status=200)).headers["Undo"]
    assert (await lena.get(f"{W}/tasks/WEB-1")).json()["watching"] is False
    await lena.post(f"{W}/undo", {"token": token}, status=200)
    assert (await lena.get(f"{W}/tasks/WEB-1")).json()["watching"] is True


async def test_what_recurs_and_what_one_watches_is_found(sam: ApiClient, mateo: ApiClient) -> None:
    await _make(sam)
    await sam.post(TASKS, {"title": "Once"})
    for client, wanted, keys in (
        (sam, "is:recurring watching:me", ["WEB-1"]),
        (mateo, "is:recurring", ["WEB-1"]),
        (mateo, "watching:me", []),
    ):
        items = (await client.get(f"{TASKS}?filter={wanted.replace(' ', '+')}")).json()["items"]
        assert [item["key"] for item in items] == keys, wanted

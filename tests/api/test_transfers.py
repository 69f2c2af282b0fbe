"""What goes in and out by the API: jobs and their files, imports, and calendar feeds."""

import hashlib

from taskflow.world import World
from tests.api.stage import Stage
from tests.support.client import ApiClient, problem

EXPORTS = "/workspaces/meridian/exports"


async def test_an_export_is_answered_at_once_with_the_way_to_its_job(sam: ApiClient) -> None:
    response = await sam.post(EXPORTS, {"format": "csv", "project": "WEB"}, status=202)
    job = response.json()
    assert response.headers["Location"] == f"/api/v1/workspaces/meridian/jobs/{job['id']}"
    assert (job["status"], job["progress"], job["file"]) == ("waiting", None, None)
    path = f"/workspaces/meridian/jobs/{job['id']}"
    assert (await sam.get(path)).json() == job
    await sam.get(f"{path}/file", status=404)
    assert (await sam.put(f"{path}/cancellation")).json()["status"] == "cancelled"
    assert (await sam.put(f"{path}/cancellation")).json()["status"] == "cancelled"


async def test_the_same_key_starts_one_export(sam: ApiClient) -> None:
    first = await sam.post(EXPORTS, {}, status=202, Idempotency_Key="k1")
    again = await sam.post(EXPORTS, {}, status=202, Idempotency_Key="k1")
    assert first.json()["id"] == again.json()["id"]
    assert len((await sam.get("/workspaces/meridian/jobs")).json()["items"]) == 1


async def test_a_file_is_saved_with_its_name_by_who_asked_alone(sam: ApiClient, mateo: ApiClient, stage: Stage) -> None:
    path = f"/workspaces/meridian/jobs/{stage.own['mateo']['job_id']}"
    response = await mateo.get(f"{path}/file")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="tasks.csv"')
    assert response.content == b"Key,Title\r\n"
    assert (await mateo.get(path)).json()["file"]["sha256"] == hashlib.sha256(response.content).hexdigest()
    await sam.get(f"{path}/file", status=404)
    await sam.put(f"{path}/cancellation", status=404)
    assert problem(await mateo.put(f"{path}/cancellation", status=409))[0] == "job_ended"


async def test_a_whole_workspace_is_for_administrators(sam: ApiClient, mateo: ApiClient) -> None:
    assert problem(await mateo.post(EXPORTS, {"format": "zip"}, status=403))[0] == "forbidden"
    assert (await sam.post(EXPORTS, {"format": "zip"}, status=202)).json()["kind"] == "transfer.export_workspace"
    refused = problem(await sam.post(EXPORTS, {"format": "zip", "project": "WEB"}, status=422))
    assert refused[0] == "invalid"


async def test_a_wrong_filter_names_its_place(sam: ApiClient) -> None:
    response = await sam.post(EXPORTS, {"filter": "label:"}, status=422)
    assert problem(response) == ("invalid", {"/filter"})
    assert response.json()["position"] == 6


async def test_choices_of_an_import_name_what_is_wrong(sam: ApiClient, stage: Stage) -> None:
    path = f"/workspaces/meridian/imports/{stage.own['sam']['import_id']}/runs"
    assert problem(await sam.post(path, {"fields": {"A": "colour"}}, status=422))[0] == "invalid"
    assert problem(await sam.post(path, {"people": {"A": "x"}}, status=422)) == ("invalid", {"/people/A"})


async def test_a_feed_is_read_without_signing_in_and_not_sent_twice(
    web: World, mateo: ApiClient, anonymous: ApiClient
) -> None:
    made = await mateo.post("/workspaces/meridian/calendars", {"name": "Phone", "project": "WEB"})
    url = made.json()["url"]
    assert made.headers["Cache-Control"] == "no-store"
    assert "url" not in (await mateo.get(f"/workspaces/meridian/calendars/{made.json()['id']}")).json()
    await mateo.post("/workspaces/meridian/projects/WEB/tasks", {"title": "Ship", "due_date": "2026-11-27"})
    path = url.partition("/api/v1")[2]
    response = await anonymous.get(path)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert b"SUMMARY:Ship" in response.content
    tag = response.headers["ETag"]
    await anonymous.get(path, status=304, If_None_Match=tag)
    await mateo.post("/workspaces/meridian/projects/WEB/tasks", {"title": "Test", "due_date": "2026-11-28"})
    assert (await anonymous.get(path, If_None_Match=tag)).headers["ETag"] != tag
    await mateo.delete(f"/workspaces/meridian/calendars/{made.json()['id']}")
    await anonymous.get(path, status=404)
    await anonymous.get(f"/calendars/tfc_{'x' * 40}.ics", status=404)

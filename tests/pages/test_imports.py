"""Importing by the pages: the file, what it means here, and the import itself."""

import io
from typing import Any

from quart.datastructures import FileStorage

from taskflow import workspaces
from taskflow.pages.import_choices import build_choices, list_fields, list_people
from taskflow.platform.database import execute, fetch_value
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.transfer import ImportChoices
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import check_markup
from tests.support.browsing import Browser
from tests.support.markup import Form

TOLD = {
    "tasks": 3, "already": 1, "comments": 2, "skipped": 1, "fault_count": 1, "dry_run": True,
    "faults": [{"place": "row 3", "field": "due date", "detail": "«soon» is no day such as 2026-11-25"}],
    "new_columns": {"QA": 2}, "new_labels": {"<b>new</b>": 1}, "unknown_people": {"Ann": 2}, "people": {},
    "unknown_fields": {"Nope": 1}, "left_out": {"files": 2}, "fields": {"Summary": "title", "Who": "people"},
}  # fmt: skip


async def _upload(browser: Browser, form: Form, data: bytes, name: str = "tasks.csv", **more: str) -> Any:
    values = dict(form.fields) | {"format": "csv", "project": "WEB"} | more
    file = FileStorage(io.BytesIO(data), filename=name)
    headers = {"Sec-Fetch-Site": "same-origin"}
    return await browser.client.post(form.action, form=values, files={"file": file}, headers=headers)


def _chosen(values: dict[str, str]) -> Any:
    """Names that are no names in Python."""
    return values


async def _finish(told: dict[str, Any]) -> None:
    await execute("update jobs set state = 'done', result = $1 where name = 'transfer.import_tasks'", told)


async def test_a_file_is_brought_and_looked_through(sign_in: SignIn, task: str) -> None:
    mateo = await sign_in("mateo")
    form = (await mateo.get("/meridian/import?project=WEB")).form("/meridian/imports")
    response = await _upload(mateo, form, b"Summary,Who\nFix it,Ann\n")
    assert response.status_code == 303
    address = response.headers["Location"]
    page = await mateo.get(address)
    check_markup(page)
    assert "Waiting" in page.text
    await _finish(TOLD)
    page = await mateo.get(address)
    check_markup(page)
    for words in ("2 tasks", "row 3", "«soon» is no day", "QA", "<b>new</b>", "Nope", "Ann"):
        assert words in page.text, words
    member = await fetch_value("select m.id from members m join users u on u.id = m.user_id where u.email like 'aiko%'")
    answer = await mateo.submit(page.form(f"{address}/runs"), **_chosen({"do": "import", "person-0": str(member)}))
    assert answer.location.startswith("/meridian/jobs/")
    given = await fetch_value("select args->>'choices' from jobs where name = 'transfer.import_tasks' order by id desc")
    choices = ImportChoices.model_validate_json(given)
    assert choices.dry_run is False
    assert choices.fields == {"Summary": "title", "Who": "people"}
    assert choices.people == {"Ann": member}
    await _finish(TOLD | {"dry_run": False, "made": 2})
    done = await mateo.get(address)
    check_markup(done)
    assert "2 tasks imported" in done.text
    assert "/meridian/p/WEB" in done.links


async def test_another_look_keeps_what_was_chosen(sign_in: SignIn, task: str) -> None:
    mateo = await sign_in("mateo")
    form = (await mateo.get("/meridian/import")).form("/meridian/imports")
    address = (await _upload(mateo, form, b"Summary,Who\nFix it,Ann\n")).headers["Location"]
    await _finish(TOLD)
    page = await mateo.get(address)
    answer = await mateo.submit(page.form(f"{address}/runs"), **_chosen({"do": "look", "field-1": ""}))
    assert answer.location == address
    given = await fetch_value("select args->>'choices' from jobs where name = 'transfer.import_tasks' order by id desc")
    assert ImportChoices.model_validate_json(given).fields == {"Summary": "title", "Who": ""}


async def test_without_a_title_there_is_no_import(sign_in: SignIn, task: str) -> None:
    mateo = await sign_in("mateo")
    form = (await mateo.get("/meridian/import")).form("/meridian/imports")
    address = (await _upload(mateo, form, b"Summary,Who\nFix it,Ann\n")).headers["Location"]
    await _finish(TOLD)
    page = await mateo.get(address)
    answer = await mateo.submit(page.form(f"{address}/runs"), status=422, **_chosen({"do": "import", "field-0": ""}))
    assert "has to be the title" in answer.page.text


async def test_a_form_without_a_file_and_a_guest_are_refused(sign_in: SignIn, task: str) -> None:
    mateo = await sign_in("mateo")
    form = (await mateo.get("/meridian/import")).form("/meridian/imports")
    response = await _upload(mateo, form, b"", name="")
    assert response.status_code == 422
    assert "choose one" in (await response.get_data(as_text=True))
    assert (await _upload(mateo, form, b"x", format="exe")).status_code == 422
    assert (await _upload(mateo, form, b"x", project="NOPE")).status_code == 404
    lena = await sign_in("lena")
    await lena.get("/meridian/import", status=403)


async def test_an_import_is_seen_by_who_brought_it_alone(sign_in: SignIn, task: str) -> None:
    mateo = await sign_in("mateo")
    form = (await mateo.get("/meridian/import")).form("/meridian/imports")
    address = (await _upload(mateo, form, b"Title\nA\n")).headers["Location"]
    await (await sign_in("sam")).get(address, status=404)


def test_a_custom_field_stays_one_and_any_column_may_become_one() -> None:
    rows = list_fields({"fields": {"Team": "field:Squad", "Rank": ""}})
    assert rows[1]["choices"][-1] == ("field:Squad", "Field Squad")
    assert rows[0]["choices"][-1] == ("field:Rank", "Field Rank")


def test_people_who_were_chosen_stay_chosen() -> None:
    told = {"unknown_people": {"Ann": 2}, "people": {"Bob": "42"}, "fields": {}}
    assert [(row["name"], row["chosen"]) for row in list_people(told)] == [("Ann", ""), ("Bob", "42")]
    choices = build_choices({"person-1": "42", "make_labels": "true"}, told)
    assert (choices["people"], choices["make_labels"], choices["make_columns"]) == ({"Bob": "42"}, True, False)


WHOLE = {
    "dry_run": True, "source": {"workspace": "Else<where>", "as_of": "2026-11-27T10:00:00Z", "version": 1},
    "counts": {"teams": 1, "projects": 2, "tasks": 3, "comments": 0}, "tasks": 3, "already": 0, "people": {},
    "unknown_people": {"ann@else.example": 4}, "names": {"ann@else.example": "Ann"},
    "not_brought": ["The history: its 12 events stay in the zip."],
}  # fmt: skip


async def test_a_full_export_is_brought_and_looked_through(sign_in: SignIn, task: str) -> None:
    sam = await sign_in("sam")
    form = (await sam.get("/meridian/import")).form("/meridian/imports")
    response = await _upload(sam, form, b"PK", "all.zip", format="taskflow")
    assert response.status_code == 303
    address = response.headers["Location"]
    page = await sam.get(address)
    check_markup(page)
    assert "Waiting" in page.text
    done = "update jobs set state = 'done', result = $1 where name = 'transfer.import_workspace'"
    await execute(done, WHOLE)
    page = await sam.get(address)
    check_markup(page)
    for words in ("Else<where>", "2026-11-27", "2 projects", "3 tasks", "0 comments", "its 12 events", "Ann, ann@else"):
        assert words in page.text, words
    member = await fetch_value("select m.id from members m join users u on u.id = m.user_id where u.email like 'aiko%'")
    answer = await sam.submit(page.form(f"{address}/runs"), **_chosen({"do": "import", "person-0": str(member)}))
    assert answer.location.startswith("/meridian/jobs/")
    given = "select args->>'choices' from jobs where name = 'transfer.import_workspace' order by id desc"
    choices = ImportChoices.model_validate_json(await fetch_value(given))
    assert (choices.dry_run, choices.people) == (False, {"ann@else.example": member})
    await execute(done, WHOLE | {"dry_run": False, "made": 3})
    page = await sam.get(address)
    check_markup(page)
    assert "What was not brought" in page.text
    assert "/meridian/projects" in page.links


async def test_an_empty_workspace_leads_to_the_full_import(sign_in: SignIn, web: World) -> None:
    sam = await sign_in("sam")
    async with unit_of_work():
        new = workspaces.NewWorkspace(slug="atlas", name="Atlas", time_zone="UTC")
        await workspaces.create_workspace(web.persons["sam"], new)
    page = await sam.get("/atlas/projects")
    check_markup(page)
    assert "/atlas/import?format=taskflow" in page.links
    page = await sam.get("/atlas/import?format=taskflow")
    check_markup(page)
    form = page.form("/atlas/imports")
    assert dict(form.fields)["format"] == "taskflow"
    assert "project" not in dict(form.fields)
    refused = await _upload(sam, form, b"Title\nOne\n", project="")
    assert refused.status_code == 422
    assert "only a full export goes into no project" in await refused.get_data(as_text=True)
    assert (await _upload(sam, form, b"PK", "all.zip", format="taskflow", project="")).status_code == 303


async def test_only_administrators_are_offered_a_full_import(sign_in: SignIn, task: str) -> None:
    mateo = await sign_in("mateo")
    page = await mateo.get("/meridian/import")
    assert "full export" not in page.text.lower()
    response = await _upload(mateo, page.form("/meridian/imports"), b"PK", "all.zip", format="taskflow")
    assert response.status_code == 403

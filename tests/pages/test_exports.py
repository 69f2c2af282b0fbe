"""Exporting by the pages: the form, the progress, the file, and only for who asked."""

from taskflow.platform.database import execute
from taskflow.web.application import Application
from tests.api.stage import Stage
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import check_markup


async def test_an_export_is_asked_for_and_waited_for(sign_in: SignIn, task: str) -> None:
    mateo = await sign_in("mateo")
    form = (await mateo.get("/meridian/export?project=WEB&filter=label:bug")).form("/meridian/export")
    assert dict(form.fields)["filter"] == "label:bug"
    answer = await mateo.submit(form)
    page = await mateo.get(answer.location)
    check_markup(page)
    assert "Waiting" in page.text
    assert f"{answer.location}/cancellation" in {form.action for form in page.forms}
    parts = [values for _, values in page.elements if values.get("id") == "job"]
    assert parts[0]["hx-get"] == f"{answer.location}/progress"
    part = await (await mateo.fetch(f"{answer.location}/progress")).get_data(as_text=False)
    assert part.lstrip().startswith(b"<section")
    listed = await mateo.get("/meridian/jobs")
    assert answer.location in listed.links


async def test_a_job_is_cancelled_by_its_button(sign_in: SignIn, task: str) -> None:
    mateo = await sign_in("mateo")
    location = (await mateo.submit((await mateo.get("/meridian/export")).form("/meridian/export"))).location
    answer = await mateo.submit((await mateo.get(location)).form(f"{location}/cancellation"))
    page = await mateo.get(answer.location)
    assert "Cancelled" in page.text
    assert not [values for _, values in page.elements if "hx-get" in values]


async def test_a_file_is_saved_by_who_asked_alone(sign_in: SignIn, stage: Stage) -> None:
    address = f"/meridian/jobs/{stage.own['mateo']['job_id']}"
    mateo = await sign_in("mateo")
    page = await mateo.get(address)
    assert f"{address}/file" in page.links
    response = await mateo.fetch(f"{address}/file")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="tasks.csv"')
    assert (await response.get_data()) == b"Key,Title\r\n"
    sam = await sign_in("sam")
    for path in (address, f"{address}/progress", f"{address}/file"):
        assert (await sam.fetch(path)).status_code == 404


async def test_a_file_that_has_expired_says_so(sign_in: SignIn, stage: Stage) -> None:
    await execute("update transfer_files set expires_at = now() - interval '1 minute'")
    address = f"/meridian/jobs/{stage.own['mateo']['job_id']}"
    mateo = await sign_in("mateo")
    assert "was kept for 7 days and is gone" in (await mateo.get(address)).text
    assert (await mateo.fetch(f"{address}/file")).status_code == 404


async def test_a_job_that_failed_says_why(sign_in: SignIn, stage: Stage) -> None:
    await execute("update jobs set result = '{\"problem\": \"The project is gone\"}' where state = 'done'")
    page = await (await sign_in("mateo")).get(f"/meridian/jobs/{stage.own['mateo']['job_id']}")
    assert "Failed" in page.text
    assert "The project is gone" in page.text


async def test_a_filter_that_cannot_be_read_is_shown_where_it_is_wrong(sign_in: SignIn, task: str) -> None:
    mateo = await sign_in("mateo")
    form = (await mateo.get("/meridian/export")).form("/meridian/export")
    answer = await mateo.submit(form, status=422, filter="label:")
    check_markup(answer.page)
    assert "Filter" in answer.page.text


async def test_a_list_leads_to_its_own_export(sign_in: SignIn, task: str, application: Application) -> None:
    lena = await sign_in("lena")
    page = await lena.get("/meridian/p/WEB/list?label=Bug&sort=-due")
    assert "/meridian/export?project=WEB&filter=label%3ABug&sort=-due" in page.links
    page = await lena.get("/meridian/list")
    assert any(link.startswith("/meridian/export?filter=status%3Aopen") for link in page.links)

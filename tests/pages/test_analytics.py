"""The pages of charts: what they show, what they show instead, and their files."""

import csv
import io
from typing import Any

import pytest

from taskflow import projects
from taskflow.analytics import DEFINITIONS, TABLE_NAMES
from taskflow.pages import dashboards
from taskflow.platform import clock
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.workspaces import Member
from tests.analytics.conftest import tell_tasks
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import check_markup

PAGE, ALL = "/meridian/p/WEB/analytics", "/meridian/analytics"


async def test_charts_start_after_five_finished_tasks(sign_in: SignIn, sam: Member) -> None:
    browser = await sign_in("sam")
    await tell_tasks(sam, 6)
    page = await browser.get(PAGE)
    check_markup(page)
    assert "Charts start after 5 finished tasks" in page.text
    assert "In this period 4 tasks were completed" in page.text
    assert [tag for tag, _ in page.elements].count("details") == 0


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}?period=2w", f"{PAGE}?period=year", f"{PAGE}?period=nonsense", ALL])
async def test_every_chart_has_a_summary_a_table_and_a_file(path: str, sign_in: SignIn, sam: Member) -> None:
    await tell_tasks(sam, 40)
    page = await (await sign_in("sam")).get(path)
    check_markup(page)
    drawn = [attributes for tag, attributes in page.elements if tag == "svg" and attributes.get("role") == "img"]
    assert len(drawn) >= 5
    assert all(len(attributes["aria-label"]) > 10 for attributes in drawn)
    for name in ("flow", "throughput", "cycle-times", "time-in-states", "workload", "ageing", "burnup", "forecast"):
        assert any(f"/analytics/{name}.csv?period=" in link for link in page.links)
        assert {"id": name} in [{"id": attributes.get("id")} for _, attributes in page.elements]
    assert [tag for tag, _ in page.elements].count("details") == 5
    assert all(definition.meaning in page.text for definition in DEFINITIONS)
    assert "style" not in {name for _, attributes in page.elements for name in attributes}


async def test_the_files_of_charts_are_tables(sign_in: SignIn, sam: Member) -> None:
    await tell_tasks(sam, 20)
    browser = await sign_in("sam")
    for path in (PAGE, ALL):
        for name in TABLE_NAMES:
            response = await browser.fetch(f"{path}/{name}.csv?period=6w")
            assert response.status_code == 200
            assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
            assert response.headers["Content-Disposition"].startswith("attachment; filename=")
            rows = list(csv.reader(io.StringIO((await response.get_data()).decode("utf-8-sig"), newline="")))
            assert {len(row) for row in rows} == {len(rows[0])}
    await browser.get(f"{PAGE}/nothing.csv", status=404)


async def test_nobody_reads_the_charts_of_a_project_they_do_not_see(sign_in: SignIn, sam: Member) -> None:
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="SEC", name="Secret", visibility="private"))
    lena = await sign_in("lena")
    for path in ("/meridian/p/SEC/analytics", "/meridian/p/SEC/analytics/flow.csv"):
        await lena.get(path, status=404)
    page = await lena.get(ALL)
    assert "Secret" not in page.text


async def test_the_address_of_a_renamed_project_still_leads_to_its_charts(sign_in: SignIn, sam: Member) -> None:
    project = await projects.get_project(sam, "WEB")
    async with unit_of_work():
        await projects.edit_project(sam, "WEB", projects.ProjectChanges(key="SITE"), version=project["version"])
    response = await (await sign_in("sam")).fetch(PAGE)
    assert response.status_code in {301, 308}
    assert "/p/SITE/analytics" in response.headers["Location"]


async def test_charts_are_drawn_once_for_all_until_something_changes(
    sign_in: SignIn, sam: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    build = dashboards._build_charts

    def count(*values: Any) -> Any:
        drawn.append("")
        return build(*values)

    monkeypatch.setattr(dashboards, "_build_charts", count)
    now = clock.now()
    with clock.pinned(now):
        await tell_tasks(sam, 20, assignees=[sam.id])
        browsers = [await sign_in("sam"), await sign_in("mateo")]
        texts = {(await browser.get(PAGE)).text.split("Cumulative flow")[1] for browser in browsers}
        assert (len(drawn), len(texts)) == (1, 1)
        async with unit_of_work():
            column = (await projects.list_columns(await projects.get_project(sam, "WEB")))[0]
            changes = projects.ColumnChanges(name="Renamed column")
            await projects.edit_column(sam, "WEB", column["id"], changes, version=column["version"])
        page = await browsers[1].get(PAGE)
        assert "Renamed column" in page.text
        assert f"{PAGE}/flow.csv?period=2w" in (await browsers[0].get(f"{PAGE}?period=2w")).links
    assert len(drawn) == 3

"""Moving in and out in a real browser, with a worker: the pages follow the work by themselves."""

import json
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Open, sign_in
from tests.browser.test_pages import run_axe

pytestmark = pytest.mark.browser
SHEET = b"Summary,Assignee,Due\nPaint the door,Mateo Ruiz,2026-12-01\nBuy paint,Nobody Known,soon\n"


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
async def test_an_export_is_followed_to_its_file(width: int, dark: bool, visit: Open, axe: str, tmp_path: Path) -> None:
    window = await visit(width=width, dark=dark, bypass_csp=True)
    page = window.page
    await sign_in(page, "priya")
    await page.goto("/meridian/export?project=WEB")
    await page.get_by_role("button", name="Export", exact=True).click()
    link = page.get_by_role("link", name="Download")
    await expect(link).to_be_visible(timeout=30_000)
    assert (violations := await run_axe(page, axe)) == [], json.dumps(violations, indent=1)
    async with page.expect_download() as started:
        await link.click()
    file = tmp_path / "tasks.csv"
    await (await started.value).save_as(file)
    assert file.read_text().startswith("Key,Project,Title,")
    await page.goto("/meridian/jobs")
    assert (violations := await run_axe(page, axe)) == [], json.dumps(violations, indent=1)


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
async def test_a_sheet_is_looked_through_then_imported(width: int, dark: bool, visit: Open, axe: str) -> None:
    window = await visit(width=width, dark=dark, bypass_csp=True)
    page = window.page
    await sign_in(page, "priya")
    await page.goto("/meridian/import?project=WEB")
    sheet = SHEET + f"From a window {width} wide,,\n".encode()
    await page.get_by_label("File").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": sheet})
    await page.get_by_role("button", name="Look through the file").click()
    see = page.get_by_role("link", name="See what came of it")
    heading = page.get_by_role("heading", name="What would be imported")
    await expect(see.or_(heading)).to_be_visible(timeout=30_000)
    if await see.is_visible():
        await see.click()
    await expect(page.get_by_text("«soon» is no day")).to_be_visible()
    assert (violations := await run_axe(page, axe)) == [], json.dumps(violations, indent=1)
    surplus = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert surplus <= 0
    await page.get_by_label("«Nobody Known» (1 task) is").select_option(label="Aiko Tanaka")
    await page.get_by_role("button", name="Import 3 tasks").click()
    await expect(page.get_by_role("link", name="See what came of it")).to_be_visible(timeout=30_000)
    await page.get_by_role("link", name="See what came of it").click()
    await expect(page.get_by_text("3 tasks imported")).to_be_visible()
    assert (violations := await run_axe(page, axe)) == [], json.dumps(violations, indent=1)

"""Charts with figures in them can be read by everybody, on wide and on narrow screens."""

import asyncio
import json

import pytest
from playwright.async_api import Page

from tests.browser.conftest import Open
from tests.browser.test_pages import look_at, sign_in

pytestmark = pytest.mark.browser
PAGES = ["/meridian/p/WEB/analytics?period=year", "/meridian/analytics?period=year"]


async def _wait_for_figures(page: Page) -> None:
    """Until the worker has counted what happened: it looks every half minute."""
    for _ in range(60):
        await page.goto(PAGES[0])
        if await page.get_by_role("heading", name="Cumulative flow").count():
            return
        await asyncio.sleep(1)
    raise AssertionError("nothing was counted within a minute")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
async def test_charts_can_be_used_by_everybody(width: int, dark: bool, visit: Open, axe: str) -> None:
    window = await visit(width=width, dark=dark, bypass_csp=True)  # for axe alone
    await sign_in(window.page, "sam")
    await _wait_for_figures(window.page)
    found = await look_at(window.page, PAGES, axe)
    assert found == {}, json.dumps(found, indent=1)
    assert await window.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


async def test_a_chart_unfolds_its_table_without_scripts(visit: Open) -> None:
    window = await visit(scripts=False)
    await sign_in(window.page, "sam")
    await _wait_for_figures(window.page)
    flow = window.page.locator("#flow")
    await flow.get_by_text("Show as table").click()
    assert await flow.get_by_role("row").count() == 14
    await window.page.get_by_role("link", name="2 weeks").first.click()
    assert window.page.url.endswith("?period=2w")

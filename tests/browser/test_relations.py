"""Subtasks and blockers in a real browser, with scripts and without."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Open, Visit, sign_in
from tests.browser.test_pages import drag, run_axe


@pytest.mark.browser
@pytest.mark.parametrize(("scripts", "width", "dark"), [(True, 1440, False), (True, 390, True), (False, 1440, False)])
async def test_a_subtask_waits_for_another_and_is_completed_after_a_second_look(
    scripts: bool, width: int, dark: bool, visit: Open, axe: str
) -> None:
    page = (await visit(scripts=scripts, width=width, dark=dark, bypass_csp=scripts)).page
    await sign_in(page, "sam")
    title = f"Ask the lawyers {scripts} {width}"
    await page.goto("/meridian/t/RES-3")
    await page.get_by_label("Add a subtask").fill(title)
    await page.get_by_role("region", name="Subtasks").get_by_role("button", name="Add").click()
    await page.get_by_role("link", name=title).click()
    await page.get_by_label("Key of a task to wait for").fill("res-2")
    await page.get_by_role("region", name="Blocked by").get_by_role("button", name="Add").click()
    await expect(page.get_by_role("region", name="Blocked by")).to_contain_text("RES-2")
    await page.get_by_role("button", name="Complete", exact=True).click()
    await expect(page.get_by_role("heading", name="Other tasks block this one")).to_be_visible()
    if scripts:
        assert await run_axe(page, axe) == []
    await page.get_by_role("button", name="Complete anyway").click()
    await expect(page.get_by_role("button", name="Reopen", exact=True)).to_be_visible()
    await page.get_by_role("link", name="RES-3").first.click()
    await expect(page.get_by_role("region", name="Subtasks").locator(".is-done", has_text=title)).to_be_visible()


@pytest.mark.browser
async def test_a_blocked_card_that_is_dropped_on_done_goes_back_and_says_why(sam: Visit) -> None:
    page = sam.page
    await block(page, "APP-4", "APP-2")
    await page.goto("/meridian/p/APP")
    card, done = page.locator("#t-APP-4"), page.get_by_role("region", name="Done", exact=True)
    await expect(card).to_contain_text("Blocked by another task")
    async with page.expect_response(lambda response: response.url.endswith("/t/APP-4/position")) as moved:
        await drag(page, card, done)
    assert (await moved.value).status == 409
    await expect(page.get_by_text("APP-4 is blocked by APP-2")).to_be_visible()
    await expect(done).not_to_contain_text("APP-4")


async def block(page: Page, key: str, blocker: str) -> None:
    """Have the task wait for the other one, on its page."""
    await page.goto(f"/meridian/t/{key}")
    await page.get_by_label("Key of a task to wait for").fill(blocker)
    await page.get_by_role("region", name="Blocked by").get_by_role("button", name="Add").click()

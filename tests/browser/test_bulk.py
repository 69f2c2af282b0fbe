"""Changing the tasks that are ticked in a list, in a real browser."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Open, sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 390])
async def test_ticked_tasks_are_changed_and_undone(width: int, visit: Open) -> None:
    page = (await visit(width=width)).page
    await sign_in(page, "jonas")
    await page.goto("/meridian/p/PLT/list?sort=number")
    bar, boxes = page.locator("#bulk"), page.locator('input[name="tasks"]')
    await expect(bar).to_be_hidden()
    await boxes.nth(0).check()
    await boxes.nth(2).click(modifiers=["Shift"])
    await expect(bar).to_contain_text("3 ticked")
    await page.get_by_label("Tick all that are shown").check()
    await expect(bar).to_contain_text(f"{await boxes.count()} ticked")
    await page.get_by_label("Tick all that are shown").uncheck()
    await expect(bar).to_be_hidden()
    await boxes.nth(0).check()
    await boxes.nth(1).check()
    await page.get_by_label("What to change").select_option(label="Urgent")
    await bar.get_by_role("button", name="Apply").click()
    await expect(page.locator(".toasts")).to_contain_text("2 tasks changed")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator(".toasts")).to_contain_text("Undone")


async def test_the_bar_works_without_scripts(visit: Open) -> None:
    page = (await visit(scripts=False)).page
    await sign_in(page, "jonas")
    await page.goto("/meridian/p/PLT/list?sort=number")
    await page.locator('input[name="tasks"]').nth(1).check()
    await page.get_by_label("Due on").fill("2027-01-15")
    await page.get_by_role("button", name="Set due date").click()
    await expect(page.locator(".toasts")).to_contain_text("changed")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator(".toasts")).to_contain_text("Undone")


async def test_a_task_is_moved_to_another_project_and_back(visit: Open) -> None:
    page = (await visit()).page
    await sign_in(page, "sam")
    await page.goto("/meridian/p/PLT/list?sort=number")
    await page.locator(".tbl-list .ttl a").first.click()
    await page.wait_for_url("**/t/PLT-*")
    address = page.url
    await page.get_by_role("link", name="Move to another project").click()
    await page.get_by_label("Project", exact=True).select_option(label="Brand refresh")
    await page.get_by_role("button", name="Show what would happen").click()
    await page.get_by_role("button", name="Move to Brand refresh").click()
    await expect(page.locator(".toasts")).to_contain_text("in Brand refresh now")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator(".toasts")).to_contain_text("Undone")
    await expect(page).to_have_url(address)

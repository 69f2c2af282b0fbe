"""The main job, from signing up to a finished task, with scripts and without."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with_scripts", "without_scripts"])
async def test_a_team_lead_plans_and_finishes_a_task(scripts: bool, visit: Open) -> None:
    page = (await visit(scripts=scripts)).page
    slug = "noor-scripts" if scripts else "noor-plain"
    await do_the_main_job(page, slug)


async def do_the_main_job(page: Page, slug: str) -> None:
    """Everything from an account to a finished task, in the workspace `slug`."""
    await sign_up(page, slug)
    await start_project(page, slug)
    await create_task(page)
    await plan_task(page)
    await talk(page)
    await move_by_menu(page, slug)
    await complete(page, slug)
    await everything_is_there_after_reloading(page, slug)


async def sign_up(page: Page, slug: str) -> None:
    await page.goto("/")
    await page.get_by_role("link", name="Create an account").click()
    await page.get_by_label("Your name").fill("Noor Haddad")
    await page.get_by_label("E-mail").fill(f"{slug}@example.org")
    await page.get_by_label("Password").fill("a long sentence of my own")
    await page.get_by_label("Time zone").select_option("Asia/Amman")
    await page.get_by_role("button", name="Create account").click()
    await page.get_by_label("Name", exact=True).fill("Noor & Friends")
    await page.get_by_label("Address").fill(slug)
    await page.get_by_role("button", name="Create workspace").click()
    await page.wait_for_url(f"**/{slug}/projects/new")


async def start_project(page: Page, slug: str) -> None:
    await page.get_by_label("Name", exact=True).fill("Shop")
    await page.get_by_label("Key").fill("SHOP")
    await page.get_by_label("Amber").check()
    await page.get_by_role("button", name="Create project").click()
    await page.wait_for_url(f"**/{slug}/p/SHOP")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Shop")
    await page.get_by_role("link", name="Settings", exact=True).click()
    await page.get_by_role("link", name="Labels").click()
    await page.get_by_label("Name", exact=True).fill("Payments")
    await page.get_by_role("button", name="Add label").click()
    await expect(page.locator(".label", has_text="Payments")).to_be_visible()


async def create_task(page: Page) -> None:
    await page.get_by_role("link", name="New task").first.click()
    await page.get_by_label("Title").fill("Accept <cards> & wallets")
    await page.get_by_label("Description").fill("- Apple Pay\n- Google Pay\n\nSee **the plan**.")
    await page.get_by_role("button", name="Create task").click()
    await page.wait_for_url("**/t/SHOP-1")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Accept <cards> & wallets")
    await expect(page.locator(".prose li")).to_have_text(["Apple Pay", "Google Pay"])


async def plan_task(page: Page) -> None:
    await open_field(page, "assignees")
    await page.get_by_label("Noor Haddad").check()
    await page.get_by_role("button", name="Save assignees").click()
    await open_field(page, "priority")
    await page.get_by_role("button", name="Urgent").click()
    await open_field(page, "due date")
    await page.get_by_label("Day").fill("2031-03-14")
    await page.get_by_role("button", name="Save due date").click()
    await open_field(page, "labels")
    await page.get_by_label("Payments").check()
    await page.get_by_role("button", name="Save labels").click()
    fields = page.get_by_role("complementary", name="Fields")
    for words in ("Noor Haddad", "Urgent", "14 Mar 2031", "Payments"):
        await expect(fields).to_contain_text(words)


async def talk(page: Page) -> None:
    await page.get_by_label("Comment").fill("Which *wallets* first?")
    await page.get_by_role("button", name="Comment", exact=True).click()
    await expect(page.locator(".comment em")).to_have_text("wallets")


async def move_by_menu(page: Page, slug: str) -> None:
    await page.goto(f"/{slug}/p/SHOP")
    await page.get_by_role("listitem").filter(has_text="SHOP-1").hover()
    await page.get_by_role("button", name="Actions for SHOP-1").click()
    await page.get_by_role("button", name="In review").click()
    await expect(column(page, "In review")).to_contain_text("Accept <cards> & wallets")


async def complete(page: Page, slug: str) -> None:
    await page.goto(f"/{slug}/my")
    await page.get_by_role("button", name="Complete SHOP-1").click()
    await expect(page.get_by_role("status").filter(has_text="SHOP-1 completed")).to_be_visible()
    await page.goto(f"/{slug}/p/SHOP")
    await expect(column(page, "Done")).to_contain_text("Accept <cards> & wallets")


async def everything_is_there_after_reloading(page: Page, slug: str) -> None:
    await page.goto(f"/{slug}/t/SHOP-1")
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Accept <cards> & wallets")
    fields = page.get_by_role("complementary", name="Fields")
    for words in ("Done", "Noor Haddad", "Urgent", "14 Mar 2031", "Payments"):
        await expect(fields).to_contain_text(words)
    await expect(page.locator(".comment")).to_contain_text("Which wallets first?")
    await page.get_by_role("link", name="Activity").click()
    await expect(page.locator(".feed")).to_contain_text("Noor Haddad completed this task")
    await expect(page.locator(".feed")).to_contain_text("To do → In review")
    await page.goto(f"/{slug}/p/SHOP/activity")
    await expect(page.locator(".feed").first).to_contain_text("Noor Haddad completed SHOP-1")


async def open_field(page: Page, name: str) -> None:
    await page.locator(f"summary[aria-label='Change the {name}']").click()


def column(page: Page, name: str):  # type: ignore[no-untyped-def]
    return page.get_by_role("region", name=name, exact=True)

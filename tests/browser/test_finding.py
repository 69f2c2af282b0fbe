"""Adding in one line, finding, keeping a view, the trash and back: with scripts and without, and for everybody."""

import json

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Open, Visit, sign_in
from tests.browser.test_pages import look_at, run_axe

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with_scripts", "without_scripts"])
async def test_a_task_is_added_found_kept_in_a_view_thrown_away_and_restored(scripts: bool, visit: Open) -> None:
    page = (await visit(scripts=scripts)).page
    word = "Quokka" if scripts else "Numbat"
    await sign_in(page, "sam")
    await add(page, f"Draw a {word} tomorrow 9am @me !urgent")
    await find(page, word)
    await keep(page, word)
    await throw_away(page, word)
    await restore(page, word)


async def add(page: Page, line: str) -> None:
    await page.goto("/meridian/p/RES")
    await page.get_by_label("Add a task in one line").fill(line)
    await page.get_by_role("button", name="Add", exact=True).click()
    told = page.get_by_role("status").filter(has_text="added: due Tomorrow 09:00, for Sam Okafor, priority Urgent")
    await expect(told).to_be_visible()
    await expect(page.get_by_label("Add a task in one line")).to_be_focused()


async def find(page: Page, word: str) -> None:
    await page.get_by_label("Search this workspace").fill(word.lower())
    await page.get_by_label("Search this workspace").press("Enter")
    await expect(page.locator("mark")).to_have_text([word])
    await page.get_by_role("link", name="save them as a view").click()
    await expect(page.get_by_role("link", name=f"Draw a {word}")).to_be_visible()


async def keep(page: Page, word: str) -> None:
    await page.get_by_role("link", name="Save as view").click()
    await page.get_by_label("Name", exact=True).fill(f"Every {word}")
    await page.get_by_label("Everybody who sees the tasks").check()
    await page.get_by_role("button", name="Save view").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"Every {word}")
    await page.get_by_role("navigation", name="Workspace").get_by_role("link", name="Saved views").click()
    await page.get_by_role("link", name=f"Every {word}", exact=True).click()
    await page.get_by_role("link", name=f"Draw a {word}").click()


async def throw_away(page: Page, word: str) -> None:
    await page.get_by_role("button", name="Move to trash").click()
    await page.get_by_role("link", name="See the trash").click()
    await expect(page.get_by_role("listitem").filter(has_text=f"Draw a {word}")).to_contain_text("30 days left")


async def restore(page: Page, word: str) -> None:
    await page.get_by_role("listitem").filter(has_text=f"Draw a {word}").get_by_role("button", name="Restore").click()
    await expect(page.get_by_role("status").filter(has_text="is back in")).to_be_visible()
    await page.get_by_role("link", name="Open", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(f"Draw a {word}")


async def test_the_line_tells_what_it_understands_while_one_types(sam: Visit) -> None:
    await sam.page.goto("/meridian/p/WEB/list")
    line = sam.page.get_by_label("Add a task in one line")
    await line.press_sequentially("Fix <b>it</b> tomorrow @mateo @nobody")
    shown = sam.page.locator("#quick-preview")
    await expect(shown).to_contain_text("Mateo Ruiz")
    await expect(shown).to_contain_text("@nobody is nobody who can see the project")
    await expect(shown.locator(".quick-title")).to_have_text("Fix <b>it</b> @nobody")
    await line.fill("")
    await expect(shown).to_be_hidden()


async def test_the_search_is_one_key_away(sam: Visit) -> None:
    await sam.page.goto("/meridian/p/WEB")
    await sam.page.keyboard.press("Control+k")
    await expect(sam.page.get_by_label("Search this workspace")).to_be_focused()
    await sam.page.goto("/meridian/search?q=checkout")
    await sam.page.keyboard.press("Control+k")
    await expect(sam.page.get_by_label("Words, a key, or a filter")).to_be_focused()


async def test_what_is_meant_is_found_while_one_types(sam: Visit) -> None:
    await sam.page.goto("/meridian/search")
    await expect(sam.page.get_by_label("Words, a key, or a filter")).to_be_focused()
    await sam.page.keyboard.type("chec")
    await expect(sam.page.locator("mark").first).to_be_visible()
    await sam.page.keyboard.type("kout labe:")
    await expect(sam.page.locator(".fault-at")).to_have_text("labe")
    await sam.page.reload()
    await expect(sam.page.get_by_label("Words, a key, or a filter")).to_have_value("checkout labe:")


async def test_on_a_phone_the_search_has_a_page_of_its_own(visit: Open) -> None:
    page = (await visit(width=390)).page
    await sign_in(page, "sam")
    await page.get_by_role("link", name="Search", exact=True).click()
    await page.get_by_label("Words, a key, or a filter").fill("checkout")
    await page.get_by_role("button", name="Search").click()
    await expect(page.locator("mark").first).to_have_text("checkout")


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
async def test_what_is_rare_can_be_used_by_everybody_too(width: int, dark: bool, visit: Open, axe: str) -> None:
    """Filters that are wrong, a refused view, the help, a line that is understood, the trash and its question."""
    page = (await visit(width=width, dark=dark, bypass_csp=True)).page
    await sign_in(page, "sam")
    faults = ["/meridian/search?q=due:someday", "/meridian/p/WEB/list?filter=labell:x", "/meridian/list?filter=("]
    found = await look_at(page, faults, axe)
    await page.goto("/meridian/views/new?project=WEB&filter=labell:x")
    await page.get_by_label("Name", exact=True).fill("Wrong")
    await page.get_by_role("button", name="Save view").click()
    await expect(page.locator(".fault-at")).to_have_text("labell")
    found["refused view"] = await run_axe(page, axe)
    await page.goto("/meridian/p/WEB/list")
    await page.get_by_role("button", name="What the filter understands").click()
    found["help"] = await run_axe(page, axe)
    await page.goto("/meridian/p/WEB")
    await page.get_by_label("Add a task in one line").fill("Fix it tomorrow @mateo @nobody")
    await expect(page.locator("#quick-preview")).to_contain_text("Mateo Ruiz")
    found["preview"] = await run_axe(page, axe)
    await add(page, "Thrown away tomorrow 9am @me !urgent")
    await page.get_by_role("link", name="Open", exact=True).click()
    await page.get_by_role("button", name="Move to trash").click()
    found |= await look_at(page, ["/meridian/trash"], axe)
    await page.get_by_role("link", name="Delete for good").first.click()
    found["question"] = await run_axe(page, axe)
    assert not {name: violations for name, violations in found.items() if violations}, json.dumps(found, indent=1)

"""Every page in a real browser: nothing refused, nothing in the console, nothing too wide, nothing hard to use."""

import json
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Open, Visit, sign_in
from tests.pages.test_every_page import ALL, OPERATOR, OWNERS, WORKERS

pytestmark = pytest.mark.browser
VISITORS = ["/login", "/register", "/reset"]
# WEB-34 of the named world has a description, labels, people, a date and a talk.
PAGES = [*sorted(path.replace("WEB-1", "WEB-34") for path in ALL | WORKERS | OWNERS | OPERATOR), "/meridian/t/WEB-999"]
_RUN_AXE = """
async () => (await axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'],
})).violations.map(v => ({ rule: v.id, nodes: v.nodes.map(n => `${n.target} ${n.failureSummary}`) }))
"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
async def test_every_page_can_be_used_by_everybody(width: int, dark: bool, visit: Open, axe: str) -> None:
    window = await visit(width=width, dark=dark, bypass_csp=True)  # for axe alone; the test below is without
    found = await look_at(window.page, VISITORS, axe)
    await sign_in(window.page, "sam")
    found |= await look_at(window.page, [*PAGES, await find_person(window.page)], axe)
    assert found == {}, json.dumps(found, indent=1)


@pytest.mark.parametrize("width", [1440, 390])
async def test_no_page_is_wider_than_its_window_or_refused_anything(width: int, visit: Open) -> None:
    window = await visit(width=width)
    await sign_in(window.page, "sam")
    wide = {}
    for path in [*PAGES, await find_person(window.page)]:
        await window.page.goto(path)
        surplus = await window.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if surplus > 0:
            wide[path] = surplus
    assert wide == {}


async def test_the_dark_theme_is_chosen_and_kept(visit: Open) -> None:
    window = await visit()
    await sign_in(window.page, "aiko")
    await window.page.goto("/me/appearance")
    light = await background(window.page)
    await window.page.get_by_label("Dark").check()
    await window.page.get_by_role("button", name="Save").click()
    await expect(window.page.locator("html")).to_have_attribute("data-theme", "dark")
    await window.page.goto("/meridian/p/WEB")
    dark = await background(window.page)
    assert brightness(dark) < 60 < brightness(light)


async def test_the_zone_of_the_device_is_proposed(visit: Open) -> None:
    window = await visit(timezone_id="Asia/Tokyo")
    await window.page.goto("/register")
    await expect(window.page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")


async def test_a_card_is_dragged_to_another_column_and_stays(visit: Open) -> None:
    window = await visit()
    await sign_in(window.page, "priya")
    page = window.page
    await page.goto("/meridian/p/APP")
    card, target = page.locator("#t-APP-3"), page.get_by_role("region", name="In progress", exact=True)
    async with page.expect_response(lambda response: response.url.endswith("/t/APP-3/position")) as moved:
        await drag(page, card, target)
    assert (await moved.value).status == 204
    await expect(target).to_contain_text("APP-3")
    await page.reload()
    await expect(page.get_by_role("region", name="In progress", exact=True)).to_contain_text("APP-3")


async def test_a_dragged_card_counts_against_the_limit_of_its_column(visit: Open) -> None:
    page = (await visit()).page
    await sign_in(page, "priya")
    await page.goto("/meridian/p/BRAND/settings/columns")
    column = page.get_by_role("listitem", name="In progress", exact=True)
    await column.get_by_label("Limit").fill("1")
    await column.get_by_role("button", name="Save").click()
    await page.goto("/meridian/p/BRAND")
    doing, review = (page.get_by_role("region", name=name, exact=True) for name in ("In progress", "In review"))
    card, note = page.locator("#t-BRAND-1"), doing.locator(".limit-note")
    await expect(note).to_have_text("At limit")
    for target, told in ((doing, "Over limit"), (review, "At limit")):
        async with page.expect_response(lambda response: response.url.endswith("/t/BRAND-1/position")):
            await drag(page, card, target)
        await expect(note).to_have_text(told)
    await page.reload()
    await expect(note).to_have_text("At limit")


async def drag(page: Page, card: Locator, target: Locator) -> None:
    """Take the card by its title and drop it at the top of the column."""
    title, place = await card.locator(".card-title").bounding_box(), await target.locator(".col-list").bounding_box()
    assert title
    assert place
    await page.mouse.move(title["x"] + 20, title["y"] + 8)
    await page.mouse.down()
    await page.mouse.move(place["x"] + 60, place["y"] + 10, steps=12)
    await page.wait_for_timeout(100)
    await page.mouse.up()


async def test_the_first_error_of_a_form_is_in_focus(sam: Visit) -> None:
    await sam.page.goto("/meridian/projects/new")
    await sam.page.get_by_label("Name", exact=True).fill("Taken")
    await sam.page.get_by_label("Key").fill("WEB")
    await sam.page.get_by_role("button", name="Create project").click()
    await expect(sam.page.locator(".summary")).to_be_focused()
    await expect(sam.page.get_by_label("Name", exact=True)).to_have_value("Taken")
    await sam.page.locator(".summary a").click()
    await expect(sam.page.get_by_label("Key")).to_be_focused()


async def test_somebody_is_told_and_comes_by_the_inbox(sam: Visit, visit: Open) -> None:
    await sam.page.goto("/meridian/t/RES-1")
    await sam.page.locator("summary[aria-label='Change the assignees']").click()
    await sam.page.get_by_label("Jonas Berg").check()
    await sam.page.get_by_role("button", name="Save assignees").click()
    await expect(sam.page.get_by_role("complementary", name="Fields")).to_contain_text("Jonas Berg")
    jonas = (await visit()).page
    await sign_in(jonas, "jonas")
    link = jonas.get_by_role("main").get_by_role("link", name="RES-1 Write up the interviews of the autumn")
    for _ in range(50):
        await jonas.goto("/meridian/inbox")
        if await link.count():
            break
        await jonas.wait_for_timeout(200)
    await link.click()
    await jonas.get_by_role("article").get_by_role("link", name="RES-1 Write up the interviews of the autumn").click()
    await jonas.wait_for_url("**/t/RES-1")


@pytest.mark.parametrize(("width", "dark"), [(1440, True), (390, False)])
async def test_rare_moments_can_be_used_by_everybody_too(width: int, dark: bool, visit: Open, axe: str) -> None:
    """Nothing there yet, a form that was refused, two versions side by side, menus that are open."""
    window = await visit(width=width, dark=dark, bypass_csp=True)
    page, found = window.page, {}
    await sign_in(page, "jonas")
    slug = f"empty-{width}"
    await page.goto("/new")
    await page.get_by_label("Name", exact=True).fill("Nothing yet")
    await page.get_by_label("Address").fill(slug)
    await page.get_by_role("button", name="Create workspace").click()
    await page.get_by_label("Name", exact=True).fill("Quiet")
    await page.get_by_label("Key").fill("quiet")
    await page.evaluate("document.querySelector('form[action$=new]').noValidate = true")
    await page.get_by_role("button", name="Create project").click()
    await expect(page.locator(".summary")).to_be_visible()
    found["refused"] = await run_axe(page, axe)
    found |= await look_at(page, [f"/{slug}/my", f"/{slug}/projects", f"/{slug}/t/new"], axe)
    await page.goto(f"/{slug}/projects/new")
    await page.get_by_label("Name", exact=True).fill("Quiet")
    await page.get_by_label("Key").fill("QUIET")
    await page.get_by_role("button", name="Create project").click()
    await page.wait_for_url("**/p/QUIET")
    found |= await look_at(page, [f"/{slug}/p/QUIET{view}" for view in ("", "/list", "/list?q=x", "/activity")], axe)
    await page.goto("/meridian/p/PLT")
    await page.get_by_role("button", name="Actions for PLT-1").click()
    found["card menu"] = await run_axe(page, axe)
    await page.goto("/meridian/t/PLT-1")
    for name in ("status", "assignees", "due date", "priority", "labels"):
        await page.locator(f"summary[aria-label='Change the {name}']").click()
    found["open fields"] = await run_axe(page, axe)
    found |= await look_at_fields(page, f"Severity {width}", axe)
    await provoke_conflict(page, f"written at {width}")
    found["conflict"] = await run_axe(page, axe)
    found = {name: violations for name, violations in found.items() if violations}
    assert found == {}, json.dumps(found, indent=1)


async def look_at_fields(page: Page, name: str, axe: str) -> dict[str, Any]:
    """What axe finds on the forms of a project's own field: of its options, of its end, and on a task, refused."""
    await page.goto("/meridian/p/PLT/settings/fields")
    await page.get_by_label("Name", exact=True).last.fill(name)
    await page.get_by_label("Kind").select_option("number")
    await page.get_by_role("button", name="Add field").click()
    await page.get_by_label("Name", exact=True).last.fill(f"{name} in words")
    await page.get_by_label("Kind").select_option("select")
    await page.get_by_label("Options of a select").fill("High\nLow")
    await page.get_by_role("button", name="Add field").click()
    await page.locator(f"summary[aria-label='Change {name} in words']").click()
    await page.locator(f"summary[aria-label='Delete {name}']").click()
    found = {"field settings": await run_axe(page, axe)}
    await page.goto("/meridian/t/PLT-1")
    await page.locator(f"summary[aria-label='Change {name}']").click()
    await page.get_by_label(name, exact=True).fill("many")
    await page.get_by_role("button", name=f"Save {name}", exact=True).click()
    await expect(page.locator(".summary")).to_contain_text(f"{name} must be a number")
    return found | {"a refused field": await run_axe(page, axe)}


async def find_person(page: Page) -> str:
    """The address of Mateo's page."""
    await page.goto("/meridian/members")
    return await page.get_by_role("link", name="Mateo Ruiz").get_attribute("href") or ""


async def provoke_conflict(page: Page, text: str) -> None:
    """Change the same description in two windows."""
    await page.goto("/meridian/t/PLT-2/edit")
    other = await page.context.new_page()
    await other.goto("/meridian/t/PLT-2/edit")
    for window in (other, page):
        await window.get_by_label("Description").fill(f"{text} {window == page}")
        await window.get_by_role("button", name="Save").click()
        await window.wait_for_load_state()
    await expect(page.get_by_role("button", name="Keep mine")).to_be_visible()
    await other.close()


async def run_axe(page: Page, axe: str) -> Any:
    """What axe finds on the page as it is."""
    await page.evaluate(axe)
    return await page.evaluate(_RUN_AXE)


async def look_at(page: Page, paths: list[str], axe: str) -> dict[str, Any]:
    """What axe finds on each page."""
    found = {}
    for path in paths:
        await page.goto(path)
        violations = await run_axe(page, axe)
        if violations:
            found[path] = violations
    return found


async def background(page: Page) -> list[int]:
    """The colour of the sheet, as red, green and blue."""
    return await page.evaluate(  # type: ignore[no-any-return]
        """() => {
          const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
          context.fillStyle = getComputedStyle(document.querySelector('.sheet')).backgroundColor;
          context.fillRect(0, 0, 1, 1);
          return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
        }"""
    )


def brightness(colour: list[int]) -> float:
    """Between 0 and 255."""
    return sum(colour) / 3

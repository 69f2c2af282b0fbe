"""The components in Chromium under the product's Content-Security-Policy."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.assets.gallery import write_gallery
from tests.assets.stand import Stand, run_stand

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
PAGES = ("gallery", "board", "arrival")
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
REPORT_VIOLATIONS = "addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective))"
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
MOVED = {"ETag": '"v8"'}
PROBLEM = {"Content-Type": "application/problem+json"}


@pytest.fixture(scope="session")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(built, folder / "assets")
    write_gallery(folder, built)
    return folder


@pytest.fixture
def origin(site: Path) -> Iterator[str]:
    with run_stand(site) as origin:
        yield origin


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=os.environ["TASKFLOW_CHROMIUM"], args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def board(chromium: Browser, origin: str) -> AsyncIterator[Page]:
    page = await chromium.new_page(viewport=DESK)
    await page.goto(f"{origin}/board.html", wait_until="networkidle")
    yield page
    await page.close()


async def drag(page: Page, key: str, column: str, *, cancel: bool = False) -> None:
    card = await page.locator(f"#t-{key}").bounding_box()
    target = await page.locator(f"[data-column={column}]").bounding_box()
    assert card
    assert target
    await page.mouse.move(card["x"] + 40, card["y"] + 30)
    await page.mouse.down()
    await page.mouse.move(card["x"] + 60, card["y"] + 40, steps=3)
    await page.mouse.move(target["x"] + 100, target["y"] + 2, steps=5)
    await page.locator(f"[data-column={column}] .slot").wait_for()
    if cancel:
        await page.keyboard.press("Escape")
    await page.mouse.up()


async def keys_in(page: Page, column: str) -> list[str]:
    return [await card.get_attribute("id") or "" for card in await page.locator(f"[data-column={column}] .card").all()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_a_page_fits_and_breaks_no_rule(
    chromium: Browser, origin: str, name: str, scheme: str, size: dict[str, int]
) -> None:
    context = await chromium.new_context(viewport=size, color_scheme=scheme, is_mobile=size is PHONE)  # type: ignore[arg-type]
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.add_init_script(REPORT_VIOLATIONS)
    await page.goto(f"{origin}/{name}.html", wait_until="networkidle")
    too_wide = await page.evaluate(TOO_WIDE)
    await context.close()
    assert said == []
    assert not too_wide


async def test_a_menu_opens_and_moves_a_card_without_scripts(chromium: Browser, origin: str) -> None:
    context = await chromium.new_context(java_script_enabled=False, viewport=DESK)
    page = await context.new_page()
    await page.goto(f"{origin}/board.html")
    await page.locator("#t-WEB-203").hover()
    await page.get_by_role("button", name="Actions for WEB-203").click()
    await page.get_by_role("button", name="In review").click()
    await context.close()
    path, sent = Stand.sent[-1]
    assert path == "/meridian/t/WEB-203/position"
    assert sent == {"csrf_token": "the-token", "version": "7", "next": "/meridian/p/WEB", "column_id": "c-review"}


async def test_a_dragged_card_is_sent_like_the_menu_s_and_stays(board: Page) -> None:
    Stand.answer = (204, MOVED, b"")
    await drag(board, "WEB-214", "c-doing")
    await board.locator("#t-WEB-214 input[name=version][value='8']").wait_for(state="attached")
    path, sent = Stand.sent[-1]
    assert path == "/meridian/t/WEB-214/position"
    assert (sent["csrf_token"], sent["version"], sent["next"]) == ("the-token", "7", "/meridian/p/WEB")
    assert (sent["column_id"], sent["before"]) == ("c-doing", "WEB-203")
    assert (await keys_in(board, "c-doing"))[0] == "t-WEB-214"
    assert [await count.inner_text() for count in await board.locator(".count").all()] == ["1", "3/2", "0", "1"]


async def test_a_card_dropped_on_done_looks_done_and_can_be_reopened(board: Page) -> None:
    Stand.answer = (204, MOVED, b"")
    await drag(board, "WEB-214", "c-done")
    await board.locator("#t-WEB-214.is-done").wait_for()
    reopening = board.locator("#t-WEB-214 button[formaction]")
    assert await reopening.get_attribute("formaction") == "/meridian/t/WEB-214/reopening"


async def test_a_refused_card_goes_back_and_the_reason_is_told(board: Page) -> None:
    Stand.answer = (409, PROBLEM, b'{"title": "Blocked", "detail": "WEB-214 waits on WEB-190"}')
    before = await keys_in(board, "c-todo")
    await drag(board, "WEB-214", "c-review")
    await board.get_by_text("Couldn’t move WEB-214. WEB-214 waits on WEB-190.").wait_for()
    assert await keys_in(board, "c-todo") == before
    assert await board.locator("[data-count]").first.inner_text() == "2"


async def test_escape_takes_a_drag_back(board: Page) -> None:
    before = await keys_in(board, "c-todo")
    await drag(board, "WEB-214", "c-review", cancel=True)
    assert await keys_in(board, "c-todo") == before
    assert Stand.sent == []

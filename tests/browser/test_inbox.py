"""From a mention to an inbox that is read, with scripts and without."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Open, sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with_scripts", "without_scripts"])
async def test_who_is_mentioned_finds_it_in_the_inbox_and_reads_it(scripts: bool, visit: Open) -> None:
    text = f"@mateo, have a look {'now' if scripts else 'soon'}"
    await mention(visit, scripts, text)
    page = (await visit(scripts=scripts)).page
    await sign_in(page, "mateo")
    await open_notification(page, text)
    pane = page.get_by_role("article", name="mentioned you on WEB-34")
    await expect(pane.get_by_text(text.partition(", ")[2])).to_be_visible()
    await expect(pane).to_contain_text("You are told because you are named in the comment")
    if not scripts:
        await pane.get_by_role("button", name="Mark as read").click()
    await expect(page.locator(".notice[aria-current]")).not_to_have_class("notice is-unread")
    await page.goto("/meridian/inbox?show=mentions")
    await expect(page.get_by_role("link", name=text.partition(", ")[2]).or_(rows(page, text))).to_be_visible()
    await expect(rows(page, text)).not_to_have_class("notice is-unread")


async def test_keys_go_through_the_inbox_and_are_done_with_it(visit: Open) -> None:
    text = "@aiko, use the keys"
    await mention(visit, True, text)
    page = (await visit()).page
    await sign_in(page, "aiko")
    await open_notification(page, text, by_key=True)
    await page.keyboard.press("s")
    await expect(page.get_by_role("button", name="Tomorrow")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("e")
    await expect(page.get_by_text("Done", exact=True).last).to_be_visible()
    await page.goto("/meridian/inbox?show=done")
    await expect(rows(page, text)).to_be_visible()


async def mention(visit: Open, scripts: bool, text: str) -> None:
    """Sam writes that on WEB-34."""
    page = (await visit(scripts=scripts)).page
    await sign_in(page, "sam")
    await page.goto("/meridian/t/WEB-34")
    await page.get_by_label("Comment", exact=True).fill(text)
    await page.get_by_role("button", name="Comment", exact=True).click()
    await expect(page.get_by_text("Comment posted")).to_be_visible()


async def open_notification(page: Page, text: str, *, by_key: bool = False) -> None:
    """Once the worker has told it."""

    async def reload() -> None:
        await page.goto("/meridian/inbox?show=mentions")
        await expect(rows(page, text)).to_be_visible(timeout=500)

    for _ in range(20):
        try:
            await reload()
            break
        except AssertionError:
            continue
    if by_key:
        await page.keyboard.press("j")
    else:
        await rows(page, text).get_by_role("link").click()
    await page.wait_for_url("**open=**")


def rows(page: Page, text: str):  # type: ignore[no-untyped-def]
    """The entry of the list that has the text."""
    return page.locator(".notice[id]", has_text=text.partition(", ")[2])

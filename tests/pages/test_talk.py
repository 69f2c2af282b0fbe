"""Reacting to comments, mentioning people, and what comments said before, as pages."""

from taskflow import comments
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import check_markup

PAGE = "/meridian/t/WEB-1"


async def test_a_reaction_is_put_and_taken_back(web: World, sign_in: SignIn, task: str) -> None:
    for name in ("mateo", "lena"):
        browser = await sign_in(name)
        page = await browser.get(PAGE)
        [*_, form] = [form for form in page.forms if form.action.endswith("/reactions")]
        answer = await browser.submit(form, emoji="🎉")
        assert answer.location.startswith(f"{PAGE}#comment-")
    page = await browser.get(PAGE)
    check_markup(page)
    assert "🎉 2" in page.text
    [form] = [form for form in page.forms if form.action.endswith("/reactions/removal")]
    await browser.submit(form, emoji="🎉")
    assert "🎉 1" in (await browser.get(PAGE)).text
    [form, *_] = [form for form in page.forms if form.action.endswith("/reactions")]
    await browser.submit(form, emoji="boo", status=422)


async def test_an_edited_comment_leads_to_what_it_said_before(web: World, sign_in: SignIn, task: str) -> None:
    async with unit_of_work():
        made = await comments.post_comment(web.sam, task, comments.NewComment(body="First @mateo <b>"))
        changes = comments.CommentChanges(body="Second @mateo")
        await comments.edit_comment(web.sam, task, made["id"], changes, version=1)
    browser = await sign_in("lena")
    page = await browser.get(PAGE)
    assert "Second @Mateo Ruiz" in page.text
    address = f"{PAGE}/comments/{made['id']}/versions"
    assert address in page.links
    former = await browser.get(address)
    check_markup(former)
    assert former.text.index("Second @Mateo Ruiz") < former.text.index("First @Mateo Ruiz <b>")
    assert former.text.count(" Now") == 1

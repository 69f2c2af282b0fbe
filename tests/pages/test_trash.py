"""The trash: who deleted what, until when it is kept, and the two ways out of it."""

from datetime import UTC, datetime, timedelta

import pytest

from taskflow import projects, tasks
from taskflow.pages.trash import build_end
from taskflow.platform import clock
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import ColumnChanges
from taskflow.tasks import NewTask
from taskflow.workspaces import Member
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import check_markup

TRASH = "/meridian/trash"
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


async def throw_away(member: Member, title: str, **values: object) -> str:
    async with unit_of_work():
        task = await tasks.create_task(member, "WEB", NewTask.model_validate({"title": title, **values}))
        await tasks.delete_task(member, task["key"], version=1)
    return str(task["key"])


async def test_a_deleted_task_is_found_in_the_trash_by_the_message_about_it(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("mateo")
    form = (await browser.get(f"/meridian/t/{task}")).form(f"/meridian/t/{task}/deletion")
    await browser.submit(form)
    page = await browser.get("/meridian/p/WEB")
    assert f"{task} is in the trash" in page.text
    assert TRASH in page.links
    trash = await browser.get(TRASH)
    check_markup(trash)
    for words in (task, "Fix the login page", "Website relaunch", "Mateo Ruiz", "just now", "30 days left"):
        assert words in trash.text


async def test_what_is_restored_is_back_and_that_can_be_undone(sign_in: SignIn, web: World) -> None:
    key = await throw_away(web.sam, "By mistake")
    browser = await sign_in("mateo")
    answer = await browser.submit((await browser.get(TRASH)).form(f"{TRASH}/{key}/restoration"))
    assert answer.location == TRASH
    page = await browser.get(TRASH)
    assert f"{key} is back in To do" in page.text
    assert f"/meridian/t/{key}" in page.links
    assert "The trash is empty" in page.text
    await browser.get(f"/meridian/t/{key}")
    await browser.submit(page.form("/meridian/undo"))
    assert "By mistake" in (await browser.get(TRASH)).text


async def test_a_full_column_refuses_a_restore_and_says_so(sign_in: SignIn, web: World) -> None:
    key = await throw_away(web.sam, "No room")
    async with unit_of_work():
        column = next(
            row
            for row in await projects.list_columns(await projects.get_project(web.sam, "WEB"))
            if row["name"] == "To do"
        )
        changes = ColumnChanges(wip_limit=1, wip_policy="refuse")
        await projects.edit_column(web.sam, "WEB", column["id"], changes, version=column["version"])
        await tasks.create_task(web.sam, "WEB", NewTask(title="There"))
    browser = await sign_in("sam")
    await browser.submit((await browser.get(TRASH)).form(f"{TRASH}/{key}/restoration"))
    page = await browser.get(TRASH)
    assert f"{key} stays in the trash. To do takes 1 task at most" in page.text
    assert page.form(f"{TRASH}/{key}/restoration")


async def test_deleting_for_good_asks_first_and_needs_no_script(sign_in: SignIn, web: World) -> None:
    key = await throw_away(web.sam, "Secret <b>plans</b>")
    browser = await sign_in("sam")
    assert f"{TRASH}/{key}/purge" in (await browser.get(TRASH)).links
    question = await browser.get(f"{TRASH}/{key}/purge")
    check_markup(question)
    assert "Secret <b>plans</b>" in question.text
    assert "Nobody can bring it back" in question.text
    await browser.submit(question.form(f"{TRASH}/{key}/purge"))
    page = await browser.get(TRASH)
    assert f"{key} is deleted for good" in page.text
    assert "The trash is empty" in page.text
    await browser.get(f"{TRASH}/{key}/purge", status=404)


async def test_what_was_restored_in_the_meantime_is_not_deleted_for_good(sign_in: SignIn, web: World) -> None:
    key = await throw_away(web.sam, "Needed after all")
    browser = await sign_in("sam")
    question = await browser.get(f"{TRASH}/{key}/purge")
    async with unit_of_work():
        await tasks.restore_task(web.sam, key)
    await browser.submit(question.form(f"{TRASH}/{key}/purge"), status=404)
    await browser.get(f"/meridian/t/{key}")


async def test_a_member_restores_but_does_not_delete_for_good_and_a_guest_looks(sign_in: SignIn, web: World) -> None:
    key = await throw_away(web.sam, "Shared")
    mateo, lena = await sign_in("mateo"), await sign_in("lena")
    page = await mateo.get(TRASH)
    assert page.form(f"{TRASH}/{key}/restoration")
    assert f"{TRASH}/{key}/purge" not in page.links
    await mateo.get(f"{TRASH}/{key}/purge", status=403)
    seen = await lena.get(TRASH)
    assert "Shared" in seen.text
    assert not [form for form in seen.forms if form.action.startswith(TRASH)]


async def test_a_long_trash_goes_on_to_older_ones(sign_in: SignIn, web: World) -> None:
    for number in range(52):
        with clock.pinned(NOW + timedelta(minutes=number)):
            await throw_away(web.sam, f"Old {number:02}")
    browser = await sign_in("sam")
    first = await browser.get(TRASH)
    assert "Old 51" in first.text
    assert "Old 02" in first.text
    assert "Old 01" not in first.text
    older = next(link for link in first.links if link.startswith(f"{TRASH}?after="))
    second = await browser.get(older)
    assert "Old 01" in second.text
    assert "Old 02" not in second.text


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=30), "30 days left"),
        (timedelta(days=29, seconds=1), "30 days left"),
        (timedelta(days=2), "2 days left"),
        (timedelta(days=1), "Less than a day left"),
        (timedelta(minutes=-5), "Less than a day left"),
    ],
)
def test_how_long_it_is_kept_is_counted_in_days(left: timedelta, text: str) -> None:
    assert build_end(NOW + left, "UTC", NOW)["text"] == text

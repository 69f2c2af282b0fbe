"""Working on a task with the forms of its page."""

from datetime import timedelta
from typing import Any

import pytest

from taskflow import comments, projects, tasks
from taskflow.platform import clock
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import TaskChanges
from taskflow.workspaces import Member
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.support.markup import Markup

PATH = "/meridian/t/WEB-1"


async def get(web: World, key: str = "WEB-1") -> dict[str, Any]:
    return await tasks.get_task(web.sam, key)


async def column(web: World, category: str) -> str:
    rows = await projects.list_columns(await projects.get_project(web.sam, "WEB"))
    return next(str(row["id"]) for row in rows if row["category"] == category)


async def change_as(member: Member, **changes: Any) -> None:
    """Somebody else changes the task."""
    async with unit_of_work():
        task = await tasks.get_task(member, "WEB-1")
        await tasks.edit_task(member, "WEB-1", TaskChanges(**changes), version=task["version"])


async def test_a_task_is_made_with_everything_at_once(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    page = await browser.get("/meridian/t/new?project=WEB&column=" + await column(web, "doing"))
    form = page.form("/meridian/t/new", project="WEB")
    label = next(value for name, value in all_values(page, "labels"))
    aiko, lena = str(web.members["aiko"].id), str(web.members["lena"].id)
    answer = await browser.submit(
        form, title="Ship it", description="*now*", priority="urgent", due_date="2026-12-24",
        assignees=[aiko, lena], labels=[label],
    )  # fmt: skip
    assert answer.location == "/meridian/t/WEB-2"
    made = await get(web, "WEB-2")
    assert (made["title"], made["description"], made["priority"]) == ("Ship it", "*now*", "urgent")
    assert made["due_date"].isoformat() == "2026-12-24"
    assert made["column"]["category"] == "doing"
    assert {person["name"] for person in made["assignees"]} == {"Aiko Tanaka", "Lena Fischer"}
    assert [item["name"] for item in made["labels"]] == ["Bug"]
    page = await browser.get(answer.location)
    assert "WEB-2 created" in page.text
    assert "WEB-2 created" not in (await browser.get(answer.location)).text


async def test_a_refused_task_keeps_everything_that_was_typed(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("sam")
    form = (await browser.get("/meridian/t/new")).form("/meridian/t/new", project="WEB")
    aiko = str(web.members["aiko"].id)
    values: dict[str, Any] = {"description": "long <text>\nof two lines", "priority": "low", "assignees": [aiko]}
    answer = await browser.submit(form, status=422, title="  ", due_date="2026-13-40", **values)
    again = answer.page.form("/meridian/t/new", project="WEB").fields
    assert {("description", values["description"]), ("priority", "low"), ("assignees", aiko)} <= set(again)
    assert "Title is required" in answer.page.text
    assert "2 things to correct" in answer.page.text


async def test_a_task_for_today_is_added_from_my_work(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("aiko")
    page = await browser.get("/meridian/my")
    answer = await browser.submit(page.form("/meridian/t/new"), title="Call the printer")
    assert answer.location == "/meridian/my"
    page = await browser.get("/meridian/my")
    assert "Call the printer" in page.text
    assert (await get(web))["due_date"] == clock.today("Europe/Berlin")
    await browser.submit(page.form(f"{PATH}/completion"))
    assert "Done today" in (await browser.get("/meridian/my")).text


async def test_a_card_moves_by_its_menu(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    page = await browser.get("/meridian/p/WEB")
    doing = await column(web, "doing")
    answer = await browser.submit(page.form(f"{PATH}/position"), column_id=doing)
    assert answer.location == "/meridian/p/WEB"
    assert (await get(web))["column"]["category"] == "doing"
    assert "WEB-1 moved to In progress" in (await browser.get(answer.location)).text


async def test_a_script_that_moves_a_card_is_told_the_new_version(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    form = (await browser.get("/meridian/p/WEB")).form(f"{PATH}/position")
    doing = await column(web, "doing")
    sent = form.filled(column_id=doing)
    response = await browser.post(form.action, sent, X_Requested_With="fetch")
    assert (response.status_code, response.headers["ETag"]) == (204, f'"v{(await get(web))["version"]}"')
    stale = await browser.post(form.action, form.filled(column_id=doing), X_Requested_With="fetch")
    assert (stale.status_code, stale.headers["Content-Type"]) == (412, "application/problem+json")
    assert (await stale.get_json(force=True))["code"] == "stale_version"


async def test_moving_to_done_completes(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    page = await browser.get(PATH)
    await browser.submit(page.form(f"{PATH}/position"), column_id=await column(web, "done"))
    assert (await get(web))["completed_at"] is not None


async def test_moving_and_completing_can_be_undone_at_once(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    todo, review = await column(web, "todo"), await column(web, "review")
    answer = await browser.submit((await browser.get(PATH)).form(f"{PATH}/position"), column_id=review)
    page = await browser.get(answer.location)
    await browser.submit((await browser.get(PATH)).form(f"{PATH}/completion"))
    assert (await get(web))["column"]["category"] == "done"
    completed = await browser.get(PATH)
    assert "WEB-1 completed" in completed.text
    await browser.submit(completed.form("/meridian/undo"))
    stored = await get(web)
    assert (stored["column"]["id"], stored["completed_at"]) == (review, None)
    undone = await browser.get(PATH)
    assert "Undone: " in undone.text
    await browser.submit(page.form("/meridian/undo"))
    assert (await get(web))["column"]["id"] == todo
    await browser.get(PATH)
    await browser.submit(undone.form("/meridian/undo"))
    page = await browser.get(PATH)
    assert "This cannot be undone any more. WEB-1: " in page.text
    assert (await get(web))["column"]["id"] == todo


async def test_what_was_undone_can_be_done_again(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    await browser.submit((await browser.get(PATH)).form(f"{PATH}/completion"))
    for done in (False, True, False):
        await browser.submit((await browser.get(PATH)).form("/meridian/undo"))
        assert ((await get(web))["completed_at"] is not None) is done


async def test_a_task_is_reopened(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    await browser.submit((await browser.get(PATH)).form(f"{PATH}/completion"))
    await browser.submit((await browser.get(PATH)).form(f"{PATH}/reopening"))
    assert (await get(web))["completed_at"] is None


async def test_a_task_goes_to_the_trash_and_back(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    answer = await browser.submit((await browser.get(PATH)).form(f"{PATH}/deletion"))
    assert answer.location == "/meridian/p/WEB"
    page = await browser.get(answer.location)
    await browser.get(PATH, status=404)
    await browser.submit(page.form(f"{PATH}/restoration"))
    await browser.get(PATH)


async def test_several_people_are_assigned_with_one_form(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("sam")
    form = (await browser.get(PATH)).form(f"{PATH}/assignees")
    ids = [str(web.members[name].id) for name in ("aiko", "jonas")]
    await browser.submit(form, chosen=ids)
    assert {row["name"] for row in (await get(web))["assignees"]} == {"Aiko Tanaka", "Jonas Berg"}


async def test_assigning_leaves_alone_whom_somebody_else_assigned(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("sam")
    form = (await browser.get(PATH)).form(f"{PATH}/assignees")
    async with unit_of_work():
        await tasks.assign_task(web.members["priya"], "WEB-1", web.members["jonas"].id)
    mateo, aiko = str(web.members["mateo"].id), str(web.members["aiko"].id)
    await browser.submit(form, chosen=[mateo, aiko])
    assert {row["name"] for row in (await get(web))["assignees"]} == {"Mateo Ruiz", "Aiko Tanaka", "Jonas Berg"}


async def test_labels_are_put_on_and_taken_off(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    form = (await browser.get(PATH)).form(f"{PATH}/labels")
    await browser.submit(form, chosen=[])
    assert (await get(web))["labels"] == []
    form = (await browser.get(PATH)).form(f"{PATH}/labels")
    label = next(value for _, value in all_values(await browser.get(PATH), "chosen", f"{PATH}/labels"))
    await browser.submit(form, chosen=[label])
    assert [row["name"] for row in (await get(web))["labels"]] == ["Bug"]


async def test_a_due_time_is_the_viewers(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    form = (await browser.get(PATH)).form(f"{PATH}/due")
    await browser.submit(form, due_date="2026-07-01", due_time="09:30")
    stored = await get(web)
    assert stored["due_at"].isoformat() == "2026-07-01T07:30:00+00:00"
    assert (stored["due_zone"], stored["due_date"]) == ("Europe/Berlin", None)
    fields = dict((await browser.get(PATH)).form(f"{PATH}/due").fields)
    assert (fields["due_date"], fields["due_time"]) == ("2026-07-01", "09:30")


async def test_a_due_date_is_cleared(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    await browser.submit((await browser.get(PATH)).form(f"{PATH}/due"), due_date="", due_time="")
    assert (await get(web))["due_date"] is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"due_date": "", "due_time": "09:30"}, "Due date is required when there is a time"),
        ({"due_date": "2026-02-30", "due_time": ""}, "Due date"),
        ({"due_date": "0001-01-01", "due_time": ""}, "Due date"),
        ({"due_date": "9999-12-31", "due_time": "23:59"}, "between the years 1900 and 2999"),
        ({"due_date": "2026-01-01", "due_time": "25:00"}, "Due time"),
    ],
)
async def test_a_due_date_that_is_none_is_refused_in_words(
    values: dict[str, Any], words: str, sign_in: SignIn, task: str
) -> None:
    browser = await sign_in("mateo")
    answer = await browser.submit((await browser.get(PATH)).form(f"{PATH}/due"), status=422, **values)
    assert words in answer.page.text


async def test_the_priority_is_set(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    await browser.submit((await browser.get(PATH)).form(f"{PATH}/priority"), priority="urgent")
    assert (await get(web))["priority"] == "urgent"


async def test_writing_changes_only_what_was_written(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("sam")
    form = (await browser.get(f"{PATH}/edit")).form(f"{PATH}/edit")
    await change_as(web.members["mateo"], description="Mateo's words")
    answer = await browser.submit(form, title="Sam's title")
    assert answer.location == PATH
    stored = await get(web)
    assert (stored["title"], stored["description"]) == ("Sam's title", "Mateo's words")


async def test_a_description_can_be_emptied(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("sam")
    await browser.submit((await browser.get(f"{PATH}/edit")).form(f"{PATH}/edit"), description="")
    assert (await get(web))["description"] == ""


async def test_the_same_field_changed_twice_asks_whose_version_to_keep(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("sam")
    form = (await browser.get(f"{PATH}/edit")).form(f"{PATH}/edit")
    await change_as(web.members["mateo"], description="Mateo's <words>")
    mine = "Sam's words,\nof two lines"
    answer = await browser.submit(form, status=409, description=mine)
    assert "Mateo Ruiz changed the description just now" in answer.page.text
    assert "Mateo's <words>" in answer.page.text
    assert "Sam's words" in answer.page.text
    assert PATH in answer.page.links
    assert "Title" not in answer.page.text
    kept = await browser.submit(answer.page.form(f"{PATH}/edit"))
    assert kept.location == PATH
    stored = await get(web)
    assert (stored["title"], stored["description"]) == ("Fix the login page", mine)


async def test_a_field_that_nobody_else_touched_is_set_on_a_stale_page(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("sam")
    page = await browser.get(PATH)
    await change_as(web.members["mateo"], title="Another title")
    await browser.submit(page.form(f"{PATH}/priority"), priority="low")
    await browser.submit(page.form(f"{PATH}/position"), column_id=await column(web, "review"))
    stored = await get(web)
    assert (stored["title"], stored["priority"], stored["column"]["category"]) == ("Another title", "low", "review")


async def test_a_card_that_somebody_moved_is_not_moved_silently(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("sam")
    form = (await browser.get("/meridian/p/WEB")).form(f"{PATH}/position")
    mateo = await sign_in("mateo")
    doing, review = await column(web, "doing"), await column(web, "review")
    await mateo.submit((await mateo.get(PATH)).form(f"{PATH}/position"), column_id=doing)
    answer = await browser.submit(form, status=409, column_id=review)
    assert "Mateo Ruiz changed the column" in answer.page.text
    kept = await browser.submit(answer.page.form(f"{PATH}/position"))
    assert kept.location == "/meridian/p/WEB"
    assert (await get(web))["column"]["category"] == "review"


async def test_a_stale_task_is_not_thrown_away(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("sam")
    form = (await browser.get(PATH)).form(f"{PATH}/deletion")
    await change_as(web.members["mateo"], priority="urgent")
    await browser.submit(form, status=409)
    await get(web)


async def test_people_talk_about_a_task(sign_in: SignIn, web: World, task: str) -> None:
    guest = await sign_in("lena")
    answer = await guest.submit((await guest.get(PATH)).form(f"{PATH}/comments"), body="I saw it on **my phone** too")
    path, _, anchor = answer.location.partition("#")
    page = await guest.get(path)
    assert anchor in {attributes.get("id") for _, attributes in page.elements}
    assert "I saw it on my phone too" in page.text
    edit = f"{PATH}/comments/{anchor.removeprefix('comment-')}"
    await guest.submit((await guest.get(edit)).form(edit), body="I saw it")
    assert "edited" in (await guest.get(PATH)).text
    sam = await sign_in("sam")
    await sam.get(edit, status=403)
    await sam.submit((await sam.get(PATH)).form(f"{edit}/deletion"))
    assert "I saw it" not in (await guest.get(PATH)).text


async def test_a_blank_comment_is_refused_on_the_page_of_its_task(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("sam")
    answer = await browser.submit((await browser.get(PATH)).form(f"{PATH}/comments"), status=422, body=" \n ")
    assert "Comment is required" in answer.page.text
    assert "Fix the login page" in answer.page.text


async def test_a_comment_changed_elsewhere_asks_whose_version_to_keep(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("sam")
    page = await browser.get(PATH)
    edit = next(link for link in page.links if link.startswith(f"{PATH}/comments/"))
    form = (await browser.get(edit)).form(edit)
    await browser.submit(form, body="first")
    answer = await browser.submit(form, status=409, body="second")
    assert "first" in answer.page.text
    await browser.submit(answer.page.form(edit))
    assert "second" in (await browser.get(PATH)).text


async def test_long_talk_is_read_page_by_page(sign_in: SignIn, web: World, task: str) -> None:
    async with unit_of_work():
        for number in range(60):
            await comments.post_comment(web.sam, "WEB-1", comments.NewComment(body=f"comment {number:02}"))
    browser = await sign_in("sam")
    page = await browser.get(PATH)
    assert "comment 48" in page.text
    assert "comment 49" not in page.text
    following = next(link for link in page.links if "?after=" in link)
    assert "comment 59" in (await browser.get(following)).text


async def test_the_history_of_a_task_is_told(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    page = await browser.get(PATH)
    await browser.submit(page.form(f"{PATH}/position"), column_id=await column(web, "doing"))
    history = (await browser.get(f"{PATH}?show=activity")).text
    assert "Mateo Ruiz moved this task To do → In progress" in history
    assert "Sam Okafor assigned this task Mateo Ruiz" in history
    assert "Sam Okafor commented on this task Since *when*?" in history


async def test_a_form_made_by_hand_is_refused_in_words(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    form = (await browser.get(PATH)).form(f"{PATH}/priority")
    token = ("csrf_token", dict(form.fields)["csrf_token"])
    for sent, words in (
        ([("priority", "huge"), ("version", "1")], "Priority"),
        ([("priority", "low")], "which version"),
        ([("priority", "low"), ("version", "x")], "which version"),
        ([("priority", "low"), ("version", "1"), ("colour", "red")], "Colour is not a known field"),
    ):
        response = await browser.post(f"{PATH}/priority", [token, *sent])
        assert response.status_code == 422
        assert words in Markup((await response.get_data()).decode()).text


async def test_the_list_of_my_work_is_grouped(sign_in: SignIn, web: World, task: str) -> None:
    today = clock.today("Europe/Berlin")
    await change_as(web.sam, due_date=today - timedelta(days=1))
    browser = await sign_in("mateo")
    page = await browser.get("/meridian/my")
    assert "Overdue" in page.text
    await browser.submit(page.form(f"{PATH}/due", due_date=today.isoformat()))
    page = await browser.get("/meridian/my")
    assert "Overdue" not in page.text
    assert "Today" in page.text


def all_values(page: Markup, name: str, action: str | None = None) -> list[tuple[str, str]]:
    """Every box of that name, ticked or not."""
    found = [
        (name, attributes["value"])
        for tag, attributes in page.elements
        if tag == "input" and attributes.get("name") == name
    ]
    if action is None:
        return found
    people = {value for _, value in page.form(action).fields}
    return [item for item in found if item[1] not in people][-1:]

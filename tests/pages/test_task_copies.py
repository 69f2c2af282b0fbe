"""Copying a task and moving it to another project by the forms of its page."""

from taskflow import projects, tasks
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject, ProjectChanges
from taskflow.world import World
from tests.pages.conftest import SignIn

PATH = "/meridian/t/WEB-1"


async def test_a_copy_is_made_as_one_wants_it(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    page = await browser.get(PATH)
    assert f"{PATH}/duplicates" in page.links
    form = (await browser.get(f"{PATH}/duplicates")).form(f"{PATH}/duplicates")
    answer = await browser.submit(form, title="Fix it again", include=["labels"])
    assert answer.location == "/meridian/t/WEB-2"
    copy = await tasks.get_task(web.sam, "WEB-2")
    assert (copy["title"], len(copy["labels"]), copy["assignees"]) == ("Fix it again", 1, [])
    page = await browser.get(answer.location)
    assert "WEB-2 is a copy of WEB-1" in page.text
    refused = await browser.submit(form, status=422, title="x" * 301)
    assert "Title must have at most 300 characters" in refused.page.text


async def test_a_task_is_moved_after_being_told_what_is_lost(sign_in: SignIn, web: World, task: str) -> None:
    async with unit_of_work():
        await projects.create_project(web.sam, NewProject(key="APP", name="App", visibility="private"))
    browser = await sign_in("sam")
    form = (await browser.get(f"{PATH}/project")).form(f"{PATH}/project")
    assert form.method == "get"
    page = await browser.get(f"{PATH}/project?project=APP")
    assert "New labels: Bug" in page.text
    assert "WEB-1 loses the assignee Mateo Ruiz" in page.text
    (move,) = [form for form in page.forms if (form.action, form.method) == (f"{PATH}/project", "post")]
    answer = await browser.submit(move)
    assert answer.location == "/meridian/t/APP-1"
    page = await browser.get(answer.location)
    assert "WEB-1 is APP-1 in App now" in page.text
    assert (await browser.fetch(PATH)).status_code == 308
    await browser.submit(page.form("/meridian/undo"))
    assert "Mateo Ruiz" in (await browser.get(PATH)).text


async def test_what_is_refused_is_told_before(sign_in: SignIn, web: World, task: str) -> None:
    async with unit_of_work():
        await projects.create_project(web.sam, NewProject(key="APP", name="App"))
        await projects.edit_project(web.sam, "APP", ProjectChanges(archived=True), version=1)
    browser = await sign_in("sam")
    page = await browser.get(f"{PATH}/project")
    assert "There is no other project" in page.text
    page = await browser.get(f"{PATH}/project?project=APP")
    assert "The project is archived" in page.text
    assert [form for form in page.forms if (form.action, form.method) == (f"{PATH}/project", "post")] == []
    await browser.get(f"{PATH}/project?project=NONE", status=422)

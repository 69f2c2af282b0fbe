"""The feed of a project: on a database of its own, because only what is committed is told."""

from taskflow import comments, projects, tasks, world
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewLabel, NewProject
from taskflow.settings import Settings
from taskflow.tasks import NewTask, TaskChanges
from taskflow.web.application import Application
from tests.support.browsing import Browser
from tests.support.databases import opened
from tests.support.people import PASSWORD


async def test_what_happened_is_told_to_those_who_may_see_it(own_database: Settings, application: Application) -> None:
    async with opened(own_database):
        async with unit_of_work():
            people = await world.build_people(PASSWORD)
            sam, mateo = people.sam, people.members["mateo"]
            project = await projects.create_project(sam, NewProject(key="WEB", name="Website relaunch"))
            await projects.grant_access(sam, project, people.members["lena"].id)
            await projects.create_label(sam, "WEB", NewLabel(name="Bug"))
        for number in range(1, 51):
            async with unit_of_work():
                await tasks.create_task(mateo, "WEB", NewTask(title=f"Task {number:02}"))
        async with unit_of_work():
            await tasks.edit_task(sam, "WEB-1", TaskChanges(priority="high"), version=1)
            await comments.post_comment(sam, "WEB-1", comments.NewComment(body="Why now?"))
            await tasks.delete_task(mateo, "WEB-2", version=1)
        browser = await Browser(application).sign_in(people.persons["lena"])
        page = await browser.get("/meridian/p/WEB/activity")
        assert "Today" in page.text
        assert "Mateo Ruiz moved WEB-2 Task 02 to the trash" in page.text
        assert "Sam Okafor commented on WEB-1 Task 01 Why now?" in page.text
        assert "Sam Okafor changed WEB-1 Task 01 priority none → high" in page.text
        assert "/meridian/t/WEB-1" in page.links
        assert "/meridian/t/WEB-2" not in page.links
        assert "created the project" not in page.text
        older = await browser.get(next(link for link in page.links if "after=" in link))
        assert "Sam Okafor created the project Website relaunch" in older.text
        assert "Sam Okafor added the label Bug" in older.text
        await browser.get("/meridian/p/WEB/activity?after=x", status=422)
        await browser.get("/meridian/p/WEB/activity?after=99999999999999999999", status=422)

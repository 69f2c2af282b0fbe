"""Mentions: who is meant is fixed when a comment is written, and only who can see the task is meant."""

from typing import Any
from uuid import UUID

import pytest

from taskflow import comments, identity, projects, tasks, workspaces
from taskflow.comments import CommentChanges, NewComment
from taskflow.identity import ProfileChanges
from taskflow.platform.database import execute, fetch
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.tasks import NewTask
from taskflow.workspaces import Member, NewTeam
from taskflow.world import World

Row = dict[str, Any]


@pytest.fixture
async def task(sam: Member) -> Row:
    async with unit_of_work():
        return await tasks.create_task(sam, "WEB", NewTask(title="x"))


async def _post(member: Member, task: Row, body: str) -> Row:
    async with unit_of_work():
        return await comments.post_comment(member, task["key"], NewComment(body=body))


def _meant(comment: Row) -> dict[str, list[str]]:
    return {row["handle"]: [person["name"] for person in row["members"]] for row in comment["mentions"]}


async def _told() -> list[Any]:
    rows = await fetch("select changes -> 'mentions' as mentions from events where action ~ '^comment' order by seq")
    return [row["mentions"] for row in rows]


async def test_a_handle_means_a_member(sam: Member, mateo: Member, task: Row) -> None:
    comment = await _post(sam, task, "@Mateo and @mateo_ruiz, see `@aiko` and me@lena.example, \\@priya")
    assert _meant(comment) == {"mateo": ["Mateo Ruiz"], "mateo-ruiz": ["Mateo Ruiz"]}
    assert comments.find_unknown(comment) == []
    assert await _told() == [[[], [str(mateo.id)]]]


async def test_a_handle_of_a_team_means_its_members(web: World, sam: Member, mateo: Member, task: Row) -> None:
    async with unit_of_work():
        team = await workspaces.create_team(sam, NewTeam(name="Design"))
        for name in ("mateo", "aiko"):
            await workspaces.add_to_team(sam, team["id"], web.members[name].id)
    comment = await _post(sam, task, "@design @mateo")
    assert _meant(comment) == {"design": ["Aiko Tanaka", "Mateo Ruiz"], "mateo": ["Mateo Ruiz"]}
    assert [row["team"] and row["team"]["name"] for row in comment["mentions"]] == ["Design", None]
    [[_, told]] = await _told()
    assert told == sorted(str(web.members[name].id) for name in ("mateo", "aiko"))
    assert comments.render_comment(comment).count('<span class="mention">@Design</span>') == 1


async def test_who_cannot_see_the_task_is_not_mentioned(sam: Member, mateo: Member) -> None:
    async with unit_of_work():
        await projects.create_project(mateo, NewProject(key="QUIET", name="Quiet", visibility="private"))
        hidden = await tasks.create_task(mateo, "QUIET", NewTask(title="x"))
    comment = await _post(mateo, hidden, "@sam @aiko @lena @nobody")
    assert _meant(comment) == {"sam": ["Sam Okafor"]}  # an owner sees every project
    assert comments.find_unknown(comment) == ["aiko", "lena", "nobody"]
    assert "@aiko @lena @nobody" in comments.render_comment(comment)
    assert {row.name for row in await comments.list_mentionable(mateo, hidden)} == {
        "Mateo Ruiz", "Priya Nair", "Sam Okafor",
    }  # fmt: skip


async def test_somebody_who_was_deactivated_or_removed_is_not_mentioned(web: World, sam: Member, task: Row) -> None:
    async with unit_of_work():
        await execute("update members set removed_at = now() where id = $1", web.members["aiko"].id)
        await execute("update members set deactivated_at = now() where id = $1", web.members["jonas"].id)
    assert _meant(await _post(sam, task, "@aiko @jonas")) == {}


async def test_a_mention_goes_on_meaning_who_was_meant(web: World, sam: Member, mateo: Member, task: Row) -> None:
    comment = await _post(sam, task, "Ask @mateo")
    async with unit_of_work():
        person = web.persons["mateo"]
        await identity.edit_profile(person, ProfileChanges(name="M. <b>Ruiz</b>"), version=person.version)
        aiko = web.persons["aiko"]
        await identity.edit_profile(aiko, ProfileChanges(name="Mateo New"), version=aiko.version)
    now = await comments.get_comment(sam, task, comment["id"])
    assert comments.render_comment(now) == '<p>Ask <span class="mention">@M. &lt;b&gt;Ruiz&lt;/b&gt;</span></p>\n'
    async with unit_of_work():
        changes = CommentChanges(body="Ask @mateo again")
        edited = await comments.edit_comment(sam, task["key"], comment["id"], changes, version=1)
    assert [row["members"][0]["id"] for row in edited["mentions"]] == [str(mateo.id)]


async def test_an_edit_mentions_whom_it_names_now(web: World, sam: Member, mateo: Member, task: Row) -> None:
    comment = await _post(sam, task, "@mateo and @lena")
    async with unit_of_work():
        changes = CommentChanges(body="@lena and @aiko")
        edited = await comments.edit_comment(sam, task["key"], comment["id"], changes, version=1)
    lena, aiko = web.members["lena"].id, web.members["aiko"].id
    assert _meant(edited) == {"aiko": ["Aiko Tanaka"], "lena": ["Lena Fischer"]}
    assert (await _told())[1] == [sorted([str(mateo.id), str(lena)]), sorted([str(lena), str(aiko)])]
    assert {UUID(row["members"][0]["id"]) for row in edited["mentions"]} == {lena, aiko}


async def test_a_comment_without_handles_costs_and_tells_nothing_more(sam: Member, task: Row) -> None:
    comment = await _post(sam, task, "Hello")
    assert (comment["mentions"], await _told()) == ([], [None])


async def test_the_menu_finds_by_the_beginning_of_a_word(sam: Member, task: Row) -> None:
    found = await comments.list_mentionable(sam, task, text="ma")
    assert [(row.handle, row.name) for row in found] == [("mateo", "Mateo Ruiz")]
    assert len(await comments.list_mentionable(sam, task, limit=3)) == 3

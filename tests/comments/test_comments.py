"""Comments: who says what, and that the history keeps it."""

from typing import Any

import pytest

from taskflow import comments, tasks
from taskflow.comments import CommentChanges, NewComment
from taskflow.platform.errors import Forbidden, NotFound, StaleVersion
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import NewTask
from taskflow.workspaces import Member
from taskflow.world import World


@pytest.fixture
async def task(sam: Member) -> dict[str, Any]:
    async with unit_of_work():
        return await tasks.create_task(sam, "WEB", NewTask(title="x"))


async def _post(member: Member, task: dict[str, Any], body: str = "Hello") -> dict[str, Any]:
    async with unit_of_work():
        return await comments.post_comment(member, task["key"], NewComment(body=body))


async def test_a_guest_may_comment_where_they_were_let_in(lena: Member, task: dict[str, Any]) -> None:
    comment = await _post(lena, task)
    assert (comment["author"]["name"], comment["version"]) == ("Lena Fischer", 1)


async def test_the_task_counts_its_comments_without_a_new_version(sam: Member, task: dict[str, Any]) -> None:
    first = await _post(sam, task)
    await _post(sam, task)
    async with unit_of_work():
        await comments.delete_comment(sam, task["key"], first["id"], version=1)
    now = await tasks.get_task(sam, task["key"])
    assert (now["comment_count"], now["version"]) == (1, 1)


async def test_only_the_author_edits_and_against_the_version(sam: Member, mateo: Member, task: dict[str, Any]) -> None:
    comment = await _post(mateo, task)
    async with unit_of_work():
        with pytest.raises(Forbidden):
            await comments.edit_comment(sam, task["key"], comment["id"], CommentChanges(body="x"), version=1)
        edited = await comments.edit_comment(mateo, task["key"], comment["id"], CommentChanges(body="New"), version=1)
        assert (edited["body"], edited["version"]) == ("New", 2)
        assert edited["edited_at"] is not None
        with pytest.raises(StaleVersion):
            await comments.edit_comment(mateo, task["key"], comment["id"], CommentChanges(body="x"), version=1)


async def test_admins_delete_any_comment_and_members_their_own(
    web: World, sam: Member, mateo: Member, task: dict[str, Any]
) -> None:
    mine, theirs = await _post(mateo, task), await _post(web.members["aiko"], task)
    async with unit_of_work():
        with pytest.raises(Forbidden):
            await comments.delete_comment(mateo, task["key"], theirs["id"], version=1)
        await comments.delete_comment(mateo, task["key"], mine["id"], version=1)
        await comments.delete_comment(web.members["priya"], task["key"], theirs["id"], version=1)
    assert (await comments.list_comments(sam, task)).items == []


async def test_a_comment_is_found_through_its_own_task_only(sam: Member, task: dict[str, Any]) -> None:
    comment = await _post(sam, task)
    async with unit_of_work():
        other = await tasks.create_task(sam, "WEB", NewTask(title="y"))
        with pytest.raises(NotFound):
            await comments.edit_comment(sam, other["key"], comment["id"], CommentChanges(body="x"), version=1)
        with pytest.raises(NotFound):
            await comments.delete_comment(sam, task["key"], new_id(), version=1)


async def test_comments_come_oldest_first_in_pages(sam: Member, task: dict[str, Any]) -> None:
    for number in range(5):
        await _post(sam, task, str(number))
    first = await comments.list_comments(sam, task, limit=3)
    second = await comments.list_comments(sam, task, after=first.next_cursor, limit=3)
    assert [row["body"] for row in (*first.items, *second.items)] == list("01234")
    assert second.next_cursor is None

"""Reactions: one of each emoji for a member, counted without a query for each comment."""

from typing import Any

import pytest

from taskflow import comments, tasks
from taskflow.comments import CommentChanges, NewComment
from taskflow.platform.database import fetch
from taskflow.platform.errors import NotFound
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import NewTask
from taskflow.workspaces import Member
from taskflow.world import World

Row = dict[str, Any]


@pytest.fixture
async def comment(sam: Member) -> Row:
    async with unit_of_work():
        task = await tasks.create_task(sam, "WEB", NewTask(title="x"))
        return await comments.post_comment(sam, task["key"], NewComment(body="Done"))


async def _react(member: Member, comment: Row, *emoji: str) -> Row:
    async with unit_of_work():
        for one in emoji:
            comment = await comments.add_reaction(member, "WEB-1", comment["id"], one)
    return comment


def _shown(comment: Row) -> list[tuple[Any, ...]]:
    return [(row["emoji"], row["count"], row["members"], row["mine"]) for row in comment["reactions"]]


async def test_a_member_reacts_once_with_each_emoji(sam: Member, lena: Member, comment: Row) -> None:
    await _react(sam, comment, "👍", "👍", "🎉")
    seen = await _react(lena, comment, "👍")
    assert _shown(seen) == [("👍", 2, ["Sam Okafor", "Lena Fischer"], True), ("🎉", 1, ["Sam Okafor"], False)]
    assert seen["version"] == 1
    async with unit_of_work():
        for _ in range(2):
            seen = await comments.remove_reaction(sam, "WEB-1", comment["id"], "👍")
    assert _shown(seen) == [("🎉", 1, ["Sam Okafor"], True), ("👍", 1, ["Lena Fischer"], False)]


async def test_every_reaction_is_a_fact_once(sam: Member, comment: Row) -> None:
    await _react(sam, comment, "👍", "👍")
    async with unit_of_work():
        for _ in range(2):
            await comments.remove_reaction(sam, "WEB-1", comment["id"], "👍")
    rows = await fetch(
        "select action, changes -> 'emoji' as emoji from events where action like '%reacted' order by seq"
    )
    assert [(row["action"], row["emoji"]) for row in rows] == [
        ("comment.reacted", [None, "👍"]),
        ("comment.unreacted", ["👍", None]),
    ]


async def test_a_deleted_comment_takes_no_reactions(sam: Member, mateo: Member, comment: Row) -> None:
    async with unit_of_work():
        await comments.delete_comment(sam, "WEB-1", comment["id"], version=1)
    with pytest.raises(NotFound):
        await _react(mateo, comment, "👍")


async def test_of_many_names_the_first_are_shown(web: World, comment: Row) -> None:
    for name in ("mateo", "aiko", "jonas"):
        await _react(web.members[name], comment, "🔥")
    [row] = (await comments.get_comment(web.sam, {**comment, "id": comment["task_id"]}, comment["id"]))["reactions"]
    assert row["members"] == ["Mateo Ruiz", "Aiko Tanaka", "Jonas Berg"]


async def test_what_a_comment_said_before_is_kept(sam: Member, comment: Row) -> None:
    for version, body in enumerate(("Done, nearly", "Not done"), start=1):
        async with unit_of_work():
            changes = CommentChanges(body=body)
            await comments.edit_comment(sam, "WEB-1", comment["id"], changes, version=version)
    async with unit_of_work():
        await comments.post_comment(sam, "WEB-1", NewComment(body="Another"))
    first = await comments.list_versions(comment, limit=2)
    rest = await comments.list_versions(comment, after=first.next_cursor)
    assert [(row["number"], row["body"]) for row in (*first.items, *rest.items)] == [
        (3, "Not done"), (2, "Done, nearly"), (1, "Done"),
    ]  # fmt: skip
    assert rest.items[0]["by"]["name"] == "Sam Okafor"
    assert rest.next_cursor is None

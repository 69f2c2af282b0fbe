"""Searching: what is found, in which order, and what is marked."""

from typing import Any

import pytest

from taskflow import comments, projects, search, tasks
from taskflow.comments import NewComment
from taskflow.platform.database import fetch
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.tasks import NewTask, TaskChanges, parse_filter
from taskflow.workspaces import Member
from taskflow.world import World


async def create(member: Member, title: str, project: str = "WEB", **values: Any) -> dict[str, Any]:
    async with unit_of_work():
        return await tasks.create_task(member, project, NewTask.model_validate({"title": title, **values}))


async def find(member: Member, text: str, **options: Any) -> list[str]:
    page = await search.search_tasks(member, parse_filter(text), **options)
    return [row["title"] for row in page.items]


async def test_a_new_task_is_found_at_once_by_any_of_its_texts(sam: Member) -> None:
    task = await create(sam, "Fix the login page", description="The café is closed")
    await create(sam, "Something else")
    async with unit_of_work():
        await comments.post_comment(sam, task["key"], NewComment(body="Happens with Safari"))
    for text in ("login", "LOGIN page", "log", "cafe", "Café", "safari", '"login page"', "login closed safari"):
        assert await find(sam, text) == [task["title"]], text
    for text in ('"page login"', "zzz", '"login" zzz', "-login fix"):
        assert await find(sam, text) == [], text


async def test_a_changed_task_is_found_by_what_it_says_now(sam: Member) -> None:
    task = await create(sam, "Fix the login page")
    async with unit_of_work():
        await tasks.edit_task(sam, task["key"], TaskChanges(title="Paint the fence"), version=1)
    assert await find(sam, "fence") == ["Paint the fence"]
    assert await find(sam, '"login page"') == []
    async with unit_of_work():
        await tasks.delete_task(sam, task["key"], version=2)
    assert await find(sam, "fence") == []
    async with unit_of_work():
        await tasks.restore_task(sam, task["key"])
    assert await find(sam, "fence") == ["Paint the fence"]


async def test_a_title_counts_more_than_a_description_and_that_more_than_a_comment(sam: Member) -> None:
    third = await create(sam, "Third")
    await create(sam, "Second", description="about the printer")
    await create(sam, "First: printer")
    async with unit_of_work():
        await comments.post_comment(sam, third["key"], NewComment(body="the printer"))
    assert await find(sam, "printer") == ["First: printer", "Second", "Third"]


@pytest.mark.parametrize("text", ["logn", "loginn", "pagw", "lgoin page", "Fix lohin"])
async def test_a_mistyped_word_finds_titles_like_it(sam: Member, text: str) -> None:
    await create(sam, "Fix the login page")
    await create(sam, "Order chairs")
    assert await find(sam, text) == ["Fix the login page"]


async def test_a_key_jumps_to_the_front(sam: Member) -> None:
    for number in range(1, 13):
        await create(sam, f"Step {number}")
    await create(sam, "12 monkeys")
    assert (await find(sam, "12"))[0] == "Step 12"
    assert await find(sam, "web-12") == ["Step 12"]
    assert set(await find(sam, "12")) == {"Step 12", "12 monkeys"}


async def test_words_rank_and_the_rest_filters(sam: Member, mateo: Member) -> None:
    await create(sam, "Fix the login page", assignees=[mateo.id], priority="high")
    await create(sam, "Test the login page")
    assert await find(sam, "login assignee:@mateo") == ["Fix the login page"]
    assert await find(sam, "login -priority:high") == ["Test the login page"]
    assert await find(mateo, "assignee:me") == ["Fix the login page"]
    assert await find(sam, "fix or test") == ["Test the login page", "Fix the login page"]


async def test_only_what_the_member_may_see_is_found(web: World, sam: Member, lena: Member) -> None:
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="OPS", name="Operations", visibility="private"))
    await create(sam, "Secret rollout", project="OPS")
    await create(sam, "Public rollout")
    assert set(await find(sam, "rollout")) == {"Secret rollout", "Public rollout"}
    for other in (lena, web.members["mateo"]):
        for text in ("rollout", "rolout", "OPS-1", "1", "", "project:OPS", '"secret rollout"'):
            assert "Secret rollout" not in await find(other, text), text


async def test_what_was_found_is_marked_in_safe_html(sam: Member) -> None:
    task = await create(
        sam, "Fix <b>login</b> \ue000now", description="word " * 50 + "the <login> form & more" + " word" * 50
    )
    (row,) = (await search.search_tasks(sam, parse_filter("login"))).items
    assert row["id"] == task["id"]
    assert row["score"] > 0
    assert row["matches"]["title"] == "Fix &lt;b&gt;<mark>login</mark>&lt;/b&gt; now"
    assert "the &lt;<mark>login</mark>&gt; form &amp; more" in row["matches"]["snippet"]
    assert row["matches"]["in"] == "title"
    (row,) = (await search.search_tasks(sam, parse_filter("lgin"))).items
    assert "<mark>login</mark>" in row["matches"]["title"]
    async with unit_of_work():
        await comments.post_comment(sam, task["key"], NewComment(body="I saw a unicorn"))
    (row,) = (await search.search_tasks(sam, parse_filter("unicorn"))).items
    assert row["matches"] == {
        "title": "Fix &lt;b&gt;login&lt;/b&gt; now", "snippet": "I saw a <mark>unicorn</mark>", "in": "comment",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["step", "", "status:open"])
async def test_pages_hold_everything_once(sam: Member, text: str) -> None:
    for number in range(7):
        await create(sam, "step " * (number % 3 + 1))
    whole, after = list[str](), None
    while True:
        page = await search.search_tasks(sam, parse_filter(text), after=after, limit=2)
        whole += [row["key"] for row in page.items]
        after = page.next_cursor
        if after is None:
            break
    assert len(whole) == len(set(whole)) == 7
    everything = (await search.search_tasks(sam, parse_filter(text))).items
    assert [row["key"] for row in everything] == whole


@pytest.mark.parametrize(
    "text", ["'", "\\", ":*", "a & b | !c", "'a':*", "%", "\u0301", "\U0001f600", "²", "<->", "a\\'b", "x:y//", "-"]
)
async def test_no_text_breaks_the_search(sam: Member, text: str) -> None:
    await create(sam, text)
    quoted = '"' + text.replace("\\", "\\\\") + '"'
    await find(sam, quoted)
    words = tasks.build_filter(words=text)
    await search.search_tasks(sam, words)
    assert len((await tasks.list_tasks(sam, words, match=search.match_words)).items) <= 1


async def test_texts_of_any_size_can_be_written(sam: Member) -> None:
    wide = " ".join(f"{chr(0x20000 + n)}{chr(0x20001 + n)}-{chr(0x20100 + n)}" for n in range(8000))
    task = await create(sam, "Long", description=wide)
    async with unit_of_work():
        for _ in range(3):
            await comments.post_comment(sam, task["key"], NewComment(body="w" * 5000 + " " + wide))
    assert await find(sam, "long") == ["Long"]


async def test_the_documents_are_those_of_a_rebuild(sam: Member) -> None:
    made = [await create(sam, f"Task {number}", description="text " * number) for number in range(4)]
    async with unit_of_work():
        posted = [await comments.post_comment(sam, row["key"], NewComment(body=f"note {row['key']}")) for row in made]
        edited = comments.CommentChanges(body="another")
        await comments.edit_comment(sam, made[0]["key"], posted[0]["id"], edited, version=1)
        await comments.delete_comment(sam, made[1]["key"], posted[1]["id"], version=1)
        version = (await tasks.get_task(sam, made[2]["key"]))["version"]
        await tasks.edit_task(sam, made[2]["key"], TaskChanges(title="Renamed", description=""), version=version)
        await tasks.delete_task(sam, made[3]["key"], version=(await tasks.get_task(sam, made[3]["key"]))["version"])
    kept = await fetch("select id, title, words::text from search_documents order by id")
    assert [row["id"] for row in kept] == [row["id"] for row in made[:3]]
    await fetch("delete from search_documents returning id")
    assert await search.rebuild_documents(sam.workspace_id) is None
    assert await fetch("select id, title, words::text from search_documents order by id") == kept
    await fetch("update search_documents set words = '', title = '' returning id")
    assert await search.rebuild_documents(sam.workspace_id) is None
    assert await fetch("select id, title, words::text from search_documents order by id") == kept

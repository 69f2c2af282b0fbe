"""Whatever people write is shown as text: the attacks that are known do nothing."""

import re

import pytest

from taskflow import comments, identity, projects, tasks, workspaces
from taskflow.identity import ProfileChanges
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewColumn, NewLabel, ProjectChanges
from taskflow.tasks import NewTask
from taskflow.workspaces import WorkspaceChanges
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import ALL, OWNERS, WORKERS, check_markup

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "</title><svg/onload=alert(1)>",
    "</textarea><iframe src=javascript:alert(1)>",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "<a href='javascript:alert(1)'>x</a>",
)
# None of our pages has one of these; a script is allowed from our own files only, which check_markup sees to.
FOREIGN = {"img", "iframe", "object", "embed", "math", "style", "video", "audio", "base"}
MARKDOWN = (
    *ATTACKS,
    "[x](javascript:alert(1))",
    "[x](  jAvAsCrIpT:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://evil.example/pixel.png)",
    "<details open ontoggle=alert(1)>x</details>",
    "[x](https://example.org 'onmouseover=alert(1)')",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
)


async def write_everywhere(web: World, attack: str) -> None:
    sam = web.sam
    async with unit_of_work():
        person = web.persons["sam"]
        await identity.edit_profile(person, ProfileChanges(name=attack), version=person.version)
        workspace = await workspaces.get_workspace(sam)
        await workspaces.edit_workspace(sam, WorkspaceChanges(name=attack), version=workspace["version"])
        project = await projects.get_project(sam, "WEB")
        changes = ProjectChanges(name=attack, description=attack)
        await projects.edit_project(sam, "WEB", changes, version=project["version"])
        label = await projects.create_label(sam, "WEB", NewLabel(name=attack[:40]))
        column = await projects.create_column(sam, "WEB", NewColumn(name=attack[:50], category="doing"))
        await tasks.create_task(
            sam,
            "WEB",
            NewTask(title=attack, description=attack, labels=[label["id"]], column_id=column["id"], assignees=[sam.id]),
        )
        await comments.post_comment(sam, "WEB-1", comments.NewComment(body=attack))


@pytest.mark.parametrize("attack", ATTACKS)
async def test_names_and_titles_are_text_on_every_page(attack: str, sign_in: SignIn, web: World) -> None:
    await write_everywhere(web, attack)
    browser = await sign_in("sam")
    for path in sorted(ALL | WORKERS | OWNERS):
        page = await browser.get(path)
        check_markup(page)
        assert not {tag for tag, _ in page.elements} & FOREIGN, path
    board = await browser.get("/meridian/p/WEB")
    assert " ".join(attack.split()) in board.text
    assert "49" not in re.findall(r"\d+", (await browser.get("/meridian/t/WEB-1")).text)


@pytest.mark.parametrize("text", MARKDOWN)
async def test_markdown_is_safe_in_descriptions_and_comments(text: str, sign_in: SignIn, web: World) -> None:
    async with unit_of_work():
        await tasks.create_task(web.sam, "WEB", NewTask(title="x", description=text))
        await comments.post_comment(web.sam, "WEB-1", comments.NewComment(body=text))
    page = await (await sign_in("lena")).get("/meridian/t/WEB-1")
    check_markup(page)
    assert not {tag for tag, _ in page.elements} & FOREIGN


async def test_what_the_address_says_is_text(sign_in: SignIn) -> None:
    browser = await sign_in("sam")
    for query in ("q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "label=%27%3E%3Cimg%20src=x%20onerror=alert(1)%3E"):
        page = await browser.get(f"/meridian/p/WEB/list?{query}")
        check_markup(page)
        assert not {tag for tag, _ in page.elements} & FOREIGN


async def test_a_flash_that_was_not_made_here_says_nothing(sign_in: SignIn) -> None:
    browser = await sign_in("sam")
    for forged in ("eyJ0ZXh0IjogIngifQ==.0", "x", ".", "é.é", "eyJ0ZXh0IjogIngifQ==." + "0" * 64):
        browser.client.set_cookie("localhost", "taskflow-flash", forged)
        page = await browser.get("/meridian/my")
        assert not [attributes for _, attributes in page.elements if "toast" in attributes.get("class", "").split()]

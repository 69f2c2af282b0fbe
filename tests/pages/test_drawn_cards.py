"""Boards draw what they have drawn before only once, and nobody sees that."""

from taskflow import tasks
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import NewTask, TaskChanges
from taskflow.world import World
from tests.pages.conftest import SignIn

BOARD = "/meridian/p/WEB"


async def test_a_card_that_changed_is_drawn_anew(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("priya")
    async with unit_of_work():
        task = await tasks.create_task(web.sam, "WEB", NewTask(title="Draw me once"))
    assert "Draw me once" in (await browser.get(BOARD)).text
    async with unit_of_work():
        await tasks.edit_task(web.sam, task["key"], TaskChanges(title="Draw me again"), version=1)
    board = (await browser.get(BOARD)).text
    assert "Draw me again" in board
    assert "Draw me once" not in board


async def test_the_same_cards_have_the_token_and_the_address_of_who_looks(sign_in: SignIn, web: World) -> None:
    async with unit_of_work():
        task = await tasks.create_task(web.sam, "WEB", NewTask(title="For both"))
    fields = []
    for name, address in (("priya", BOARD), ("priya", f"{BOARD}?column=none"), ("mateo", BOARD)):
        browser = await sign_in(name)
        page = await browser.get(address)
        fields.append(dict(page.form(f"/meridian/t/{task['key']}/position").fields))
        assert "\x02" not in page.text
    assert [form["next"] for form in fields] == [BOARD, f"{BOARD}?column=none", BOARD]
    assert fields[0]["csrf_token"] != fields[2]["csrf_token"]

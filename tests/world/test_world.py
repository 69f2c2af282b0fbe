"""The named world is what the demo shows and what tests stand on."""

from taskflow import projects, tasks, world
from taskflow.platform import clock
from taskflow.platform.database import fetch_value
from taskflow.platform.unit_of_work import unit_of_work
from tests.support.people import PASSWORD


async def test_the_world_is_lively_and_lies_in_the_past(database: None) -> None:
    assert not await world.has_world()
    async with unit_of_work():
        built = await world.build_world(PASSWORD)
    assert await world.has_world()
    web = await projects.get_project(built.sam, "WEB")
    board = await tasks.list_board(built.sam, web)
    assert len(board) == 5
    assert sum(len(cards) for cards in board.values()) >= 55
    assert {card["subtasks"]["total"] for cards in board.values() for card in cards} == {0, 2, 3}
    assert sum(card["blocked"] for cards in board.values() for card in cards) == 2
    assert await fetch_value("select max(at) from events") <= clock.now()
    assert await fetch_value("select count(*) from comments") >= 20
    assert len(await tasks.list_my_tasks(built.sam)) >= 5

"""The command reindex: the workers make the search documents and the figures of charts anew."""

from collections.abc import Awaitable, Callable

from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings
from taskflow.world import PLANS, build_world
from tests.support.databases import opened
from tests.support.people import PASSWORD
from tests.support.processes import role, to_environment

Eventually = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


async def test_lost_search_documents_are_there_again(
    own_database: Settings, own_valkey: str, eventually: Eventually
) -> None:
    environment = to_environment(own_database, mode="production", redis_url=own_valkey, sweep_seconds="0.2")
    async with opened(own_database):
        async with unit_of_work():
            await build_world(PASSWORD, plans=PLANS[:1])
        documents = "select id, title, words::text from search_documents order by id"
        before = await fetch(documents)
        tasks = await fetch_value("select count(*) from tasks where deleted_at is null")
        assert len(before) > 10
        await execute("delete from search_documents")

        async with role("reindex", environment=environment) as process:
            assert await process.end() == 0
        assert process.out == "left to the workers: the search documents and the figures of 1 workspace\n"
        assert process.complaint == ""

        async def is_back() -> bool:
            told = await fetch_value("select count(*) from task_stints where left_at is null")
            return bool(await fetch_value("select count(*) from search_documents") == len(before) and told == tasks)

        async with role("worker", environment=environment):
            await eventually(is_back)
        assert await fetch(documents) == before

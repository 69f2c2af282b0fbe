"""A release comes and goes under load without a failed request, and a bad one is stopped with the old one serving."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from loadtests.drill import stack as drill_stack
from loadtests.drill.hammer import Hammer, build_asks
from loadtests.drill.updates import Drill, Row
from tests.containers.stack import PORTS, Stack

pytestmark = pytest.mark.containers


@pytest.fixture(scope="module")
async def drill(stack: Stack, token: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Drill]:
    """The stack under test, with clients that never pause and never try again."""
    ours = drill_stack.Stack(stack.environment)
    before = ours.find_image(ours.image)
    asks = build_asks(
        token,
        api_port=int(PORTS["TASKFLOW_API_PORT"]),
        frontend_port=int(PORTS["TASKFLOW_FRONTEND_PORT"]),
        workspace="meridian",
        project="WEB",
    )
    async with Hammer(asks, clients=4) as hammer:
        yield Drill(ours, hammer, records=tmp_path_factory.mktemp("release"))
    ours.run("docker", "tag", before, ours.image)


def _require(drill: Drill, row: Row) -> None:
    print(f"{row.what}: {row.result}, {row.requests} requests, {row.failed} failed, {row.seconds:.0f} s")
    assert row.is_good, f"{row} {drill.hammer.tally.take_failures()}"
    assert row.requests > 0


async def test_a_release_loses_no_request(drill: Drill) -> None:
    await asyncio.sleep(1)
    _require(drill, await drill.update(1))


async def test_one_that_fails_one_request_of_twenty_is_stopped(drill: Drill) -> None:
    _require(drill, await drill.try_bad("fails one of twenty"))


async def test_one_that_is_never_ready_is_stopped(drill: Drill) -> None:
    _require(drill, await drill.try_bad("is never ready"))


async def test_a_killed_deploy_is_gone_on_with_by_the_same_command(drill: Drill) -> None:
    _require(drill, await drill.kill(2, "drained"))


async def test_a_rollback_loses_no_request(drill: Drill) -> None:
    _require(drill, await drill.roll_back())


async def test_a_second_deploy_at_the_same_time_is_refused(drill: Drill) -> None:
    from release.records import Records

    folder = Path(drill.records[1])
    with Records(folder).locked():
        code, output, _ = drill.stack.try_run("scripts/deploy.sh", drill.base, "--json", "--records", str(folder))
    assert code == 2
    assert "another deploy or rollback is under way" in output

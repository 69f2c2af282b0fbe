"""The quick form of `bin/chaos`: what the full form breaks for minutes is broken here for seconds."""

from collections.abc import Iterator

import pytest

from loadtests.chaos import jobs
from tests.containers.stack import Stack

pytestmark = pytest.mark.containers


@pytest.fixture
def two_workers(stack: Stack) -> Iterator[Stack]:
    """The stack with two workers, which it has again at the end."""
    scale = ("up", "--detach", "--wait", "--no-recreate", "--scale", "worker=2", "worker")
    stack.compose(*scale)
    yield stack
    stack.compose("up", "--detach", "--wait", "--no-deps", "redis")
    stack.compose(*scale)


def test_jobs_survive_what_can_happen_to_workers_to_redis_and_to_the_schedule(two_workers: Stack) -> None:
    results = list(jobs.run_all(two_workers, quick=True))
    for result in results:
        print(*result.cells)
    assert len(results) == 6
    assert [result.scenario for result in results if not result.is_good] == []

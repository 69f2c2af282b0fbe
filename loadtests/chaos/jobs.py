"""Everything that background work has to survive."""

from collections.abc import Iterator

from loadtests.chaos import emptying, exports, hooks, kills, schedulers
from loadtests.chaos.ground import Ground
from loadtests.chaos.result import Result
from tests.containers.stack import Stack


def run_all(stack: Stack, *, quick: bool) -> Iterator[Result]:
    """One scenario after the other, on a stack with two workers."""
    with Ground.prepare(stack) as ground:
        yield kills.run(ground, jobs=1_000 if quick else 10_000)
        yield emptying.empty(ground, events=200 if quick else 1_000)
        yield emptying.replace(ground, events=200 if quick else 1_000)
        yield schedulers.run(ground)
        yield exports.run(ground, tasks=2_000 if quick else 50_000)
        yield hooks.run(ground, tasks=10 if quick else 100)

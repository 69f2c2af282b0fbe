"""`python -m loadtests.chaos jobs [--quick]`: starts a stack of its own, breaks it, and says what was lost."""

import argparse
import sys

from loadtests.chaos import jobs
from tests.containers.stack import OURS, PROJECT, Stack, wait_until

CHAOS = {"jobs": jobs.run_all}
TABLE = "{:<11} {:<7} {:>7} {:>7} {:>6} {:>8} {:>7}  {}"


def main(words: list[str]) -> int:
    """Run the scenarios that the first word names; gives the exit code: 1 when one of them failed."""
    parser = argparse.ArgumentParser(prog="bin/chaos", description=__doc__)
    parser.add_argument("what", choices=sorted(CHAOS))
    parser.add_argument("--quick", action="store_true", help="a tenth of the work")
    parser.add_argument("--keep", action="store_true", help="leave the stack running afterwards")
    given = parser.parse_args(words)
    stack = Stack(files=("compose.yaml", "compose.override.yaml"))
    print(f"starting the stack {PROJECT}; the first time, its images are built", file=sys.stderr)
    stack.compose("down", "--volumes", "--remove-orphans", "--timeout", "5")
    try:
        _start(stack)
        print(TABLE.format("scenario", "result", "asked", "done", "lost", "doubled", "seconds", "what was done to it"))
        has_failed = False
        for result in CHAOS[given.what](stack, quick=given.quick):
            print(TABLE.format(*result.cells), flush=True)
            has_failed |= not result.is_good
    finally:
        if not given.keep:
            stack.compose("down", "--volumes", "--remove-orphans", timeout=120)
    return int(has_failed)


def _start(stack: Stack) -> None:
    """As `bin/up` does, with two workers; on a machine that is busy they may be slow to become healthy."""
    said = stack.run("bin/up", "--scale", "worker=2", check=False, timeout=900)
    try:
        wait_until(lambda: _is_healthy(stack), seconds=120, what="a healthy stack")
    except AssertionError as error:
        raise AssertionError(said[-3000:]) from error


def _is_healthy(stack: Stack) -> bool:
    found = [health for service in ("nginx", *OURS) for health in stack.health_of(service)]
    return len(found) >= 5 and set(found) == {"healthy"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

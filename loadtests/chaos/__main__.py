"""`python -m loadtests.chaos jobs [--quick]`: starts a stack of its own, breaks it, and says what was lost."""

import argparse
import sys

from loadtests.chaos import jobs
from tests.containers.stack import PROJECT, Stack

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
        stack.run("bin/up", "--scale", "worker=2", timeout=900)
        print(TABLE.format("scenario", "result", "asked", "done", "lost", "doubled", "seconds", "what was done to it"))
        has_failed = False
        for result in CHAOS[given.what](stack, quick=given.quick):
            print(TABLE.format(*result.cells), flush=True)
            has_failed |= not result.is_good
    finally:
        if not given.keep:
            stack.compose("down", "--volumes", "--remove-orphans", timeout=120)
    return int(has_failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

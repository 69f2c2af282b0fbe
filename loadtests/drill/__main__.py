"""`bin/drill [--quick] [--keep]`: rolling updates, rollbacks, bad releases and killed deploys under load."""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from loadtests.drill.hammer import Hammer, build_asks
from loadtests.drill.stack import API_PORT, FRONTEND_PORT, Stack
from loadtests.drill.updates import ALL_FAULTS, ALL_KILLS, Drill, run_updates


async def run(options: argparse.Namespace) -> int:
    """Start the stack, run the scenarios, print the table; gives 1 when one did not go as it should."""
    stack = Stack()
    stack.start()
    folder = tempfile.TemporaryDirectory()
    try:
        asks = build_asks(
            stack.sign_up(), api_port=API_PORT, frontend_port=FRONTEND_PORT, workspace="drill", project="WEB"
        )
        hammer, began = Hammer(asks, clients=options.clients), time.monotonic()
        async with hammer:
            await asyncio.sleep(2)
            rows = await run_updates(
                Drill(stack, hammer, records=Path(folder.name)),
                updates=options.updates or (3 if options.quick else 20),
                bad=[] if options.quick else ALL_FAULTS,
                kills=[] if options.quick else ALL_KILLS,
            )
        tally = hammer.tally
        print(
            f"\n{tally.total} requests in {time.monotonic() - began:.0f} s, {tally.failed} failed;"
            f" p50 {tally.percentile(0.5):.0f}, p95 {tally.percentile(0.95):.0f}, p99 {tally.percentile(0.99):.0f} ms"
        )
    finally:
        folder.cleanup()
        if not options.keep:
            stack.stop()
    return 0 if all(row.is_good for row in rows) else 1


def main(words: list[str]) -> int:
    """Read the words and run."""
    parser = argparse.ArgumentParser(prog="bin/drill", description="Releases under load on the real stack")
    parser.add_argument("--quick", action="store_true", help="three updates and a rollback only")
    parser.add_argument("--updates", type=int, help="how many updates")
    parser.add_argument("--clients", type=int, default=12, help="connections that ask without a pause")
    parser.add_argument("--keep", action="store_true", help="leave the stack as it is at the end")
    return asyncio.run(run(parser.parse_args(words)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

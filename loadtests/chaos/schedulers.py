"""Two schedulers live through the same simulated hour: each job that comes back is asked for and done once a period.

Each scheduler is a container of the stack's own image, on the stack's database, with a clock that is ours; the stack's
workers do the jobs. The hour lies years ahead, where the workers' own clock asks for nothing.
"""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from loadtests.chaos.ground import Ground
from loadtests.chaos.result import Result
from tests.containers.stack import wait_until

DAY = "2031-03-04"
HOUR_SECONDS, STEP_SECONDS = 3600, 5
SCHEDULER = f"""
import asyncio, random, sys
from datetime import UTC, datetime, timedelta
from roles.worker import load_jobs
from taskflow.platform import clock
from taskflow.platform.database import close_database, execute, fetch_value, open_database
from taskflow.platform.schedule import SCHEDULE, enqueue_due
from taskflow.settings import load_settings

async def main():
    load_jobs()
    await open_database(load_settings(), role="worker", pool_size=2)
    first, dice, asked, written = datetime.fromisoformat("{DAY}T10:00:00+00:00"), random.Random(sys.argv[1]), dict(), 0
    await execute("insert into schedule values ($1, 1, now())", "chaos." + sys.argv[1])
    while await fetch_value("select count(*) from schedule where name like 'chaos.%'") < 2:
        await asyncio.sleep(0.02)  # so that both live through the hour at once
    for seconds in range(0, {HOUR_SECONDS}, {STEP_SECONDS}):
        with clock.pinned(first + timedelta(seconds=seconds + dice.uniform(0, {STEP_SECONDS}))):
            written += len(await enqueue_due(asked))
        await asyncio.sleep(dice.uniform(0, 0.01))
    periods = sum(int({HOUR_SECONDS} / min(every.total_seconds(), {HOUR_SECONDS})) for every in SCHEDULE.values())
    print(written, periods)
    await close_database()

asyncio.run(main())
"""


def run(ground: Ground) -> Result:
    """Both at once; then every period has one row, and every row was done by one run."""
    started, ours = time.monotonic(), f"dedupe_key like 'cron:%:{DAY}T%'"
    ground.sql(f"delete from jobs where {ours}")  # of a former run on the same stack
    with ThreadPoolExecutor(2) as pool:
        outputs = list(pool.map(lambda number: _simulate(ground, number), (1, 2)))
    written, periods = [one[0] for one in outputs], outputs[0][1]
    open_jobs = f"select count(*) from jobs where {ours} and state <> 'done'"
    wait_until(lambda: ground.count(open_jobs) == 0, seconds=120, what="an end of the scheduled jobs")
    rows = ground.count(f"select count(*) from jobs where {ours}")
    more_than_once = ground.count(f"select count(*) from jobs where {ours} and attempts <> 1")
    ground.sql("delete from schedule")  # it tells of years to come
    what = f"an hour in two schedulers, which asked for {written[0]} and {written[1]} of {periods} periods"
    doubled = more_than_once + max(0, sum(written) - periods)
    return Result("schedulers", periods, sum(written), periods - rows, doubled, time.monotonic() - started, what)


def _simulate(ground: Ground, number: int) -> tuple[int, int]:
    """How many jobs this scheduler was the first to ask for, and how many periods there are."""
    words = ("run", "--rm", "--no-deps", "--no-TTY", "--entrypoint", "/usr/bin/python3.13")
    try:
        text = ground.stack.compose(*words, "worker", "-c", SCHEDULER, str(number))
    except subprocess.TimeoutExpired:
        raise AssertionError("a scheduler did not come to the end of its hour") from None
    written, periods = text.split()[-2:]
    return int(written), int(periods)

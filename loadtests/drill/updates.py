"""The scenarios: good releases and rollbacks, bad releases, and deploys that are killed on the way."""

import asyncio
import json
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loadtests.drill.faults import FAULTS, build_bad, build_next
from loadtests.drill.hammer import Hammer
from loadtests.drill.stack import ROOT, Stack

QUICK = ("--canary-seconds", "3", "--max-backup-age", "0", "--json")
BACK = ("--canary-seconds", "3", "--json")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was done, how it ended, how long it took, and what the clients saw meanwhile."""

    what: str
    result: str
    seconds: float
    requests: int
    failed: int
    after: int
    is_good: bool = True


class Drill:
    """Runs scenarios on a stack under a hammer."""

    def __init__(self, stack: Stack, hammer: Hammer, *, records: Path) -> None:
        self.stack, self.hammer = stack, hammer
        self.base = build_next(stack, stack.image, "0.0")  # the stack's own name moves with each release
        self.records = ("--records", str(records))

    async def update(self, number: int) -> Row:
        """A good release; 0 failed requests."""
        image = await asyncio.to_thread(build_next, self.stack, self.base, f"{number}.0")
        row, result = await self._measure(f"update to {number}.0", "scripts/deploy.sh", image, *QUICK, *self.records)
        served = list(self.stack.count_images("api")) == [result.get("image")]
        return _judge(row, is_good=result["result"] == "deployed" and served)

    async def roll_back(self) -> Row:
        """Back to the release before; 0 failed requests."""
        row, result = await self._measure("rollback", "scripts/rollback.sh", *BACK, *self.records)
        return _judge(row, is_good=result["result"] == "deployed")

    async def try_bad(self, fault: str) -> Row:
        """A bad release: the gate closes, the old one serves alone, and nothing fails after the gate has closed."""
        before = self.stack.count_images("api")
        image = await asyncio.to_thread(build_bad, self.stack, self.base, fault)
        patience = ("--ready-seconds", "20", "--canary-seconds", "20")
        row, result = await self._measure(
            f"one that {fault}", "scripts/deploy.sh", image, *QUICK, *self.records, *patience
        )
        stays = self.stack.count_images("api") == before
        good = result["result"] == "gate_closed" and stays and row.after == 0
        return Row(row.what, row.result, row.seconds, row.requests, row.failed, row.after, good)

    async def kill(self, number: int, after: str) -> Row:
        """A deploy that is killed when it has said `after`; the same command goes on; 0 failed requests."""
        image = await asyncio.to_thread(build_next, self.stack, self.base, f"{number}.0")
        failed, sent, began = self.hammer.tally.failed, self.hammer.tally.total, time.monotonic()
        process = await asyncio.create_subprocess_exec(
            "scripts/deploy.sh", image, *QUICK, *self.records, cwd=ROOT, env=self.stack.environment,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stderr is not None  # noqa: S101  it was asked for
        while (line := (await process.stderr.readline()).decode()) and after not in line:
            pass
        process.send_signal(signal.SIGKILL)
        await process.communicate()
        row, result = await self._measure(f"killed after «{after}»", "scripts/deploy.sh", image, *QUICK, *self.records)
        tally = self.hammer.tally
        whole = Row(row.what, row.result, time.monotonic() - began, tally.total - sent, tally.failed - failed, 0)
        return _judge(whole, is_good=bool(line) and result["result"] == "deployed")

    async def _measure(self, what: str, *words: str) -> tuple[Row, dict[str, Any]]:
        tally = self.hammer.tally
        failed, sent, began = tally.failed, tally.total, time.monotonic()
        _, output, errors = await asyncio.to_thread(self.stack.try_run, *words)
        lines = output.strip().splitlines()
        result = json.loads(lines[-1]) if lines else {"result": errors.strip()[-300:]}
        ended = time.monotonic()
        at_the_end = tally.failed
        await asyncio.sleep(3)  # what fails now, fails after the gate has closed and the old one serves alone
        row = Row(what, result.get("reason") or result["result"], ended - began, tally.total - sent,
                  tally.failed - failed, tally.failed - at_the_end)  # fmt: skip
        return row, result


def _judge(row: Row, *, is_good: bool) -> Row:
    return Row(row.what, row.result, row.seconds, row.requests, row.failed, row.after, is_good and row.failed == 0)


async def run_updates(drill: Drill, *, updates: int, bad: list[str], kills: list[str]) -> list[Row]:
    """Updates, every fourth of them followed by a rollback; then bad ones; then killed ones. Prints as it goes."""
    rows: list[Row] = []

    def tell(row: Row) -> None:
        rows.append(row)
        mark = "ok  " if row.is_good else "FAIL"
        print(
            f"{mark} {row.what:42} {row.seconds:6.0f} s {row.requests:8} requests {row.failed:5} failed  {row.result}"
        )
        for failure in drill.hammer.tally.take_failures():
            print(f"       {failure}")

    for number in range(1, updates + 1):
        tell(await drill.update(number))
        if number % 4 == 3:
            tell(await drill.roll_back())
    for fault in bad:
        tell(await drill.try_bad(fault))
    for place, after in enumerate(kills, start=1):
        tell(await drill.kill(updates + place, after))
    return rows


ALL_FAULTS = list(FAULTS)
ALL_KILLS = ["schema:", "api: started", "watched", "drained", "frontend: started", "worker: started"]

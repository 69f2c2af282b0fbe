"""How long things are kept: one table of what goes after which time, filled by the parts, and the jobs that see to it.

What happened is never in it: events are kept for ever.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from taskflow.platform import clock
from taskflow.platform.database import fetch, fetch_one
from taskflow.platform.jobs import job
from taskflow.platform.metrics import counter
from taskflow.platform.outbox import enqueue
from taskflow.platform.schedule import repeat
from taskflow.platform.unit_of_work import after_commit

BATCH, MOST_COUNTED = 5000, 100_000
Purge = Callable[[int], Awaitable[int]]
PURGED = counter("taskflow_purged_total", "Things that were deleted because their time was over, by what they were")


@dataclass(frozen=True, slots=True)
class Due:
    """What would go now: how many, MOST_COUNTED at most and then `is_more`, and since when the oldest is there."""

    count: int
    oldest: datetime | None
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table that go: those whose `moment` is before $1, or for which `due` holds. Constants of a part."""

    table: str
    moment: str
    due: str = ""

    async def survey(self, kept: timedelta) -> Due:
        """What is due when it is kept that long."""
        row = await fetch_one(
            f"select count(*) as count, min(moment) as oldest from (select {self.moment} as moment from {self.table}"
            f" where {self._due} order by {self.moment} limit $2) found",
            clock.now() - kept,
            MOST_COUNTED + 1,
        )
        assert row is not None  # noqa: S101  an aggregate has one row
        return Due(min(row["count"], MOST_COUNTED), row["oldest"], row["count"] > MOST_COUNTED)

    async def purge(self, kept: timedelta, batch: int) -> int:
        """Delete the oldest that are due, `batch` at most; gives how many. Others that do the same do not wait."""
        rows = await fetch(
            # Materialised: a subquery that is run again skips what it has locked, and finds more than the limit.
            f"with old as materialized (select id from {self.table} where {self._due} order by {self.moment} limit $2"
            f" for update skip locked) delete from {self.table} t using old where t.id = old.id returning t.id",
            clock.now() - kept,
            batch,
        )
        return len(rows)

    @property
    def _due(self) -> str:
        return f"({self.due})" if self.due else f"{self.moment} < $1"


@dataclass(frozen=True, slots=True)
class Retention:
    """One kind of thing: its `name` in metrics, what it is called, how long it is kept `since` what, what is due."""

    name: str
    text: str
    kept: timedelta
    since: str
    job: str
    survey: Callable[[], Awaitable[Due]]


RETENTIONS: dict[str, Retention] = {}


def enter(retention: Retention, *, every: timedelta = timedelta(hours=1)) -> None:
    """Put it into the table and its job on the schedule. Raises ValueError for a second one of the name."""
    if retention.name in RETENTIONS:
        raise ValueError(f"{retention.name} is in the table of retentions already")
    RETENTIONS[retention.name] = retention
    repeat(retention.job, every=every)


def retain(
    name: str,
    text: str,
    *,
    kept: timedelta,
    since: str,
    job_name: str,
    rows: Rows,
    purge: Purge | None = None,
    batch: int | None = None,
) -> Callable[[], Awaitable[None]]:
    """Have those rows go by the job `job_name`, which is given back: `batch` in a transaction, then again.

    `purge` is for what takes more than deleting them: it deletes as many as it is told at most, and gives how many.
    """

    async def work() -> None:
        most = min(batch or BATCH, BATCH)
        removed = await (purge(most) if purge is not None else rows.purge(kept, most))
        count_purged(name, removed)
        if removed >= most:
            await enqueue(job_name)

    enter(Retention(name, text, kept, since, job_name, lambda: rows.survey(kept)))
    job(job_name)(work)
    return work


def count_purged(name: str, removed: int) -> None:
    """Count what was deleted, once it is committed."""

    async def count() -> None:
        PURGED.inc({"what": name}, removed)

    after_commit(count)

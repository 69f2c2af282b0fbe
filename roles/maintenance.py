"""The command maintenance: says what is kept too long by now, or has the workers delete it at once."""

from datetime import timedelta

from tortoise.context import TortoiseContext

from roles.waiting import catch_signals, wait_for
from roles.worker import load_jobs
from taskflow import __version__, attachments
from taskflow.platform.database import build_config
from taskflow.platform.logging import configure_logging
from taskflow.platform.outbox import enqueue
from taskflow.platform.retention import MOST_COUNTED, RETENTIONS, Due, Retention
from taskflow.platform.schema import require_current
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings

PATIENCE_SECONDS = 15.0
HEADINGS = ("what", "due now", "since", "kept")


async def run(settings: Settings, flag: str = "") -> int:
    """Print a line for each kind of thing, with `--dry-run` and nothing else; gives 0."""
    configure_logging(role="maintenance", level="WARNING", version=__version__)
    load_jobs()
    attachments.keep_in(attachments.Storage(settings))
    async with TortoiseContext() as context:
        await context.init(config=build_config(settings, role="maintenance", pool_size=1))
        await wait_for("database", require_current, catch_signals(), patience=PATIENCE_SECONDS)
        lines = [describe(one, await one.survey()) for one in sorted(RETENTIONS.values(), key=lambda one: one.text)]
        print(build_table([HEADINGS, *lines]))
        if flag == "--dry-run":
            print("\nNothing was deleted. Events are never deleted.")
        else:
            await _ask()
            print("\nLeft to the workers. Events are never deleted.")
    return 0


async def _ask() -> None:
    async with unit_of_work():
        for one in RETENTIONS.values():
            await enqueue(one.job)


def describe(retention: Retention, due: Due) -> tuple[str, str, str, str]:
    """The four words of a line: what it is, how many are due, since when the oldest is there, how long it is kept."""
    count = f"{due.count:,}" if not due.is_more else f"more than {MOST_COUNTED:,}"
    since = f"{due.oldest:%Y-%m-%d}" if due.oldest else "-"
    kept = f"{_describe_time(retention.kept)} after {retention.since}" if retention.kept else f"until {retention.since}"
    return retention.text, count, since, kept


def build_table(lines: list[tuple[str, str, str, str]]) -> str:
    """Columns below each other, the numbers to the right. Pure."""
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADINGS))]
    return "\n".join(
        f"{line[0]:<{widths[0]}}  {line[1]:>{widths[1]}}  {line[2]:<{widths[2]}}  {line[3]}" for line in lines
    )


def _describe_time(kept: timedelta) -> str:
    return f"{kept.days} day{'' if kept.days == 1 else 's'}" if kept.days else f"{kept.seconds // 3600} hours"

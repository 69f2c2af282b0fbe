"""The command schema: what this release needs of the database and would change in it, as one line of JSON."""

import orjson

from roles.waiting import catch_signals, wait_for
from taskflow import __version__
from taskflow.platform import schema
from taskflow.platform.logging import configure_logging
from taskflow.settings import Settings

PATIENCE_SECONDS = 15.0


async def run(settings: Settings) -> int:
    """Print it; changes nothing."""
    configure_logging(role="schema", level="WARNING", version=__version__)

    async def reach() -> None:
        async with schema.connect(settings):
            pass

    await wait_for("database", reach, catch_signals(), patience=PATIENCE_SECONDS)
    print(orjson.dumps(await schema.describe_schema(settings)).decode())
    return 0

"""The command verify: computes the hash chains over all events again, and says whether they hold."""

from typing import Any

from tortoise.context import TortoiseContext

from roles.waiting import catch_signals, wait_for
from taskflow import __version__, activity
from taskflow.platform.database import build_config
from taskflow.platform.logging import configure_logging
from taskflow.platform.schema import require_current
from taskflow.settings import Settings

PATIENCE_SECONDS = 15.0


async def run(settings: Settings) -> int:
    """Print a line for each chain; gives 1 when something that was sealed is not as it was."""
    configure_logging(role="verify", level="WARNING", version=__version__)
    broken = 0
    async with TortoiseContext() as context:
        await context.init(config=_build_config(settings))
        await wait_for("database", require_current, catch_signals(), patience=PATIENCE_SECONDS)
        for workspace_id in await activity.list_chains():
            found = await activity.verify_chain(workspace_id)
            broken += bool(found.broken)
            print(describe(found))
    print(f"{broken} broken" if broken else "nothing that was sealed has been altered")
    return 1 if broken else 0


def describe(found: activity.Verification) -> str:
    """A chain on one line, and what is wrong with it on another."""
    name = f"workspace {found.workspace_id}" if found.workspace_id else "outside workspaces"
    head = found.head.hex() if found.head else "none"
    line = f"{name}: {found.sealed} events in {found.seals} seals, {found.unsealed} not sealed yet, last hash {head}"
    return f"{line}\n  BROKEN: {found.broken}" if found.broken else line


def _build_config(settings: Settings) -> dict[str, Any]:
    config = build_config(settings, role="verify", pool_size=1)
    credentials = config["connections"]["default"]["credentials"]
    # It reads everything there is, which takes as long as it takes.
    credentials["command_timeout"] = None
    credentials["server_settings"] = credentials["server_settings"] | {"statement_timeout": "0"}
    return config

"""No silent overwrite of a task: a change names the version that it was made against."""

from taskflow import workspaces
from taskflow.tasks.queries import Row

# What events say that is no field which a person changes.
QUIET = frozenset({"version", "rank"})


async def require_version(task: Row, version: int | None) -> None:
    """Pass, or raise StaleVersion with the current task and who changed which fields since. None asks for nothing."""
    await workspaces.require_version(task, version, workspace_id=task["workspace_id"], quiet=QUIET)

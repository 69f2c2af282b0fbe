"""No silent overwrite: a change names the version that it was made against."""

from typing import Any

from taskflow.platform.database import fetch
from taskflow.platform.errors import StaleVersion
from taskflow.tasks.queries import Row

# What events say that is no field which a person changes.
QUIET = frozenset({"version", "rank"})


async def require_version(task: Row, version: int | None) -> None:
    """Pass, or raise StaleVersion with the current task and who changed which fields since. None asks for nothing."""
    if version is None or version == task["version"]:
        return
    changes = await fetch(
        "select e.action, e.at, e.changes, u.name as by from events e"
        " left join members m on m.id = e.actor_id left join users u on u.id = m.user_id"
        " where e.workspace_id = $1 and e.subject_id = $2 and (e.changes -> 'version' ->> 1)::int > $3 order by e.seq",
        task["workspace_id"],
        task["id"],
        version,
    )
    since: list[dict[str, Any]] = [
        {"by": row["by"], "at": row["at"], "action": row["action"], "fields": sorted(set(row["changes"]) - QUIET)}
        for row in changes
    ]
    raise StaleVersion(extra={"current": task, "changed": since})

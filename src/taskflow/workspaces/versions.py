"""No silent overwrite: a change names the version that it was made against; a stale one is told what was changed."""

from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch
from taskflow.platform.errors import StaleVersion

Row = dict[str, Any]
# What an event says beside the fields that somebody changed.
_QUIET = frozenset({"version", "comment_id"})


async def require_version(
    thing: Row, version: int | None, *, workspace_id: UUID, of_task: UUID | None = None, quiet: frozenset[str] = _QUIET
) -> None:
    """Pass, or raise StaleVersion with the thing as it is now and who changed which fields since.

    None asks for nothing. `of_task` is the task in whose history a comment's events stand; what is `quiet` is no field.
    """
    if version is None or version == thing["version"]:
        return
    changes = await fetch(
        "select e.action, e.at, e.changes, u.name as by from events e"
        " left join members m on m.id = e.actor_id left join users u on u.id = m.user_id"
        " where e.workspace_id = $1 and e.subject_id = $2 and (e.changes -> 'version' ->> 1)::int > $3"
        " and e.changes -> 'comment_id' ->> 0 is not distinct from $4::text order by e.seq",
        workspace_id,
        of_task or thing["id"],
        version,
        str(thing["id"]) if of_task else None,
    )
    since: list[Row] = [
        {"by": row["by"], "at": row["at"], "action": row["action"], "fields": sorted(set(row["changes"]) - quiet)}
        for row in changes
    ]
    raise StaleVersion(extra={"current": thing, "changed": since})

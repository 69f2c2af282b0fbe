"""How many tasks a column takes: above its limit it warns, or refuses."""

from uuid import UUID

from taskflow.platform.errors import Conflict
from taskflow.tasks.queries import Row


def has_room(column: Row, *, coming: int = 1) -> bool:
    """False when the tasks that are `coming` would take a column that refuses above its limit. Pure."""
    limit = column["wip_limit"]
    return column["wip_policy"] != "refuse" or limit is None or column["task_count"] + coming <= limit


def require_room(column: Row, *, leaving: UUID | None = None, coming: int = 1) -> None:
    """Pass, or raise Conflict when the tasks that are `coming` would take a column that refuses above its limit.

    The caller has the column from `lock_column`, so that its count holds. A task that is `leaving` that very column
    takes no more room in it. Pure.
    """
    if leaving == column["id"] or has_room(column, coming=coming):
        return
    limit, count = column["wip_limit"], column["task_count"]
    named = {"id": column["id"], "name": column["name"]}
    tasks, some = f"{limit} task{'s' if limit != 1 else ''}", "one" if coming == 1 else "some"
    raise Conflict(
        f"{column['name']} takes {tasks} at most: move {some} out of it first",
        code="wip_limit_reached",
        extra={"column": named, "limit": limit, "count": count},
    )

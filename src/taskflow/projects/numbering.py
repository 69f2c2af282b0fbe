"""The numbers of a project's tasks: gap-free, because a number belongs to the transaction that takes it."""

from uuid import UUID

from taskflow.platform.database import fetch_value


async def take_task_number(project_id: UUID) -> int:
    """The next number; a task that is not committed gives it back. Writers wait for each other here."""
    return await fetch_value(  # type: ignore[no-any-return]
        "update projects set next_number = next_number + 1 where id = $1 returning next_number - 1", project_id
    )

"""What the part above, comments, keeps on a task: how many there are."""

from taskflow.platform.database import execute
from taskflow.tasks.queries import Row


async def count_comment(task: Row, difference: int) -> None:
    """Add to the task's number of comments; it is shown on every card, so it is not counted on every read."""
    await execute("update tasks set comment_count = comment_count + $2 where id = $1", task["id"], difference)

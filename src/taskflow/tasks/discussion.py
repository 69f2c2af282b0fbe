"""What the parts above keep on a task: how many comments and files there are.

They are shown on every card, so they are not counted on every read.
"""

from taskflow.platform.database import execute
from taskflow.tasks.queries import Row


async def count_comment(task: Row, difference: int) -> None:
    """Add to the task's number of comments."""
    await execute("update tasks set comment_count = comment_count + $2 where id = $1", task["id"], difference)


async def count_attachment(task: Row, difference: int) -> None:
    """Add to the task's number of files."""
    await execute("update tasks set attachment_count = attachment_count + $2 where id = $1", task["id"], difference)

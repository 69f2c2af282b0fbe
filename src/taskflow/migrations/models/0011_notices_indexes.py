"""Expand: the inbox in its order, what is unread in it, one reminder for an occasion, and tasks by when they are due."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = False
OPEN = "completed_at is null and deleted_at is null"
INDEXES = {
    "notifications_inbox": "on notifications (workspace_id, member_id, surfaced_at desc, id desc)"
    " where in_inbox and done_at is null",
    "notifications_new": "on notifications (workspace_id, member_id, surfaced_at desc, id desc)"
    " where in_inbox and done_at is null and read_at is null",
    "notifications_done": "on notifications (workspace_id, member_id, surfaced_at desc, id desc)"
    " where in_inbox and done_at is not null",
    "notifications_not_emailed": "on notifications (workspace_id, member_id, surfaced_at)"
    " where emailed_at is null and read_at is null and done_at is null",
    "notifications_occasion": "on notifications (workspace_id, member_id, occasion) where occasion is not null",
    "notifications_of_task": "on notifications (workspace_id, task_id) where task_id is not null",
    "tasks_due_on": f"on tasks (workspace_id, due_date, id) where due_date is not null and {OPEN}",
    "tasks_due_at": f"on tasks (workspace_id, due_at, id) where due_at is not null and {OPEN}",
}
UNIQUE = frozenset({"notifications_occasion"})


async def upgrade(db: BaseDBAsyncClient) -> str:
    for name, definition in INDEXES.items():
        unfinished = await db.execute_query_dict(
            "select 1 from pg_index where indexrelid = to_regclass($1) and not indisvalid", [name]
        )
        if unfinished:
            await db.execute_script(f"drop index concurrently {name}")
        unique = "unique " if name in UNIQUE else ""
        await db.execute_script(f"create {unique}index concurrently if not exists {name} {definition}")
    for name in ("notifications_cause", "notifications_task"):
        await db.execute_script(f"alter table notifications validate constraint {name}")
    return "select 1"


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "\n".join(f"drop index {name};" for name in INDEXES)

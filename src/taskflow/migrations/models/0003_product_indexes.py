"""Expand: indexes on tables that are written to, built without stopping the writers, one statement at a time."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = False

# `if not exists` and the drop of an invalid one: a build that was cut off is made again by the next run.
DUE = "coalesce(due_date, (due_at at time zone due_zone)::date)"  # as lists are ordered by it, the ones without last
INDEXES = {
    "tasks_by_priority": "on tasks (workspace_id, project_id, priority desc, id desc) where deleted_at is null",
    "tasks_by_due": f"on tasks (workspace_id, project_id, ({DUE} is null), coalesce({DUE}, '1970-01-01'::date), id)"
    " where deleted_at is null",
    "tasks_of_parent": "on tasks (workspace_id, parent_id) where parent_id is not null",
    "tasks_recurring_from": "on tasks (workspace_id, recurs_from) where recurs_from is not null",
    "tasks_in_trash": "on tasks (workspace_id, deleted_at desc, id desc) where deleted_at is not null",
    "events_of_actor": "on events (workspace_id, actor_id, seq) where actor_id is not null",
    "events_by_transaction": "on events (xid, seq)",
}
UNIQUE = frozenset({"tasks_recurring_from"})


async def upgrade(db: BaseDBAsyncClient) -> str:
    for name, definition in INDEXES.items():
        unfinished = await db.execute_query_dict(
            "select 1 from pg_index where indexrelid = to_regclass($1) and not indisvalid", [name]
        )
        if unfinished:
            await db.execute_script(f"drop index concurrently {name}")
        unique = "unique " if name in UNIQUE else ""
        await db.execute_script(f"create {unique}index concurrently if not exists {name} {definition}")
    await db.execute_script("alter table tasks validate constraint tasks_parent")
    return "select 1"


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "\n".join(f"drop index {name};" for name in INDEXES)

"""Expand: the jobs that a member waits for are found by that member."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = False
INDEXES = {
    "jobs_requested": "on jobs (workspace_id, requested_by, id desc) where requested_by is not null",
}


async def upgrade(db: BaseDBAsyncClient) -> str:
    for name, definition in INDEXES.items():
        unfinished = await db.execute_query_dict(
            "select 1 from pg_index where indexrelid = to_regclass($1) and not indisvalid", [name]
        )
        if unfinished:
            await db.execute_script(f"drop index concurrently {name}")
        await db.execute_script(f"create index concurrently if not exists {name} {definition}")
    return "select 1"


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "\n".join(f"drop index {name};" for name in INDEXES)

"""Backfill: whoever made a task or works on it watches it; before, they were told without being among the watchers."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = False
BATCH = 5000
# A task that has a watcher was made or changed by this release, which keeps them itself.
WATCH = """
    with batch as (
        select id, workspace_id, created_by from tasks where id > $1 order by id limit $2
    ), unwatched as (
        select b.* from batch b where not exists (
            select from task_watchers w where w.workspace_id = b.workspace_id and w.task_id = b.id)
    ), written as (
        insert into task_watchers (id, workspace_id, task_id, member_id)
        select gen_random_uuid(), p.* from (
            select workspace_id, id, created_by from unwatched
            union select u.workspace_id, u.id, a.member_id from unwatched u
                join task_assignees a on a.workspace_id = u.workspace_id and a.task_id = u.id) p
        on conflict do nothing
    )
    select max(id::text) as last from batch
"""


async def upgrade(db: BaseDBAsyncClient) -> str:
    last: str | None = "00000000-0000-0000-0000-000000000000"
    while last is not None:
        (row,) = await db.execute_query_dict(WATCH, [last, BATCH])
        last = row["last"]
    return "select 1"


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "delete from task_watchers"

"""Expand: every process says which release it is, so that nothing is taken away that one of them still uses."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        create table replicas (
            id uuid primary key,
            role text not null,
            version text not null,
            host text not null,
            last_migration text not null,
            started_at timestamptz not null default now(),
            seen_at timestamptz not null default now()
        );
        """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "drop table replicas"

"""Expand: how often every scheduled job comes and when it came last, for those who show it."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        create table schedule (
            name varchar(100) primary key,
            every_seconds int not null check (every_seconds > 0),
            slot timestamptz not null
        );
        """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "drop table schedule;"

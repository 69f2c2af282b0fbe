"""Expand: jobs that are leased, report how far they are, can be cancelled and leave a result."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        alter table jobs
            add column lease_token uuid,
            add column leased_until timestamptz,
            add column started_at timestamptz,
            add column requested_by uuid,
            add column step_done bigint,
            add column step_total bigint,
            add column cancel_requested_at timestamptz,
            add column result jsonb;
        """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        alter table jobs drop column lease_token, drop column leased_until, drop column started_at,
            drop column requested_by, drop column step_done, drop column step_total,
            drop column cancel_requested_at, drop column result;
        """

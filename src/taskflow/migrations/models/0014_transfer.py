"""Expand: the files that go in and out of TaskFlow."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        -- A file that a member gets from a job, or gives to one; the job has the same id. It is there from the moment
        -- that its bytes may be in the storage, so that they are found and deleted however the job ends.
        create table transfer_files (
            id uuid primary key,
            workspace_id uuid not null,
            member_id uuid not null,
            name text not null check (char_length(name) between 1 and 255),
            media_type text not null,
            size_bytes bigint check (size_bytes >= 0),
            sha256 bytea,
            storage_key text not null,
            created_at timestamptz not null default now(),
            expires_at timestamptz not null,
            unique (workspace_id, id),
            check ((size_bytes is null) = (sha256 is null)),
            foreign key (workspace_id, member_id) references members (workspace_id, id)
        );
        create index transfer_files_expiry on transfer_files (expires_at);
        """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "drop table transfer_files"

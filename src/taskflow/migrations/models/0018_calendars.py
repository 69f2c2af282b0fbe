"""Expand: the calendars that people subscribe to."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        -- A feed of what is due, for one's own tasks or for a project; whoever has its secret reads it.
        create table calendars (
            id uuid primary key,
            workspace_id uuid not null,
            member_id uuid not null,
            project_id uuid,
            name text not null check (char_length(name) between 1 and 100),
            secret_hash bytea not null unique,
            created_at timestamptz not null default now(),
            unique (workspace_id, id),
            foreign key (workspace_id, member_id) references members (workspace_id, id) on delete cascade,
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade
        );
        create index calendars_of_member on calendars (workspace_id, member_id, id desc);
        """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "drop table calendars"

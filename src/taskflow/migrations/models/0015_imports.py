"""Expand: what was imported from where."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        -- A file that a member brought to import it into a project; its bytes are the transfer file of the same id.
        create table imports (
            id uuid primary key,
            workspace_id uuid not null,
            member_id uuid not null,
            project_id uuid not null,
            format text not null check (format in ('csv', 'trello', 'github', 'vikunja')),
            created_at timestamptz not null default now(),
            unique (workspace_id, id),
            foreign key (workspace_id, member_id) references members (workspace_id, id),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade
        );
        -- What another program called a thing of ours, so that importing it again makes no second one.
        create table imported_things (
            id uuid primary key,
            workspace_id uuid not null references workspaces on delete cascade,
            source text not null check (char_length(source) between 1 and 300),
            external_id text not null check (char_length(external_id) between 1 and 500),
            thing_id uuid not null,
            created_at timestamptz not null default now(),
            unique (workspace_id, id),
            unique (workspace_id, source, external_id)
        );
        """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "drop table imported_things, imports"

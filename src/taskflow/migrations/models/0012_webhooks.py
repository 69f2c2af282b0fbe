"""Expand: webhooks, what was and is to be sent to them, and every attempt."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        create table webhooks (
            id uuid primary key,
            workspace_id uuid not null references workspaces on delete cascade,
            project_id uuid,
            created_by uuid not null,
            name text not null check (char_length(name) between 1 and 100),
            url text not null check (char_length(url) <= 2000),
            actions text[] not null check (cardinality(actions) > 0),
            secret_salt bytea not null,
            secret_mark bytea not null,
            former_secrets jsonb not null default '[]',
            is_enabled boolean not null default true,
            disabled_reason text check (disabled_reason in ('person', 'failing', 'gone', 'secret')),
            disabled_at timestamptz,
            listens_since timestamptz not null,
            failure_count int not null default 0,
            failing_since timestamptz,
            last_success_at timestamptz,
            last_failure_at timestamptz,
            paused_until timestamptz,
            pump_id uuid,
            pump_at timestamptz,
            version int not null default 1,
            created_at timestamptz not null,
            updated_at timestamptz not null,
            deleted_at timestamptz,
            unique (workspace_id, id),
            check (is_enabled = (disabled_reason is null)),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade,
            foreign key (workspace_id, created_by) references members (workspace_id, id)
        );
        create index webhooks_of_workspace on webhooks (workspace_id, id) where deleted_at is null;
        create table webhook_deliveries (
            id uuid primary key,
            workspace_id uuid not null,
            hook_id uuid not null,
            event_id uuid,
            event_seq bigint not null,
            action text not null,
            subject_type text not null,
            subject_id uuid not null,
            subject_key text,
            body text not null,
            state text not null default 'waiting' check (state in ('waiting', 'succeeded', 'failed')),
            tries int not null default 0,
            first_tried_at timestamptz,
            next_at timestamptz not null,
            reason text,
            status int,
            duration_ms int,
            created_at timestamptz not null,
            ended_at timestamptz,
            unique (workspace_id, id),
            unique (hook_id, event_id),
            foreign key (workspace_id, hook_id) references webhooks (workspace_id, id) on delete cascade
        );
        create index webhook_deliveries_order on webhook_deliveries (hook_id, subject_id, event_seq)
            where state = 'waiting';
        -- None on (hook_id, event_seq): without statistics it would be taken to find the first of a subject.
        create index webhook_deliveries_due on webhook_deliveries (hook_id, next_at, event_seq) where state = 'waiting';
        create index webhook_deliveries_log on webhook_deliveries (workspace_id, hook_id, id desc);
        create index webhook_deliveries_old on webhook_deliveries (created_at) where state <> 'waiting';
        create table webhook_attempts (
            id uuid primary key,
            workspace_id uuid not null,
            delivery_id uuid not null,
            at timestamptz not null,
            duration_ms int not null,
            status int,
            error text,
            request_headers jsonb not null,
            answer_headers jsonb,
            answer_body text,
            unique (workspace_id, id),
            foreign key (workspace_id, delivery_id) references webhook_deliveries (workspace_id, id) on delete cascade
        );
        create index webhook_attempts_of_delivery on webhook_attempts (workspace_id, delivery_id, id);
        """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        drop table webhook_attempts;
        drop table webhook_deliveries;
        drop table webhooks;
        """

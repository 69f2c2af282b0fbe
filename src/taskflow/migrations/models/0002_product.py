"""Expand: teams, invitations, fields, subtasks, dependencies, watchers, reactions, attachments, views, seals, retries."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        create table teams (
            id uuid primary key,
            workspace_id uuid not null references workspaces on delete cascade,
            name text not null check (char_length(name) between 1 and 50),
            hue text not null,
            version int not null default 1,
            created_at timestamptz not null default now(),
            unique (workspace_id, id)
        );
        create unique index teams_name on teams (workspace_id, lower(name));
        create table team_members (
            id uuid primary key,
            workspace_id uuid not null,
            team_id uuid not null,
            member_id uuid not null,
            unique (workspace_id, id),
            unique (workspace_id, team_id, member_id),
            foreign key (workspace_id, team_id) references teams (workspace_id, id) on delete cascade,
            foreign key (workspace_id, member_id) references members (workspace_id, id) on delete cascade
        );
        create index teams_of_member on team_members (workspace_id, member_id, team_id);
        create table invitations (
            id uuid primary key,
            workspace_id uuid not null references workspaces on delete cascade,
            kind text not null check (kind in ('email', 'link')),
            email text,
            role role not null,
            token_hash bytea not null unique,
            project_ids uuid[] not null default '{}',
            invited_by uuid not null,
            max_uses int check (max_uses > 0),
            uses int not null default 0,
            version int not null default 1,
            created_at timestamptz not null default now(),
            expires_at timestamptz not null,
            revoked_at timestamptz,
            unique (workspace_id, id),
            check ((kind = 'email') = (email is not null)),
            check (role <> 'owner'),
            foreign key (workspace_id, invited_by) references members (workspace_id, id)
        );
        alter table members add column deactivated_at timestamptz;

        create table project_teams (
            id uuid primary key,
            workspace_id uuid not null,
            project_id uuid not null,
            team_id uuid not null,
            unique (workspace_id, id),
            unique (workspace_id, project_id, team_id),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade,
            foreign key (workspace_id, team_id) references teams (workspace_id, id) on delete cascade
        );
        create index project_teams_of_team on project_teams (workspace_id, team_id, project_id);
        create table project_keys (
            id uuid primary key,
            workspace_id uuid not null,
            key text not null,
            project_id uuid not null,
            created_at timestamptz not null default now(),
            unique (workspace_id, id),
            unique (workspace_id, key),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade
        );
        alter table project_columns
            add column wip_policy text not null default 'warn' check (wip_policy in ('warn', 'refuse')),
            add column task_count int not null default 0;
        alter table labels add column version int not null default 1;
        create table custom_fields (
            id uuid primary key,
            workspace_id uuid not null,
            project_id uuid not null,
            name text not null check (char_length(name) between 1 and 50),
            kind text not null check (kind in ('text', 'number', 'date', 'select', 'member')),
            options jsonb not null default '[]',
            position int not null,
            version int not null default 1,
            created_at timestamptz not null default now(),
            unique (workspace_id, id),
            unique (project_id, id),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade
        );
        create unique index custom_fields_name on custom_fields (project_id, lower(name));

        alter table tasks
            add column parent_id uuid,
            add column estimate numeric(7, 2) check (estimate >= 0),
            add column recurrence text,
            add column recurs_from uuid,
            add column custom jsonb not null default '{}',
            add column attachment_count int not null default 0,
            add constraint tasks_parent foreign key (workspace_id, parent_id) references tasks (workspace_id, id)
                on delete set null (parent_id) not valid;
        -- A column knows how many tasks are in it, whoever puts them there: counting them costs more the more there are.
        create function count_tasks() returns trigger language plpgsql as $$
        begin
            if tg_op <> 'INSERT' and old.deleted_at is null then
                update project_columns set task_count = task_count - 1 where id = old.column_id;
            end if;
            if tg_op <> 'DELETE' and new.deleted_at is null then
                update project_columns set task_count = task_count + 1 where id = new.column_id;
            end if;
            return null;
        end $$;
        create trigger tasks_counted after insert or delete on tasks for each row execute function count_tasks();
        create trigger tasks_recounted after update on tasks for each row
            when (old.column_id <> new.column_id or (old.deleted_at is null) <> (new.deleted_at is null))
            execute function count_tasks();
        update project_columns c set task_count =
            (select count(*) from tasks t where t.column_id = c.id and t.deleted_at is null);
        create table task_dependencies (
            id uuid primary key,
            workspace_id uuid not null,
            blocker_id uuid not null,
            blocked_id uuid not null,
            unique (workspace_id, id),
            unique (workspace_id, blocked_id, blocker_id),
            check (blocker_id <> blocked_id),
            foreign key (workspace_id, blocker_id) references tasks (workspace_id, id) on delete cascade,
            foreign key (workspace_id, blocked_id) references tasks (workspace_id, id) on delete cascade
        );
        create index task_dependencies_of_blocker on task_dependencies (workspace_id, blocker_id, blocked_id);
        create table task_watchers (
            id uuid primary key,
            workspace_id uuid not null,
            task_id uuid not null,
            member_id uuid not null,
            unique (workspace_id, id),
            unique (workspace_id, task_id, member_id),
            foreign key (workspace_id, task_id) references tasks (workspace_id, id) on delete cascade,
            foreign key (workspace_id, member_id) references members (workspace_id, id) on delete cascade
        );
        create index tasks_watched_by on task_watchers (workspace_id, member_id, task_id);
        create table former_keys (
            id uuid primary key,
            workspace_id uuid not null,
            project_id uuid not null,
            number int not null,
            task_id uuid not null,
            unique (workspace_id, id),
            unique (project_id, number),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade,
            foreign key (workspace_id, task_id) references tasks (workspace_id, id) on delete cascade
        );

        -- What `@handle` in a comment meant when it was posted: a member, or the members of a team (one row for each).
        create table comment_mentions (
            id uuid primary key,
            workspace_id uuid not null,
            comment_id uuid not null,
            handle text not null check (char_length(handle) between 1 and 100),
            member_id uuid not null,
            team_id uuid,
            unique (workspace_id, id),
            unique (workspace_id, comment_id, handle, member_id),
            foreign key (workspace_id, comment_id) references comments (workspace_id, id) on delete cascade,
            foreign key (workspace_id, member_id) references members (workspace_id, id) on delete cascade,
            foreign key (workspace_id, team_id) references teams (workspace_id, id) on delete cascade
        );
        create table comment_reactions (
            id uuid primary key,
            workspace_id uuid not null,
            comment_id uuid not null,
            member_id uuid not null,
            emoji text not null check (char_length(emoji) between 1 and 16),
            created_at timestamptz not null default now(),
            unique (workspace_id, id),
            unique (workspace_id, comment_id, member_id, emoji),
            foreign key (workspace_id, comment_id) references comments (workspace_id, id) on delete cascade,
            foreign key (workspace_id, member_id) references members (workspace_id, id) on delete cascade
        );
        create table attachments (
            id uuid primary key,
            workspace_id uuid not null,
            task_id uuid,  -- null when the task is gone for good: then its bytes go, too
            uploaded_by uuid not null,
            name text not null check (char_length(name) between 1 and 255),
            media_type text not null,
            size_bytes bigint not null check (size_bytes >= 0),
            sha256 bytea not null,
            storage_key text not null,
            created_at timestamptz not null default now(),
            deleted_at timestamptz,
            unique (workspace_id, id),
            foreign key (workspace_id, task_id) references tasks (workspace_id, id) on delete set null (task_id),
            foreign key (workspace_id, uploaded_by) references members (workspace_id, id)
        );
        create index attachments_of_task on attachments (workspace_id, task_id, id);
        create index attachments_to_purge on attachments (deleted_at) where deleted_at is not null;
        create index attachments_without_task on attachments (id) where task_id is null;

        create table saved_views (
            id uuid primary key,
            workspace_id uuid not null references workspaces on delete cascade,
            project_id uuid,
            owner_id uuid not null,
            name text not null check (char_length(name) between 1 and 100),
            is_shared boolean not null default false,
            layout text not null check (layout in ('board', 'list', 'calendar', 'timeline')),
            filter text not null default '',
            sort text not null default 'number',
            version int not null default 1,
            created_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            unique (workspace_id, id),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade,
            foreign key (workspace_id, owner_id) references members (workspace_id, id) on delete cascade
        );
        create index saved_views_of_workspace on saved_views (workspace_id, lower(name), id);

        -- The events of one transaction share their unit: what an undo takes back as one.
        alter table events add column unit_id uuid;
        -- A link of the hash chain of a workspace's events, or of those outside any. `seqs` are the events in it: one
        -- that was committed late may have a lower number than those of an earlier seal. What was written by
        -- transactions below `horizon` was settled when it was made.
        create table event_seals (
            id uuid primary key,
            workspace_id uuid,
            number bigint not null check (number > 0),
            v smallint not null default 1,
            seqs bigint[] not null,
            first_seq bigint not null,
            last_seq bigint not null,
            event_count int not null check (event_count > 0),
            horizon xid8 not null,
            previous_hash bytea not null,
            hash bytea not null,
            sealed_at timestamptz not null default now(),
            check (first_seq <= last_seq)
        );
        create unique index event_seals_number on event_seals
            (coalesce(workspace_id, '00000000-0000-0000-0000-000000000000'), number);
        create index event_seals_last_seq on event_seals
            (coalesce(workspace_id, '00000000-0000-0000-0000-000000000000'), last_seq);
        revoke update, delete on event_seals from taskflow_app;

        create table idempotency_keys (
            id uuid primary key,
            user_id uuid not null references users on delete cascade,
            key text not null check (char_length(key) between 1 and 255),
            request_hash bytea not null,
            status smallint not null,
            headers jsonb not null,
            body bytea not null,
            created_at timestamptz not null default now(),
            expires_at timestamptz not null,
            unique (user_id, key)
        );
        create index idempotency_keys_expiry on idempotency_keys (expires_at);
        """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        drop table idempotency_keys, event_seals, saved_views, attachments, comment_reactions, comment_mentions,
            former_keys, task_watchers, task_dependencies, custom_fields, project_keys, project_teams, invitations,
            team_members, teams;
        alter table events drop column unit_id;
        alter table tasks drop constraint tasks_parent, drop column parent_id, drop column estimate,
            drop column recurrence, drop column recurs_from, drop column custom, drop column attachment_count;
        alter table labels drop column version;
        drop trigger tasks_counted on tasks;
        drop trigger tasks_recounted on tasks;
        drop function count_tasks;
        alter table project_columns drop column wip_policy, drop column task_count;
        alter table members drop column deactivated_at;
        """

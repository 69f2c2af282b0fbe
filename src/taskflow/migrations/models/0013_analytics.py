"""Expand: what the charts are read from, and a job for every workspace that fills it from what has happened so far."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True
REBUILD = """
    insert into jobs (id, workspace_id, name, args, priority, dedupe_key, available_at, created_at)
        select gen_random_uuid(), id, 'analytics.rebuild', '{}', -1, 'release:' || id, now(), now()
        from workspaces on conflict do nothing;
"""


async def upgrade(db: BaseDBAsyncClient) -> str:
    # Of columns and tasks there are no foreign keys: stays outlive a column, and what is gone is counted out by a job.
    return (
        """
        create table task_stints (
            id uuid primary key,
            workspace_id uuid not null,
            task_id uuid not null,
            place int not null,
            project_id uuid not null,
            column_id uuid not null,
            opened text not null check (opened in ('created', 'moved', 'transferred', 'reopened')),
            entered_at timestamptz not null,
            entered_day date not null,
            left_at timestamptz,
            left_day date,
            unique (workspace_id, id),
            unique (workspace_id, task_id, place),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade,
            check ((left_at is null) = (left_day is null)),
            check (left_at >= entered_at)
        );
        create index task_stints_open on task_stints (workspace_id, column_id, entered_at) where left_day is null;
        create index task_stints_ended on task_stints (workspace_id, project_id, left_day) where left_day is not null;

        create table finished_tasks (
            id uuid primary key,
            workspace_id uuid not null,
            task_id uuid not null,
            project_id uuid not null,
            column_id uuid not null,
            completed_at timestamptz not null,
            completed_day date not null,
            lead_seconds bigint check (lead_seconds >= 0),
            cycle_seconds bigint check (cycle_seconds >= 0),
            was_on_time boolean,
            todo_seconds bigint not null default 0 check (todo_seconds >= 0),
            doing_seconds bigint not null default 0 check (doing_seconds >= 0),
            review_seconds bigint not null default 0 check (review_seconds >= 0),
            unique (workspace_id, id),
            unique (workspace_id, task_id),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade
        );
        create index finished_tasks_by_day on finished_tasks (workspace_id, project_id, completed_day);

        create table open_tasks (
            id uuid primary key,
            workspace_id uuid not null,
            task_id uuid not null,
            project_id uuid not null,
            column_id uuid not null,
            entered_at timestamptz not null,
            due_date date,
            due_at timestamptz,
            estimate numeric(7, 2),
            member_ids uuid[] not null,
            unique (workspace_id, id),
            unique (workspace_id, task_id),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade
        );
        create index open_tasks_by_column on open_tasks (workspace_id, project_id, column_id);

        create table told_workspaces (
            id uuid primary key,
            workspace_id uuid not null unique references workspaces on delete cascade,
            stamp uuid not null,
            unique (workspace_id, id)
        );

        create table daily_flow (
            id uuid primary key,
            workspace_id uuid not null,
            project_id uuid not null,
            column_id uuid not null,
            day date not null,
            entered int not null default 0,
            gone int not null default 0,
            created int not null default 0,
            reopened int not null default 0,
            finished int not null default 0,
            with_due int not null default 0,
            on_time int not null default 0,
            unique (workspace_id, id),
            unique (workspace_id, project_id, day, column_id),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade
        );

        create table analytics_progress (
            id uuid primary key,
            horizon xid8 not null,
            seq bigint not null,
            moved_at timestamptz not null
        );
        insert into analytics_progress (id, horizon, seq, moved_at)
            values (gen_random_uuid(), pg_snapshot_xmin(pg_current_snapshot()), 0, now());
        """
        + REBUILD
    )


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        drop table task_stints, finished_tasks, open_tasks, told_workspaces, daily_flow, analytics_progress;
        delete from jobs where name like 'analytics.%';
        """

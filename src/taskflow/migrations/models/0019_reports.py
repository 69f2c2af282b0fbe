"""Expand: the reports that people get by e-mail."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        -- A report of a project, or of all that the member sees; `next_at` is when the next one is due.
        create table report_subscriptions (
            id uuid primary key,
            workspace_id uuid not null,
            member_id uuid not null,
            project_id uuid,
            period text not null check (period in ('2w', '6w', '12w', 'year')),
            rhythm text not null check (rhythm in ('daily', 'weekly', 'monthly')),
            send_time time not null,
            weekday smallint not null check (weekday between 1 and 7),
            month_day smallint not null check (month_day between 1 and 31),
            next_at timestamptz not null,
            sent_at timestamptz,
            version integer not null default 1,
            created_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            unique (workspace_id, id),
            foreign key (workspace_id, member_id) references members (workspace_id, id) on delete cascade,
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade
        );
        create index report_subscriptions_of_member on report_subscriptions (workspace_id, member_id, id desc);
        create index report_subscriptions_of_project on report_subscriptions (workspace_id, project_id)
            where project_id is not null;
        create index report_subscriptions_due on report_subscriptions (next_at);
        """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "drop table report_subscriptions"

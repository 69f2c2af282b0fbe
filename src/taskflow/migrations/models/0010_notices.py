"""Expand: notices that are about a task without an event, belong to a group, come back, are done with and e-mailed."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        alter table notifications
            alter column event_id drop not null,
            add column task_id uuid,
            add column group_id uuid,
            add column occasion text,
            add column in_inbox boolean not null default true,
            add column surfaced_at timestamptz not null default now(),
            add column snoozed_until timestamptz,
            add column done_at timestamptz,
            add column emailed_at timestamptz,
            add constraint notifications_cause check (event_id is not null or occasion is not null) not valid,
            add constraint notifications_task foreign key (workspace_id, task_id) references tasks (workspace_id, id)
                on delete cascade not valid;

        create table notification_settings (
            user_id uuid primary key references users on delete cascade,
            channels jsonb not null default '{}',
            quiet_from time,
            quiet_until time,
            digest text not null default 'daily' check (digest in ('off', 'daily', 'weekly')),
            digest_time time not null default '08:00',
            digest_weekday smallint not null default 1 check (digest_weekday between 1 and 7),
            next_digest_at timestamptz,
            remind_time time not null default '09:00',
            lead_minutes int not null default 60 check (lead_minutes between 5 and 10080),
            version int not null default 1,
            updated_at timestamptz not null default now(),
            check ((quiet_from is null) = (quiet_until is null)),
            check (quiet_from <> quiet_until)
        );
        create index notification_settings_digest on notification_settings (next_digest_at)
            where next_digest_at is not null;
        """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        drop table notification_settings;
        delete from notifications where event_id is null;
        alter table notifications drop constraint notifications_task, drop constraint notifications_cause,
            drop column task_id, drop column group_id, drop column occasion, drop column in_inbox,
            drop column surfaced_at, drop column snoozed_until, drop column done_at, drop column emailed_at,
            alter column event_id set not null;
        """

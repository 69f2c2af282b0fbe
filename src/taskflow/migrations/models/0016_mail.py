"""Expand: codes of invitations that went out by mail, resets of forgotten passwords, and an index of cancelled jobs."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = False
# Of which each is whole or not there, so that a run that was cut off is made again by the next one.
TABLES = """
    alter table invitations
        add column if not exists mail_state text check (mail_state in ('waiting', 'sent', 'failed')),
        add column if not exists mail_problem text,
        add column if not exists mail_count int not null default 0,
        add column if not exists mailed_at timestamptz;
    create table if not exists invitation_codes (
        id uuid primary key,
        workspace_id uuid not null,
        invitation_id uuid not null,
        token_hash bytea not null unique,
        created_at timestamptz not null default now(),
        unique (workspace_id, id),
        foreign key (workspace_id, invitation_id) references invitations (workspace_id, id) on delete cascade
    );
    create table if not exists password_resets (
        id uuid primary key,
        user_id uuid not null references users on delete cascade,
        token_hash bytea not null unique,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        used_at timestamptz
    );
    """
INDEXES = {
    "invitation_codes_of_invitation": "on invitation_codes (workspace_id, invitation_id)",
    "password_resets_of_user": "on password_resets (user_id, created_at)",
    "password_resets_expiry": "on password_resets (expires_at)",
    "jobs_cancelled": "on jobs (done_at) where state = 'cancelled'",
}


async def upgrade(db: BaseDBAsyncClient) -> str:
    await db.execute_script(TABLES)
    for name, definition in INDEXES.items():
        unfinished = await db.execute_query_dict(
            "select 1 from pg_index where indexrelid = to_regclass($1) and not indisvalid", [name]
        )
        if unfinished:
            await db.execute_script(f"drop index concurrently {name}")
        await db.execute_script(f"create index concurrently if not exists {name} {definition}")
    return "select 1"


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        drop index jobs_cancelled;
        drop table password_resets, invitation_codes;
        alter table invitations drop column mail_state, drop column mail_problem, drop column mail_count,
            drop column mailed_at;
        """

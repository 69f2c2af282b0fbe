"""The first schema: people, workspaces, projects, tasks, comments, events, the outbox and notifications."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        do $$ begin
            if not exists (select from pg_roles where rolname = 'taskflow_app') then
                raise exception 'the database role taskflow_app does not exist'
                    using hint = 'create it first: create role taskflow_app login password ...';
            end if;
        end $$;
        grant usage on schema public to taskflow_app;
        alter default privileges in schema public grant select, insert, update, delete on tables to taskflow_app;
        alter default privileges in schema public grant usage, select on sequences to taskflow_app;
        create table aerich (
            id serial primary key,
            version varchar(255) not null,
            app varchar(100) not null,
            content jsonb not null
        );
        revoke insert, update, delete on aerich from taskflow_app;

        create type role as enum ('guest', 'member', 'admin', 'owner');
        create type visibility as enum ('workspace', 'private');
        create type column_category as enum ('backlog', 'todo', 'doing', 'review', 'done');
        create type priority as enum ('none', 'low', 'medium', 'high', 'urgent');

        create table jobs (
            id uuid primary key,
            workspace_id uuid,
            name text not null,
            args jsonb not null,
            v smallint not null default 1,
            priority smallint not null default 0,
            state text not null default 'new' check (state in ('new', 'sent', 'done', 'dead', 'cancelled')),
            dedupe_key text,
            available_at timestamptz not null default now(),
            attempts int not null default 0,
            max_attempts int not null default 8 check (max_attempts > 0),
            request_id text,
            created_at timestamptz not null default now(),
            sent_at timestamptz,
            done_at timestamptz,
            last_error text
        );
        create unique index jobs_dedupe on jobs (name, dedupe_key) where dedupe_key is not null;
        create index jobs_due on jobs (available_at) where state in ('new', 'sent');
        create index jobs_finished on jobs (done_at) where state = 'done';
        create index jobs_dead on jobs (created_at) where state = 'dead';

        create table events (
            id uuid primary key,
            workspace_id uuid,
            seq bigint generated always as identity unique,
            xid xid8 not null default pg_current_xact_id(),
            action text not null,
            v smallint not null default 1,
            actor_kind text not null check (actor_kind in ('member', 'user', 'system')),
            actor_id uuid,
            project_id uuid,
            subject_type text not null,
            subject_id uuid not null,
            changes jsonb not null,
            request_id text,
            at timestamptz not null default now(),
            check ((actor_kind = 'system') = (actor_id is null))
        );
        create index events_of_workspace on events (workspace_id, seq);
        create index events_of_project on events (workspace_id, project_id, seq) where project_id is not null;
        create index events_of_subject on events (workspace_id, subject_id, seq);
        revoke update, delete on events from taskflow_app;

        create table users (
            id uuid primary key,
            email text not null check (char_length(email) between 3 and 254),
            name text not null check (char_length(name) between 1 and 100),
            password_hash text not null,
            hue text not null,
            time_zone text not null default 'UTC',
            theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
            density text not null default 'comfortable' check (density in ('comfortable', 'compact')),
            is_operator boolean not null default false,
            deactivated_at timestamptz,
            version int not null default 1,
            created_at timestamptz not null default now(),
            updated_at timestamptz not null default now()
        );
        create unique index users_email on users (lower(email));
        create table sessions (
            id uuid primary key,
            user_id uuid not null references users on delete cascade,
            token_hash bytea not null unique,
            user_agent text not null default '',
            address text not null default '',
            created_at timestamptz not null default now(),
            last_seen_at timestamptz not null default now(),
            expires_at timestamptz not null
        );
        create index sessions_of_user on sessions (user_id);
        create index sessions_expiry on sessions (expires_at);
        create table api_tokens (
            id uuid primary key,
            user_id uuid not null references users on delete cascade,
            name text not null check (char_length(name) between 1 and 100),
            token_hash bytea not null unique,
            hint text not null,
            scopes jsonb not null,
            created_at timestamptz not null default now(),
            expires_at timestamptz not null,
            last_used_at timestamptz,
            revoked_at timestamptz
        );
        create index api_tokens_of_user on api_tokens (user_id);

        create table workspaces (
            id uuid primary key,
            slug text not null unique check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and char_length(slug) between 2 and 40),
            name text not null check (char_length(name) between 1 and 100),
            time_zone text not null default 'UTC',
            version int not null default 1,
            created_at timestamptz not null default now(),
            updated_at timestamptz not null default now()
        );
        create table members (
            id uuid primary key,
            workspace_id uuid not null references workspaces on delete cascade,
            user_id uuid not null references users,
            role role not null,
            version int not null default 1,
            created_at timestamptz not null default now(),
            removed_at timestamptz,
            unique (workspace_id, user_id),
            unique (workspace_id, id)
        );
        create index members_of_user on members (user_id);

        create table projects (
            id uuid primary key,
            workspace_id uuid not null references workspaces on delete cascade,
            key text not null check (key ~ '^[A-Z]{2,6}$'),
            name text not null check (char_length(name) between 1 and 100),
            description text not null default '',
            visibility visibility not null default 'workspace',
            hue text not null,
            next_number int not null default 1,
            version int not null default 1,
            created_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            archived_at timestamptz,
            unique (workspace_id, key),
            unique (workspace_id, id)
        );
        create table project_access (
            id uuid primary key,
            workspace_id uuid not null,
            project_id uuid not null,
            member_id uuid not null,
            unique (workspace_id, id),
            unique (workspace_id, project_id, member_id),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade,
            foreign key (workspace_id, member_id) references members (workspace_id, id) on delete cascade
        );
        create index project_access_of_member on project_access (workspace_id, member_id, project_id);
        create table project_columns (
            id uuid primary key,
            workspace_id uuid not null,
            project_id uuid not null,
            name text not null check (char_length(name) between 1 and 50),
            category column_category not null,
            position int not null,
            wip_limit int check (wip_limit > 0),
            version int not null default 1,
            unique (workspace_id, id),
            unique (project_id, id),
            unique (project_id, position) deferrable initially deferred,
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade
        );
        create table labels (
            id uuid primary key,
            workspace_id uuid not null,
            project_id uuid not null,
            name text not null check (char_length(name) between 1 and 40),
            hue text not null,
            unique (workspace_id, id),
            unique (project_id, id),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade
        );
        create unique index labels_name on labels (project_id, lower(name));

        create table tasks (
            id uuid primary key,
            workspace_id uuid not null,
            project_id uuid not null,
            number int not null check (number > 0),
            title text not null check (char_length(title) between 1 and 300),
            description text not null default '',
            column_id uuid not null,
            rank text collate "C" not null,
            priority priority not null default 'none',
            start_date date,
            due_date date,
            due_at timestamptz,
            due_zone text,
            created_by uuid not null,
            comment_count int not null default 0,
            version int not null default 1,
            created_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            completed_at timestamptz,
            deleted_at timestamptz,
            unique (workspace_id, id),
            unique (project_id, number),
            check (due_date is null or due_at is null),
            check ((due_at is null) = (due_zone is null)),
            foreign key (workspace_id, project_id) references projects (workspace_id, id) on delete cascade,
            foreign key (project_id, column_id) references project_columns (project_id, id),
            foreign key (workspace_id, created_by) references members (workspace_id, id)
        );
        create index tasks_on_board on tasks (workspace_id, project_id, column_id, rank, id) where deleted_at is null;
        create index tasks_by_change on tasks (workspace_id, project_id, updated_at desc, id desc) where deleted_at is null;
        create table task_assignees (
            id uuid primary key,
            workspace_id uuid not null,
            task_id uuid not null,
            member_id uuid not null,
            unique (workspace_id, id),
            unique (workspace_id, task_id, member_id),
            foreign key (workspace_id, task_id) references tasks (workspace_id, id) on delete cascade,
            foreign key (workspace_id, member_id) references members (workspace_id, id)
        );
        create index tasks_of_member on task_assignees (workspace_id, member_id, task_id);
        create table task_labels (
            id uuid primary key,
            workspace_id uuid not null,
            task_id uuid not null,
            label_id uuid not null,
            unique (workspace_id, id),
            unique (workspace_id, task_id, label_id),
            foreign key (workspace_id, task_id) references tasks (workspace_id, id) on delete cascade,
            foreign key (workspace_id, label_id) references labels (workspace_id, id) on delete cascade
        );
        create index tasks_with_label on task_labels (workspace_id, label_id, task_id);

        create table comments (
            id uuid primary key,
            workspace_id uuid not null,
            task_id uuid not null,
            author_id uuid not null,
            body text not null check (char_length(body) between 1 and 50000),
            version int not null default 1,
            created_at timestamptz not null default now(),
            edited_at timestamptz,
            deleted_at timestamptz,
            unique (workspace_id, id),
            foreign key (workspace_id, task_id) references tasks (workspace_id, id) on delete cascade,
            foreign key (workspace_id, author_id) references members (workspace_id, id)
        );
        create index comments_of_task on comments (workspace_id, task_id, id);

        create table notifications (
            id uuid primary key,
            workspace_id uuid not null,
            member_id uuid not null,
            event_id uuid not null references events,
            reason text not null,
            created_at timestamptz not null default now(),
            read_at timestamptz,
            unique (workspace_id, id),
            unique (workspace_id, member_id, event_id),
            foreign key (workspace_id, member_id) references members (workspace_id, id) on delete cascade
        );
        create index notifications_unread on notifications (workspace_id, member_id, id) where read_at is null;
        """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        drop table notifications, comments, task_labels, task_assignees, tasks, labels, project_columns, project_access,
            projects, members, workspaces, api_tokens, sessions, users, events, jobs;
        drop type priority, column_category, visibility, role;
        alter default privileges in schema public revoke all on tables from taskflow_app;
        alter default privileges in schema public revoke all on sequences from taskflow_app;
        """


MODELS_STATE = (
    "eJztXW1v2zgS/iuEv7QFfEGbvqTXHg5w0txuirwsGue6u4eDQku0zbUsqiIV17fb/34kJd"
    "mSLKmmEju0O1+ampqR5WcozszDIflnZ8o84vOD0zsSiM479GcnwFMi/1O80EUdHIbLZtUg"
    "8MDXkkSJ6CY84CLCrrrREPucyCaPcDeioaAsULI9ecEV79BszJBHPfkXCySY/EvdMRJjGo"
    "y6CAee/C9BzPf0/wMyQ3fYj2XLEBEsBYeU+N4BupRfHSF3jIMR8bpSTn0M40h+OlDP4zFX"
    "PpC85/a/Og7ol5g4go2IvF8kH+A//5XNNPDIV8Kzj+HE0fcrIE89dQPd7oh5qNtubs4+/E"
    "tLqp81cFzmx9NgKR3OxZgFC/E4pt6B0lHXRiQgERbEy5kliH0/tV/WlDyxbBBRTBaP6i0b"
    "PDLEsa+M2/nHMA5cZVOkv0n98+qf6aPlxBzn8qrvXJ/2Haez0hfUI5RslDa5LFD9iKpeJY"
    "H5ltx3CYhu7agvOPm59+npyzfPNASMi1GkL2q4Ot+0IhY4UdWgL1GesWjCQ+wSxwzvst49"
    "kE9xXQCfiSyRX75FGaYZapbhvMSVky+rcB7T0VkgqgFNFUo40mTUMe27jwyhfF75529/Pz"
    "x8+fLo8PnLN29fvzo6ev32+Vspq5949dJRA+7HZz+dXfbVAzE5ribDrWooQo71q7iKep98"
    "rcF8qVGCXf6YHYS9AcH+6a8avynnX3zVcPnv3ifdnS96v+r+PJ2nV86vLn/KxJdwX56cXx"
    "2XAL9bxfp6in2/to/fbbeHv9hs9355ePRm0aHVh6YufH3ROz+v7LMscibyVxj225wW9N0W"
    "fTeB0Mzn5XXA3xXxDCP2B3GFIaJFLcC0FEPEA42OBsRgeCjrwQDRYoDIQDTr0EWth0xH7I"
    "XfoEcniSJfRfTj9dVlNaI5lRKcHnUF+gv5lO9ijNwAqAKjuT+Xu24JeXWDcn+OiPzZvLo/"
    "1w8lRa1WA8nuDM2bCTTEKt4fJFqCTklNmCGqOnuqcpD9Z7+6fP/s4vS637v4pYD/h17/VF"
    "05LGCftT59U3oXFjdBn8/6PyP1Ef1+dXlafj0Wcv3fO+qZcCyYE7CZg708Jllz1vRNUVXD"
    "SY5GUQ0D7E5mOPKclSvskNXJrl6aHk7LLTjAI20khaZ6zpSLPGHTaQ1NmV3qNhGVbiK0Nl"
    "WZyiMaoAscTTw2C6poxToxoACtcMJWU4A7NFIZRDsC84khpjkVgLPsSWMJiHHOnlcCSEuQ"
    "Dpg3NwkHM3nIKNvQpSTilQR1PV+61Ngb1vTwxaujV29fvnm1oE4XLU386Sp16kZE/XLHPM"
    "AuakKgbV2gnTcz8Wg7KxcUH8DIO5TH7pqNZYpC2hm5qAlWts3KlqTMvZD22YQEnYqceXGt"
    "25Q045DKFFaKrZ02hxEbRXj6hKMJmb9HLPDniAqOxpiPEVWtoUgqbVSrj7lAQxbrYhp1a+"
    "n6EWdIqPKckLDQJ8jFARLE96VCVQK++S+EVN6K+L0+lY85MU2QciqQHpVCTP13Bcv69CiT"
    "h/SoRXqkR1dHDVarkB/TAEfzGsqkoFeCfjAXydzR/oB/nE74LMCX2B+fXfY+/VaN/nHFBN"
    "Hxb/3TXgn/cZpTrtvZM3no7G1ml10Wms2DLjVgGvQe06DAGrR6B3Yh1yiwBl9DKm/XhjYo"
    "aIKZrTazSmIcGcG2eZ/LukAe2GzpiNzJOK+NnYuaYGXbrGwJRXRNOE+QX2GIskvdJoKIJ0"
    "Jr00ODiM1k6p3wLZQjTkcB8RAN3uuVVy5jE0rQmMlnRxhFZEgiErh6AVayVEvzO0o0z+9U"
    "8UIb/CYghKxgLIAQ2lZFB3AUj8pR6L4px28zpqKotT2+ovMIY8Vmalg9Txqlgq5oWKK0VA"
    "HAjQEHlmJvw92V9JUT6Rpapq85XTC11aYGQmpvzWxJAnvDdQK2kr3q9m5T6qrio/XLGqQs"
    "Cw5QX+aDQxpxIdNDnSviQKaUXGCVOsocUdUYsFD1QxZVViu0vQ/knFYkRfU5J5li6pvEig"
    "sFmEpsEStCkcIWwQ4x5zMmh+pqDqAe9RVFgL8F/OPYqKun4gB1m3IcGUw6/5M+2QTwgtIW"
    "8/6b/sm+pP4ypjEbzxcKW8Sbz7kg032B3CMBp8JoIVROZYuwu2w6ZFESt+8J9pQ7WXRfQa"
    "kz5hMc1ITnRc0yqS5VN2WHRcuWSfWrq/MC/sdnZYBvLo5PPz19oY0hhajQzatrpzyitj67"
    "a8kxrmrDrLptpAQsPISFh/DW3OetiUOvpZmLmmBm68xsCWN7yQQdUheLmrqjwvVuE4Mb5C"
    "TXZXIDpHesTsqCpIFdEgWqAGhKpgMSJQvFZuN5BXdroglsreVsLez+sqFaoeRtMES1oASQ"
    "liDVw44honkdAHRlU0DMzbbMXmoAqwqFPRBU1q1WwO2WKmBgVGy1ryVJw0c26FTkCqq5MU"
    "X4gw3WrvGQsupImCgOuuqfQJ8J4+n6jAiNqPSoKA4P0C2+w1T3Ntlpb1WxxmwsL1GBpniO"
    "BgRxlSU8xSPZB55V1YBs7Hsg67Ai0LA669id4RF2rLAzmMPRyGgJfyYPC/jvsYAfDp2596"
    "EzYURZVDnh3YxkXm97gD63H1Au5G82GXYXClssHgjI7BFihA0VbHhxSJwJMazZyGvBWQYt"
    "HF4uDjfNbcu6wGBYl+EWj60QZBqKivim1j3kVfbGPTxY1cAUf3VagFpW2x6wb3cEWDjYBq"
    "hscAQbcwSKW2th45waUNk221fRrW1qQJdqYF+b7avXiZMoqqqvrnePRS1wj+u5R0umiHqu"
    "q7beqNrrPLnSbZooys5kxUvZ704ZnROxLABDEnImP4WRrhFH6Q2TujCMRiruSmWCivKye9"
    "4Lpn628crs9tTPDsWLu3ME836CClV8DwKpJZ7xJDNRxcmZ+spanjExtMH5mUpcb22R+a8n"
    "HA2Y/DXvZJM68k9+VlMCMT9At67sDyMWzW8Rx3NV6qB2bRTSH+KAoyGLVPF1NE/0q8/h3O"
    "zXgYO14H0CBwsOdj9AhYqVbXK26WBvAnheB0Bvs2cM4zRbwrXmrE9eZXszPhvE/KEnfWY0"
    "dHw6pRW8ZS2oBZ1WqFpGaT00qLBO/N5wWpLnnOMB8TsVaU5yoduU5fhKxOSUwzTD0Ho15x"
    "KuiEASYUUYBkkEJBH7ACokEbAJ375AbUkI8Usy4lQFEdmlxjAiHbHWPw+HeXN95Ix0IGhG"
    "xRjhhHR8j24D2bmcIFakul7+pc6iST6mh9oIjpSMJjeRDCl45Tk4D/8NEMZY4QggjNm6xz"
    "Wsvb9P0f0OAQgbPO862PnHNMC8pAZH3hgDf0c5HVDfcB/WotYWYV84iH3BH6L67Q3oy2DT"
    "gGstaQHfCvQ1bHNq34Cxa/XhsM3pD2FmHLljetfKziVVWO5hm50tYQx7XJ8sTTpVCw+ya9"
    "0mzlCRaw5ORddmDtOVArMx09QeRyxI6xyrWMDvSAOjZwXRBIze1hk9/fKZYZpTAThh4cAe"
    "Lxzoy55e5dd0+3d92vrVNJS4JJujOkAfYn0EJkYenqOnt550TCrKun2m9kfEaMqmeuNDfU"
    "HtjKgntfQndQbX7bMuClT1PhowMa6szNnw14EzteANAmcKVT77Aao5ZfoIbOkO1fsKKnzD"
    "4x1TBaD9YWpxd4BPsDQciwtKMBSXN93CwcSkE2fyMHC0WUBUu19rw3nT9Xu1bnLICNKzf/"
    "cBdi5wJHQGVM2YVwNf1Goiy/eKKFfkd9nfpfmjCXp5nR8duxabcsWwJ5etkzRl65oerZ7X"
    "gf242m9XOahwow1RYEELwsCVyHqqOEEJWByYLMVd0YP9gqGaCaqZrBsKds6zQjXTD2Fm6T"
    "9Cn7R8n0u6ECrbbGmPtLVzUROsbJuVLZrZr90uY3mx+926NbN9M7R0c6ValQjMqFuRAcGM"
    "OpSn7TacenAxxDOvA4DaU5x2oasG+ZiGVT4sd7XRiSW1h+uXqklZFjzhKPTlqIWoclOLQe"
    "yd3kAhYjM0IGOqt2pPHqOyCq39ncAdWvAWgDt8hPE75sbFxTkVgLNcz8DMKqEyeahnaLPU"
    "H6htoLYfvWfvAkdSPOdwytot4CxqAhNmm5UtSSM+L7Y0qcgiPuf3O6lPIhZx25p5xGcZtR"
    "N1kFPE4lCtRAkJC32CJoSEXO+6lu0j915/4n48yvZnG9KIC5UpeEoxOabi5tP5aoqxqS+B"
    "7MOKKK4++1CGNInqMnmI6mCbMrvBVo7auISsoLTFouCb/skjjBuQukDqAqmLFakLVOXsrZ"
    "ktyV16JKLuuFO180xypduUteClzPcylnrDPnA2UOtQKpOBCl+SRvT3ywI22PMfxpfUB/+1"
    "rvpkjCNTX72bUal8X746PglGQr0ah69fNwCaBUdSqjSEZHHTYXKt6MHVS2WAcCq+h+i+eP"
    "58DXSlVC26+lq5vj4QpKqy/uP11WVdeeNCpewuqSvQX8infBcXvzeAq8BojvTLQX3J+akb"
    "PPrRC9/+DxYNRZY="
)

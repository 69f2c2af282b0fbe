#!/bin/bash
# Runs once, in an empty data folder: the role that migrates owns the database, the role that serves may not change it.
set -euo pipefail

owner_password=$(cat /run/secrets/database_owner_password)
app_password=$(cat /run/secrets/database_app_password)
monitor_password=$(cat /run/secrets/database_monitor_password)
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set owner_password="$owner_password" --set app_password="$app_password" \
    --set monitor_password="$monitor_password" <<'SQL'
create role taskflow_owner login password :'owner_password';
create role taskflow_app login password :'app_password';
create role taskflow_monitor login password :'monitor_password';
grant pg_monitor to taskflow_monitor;
alter database taskflow owner to taskflow_owner;
alter schema public owner to taskflow_owner;
revoke all on schema public from public;
create extension if not exists pg_stat_statements;
SQL

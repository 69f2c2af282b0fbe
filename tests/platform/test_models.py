"""The models and the migrated schema say the same."""

import shutil
import subprocess
import sys
from pathlib import Path

from tortoise import Tortoise

from taskflow.platform.database import fetch
from tests.architecture.source import ROOT

# Kept by the database alone: what orders events across transactions.
NOT_IN_MODELS = {("events", "xid"), ("event_seals", "horizon"), ("analytics_progress", "horizon")}


async def test_every_column_is_in_the_models_and_the_other_way_round(database: None) -> None:
    rows = await fetch(
        "select table_name, column_name, is_nullable = 'YES' as nullable from information_schema.columns"
        " where table_schema = 'public' and table_name <> 'aerich'"
    )
    there = {(row["table_name"], row["column_name"]): row["nullable"] for row in rows}
    models = {
        (model._meta.db_table, field.source_field or name): field.null
        for model in Tortoise.apps["models"].values()
        for name, field in model._meta.fields_map.items()
        if model._meta.db_table != "aerich"
    }
    assert set(there) - NOT_IN_MODELS == set(models)
    assert {key: there[key] for key in models} == models


async def test_every_table_below_a_workspace_carries_it(database: None) -> None:
    free = {"aerich", "users", "sessions", "api_tokens", "idempotency_keys", "workspaces", "schedule", "replicas"}
    free |= {"analytics_progress"}  # how far the events of all workspaces were counted
    free |= {"notification_settings"}  # how a person is told, wherever they are
    free |= {"password_resets"}  # people and the instance
    rows = await fetch(
        "select t.table_name from information_schema.tables t where t.table_schema = 'public' and not exists"
        " (select from information_schema.columns c where c.table_name = t.table_name"
        " and c.column_name = 'workspace_id')"
    )
    assert {row["table_name"] for row in rows} == free


def test_aerich_finds_nothing_to_generate(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src/taskflow/migrations", tmp_path / "migrations")
    config = (ROOT / "pyproject.toml").read_text().replace("./src/taskflow/migrations", str(tmp_path / "migrations"))
    (tmp_path / "pyproject.toml").write_text(config)
    done = subprocess.run(
        [sys.executable, "-m", "aerich", "-c", tmp_path / "pyproject.toml", "migrate", "--offline", "--no-input"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "No changes" in done.stdout, done.stdout + done.stderr

"""The role migrate: says what it did, and ends with an exit code that others can trust."""

import signal
from pathlib import Path

from roles.embedded.ports import HOST, pick_port
from taskflow.platform import schema
from taskflow.settings import Settings
from tests.support.processes import Process, role, running, to_environment

BROKEN = """
import sys, pathlib
from roles.__main__ import main
from taskflow.platform import schema
schema.LOCATION = pathlib.Path(sys.argv[1])
sys.exit(main(["migrate"]))
"""


def _environment(settings: Settings, **more: str) -> dict[str, str]:
    return to_environment(settings, mode="production", **more)


def _find(process: Process, event: str) -> dict[str, object]:
    [line] = [line for line in process.lines if line["event"] == event]
    return line


async def test_it_says_what_it_applied_and_nothing_the_second_time(empty_database: Settings) -> None:
    environment = _environment(empty_database)
    for expected in (list(schema.list_migrations()), []):
        async with role("migrate", environment=environment) as process:
            assert await process.end() == 0
        assert _find(process, "migrated")["applied"] == expected
        assert process.complaint == ""


async def test_a_migration_that_fails_is_named_and_ends_it_with_1(empty_database: Settings, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models/0001_broken.py").write_text("async def upgrade(db):\n    return 'select 1/0'\n")
    async with running("-c", BROKEN, str(tmp_path), environment=_environment(empty_database)) as process:
        assert await process.end() == 1
    assert str(_find(process, "migration_failed")["reason"]).startswith("0001_broken.py: division by zero")


async def test_a_role_that_may_not_migrate_ends_with_1(own_database: Settings, empty_database: Settings) -> None:
    database = empty_database.database_url.rpartition("/")[2]
    as_application = f"{own_database.database_url.rpartition('/')[0]}/{database}"
    async with role("migrate", environment=_environment(empty_database, database_url=as_application)) as process:
        assert await process.end() == 1
    assert "permission denied" in str(_find(process, "migration_failed")["reason"])


async def test_a_wrong_password_ends_it_with_1(empty_database: Settings) -> None:
    async with role("migrate", environment=_environment(empty_database, database_password="wrong")) as process:
        assert await process.end() == 1
    assert str(_find(process, "migration_failed")["reason"]).startswith("the database cannot be used")


async def test_it_waits_for_the_database_and_is_not_taken_for_done_when_it_is_stopped(empty_database: Settings) -> None:
    nowhere = f"postgresql://taskflow_owner@{HOST}:{pick_port(None)}/taskflow"
    async with role("migrate", environment=_environment(empty_database, database_url=nowhere)) as process:
        assert await process.said("waiting")
        process.signal(signal.SIGTERM)
        assert await process.end(5) == 1
    assert _find(process, "migration_stopped")["while_at"] == "database"

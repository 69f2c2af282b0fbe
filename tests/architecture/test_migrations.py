"""The running release can live with every migration of the next: squawk reads the SQL, the kind says what it may do.

`Expand:` adds what an older release does not see, `Backfill:` fills it in batches, `Contract:` takes away what no
release that is alive uses, and names by NEEDS the migration that such a release knows.
"""

import asyncio
import json
import subprocess
import sysconfig
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from taskflow.platform import schema

SQUAWK = Path(sysconfig.get_path("scripts")) / "squawk"
KINDS = ("Expand: ", "Backfill: ", "Contract: ")
FIRST = "0001_initial.py"  # there was nothing that ran
KNOWN = {
    "0004_search.py": {"require-concurrent-index-creation"},  # on the table that it makes itself
    "0016_mail.py": {"require-concurrent-index-creation"},  # the same
    "0010_notices.py": {"ban-drop-not-null"},  # an older release joins what is not null, and so does not see the others
    # Likewise; and what stands for the check that goes takes one format more.
    "0021_full_imports.py": {"ban-drop-not-null", "ban-drop-constraint"},
}
# Rules that are off unless they are asked for.
MORE = ["ban-drop-view", "ban-drop-function", "ban-drop-type", "ban-drop-sequence", "renaming-object"]
TAKES_AWAY = {"ban-drop-column", "ban-drop-table", "ban-drop-not-null", "renaming-column", "renaming-table", *MORE}
# The connection of the role migrate sets both time-outs; how types are chosen is not a matter of what runs.
LEFT_ALONE = [
    "require-lock-timeout", "require-statement-timeout", "prefer-robust-stmts", "prefer-identity", "prefer-text-field",
    "prefer-bigint-over-int", "prefer-bigint-over-smallint", "prefer-timestamp-tz",
]  # fmt: skip


class Recorder:
    """A database that writes down what it is asked, and has nothing in it."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    async def execute_script(self, sql: str) -> None:
        self.statements.append(sql)

    async def execute_query(self, sql: str, values: Any = None) -> tuple[int, list[Any]]:
        self.statements.append(sql)
        return 0, []

    async def execute_query_dict(self, sql: str, values: Any = None) -> list[dict[str, Any]]:
        return [{"last": None}] if " as last" in sql else []


def _render(migration: ModuleType) -> str:
    recorder = Recorder()
    last = asyncio.run(migration.upgrade(recorder))
    return "".join(f"{sql.strip().rstrip(';')};\n" for sql in (*recorder.statements, last))


def _complain(sql: str, folder: Path, *, in_transaction: bool) -> set[str]:
    file = folder / "migration.sql"
    file.write_text(sql)
    words = [str(SQUAWK), "--pg-version", "15", "--reporter", "json", f"--exclude={','.join(LEFT_ALONE)}"]
    words += [f"--include={','.join(MORE)}", str(file)]
    if in_transaction:
        words.append("--assume-in-transaction")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("["), done.stderr
    return {str(complaint["rule_name"]) for complaint in json.loads(done.stdout)}


@pytest.mark.parametrize("name", [name for name in schema.list_migrations() if name != FIRST])
def test_the_running_release_can_live_with_it(name: str, tmp_path: Path) -> None:
    migration = schema.load_migration(name)
    assert migration.__doc__ is not None
    assert migration.__doc__.startswith(KINDS), "it says first of which kind it is"
    complaints = _complain(_render(migration), tmp_path, in_transaction=migration.RUN_IN_TRANSACTION)
    if migration.__doc__.startswith("Contract: "):
        assert migration.NEEDS in schema.list_migrations(), "a contract names the migration that all must know"
        complaints -= TAKES_AWAY
    else:
        assert not hasattr(migration, "NEEDS"), "only a contract waits for others"
    assert complaints - KNOWN.get(name, set()) == set()


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("alter table tasks drop column title", "ban-drop-column"),
        ("alter table tasks rename column title to name", "renaming-column"),
        ("drop table tasks", "ban-drop-table"),
        ("alter table tasks rename to todos", "renaming-table"),
        ("alter table tasks add column score int not null", "adding-required-field"),
        ("alter table tasks alter column estimate set not null", "adding-not-nullable-field"),
        ("alter table tasks alter column number type bigint", "changing-column-type"),
        ("create index tasks_by_title on tasks (title)", "require-concurrent-index-creation"),
        ("alter table tasks add constraint short check (length(title) < 9)", "constraint-missing-not-valid"),
        ("alter table tasks add constraint one unique (title)", "disallowed-unique-constraint"),
        ("drop function task_document(tasks)", "ban-drop-function"),
        (
            "create index concurrently tasks_by_title on tasks (title); select 1",
            "ban-concurrent-index-creation-in-transaction",
        ),
    ],
)
def test_what_it_could_not_live_with_is_refused(sql: str, rule: str, tmp_path: Path) -> None:
    assert rule in _complain(f"{sql};", tmp_path, in_transaction=True)

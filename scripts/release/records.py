"""What was deployed, what came before it, and what is under way: files in .release, written whole or not at all."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class Busy(Exception):
    """Another deploy or rollback holds the lock."""


class Records:
    """The folder `.release` of a host. A record: {"image": id, "name", "version", "last_migration", "at"}."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, exist_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One at a time; the lock ends with the process, however that ends. Raises Busy."""
        with (self.folder / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy("another deploy or rollback is under way on this host") from None
            yield

    def read(self, name: str) -> Record | None:
        """`current`, `previous` or `underway`; None when there is none."""
        path = self.folder / f"{name}.json"
        return json.loads(path.read_text()) if path.exists() else None

    def write(self, name: str, record: Record) -> None:
        """Replace a record; whoever reads sees the old one or the new one."""
        path = self.folder / f"{name}.json"
        new = path.with_suffix(".new")
        with new.open("w") as file:
            json.dump(record, file, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)

    def forget(self, name: str) -> None:
        """Remove a record."""
        (self.folder / f"{name}.json").unlink(missing_ok=True)

    def note(self, event: str, **more: Any) -> None:
        """Add a line to the history, which nobody else changes."""
        with (self.folder / "history.jsonl").open("a") as file:
            file.write(json.dumps({"at": now(), "event": event, **more}) + "\n")


def now() -> str:
    """The present moment in UTC, RFC 3339."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())

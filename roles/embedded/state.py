"""What a data folder remembers between runs: passwords and ports, and who uses it now."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from roles.embedded.errors import EmbeddedError

STATE, LOCK = "servers.json", "servers.lock"
ACCOUNTS = ("postgres", "taskflow_owner", "taskflow_app", "valkey")


@dataclass
class State:
    """Passwords by account, and ports by server."""

    passwords: dict[str, str]
    ports: dict[str, int]


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Keep everybody else out of the folder. Raises EmbeddedError when somebody is in it."""
    with (folder / LOCK).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise EmbeddedError(
                f"The servers in {folder} are in use by process {file.read().strip() or 'unknown'}: "
                "stop it, or choose another folder."
            ) from error
        _give_to_owner_of(folder, folder / LOCK)
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def load_state(folder: Path) -> State | None:
    """What was remembered, None in a new folder. Raises EmbeddedError when it cannot be read."""
    path = folder / STATE
    if not path.exists():
        return None
    try:
        state = State(**json.loads(path.read_text()))
        if not state.passwords.keys() >= set(ACCOUNTS):
            raise ValueError("a password is missing")
    except (ValueError, TypeError, AttributeError) as error:
        raise EmbeddedError(f"{path} is damaged ({error}): restore it, or delete {folder} to start afresh.") from error
    return state


def new_state() -> State:
    """Random passwords, no ports yet."""
    return State(passwords={account: secrets.token_urlsafe(24) for account in ACCOUNTS}, ports={})


def save_state(folder: Path, state: State) -> None:
    """Write it so that a crash leaves the old or the new one; only its owner can read it."""
    path = folder / STATE
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(state), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    _give_to_owner_of(folder, unfinished)
    unfinished.replace(path)


def _give_to_owner_of(folder: Path, path: Path) -> None:
    if os.geteuid() == 0:  # root in a user's folder leaves nothing that the user cannot open
        os.chown(path, folder.stat().st_uid, folder.stat().st_gid)

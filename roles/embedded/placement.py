"""The data folder, and where the data lies when the servers' user cannot enter that folder."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from roles.embedded.errors import EmbeddedError
from roles.embedded.identity import Identity

POSTGRES_DATA, VALKEY_DATA = "postgres", "valkey"
# For root only: its checkout may lie below its own private home.
ELSEWHERE = Path("/var/lib")


def make_folder(folder: Path) -> Path:
    """The folder's full path, made if it is missing. Raises EmbeddedError when it is somebody else's."""
    folder = folder.resolve()
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise EmbeddedError(f"{folder} belongs to another user: run this as that user, or choose another folder.")
    return folder


def name_elsewhere(folder: Path) -> Path:
    """Where the data of this folder lies when it cannot lie in it."""
    return ELSEWHERE / f"taskflow-{hashlib.sha256(bytes(folder)).hexdigest()[:12]}"


@contextmanager
def choose_home(folder: Path, identity: Identity | None, *, durable: bool, fresh: bool) -> Iterator[Path]:
    """The folder itself, else a place that the servers' user can enter: emptied when the folder is `fresh`.

    That place goes afterwards if it is not durable. Raises EmbeddedError.
    """
    kept = name_elsewhere(folder)
    if fresh and kept.exists():
        shutil.rmtree(kept)
    if identity is None or (identity.enters(folder) and not kept.exists()):
        yield folder
    elif (folder / POSTGRES_DATA).exists():
        raise EmbeddedError(
            f"There is data in {folder}, but user {identity.uid}, who runs the servers, cannot enter that folder: "
            "let others enter it (chmod o+x) and what lies above it, or choose another folder."
        )
    elif durable:
        kept.mkdir(parents=True, exist_ok=True)
        kept.chmod(0o711)
        yield kept
    else:
        with tempfile.TemporaryDirectory(prefix="taskflow-") as home:
            Path(home).chmod(0o711)
            yield Path(home)

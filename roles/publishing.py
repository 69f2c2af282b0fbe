"""Publishing a release's front-end files where nginx serves them, beside those of the releases before it."""

import json
import os
import shutil
import time
from pathlib import Path

KEPT_RELEASES = 5
RELEASES = ".releases"


def publish_assets(source: Path, target: Path) -> int:
    """Copy what is new, and delete what none of the last five releases has; gives the number of releases kept.

    An old page finds its files during and after a roll, because names hold a hash of their content.
    """
    files = sorted(path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file())
    for name in files:
        if not (target / name).exists():
            _copy(source / name, target / name)
    releases = _remember(target / RELEASES, files)
    wanted = {name for release in releases for name in release["files"]}
    for path in target.rglob("*"):
        name = path.relative_to(target).as_posix()
        if path.is_file() and name not in wanted and not name.startswith(RELEASES):
            path.unlink()
    return len(releases)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copyfile(source, partial)
    partial.rename(target)  # nginx sees the whole file or none


def _remember(folder: Path, files: list[str]) -> list[dict[str, list[str]]]:
    """Write down this release; gives the last KEPT_RELEASES, forgetting the others."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.json"):
        if json.loads(path.read_text())["files"] == files:
            path.unlink()
    record = folder / f"{time.time_ns():020d}.json"
    record.write_text(json.dumps({"files": files}))
    for path in sorted(folder.glob("*.json"))[:-KEPT_RELEASES]:
        path.unlink()
    return [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]

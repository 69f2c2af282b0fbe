"""What has to hold before anything is touched."""

import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

from release.docker import CommandFailed, Stack, docker, find_image
from release.records import Record
from release.rolling import SERVICES

NEEDED = ("db", "redis", "nginx")
FREE_BYTES = 2 * 1024**3
BACKUP_MARK = Path("backups/latest.json")


class Unfit(Exception):
    """The host, the stack or the image is not fit for a release; the message says what to do."""


def require_image(name: str) -> str:
    """The id of the image, pulled when it is not there. A name with a digest is the safest. Raises Unfit."""
    found = find_image(name)
    if found is None:
        try:
            docker("pull", "--quiet", name, seconds=900)
        except CommandFailed as error:
            raise Unfit(f"the image {name} is not on this host and cannot be pulled: {error}") from None
        found = find_image(name)
    assert found is not None  # noqa: S101  it was pulled
    return found


def require_signature(name: str) -> str:
    """Check the signature with cosign when TASKFLOW_COSIGN_KEY names the public key; says what was checked."""
    key = os.environ.get("TASKFLOW_COSIGN_KEY", "")
    if not key:
        return "signature: NOT CHECKED, TASKFLOW_COSIGN_KEY is not set"
    if "@sha256:" not in name:
        raise Unfit("a signature belongs to a digest: name the image as name@sha256:…")
    if shutil.which("cosign") is None:
        raise Unfit("TASKFLOW_COSIGN_KEY is set, and there is no cosign on this host to check with")
    import subprocess  # noqa: PLC0415

    done = subprocess.run(  # noqa: S603  the words are ours
        ["cosign", "verify", "--key", key, name],  # noqa: S607  the operator's own cosign
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    if done.returncode:
        raise Unfit(f"the signature of {name} does not hold: {done.stderr.strip()[-300:]}")
    return "signature: holds"


def require_room() -> str:
    """Enough free space where the images are. Raises Unfit."""
    folder = docker("info", "--format", "{{.DockerRootDir}}").strip()
    free = shutil.disk_usage(folder if Path(folder).is_dir() else ".").free
    if free < FREE_BYTES:
        raise Unfit(f"only {free / 1024**3:.1f} GiB are free for images, 2 are needed: docker image prune")
    return f"disk: {free / 1024**3:.0f} GiB free"


def require_healthy(stack: Stack) -> dict[str, int]:
    """How many replicas each role has; every one of them and what they need is ready. Raises Unfit."""
    replicas = {}
    for service in (*NEEDED, *SERVICES):
        running = [each for each in stack.list_containers(service) if each.is_running]
        sick = [each.name for each in running if not each.is_ready]
        if not running:
            raise Unfit(f"{service} does not run: start the stack first (bin/up)")
        if sick:
            raise Unfit(f"not ready: {', '.join(sick)}. Have a look with docker compose ps and logs")
        if service in SERVICES:
            replicas[service] = len(running)
    return replicas


def require_backup(hours: float) -> str:
    """A backup that is not older than so many hours; 0 asks for none. Raises Unfit."""
    if not hours:
        return "backup: not asked for"
    if not BACKUP_MARK.exists():
        raise Unfit("there is no backup: run scripts/backup.sh, or say --max-backup-age 0")
    age = (time.time() - float(json.loads(BACKUP_MARK.read_text())["finished"])) / 3600
    if age > hours:
        raise Unfit(f"the last backup is {age:.1f} h old, at most {hours:g} are allowed: run scripts/backup.sh")
    return f"backup: {age:.1f} h old"


def read_schema(stack: Stack, image: str) -> dict[str, Any]:
    """What the image says of the database: {"last", "pending": [{"name", "kind"}], "needs", "refused"}."""
    try:
        lines = stack.run_role(image, "schema", seconds=120).strip().splitlines()
        return dict(json.loads(lines[-1]))
    except (CommandFailed, IndexError, ValueError) as error:
        raise Unfit(f"the image does not say what it needs of the schema: {error}") from None


def require_schema(found: dict[str, Any]) -> str:
    """The image can live with the database as it is or as it makes it. Raises Unfit."""
    if found["refused"]:
        raise Unfit(found["refused"])
    pending = ", ".join(f"{each['name']} ({each['kind']})" for each in found["pending"])
    return f"schema: {pending or 'nothing to migrate'}"


def require_reachable(record: Record, needs: str | None) -> str:
    """An older release can still run on what was taken away from the schema since. Raises Unfit."""
    if needs and (record.get("last_migration") or "") < needs:
        raise Unfit(f"{record['name']} does not know {needs}, and what it used was taken away since: no way back")
    return f"schema: {record['name']} can run on it"

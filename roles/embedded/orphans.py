"""Servers that an earlier run left behind: only where the system has no death signal, or lost it."""

import asyncio
import os
import subprocess
from pathlib import Path
from signal import SIGKILL, Signals

PROC = Path("/proc")
STOP_SECONDS = 15.0
STEP_SECONDS = 0.02


async def stop_orphan(pid_file: Path, data: Path, stop_signal: Signals) -> bool:
    """Stop the server that `pid_file` names if it really serves `data`; whether there was one."""
    pid = _read_pid(pid_file)
    if pid is None or not serves(pid, data):
        return False
    _send(pid, stop_signal)
    clock = asyncio.get_running_loop().time
    deadline = clock() + STOP_SECONDS
    while serves(pid, data):
        if clock() > deadline:
            _send(pid, SIGKILL)
        await asyncio.sleep(STEP_SECONDS)
    return True


def forget_stale(pid_file: Path, data: Path) -> None:
    """Remove a pid file whose number belongs to a stranger by now: PostgreSQL would refuse to start."""
    pid = _read_pid(pid_file)
    if pid is not None and _command_line(pid) and not serves(pid, data) and not is_inhabited(data):
        pid_file.unlink(missing_ok=True)


def serves(pid: int, data: Path) -> bool:
    """Whether that process was started for this data folder."""
    return f" {data} " in f" {_command_line(pid)} "


def _command_line(pid: int) -> str:
    """Its words, empty when it has ended."""
    if not PROC.is_dir():
        words = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
        return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
    try:
        return os.fsdecode((PROC / str(pid) / "cmdline").read_bytes()).replace("\0", " ").strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def is_inhabited(data: Path) -> bool:
    """Whether a process works in the data folder: what is left of a PostgreSQL whose first process was killed."""
    for link in PROC.glob("[0-9]*/cwd"):
        try:
            if link.readlink() == data:
                return True
        except OSError:
            continue  # it ended, or belongs to somebody else, who cannot be in a folder of ours
    return False


def _read_pid(pid_file: Path) -> int | None:
    try:
        first = pid_file.read_text().partition("\n")[0].strip()
    except FileNotFoundError:
        return None
    return int(first) if first.isdigit() else None


def _send(pid: int, number: Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return  # it ended in the meantime, which is what was asked of it

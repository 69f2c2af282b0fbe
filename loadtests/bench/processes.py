"""Starting roles for a measurement, and what they and the database use."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from roles.embedded.ports import HOST, pick_port

_TICKS = os.sysconf("SC_CLK_TCK")
_STOP_SECONDS = 20


@asynccontextmanager
async def running_role(role: str, environment: dict[str, str]) -> AsyncIterator[tuple[int, int]]:
    """The role as a process, ready; gives its pid and the port of its door."""
    inner, port = pick_port(None), pick_port(None)
    binds = {
        "TASKFLOW_INNER_BIND": f"{HOST}:{inner}",
        "TASKFLOW_API_BIND": f"{HOST}:{port}",
        "TASKFLOW_FRONTEND_BIND": f"{HOST}:{port}",
    }
    process = subprocess.Popen([sys.executable, "-m", "roles", role], env=os.environ | environment | binds)  # noqa: S603
    try:
        await wait_until_ready(process, inner)
        yield process.pid, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_STOP_SECONDS)


async def wait_until_ready(process: "subprocess.Popen[bytes]", port: int) -> None:
    """Return when the inner port says ready. Raises SystemExit when the process ends before that."""
    while True:
        if process.poll() is not None:
            raise SystemExit(f"the role ended with {process.returncode} before it was ready")
        try:
            reader, writer = await asyncio.open_connection(HOST, port)
        except OSError:
            await asyncio.sleep(0.01)
            continue
        writer.write(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        line = await reader.readline()
        writer.close()
        if b" 200" in line:
            return
        await asyncio.sleep(0.01)


def read_cpu(pid: int) -> float:
    """CPU seconds that the process and the children that it has waited for have used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(int(field) for field in fields[11:15]) / _TICKS


def read_memory(pid: int) -> float:
    """Resident megabytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def read_family_cpu(pid: int) -> float:
    """`read_cpu` of a process and its children."""
    return read_cpu(pid) + sum(read_cpu(child) for child in _list_children(pid))


def _list_children(pid: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
        except OSError:  # it ended meanwhile
            continue
        if int(parent) == pid:
            found.append(int(folder.name))
    return found

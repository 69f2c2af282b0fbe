"""How long a role takes from its start to ready, and how much memory it has when idle."""

import asyncio
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from loadtests.bench.processes import read_cpu, read_memory, wait_until_ready
from roles.embedded import embedded_servers
from roles.embedded.ports import HOST, pick_port
from taskflow.platform import schema
from taskflow.settings import load_settings

ROLES = ("api", "frontend", "worker")
RUNS = 5
IDLE_SECONDS = 3.0


async def run(words: list[str]) -> None:
    """Print a line for each role: median and worst of RUNS, against embedded servers."""
    if words:
        raise SystemExit("bin/bench startup takes no options")
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(
        f"{'role':10} {'ready s (median)':>17} {'worst':>7} {'CPU s':>7} {'idle RSS MB':>12} {'exit after TERM s':>18}"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        async with embedded_servers(folder, durable=False, report=lambda _: None) as servers:
            environment = {
                "TASKFLOW_MODE": "production",
                "TASKFLOW_PUBLIC_URL": "http://localhost:8080",
                "TASKFLOW_SECRET_KEY": os.urandom(32).hex(),
                "TASKFLOW_DATABASE_URL": servers.postgres.app_dsn("taskflow"),
                "TASKFLOW_REDIS_URL": servers.valkey_url,
                "TASKFLOW_LAME_DUCK_SECONDS": "0",
                "TASKFLOW_QUIET_SECONDS": "0",
                "TASKFLOW_LOG_LEVEL": "WARNING",
            }
            owner = environment | {"TASKFLOW_DATABASE_URL": servers.postgres.owner_dsn("taskflow")}
            await schema.migrate(load_settings(owner))
            for role in ROLES:
                await _measure(role, environment)


async def _measure(role: str, environment: dict[str, str]) -> None:
    ready, cpu, memory, stopped = [], [], [], []
    for number in range(RUNS + 1):
        inner = pick_port(None)
        binds = {
            "TASKFLOW_INNER_BIND": f"{HOST}:{inner}",
            "TASKFLOW_API_BIND": f"{HOST}:{pick_port(None)}",
            "TASKFLOW_FRONTEND_BIND": f"{HOST}:{pick_port(None)}",
        }
        started = time.monotonic()
        process = subprocess.Popen([sys.executable, "-m", "roles", role], env=os.environ | environment | binds)  # noqa: S603
        await wait_until_ready(process, inner)
        took = time.monotonic() - started
        await asyncio.sleep(IDLE_SECONDS)
        seconds, megabytes = read_cpu(process.pid), read_memory(process.pid)
        process.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        if process.wait(20) != 0:
            raise SystemExit(f"{role} ended with {process.returncode}")
        if number:  # the first run warms the disk cache
            ready.append(took)
            cpu.append(seconds)
            memory.append(megabytes)
            stopped.append(time.monotonic() - asked)
    figures = (*(statistics.median(of) for of in (ready, cpu, memory, stopped)),)
    print(
        f"{role:10} {figures[0]:8.2f} {max(ready):7.2f} {figures[1]:7.2f} {figures[2]:12.1f} {figures[3]:18.2f}",
        flush=True,
    )
